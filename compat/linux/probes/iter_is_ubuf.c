// SPDX-License-Identifier: GPL-2.0
// ASK: can an iov_iter be a single user buffer?
// WHY: 6.0 gave that case a type of its own
// NO: iter_is_ubuf()
#include <linux/uio.h>

bool probe(const struct iov_iter *iter)
{
	return iter_is_ubuf(iter);
}
