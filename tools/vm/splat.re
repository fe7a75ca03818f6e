\[ cut here \]
BUG: ([^K]|K[^C])
 BUG at 
WARNING: CPU: 
WARNING: possible 
WARNING: bad unlock
WARNING: inconsistent lock state
WARNING: suspicious RCU usage
INFO: possible 
INFO: suspicious 
INFO: task .* blocked for more than 
INFO: trying to register non-static key
rcu: INFO: rcu.* detected 
DEBUG_LOCKS_WARN_ON
ODEBUG: 
Oops
general protection fault
Kernel panic
KASAN: 
KCSAN: .*\[(devmap|xx[a-z]*|ddit|dmt|ddiproc|oldt|umemt|pcit|covmap)\]
BUG [a-z0-9_-]+ \(.*\): 
UBSAN: 
kmemleak: [1-9][0-9]* new
Bad page 
bad: scheduling from 
list_(add|del) corruption
refcount_t: 
unregister_netdevice: waiting
devmap: ([^tf]|t[^r]|tra[^n]|f[^u]).*\] loaded pages of which 
