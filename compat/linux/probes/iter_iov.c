// SPDX-License-Identifier: GPL-2.0
// ASK: are the pieces of an iov_iter found by iter_iov()?
// WHY: 6.4 made the member private and gave it a function
// NO: iter_iov()
#include <linux/uio.h>

void probe(const struct iov_iter *iter)
{
	(void)iter_iov(iter);
}
