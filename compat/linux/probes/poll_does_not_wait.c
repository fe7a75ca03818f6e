// SPDX-License-Identifier: GPL-2.0
// ASK: does poll_does_not_wait() say that a poll only looks?
// WHY: 7.3 has it no more
// NO: poll_does_not_wait()
#include <linux/poll.h>

bool probe(const poll_table *pt)
{
	return poll_does_not_wait(pt);
}
