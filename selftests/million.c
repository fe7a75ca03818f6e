// SPDX-License-Identifier: GPL-2.0
/*
 * A million accesses by eight processes, each of which believes that the device is
 * its own; not one may see a foreign value.
 */
#include "kselftest_harness.h"

#include "devmap_test.h"

#define PROCESSES	8
#define WORDS		61

/* So many accesses between two pauses, in which others get the device. */
#define BURST		100

FIXTURE(million) {
	struct xx xx;
	long hold;
};

FIXTURE_SETUP(million)
{
	XX_SETUP(self);
	self->hold = param_get("hold_usec");
	ASSERT_EQ(0, param_set("hold_usec", 1000));
}

FIXTURE_TEARDOWN(million)
{
	param_set("hold_usec", self->hold);
	xx_close(&self->xx);
}

struct tally {
	volatile long checked;
	volatile long foreign;
};

static void work(struct xx *xx, int me, long accesses, struct tally *tally)
{
	vu64 *map = xx_map(xx, MAP_PRIVATE);
	unsigned long long expect[WORDS] = { 0 };
	long i, checked = 0, foreign = 0;
	unsigned int seed = me;

	for (i = 0; i < accesses; i++) {
		unsigned int w;

		seed = seed * 1103515245 + 12345;
		w = (seed >> 16) % WORDS;
		foreign += map[2 + w] != expect[w];
		checked++;
		expect[w] = (unsigned long long)me << 32 | i;
		map[2 + w] = expect[w];
		if (i % BURST == 0)
			usleep(100);
	}
	tally->checked = checked;
	tally->foreign = foreign;
	_exit(0);
}

static void run(struct __test_metadata *_metadata, FIXTURE_DATA(million) *self,
		long accesses)
{
	unsigned long long switches = self->xx.status->xs_switches;
	long checked = 0, foreign = 0;
	struct tally *tally;
	pid_t pids[PROCESSES];
	int i;

	tally = mmap(NULL, PROCESSES * sizeof(*tally), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ASSERT_NE(MAP_FAILED, tally);
	for (i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		ASSERT_LE(0, pids[i]);
		if (!pids[i])
			work(&self->xx, i + 1, accesses, &tally[i]);
	}
	for (i = 0; i < PROCESSES; i++) {
		EXPECT_EQ(0, child_status(pids[i]));
		checked += tally[i].checked;
		foreign += tally[i].foreign;
	}
	switches = self->xx.status->xs_switches - switches;
	TH_LOG("%ld accesses checked, %ld foreign values, %llu switches", checked,
	       foreign, switches);
	EXPECT_EQ(PROCESSES * accesses, checked);
	EXPECT_EQ(0, foreign);
	/* They did take the device from each other. */
	EXPECT_LE(PROCESSES * 10, switches);
}

TEST_F_TIMEOUT(million, no_foreign_value, 600)
{
	run(_metadata, self, 125000);
}

/* Without a hold time the device changes hands as often as it can. */
TEST_F_TIMEOUT(million, no_foreign_value_no_hold_time, 600)
{
	ASSERT_EQ(0, param_set("hold_usec", 0));
	run(_metadata, self, 10000);
}

#include "devmap_main.h"
