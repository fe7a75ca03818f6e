// SPDX-License-Identifier: GPL-2.0
/*
 * The memory of a virtual machine is the mapping. KVM has translations of its own, made
 * from the program's; when those are revoked it drops its own, and makes them again by a
 * fault in the program's name.
 */
#include <pthread.h>
#include <sys/ioctl.h>

#include "kselftest_harness.h"

#include "devmap_test.h"
#include "devmap_traps.h"

#define XX_MIN_PAGES 2

#if defined(__x86_64__)
#include <linux/kvm.h>

/* Where the guest has its code, and the mapping: below 1 MiB, for the real mode. */
#define CODE_AT		0x1000
#define DEVICE_AT	0x20000

/* Offset of a word of the mapping for the guest, which counts bytes in bx. */
#define AT(page, index)	((page) * 4096 + (index) * 8)

/* What the guest can do. Each piece ends with hlt, which is an exit to the program. */
enum { LOAD = 0x00, STORE = 0x10, COUNT = 0x20 };

static const unsigned char code[] = {
	[LOAD] = 0x66, 0x26, 0x8b, 0x07,		/* mov %es:(%bx), %eax */
		0xf4,
	[STORE] = 0x66, 0x26, 0x89, 0x07,		/* mov %eax, %es:(%bx) */
		0xf4,
	[COUNT] = 0x66, 0x26, 0x3b, 0x07,		/* 1: cmp %es:(%bx), %eax */
		0x75, 0x0a,				/* jne 2f */
		0x66, 0x40,				/* inc %eax */
		0x66, 0x26, 0x89, 0x07,			/* mov %eax, %es:(%bx) */
		0x66, 0x49,				/* dec %ecx */
		0x75, 0xf0,				/* jnz 1b */
		0xf4,					/* 2: hlt */
};

struct vm {
	int kvm, fd, vcpu;
	char *code;
	struct kvm_run *run;
	size_t run_size;
	int spare;	/* how often KVM may still be wrong about a page, see vm_run() */
};

static int vm_slot(struct vm *vm, int slot, unsigned long at, void *memory, size_t size)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot,
		.guest_phys_addr = at,
		.memory_size = size,
		.userspace_addr = (unsigned long)memory,
	};

	return ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region);
}

/* A machine with one CPU in real mode, whose es is the mapping. 0, or an errno. */
static int vm_new(struct vm *vm, void *map, size_t size)
{
	struct kvm_sregs sregs;

	vm->kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (vm->kvm < 0)
		return errno;
	vm->fd = ioctl(vm->kvm, KVM_CREATE_VM, 0);
	if (vm->fd < 0)
		return errno;
	vm->code = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	memcpy(vm->code, code, sizeof(code));
	if (vm_slot(vm, 0, CODE_AT, vm->code, 4096) || vm_slot(vm, 1, DEVICE_AT, map, size))
		return errno;
	vm->vcpu = ioctl(vm->fd, KVM_CREATE_VCPU, 0);
	if (vm->vcpu < 0)
		return errno;
	vm->run_size = ioctl(vm->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	vm->run = mmap(NULL, vm->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, vm->vcpu, 0);
	if (vm->run == MAP_FAILED || ioctl(vm->vcpu, KVM_GET_SREGS, &sregs))
		return errno;
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	sregs.es.base = DEVICE_AT;
	sregs.es.selector = DEVICE_AT >> 4;
	return ioctl(vm->vcpu, KVM_SET_SREGS, &sregs) ? errno : 0;
}

static void vm_end(struct vm *vm)
{
	munmap(vm->run, vm->run_size);
	munmap(vm->code, 4096);
	close(vm->vcpu);
	close(vm->fd);
	close(vm->kvm);
}

/*
 * After the fault KVM looks for the page, and what was revoked between the two it takes
 * for a page that is not there: with others that want the device the program tries again.
 */
static int vm_run(struct vm *vm)
{
	while (ioctl(vm->vcpu, KVM_RUN, 0)) {
		if (errno != EFAULT || !vm->spare)
			return errno;
		vm->spare--;
	}
	return vm->run->exit_reason == KVM_EXIT_HLT ? 0 : 1000 + vm->run->exit_reason;
}

/* Has the guest run a piece of its code to the hlt. 0, or an errno. */
static int vm_do(struct vm *vm, int piece, unsigned int at, unsigned int *eax,
		 unsigned int *ecx)
{
	struct kvm_regs regs = {
		.rip = CODE_AT + piece,
		.rflags = 2,
		.rax = *eax,
		.rbx = at,
		.rcx = ecx ? *ecx : 0,
	};
	int err;

	if (ioctl(vm->vcpu, KVM_SET_REGS, &regs))
		return errno;
	err = vm_run(vm);
	if (ioctl(vm->vcpu, KVM_GET_REGS, &regs))
		return errno;
	*eax = regs.rax;
	if (ecx)
		*ecx = regs.rcx;
	return err;
}

/* What fill() has written there, as the guest sees it. */
#define LOW(seed, page, index)	\
	((unsigned int)((seed) * 1000003ULL + AT(page, index) / 8))

FIXTURE(kvm) {
	struct pair p;
	struct vm vm;
	int err;
};

/* Not if another hypervisor has the CPU's. */
static bool makes_machines(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), vm = -1;

	if (kvm >= 0)
		vm = ioctl(kvm, KVM_CREATE_VM, 0);
	close(vm);
	close(kvm);
	return vm >= 0;
}

FIXTURE_SETUP(kvm)
{
	if (!makes_machines())
		SKIP(_exit(SKIPPED), "no machine of /dev/kvm: modprobe kvm_amd or kvm_intel");
	ASSERT_EQ(0, pair_setup(&self->p));
	/* What fails in here is not torn down, and would leave its hold time. */
	self->err = vm_new(&self->vm, self->p.map, self->p.size);
}

FIXTURE_TEARDOWN(kvm)
{
	EXPECT_EQ(0, self->err) TH_LOG("no machine");
	vm_end(&self->vm);
	EXPECT_EQ(0, pair_teardown(&self->p));
}

TEST_F(kvm, guest_and_program_share_a_context)
{
	struct pair *p = &self->p;
	unsigned int eax = 0;

	EXPECT_EQ(0, vm_do(&self->vm, LOAD, AT(1, 3), &eax, NULL));
	EXPECT_EQ(LOW(1, 1, 3), eax);
	eax = 4711;
	EXPECT_EQ(0, vm_do(&self->vm, STORE, AT(1, 3), &eax, NULL));
	EXPECT_EQ(4711, *(volatile unsigned int *)xx_word(p->map, 1, 3));
	*xx_word(p->map, 1, 3) = 1 * 1000003 + AT(1, 3) / 8;
	EXPECT_EQ(0, pair_apart(p));
}

/* Each load and store of the guest takes the device, and finds what it left. */
TEST_F(kvm, guest_takes_the_device)
{
	struct pair *p = &self->p;
	unsigned long long id = xx_id(p->map);
	unsigned int eax, i;

	for (i = 0; i < 20; i++) {
		EXPECT_EQ(0, check(p->other, p->size, 2));
		EXPECT_EQ(xx_id(p->other), p->xx.status->xs_current);
		if (i % 2) {
			eax = LOW(1, 0, 5);
			EXPECT_EQ(0, vm_do(&self->vm, STORE, AT(0, 5), &eax, NULL));
		} else {
			EXPECT_EQ(0, vm_do(&self->vm, LOAD, AT(1, 5), &eax, NULL));
			EXPECT_EQ(LOW(1, 1, 5), eax);
		}
		EXPECT_EQ(id, p->xx.status->xs_current) TH_LOG("it went past the driver");
	}
	EXPECT_EQ(0, pair_apart(p));
}

/* It counts in the mapping, without an exit of its own, while another takes the device. */
TEST_F_TIMEOUT(kvm, guest_runs_while_another_takes_turns, 300)
{
	struct pair *p = &self->p;
	unsigned long long switches = p->xx.status->xs_switches;
	unsigned int eax = LOW(1, 1, 7), ecx, rounds;
	pid_t load = load_start();
	double start = now();
	int wrong = 0;

	ASSERT_LT(0, load);
	for (rounds = 0; now() - start < 10; rounds++) {
		ecx = 2000;
		self->vm.spare = 1000;
		ASSERT_EQ(0, vm_do(&self->vm, COUNT, AT(1, 7), &eax, &ecx));
		ASSERT_EQ(0, ecx) TH_LOG("what it had counted was lost");
		wrong += 1000 - self->vm.spare;
	}
	EXPECT_EQ(0, load_stop(load));
	switches = p->xx.status->xs_switches - switches;
	TH_LOG("%u rounds of 2000, %llu switches, KVM was wrong %d times", rounds, switches,
	       wrong);
	self->vm.spare = 0;
	EXPECT_LT(20, switches);
	EXPECT_EQ(LOW(1, 1, 7) + rounds * 2000, eax);
	EXPECT_EQ(eax, *(volatile unsigned int *)xx_word(p->map, 1, 7));
	*xx_word(p->map, 1, 7) = 1 * 1000003 + AT(1, 7) / 8;
	EXPECT_EQ(0, pair_apart(p));
}

struct counting {
	struct vm *vm;
	int err;
};

static void *counting_thread(void *arg)
{
	struct counting *c = arg;
	unsigned int eax = LOW(1, 1, 7), ecx = ~0U;

	c->err = vm_do(c->vm, COUNT, AT(1, 7), &eax, &ecx);
	return NULL;
}

/* The mapping goes while the guest counts in it: it has no memory there any more. */
TEST_F_TIMEOUT(kvm, unmapped_under_the_guest, 120)
{
	struct pair *p = &self->p;
	volatile unsigned int *word = (volatile unsigned int *)xx_word(p->map, 1, 7);
	struct counting c = { .vm = &self->vm };
	unsigned int first = LOW(1, 1, 7);
	pthread_t thread;
	int i;

	ASSERT_EQ(0, pthread_create(&thread, NULL, counting_thread, &c));
	/* It has counted, and goes on. */
	for (i = 0; i < 1000 && *word < first + 1000; i++)
		usleep(10000);
	EXPECT_LT(first + 1000, *word);
	ASSERT_EQ(0, munmap(p->map, p->size));
	ASSERT_EQ(0, pthread_join(thread, NULL));
	EXPECT_EQ(EFAULT, c.err);
	EXPECT_EQ(0, check(p->other, p->size, 2));
	ASSERT_EQ(0, vm_slot(&self->vm, 1, DEVICE_AT, NULL, 0));
	p->map = xx_map(&p->xx, MAP_PRIVATE);
	ASSERT_NE(MAP_FAILED, p->map);
	fill(p->map, p->size, 1);
	EXPECT_EQ(0, pair_apart(p));
}

/* A process may be killed while the guest waits for the device. */
TEST_F_TIMEOUT(kvm, killed_while_the_guest_waits, 90)
{
	struct pair *p = &self->p;
	struct steps *steps = steps_new();
	pid_t pid;

	ASSERT_EQ(0, pair_hold(p, 20000000));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		char *map = xx_map(&p->xx, MAP_PRIVATE);
		unsigned int eax = 0;
		struct vm vm;

		if (vm_new(&vm, map, p->size))
			_exit(1);
		step_to(steps, 1);
		vm_do(&vm, LOAD, AT(1, 3), &eax, NULL);
		_exit(2);
	}
	step_wait(steps, 1);
	EXPECT_EQ(0, wait_for_waiters("xxctx", 1));
	kill(pid, SIGKILL);
	EXPECT_EQ(0x100 + SIGKILL, child_status(pid));
	EXPECT_EQ(xx_id(p->other), p->xx.status->xs_current);
	ASSERT_EQ(0, param_set("hold_usec", 0));
}

/* Save fails for the sake of the guest: it gets an error, not the state of another. */
TEST_F(kvm, save_fails_for_the_guest)
{
	struct pair *p = &self->p;
	unsigned int eax = 0;

	EXPECT_EQ(0, check(p->other, p->size, 2));
	ASSERT_EQ(0, param_set("save_fail", 1));
	EXPECT_EQ(EFAULT, vm_do(&self->vm, LOAD, AT(1, 3), &eax, NULL));
	EXPECT_EQ(0, eax);
	EXPECT_EQ(0, vm_do(&self->vm, LOAD, AT(1, 3), &eax, NULL));
	EXPECT_EQ(LOW(1, 1, 3), eax);
}

#else

TEST(kvm)
{
	SKIP(return, "for x86");
}

#endif

#include "devmap_main.h"
