// SPDX-License-Identifier: GPL-2.0
/*
 * benchpeers.ko: /dev/bench-floor, /dev/bench-plain and /dev/bench-lock.
 */
#include <linux/miscdevice.h>
#include <linux/module.h>

#include "peers.h"

/**
 * struct peer - a device file
 * @misc: its registration
 * @init: makes what is behind it
 * @exit: undoes that
 */
struct peer {
	struct miscdevice misc;
	int (*init)(void);
	void (*exit)(void);
};

static struct peer peers[] = {
	{
		.misc = { MISC_DYNAMIC_MINOR, "bench-floor", &floor_fops },
		.init = floor_init,
		.exit = floor_exit,
	}, {
		.misc = { MISC_DYNAMIC_MINOR, "bench-plain", &plain_fops },
		.init = plain_init,
		.exit = plain_exit,
	}, {
		.misc = { MISC_DYNAMIC_MINOR, "bench-lock", &locked_fops },
		.init = locked_init,
		.exit = locked_exit,
	},
};

static int peer_add(struct peer *peer)
{
	int err = peer->init();

	if (err)
		return err;
	err = misc_register(&peer->misc);
	if (err)
		peer->exit();
	return err;
}

static void peers_remove(size_t n)
{
	while (n--) {
		misc_deregister(&peers[n].misc);
		peers[n].exit();
	}
}

static int __init peers_init(void)
{
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(peers); i++) {
		err = peer_add(&peers[i]);
		if (err) {
			peers_remove(i);
			return err;
		}
	}
	return 0;
}
module_init(peers_init);

static void __exit peers_exit(void)
{
	peers_remove(ARRAY_SIZE(peers));
}
module_exit(peers_exit);

MODULE_DESCRIPTION("What devmap is measured beside");
MODULE_LICENSE("GPL");
