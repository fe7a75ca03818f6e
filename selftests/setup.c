// SPDX-License-Identifier: GPL-2.0
/*
 * devmap(9E), devmap_setup(9F) and segmap(9E): what a driver may do while a
 * mapping is made, and what it must not.
 */
#include "kselftest_harness.h"
#include "devmap_test.h"
#include "dmt_test.h"

FIXTURE(setup)
{
	struct dmt d;
	void *map;
};

FIXTURE_SETUP(setup)
{
	self->map = MAP_FAILED;
	DMT_SETUP(self);
}

FIXTURE_TEARDOWN(setup)
{
	close(self->d.fd);
}

#define RW (PROT_READ | PROT_WRITE)

/* One handle after the other, each asked for what is left. */
TEST_F(setup, pieces)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 3, PAGE);
	d->script.ds_pieces[1].dp_maplen = 2 * PAGE;
	d->script.ds_pieces[1].dp_len = 2 * PAGE;
	d->script.ds_pieces[1].dp_roff = 8 * PAGE;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, 4 * PAGE, RW, MAP_SHARED, 5 * PAGE);
	ASSERT_NE(MAP_FAILED, self->map);
	dmt_log(d);
	ASSERT_EQ(1, dmt_count(d, DMT_EV_SEGMAP));
	EXPECT_EQ(SOL_PROT_USER | RW, dmt_event(d, DMT_EV_SEGMAP, 0)->de_rw);
	EXPECT_EQ(SOL_PROT_ALL, dmt_event(d, DMT_EV_SEGMAP, 0)->de_type);
	ASSERT_EQ(3, dmt_count(d, DMT_EV_DEVMAP));
	EXPECT_EVENT(d, DMT_EV_DEVMAP, 0, 0, 5 * PAGE, 4 * PAGE);
	EXPECT_EVENT(d, DMT_EV_DEVMAP, 1, 1, 6 * PAGE, 3 * PAGE);
	EXPECT_EVENT(d, DMT_EV_DEVMAP, 2, 2, 8 * PAGE, PAGE);
	ASSERT_EQ(3, dmt_count(d, DMT_EV_MAP));
	EXPECT_EVENT(d, DMT_EV_MAP, 0, 0, 5 * PAGE, PAGE);
	EXPECT_EVENT(d, DMT_EV_MAP, 1, 1, 6 * PAGE, 2 * PAGE);
	EXPECT_EVENT(d, DMT_EV_MAP, 2, 2, 8 * PAGE, PAGE);
	EXPECT_EQ(SOL_MAP_SHARED, dmt_event(d, DMT_EV_MAP, 0)->de_flags & 0xf);
	EXPECT_EQ(6 * PAGE, dmt_handle(d, 1).dh_uoff);
	EXPECT_EQ(8 * PAGE, dmt_handle(d, 1).dh_roff);
	EXPECT_EQ(2 * PAGE, dmt_handle(d, 1).dh_len);
	EXPECT_EQ(2, dmt_handle(d, 1).dh_next);
	EXPECT_EQ(-1, dmt_handle(d, 2).dh_next);
	/* What is behind each is where the driver said. */
	*dmt_word(self->map, 2) = 0x1234;
	munmap(self->map, 4 * PAGE);

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_roff = 9 * PAGE;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	EXPECT_EQ(0x1234, *dmt_word(self->map, 0));
	munmap(self->map, PAGE);
}

/* Nothing of a mapping that fails is left: the next one works, nothing unmapped. */
#define REFUSED(err, len)						\
	do {								\
		ASSERT_EQ(0, dmt_send(d));				\
		EXPECT_EQ(err, dmt_map_errno(d, len, RW, MAP_SHARED, 0)); \
		dmt_log(d);						\
		EXPECT_EQ(0, dmt_count(d, DMT_EV_UNMAP));		\
	} while (0)

TEST_F(setup, maplen_zero)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_maplen = 0;
	REFUSED(EINVAL, PAGE);
}

TEST_F(setup, maplen_no_pages)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_maplen = PAGE - 8;
	REFUSED(EINVAL, PAGE);
}

TEST_F(setup, maplen_beyond)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, 2 * PAGE);
	REFUSED(EINVAL, PAGE);
	/* In the second piece: the first one is given up too. */
	dmt_pieces(d, 2, PAGE);
	d->script.ds_pieces[1].dp_maplen = 4 * PAGE;
	d->script.ds_pieces[1].dp_len = 4 * PAGE;
	REFUSED(EINVAL, 2 * PAGE);
	EXPECT_EQ(2, dmt_count(d, DMT_EV_DEVMAP));
	EXPECT_EQ(0, dmt_count(d, DMT_EV_MAP));
}

TEST_F(setup, maplen_other_than_set_up)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_len = 2 * PAGE;
	REFUSED(EINVAL, 2 * PAGE);
}

TEST_F(setup, nothing_set_up)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_setup = DMT_SETUP_NONE;
	REFUSED(EINVAL, PAGE);
}

TEST_F(setup, set_up_twice)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_setup = DMT_SETUP_TWICE;
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_EQ(0, dmt_map_errno(d, PAGE, RW, MAP_SHARED, 0));
	dmt_log(d);
	EXPECT_EQ(0, dmt_event(d, DMT_EV_SETUP, 0)->de_ret);
	EXPECT_EQ(-1, dmt_event(d, DMT_EV_SETUP, 1)->de_ret);
}

/* Whatever devmap(9E) returns, mmap(2) says ENXIO. */
TEST_F(setup, devmap_refuses)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 2, PAGE);
	d->script.ds_pieces[1].dp_devmap_ret = EPERM;
	REFUSED(ENXIO, 2 * PAGE);
	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_devmap_ret = -1;
	REFUSED(ENXIO, PAGE);
}

/* The pieces that the driver has already been shown are unmapped. */
TEST_F(setup, map_refuses)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 3, PAGE);
	d->script.ds_pieces[1].dp_map_ret = EPERM;
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_EQ(ENXIO, dmt_map_errno(d, 3 * PAGE, RW, MAP_SHARED, 0));
	dmt_log(d);
	EXPECT_EQ(2, dmt_count(d, DMT_EV_MAP));
	ASSERT_EQ(1, dmt_count(d, DMT_EV_UNMAP));
	EXPECT_EVENT(d, DMT_EV_UNMAP, 0, 0, 0, PAGE);
	EXPECT_EQ(-1, dmt_event(d, DMT_EV_UNMAP, 0)->de_new1);
}

/* All handles with an access callback have to have the same one. */
TEST_F(setup, two_access_callbacks)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 2, PAGE);
	d->script.ds_pieces[1].dp_callbacks = DMT_CB_ACCESS2;
	REFUSED(EOPNOTSUPP, 2 * PAGE);
}

/* Those without may lie between. */
TEST_F(setup, mixed_callbacks)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 3, PAGE);
	d->script.ds_pieces[1].dp_callbacks = 0;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, 3 * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	EXPECT_EQ(0, dmt_touch(d, self->map, 1));
	EXPECT_EQ(1, dmt_touch(d, self->map, 2));
	munmap(self->map, 3 * PAGE);
	dmt_log(d);
	EXPECT_EQ(2, dmt_count(d, DMT_EV_UNMAP));
}

/* A private context needs somebody who manages contexts. */
TEST_F(setup, private_without_access)
{
	struct dmt *d = &self->d;
	unsigned int none[] = { 0, DMT_CB_MAP | DMT_CB_UNMAP,
				DMT_CB_ACCESS_NODEV, DMT_CB_ACCESS_NULLDEV };
	unsigned int i;

	for (i = 0; i < 4; i++) {
		dmt_pieces(d, 1, PAGE);
		d->script.ds_pieces[0].dp_callbacks = none[i];
		ASSERT_EQ(0, dmt_send(d));
		EXPECT_EQ(EINVAL, dmt_map_errno(d, PAGE, RW, MAP_PRIVATE, 0));
		EXPECT_EQ(0, dmt_map_errno(d, PAGE, RW, MAP_SHARED, 0));
	}
	/* One piece without is enough to refuse. */
	dmt_pieces(d, 2, PAGE);
	d->script.ds_pieces[1].dp_callbacks = 0;
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_EQ(EINVAL, dmt_map_errno(d, 2 * PAGE, RW, MAP_PRIVATE, 0));
}

/* nulldev and nodev are "no callback": T13. */
TEST_F(setup, nulldev_access_is_none)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 2, PAGE);
	d->script.ds_pieces[0].dp_callbacks = DMT_CB_ACCESS_NULLDEV;
	d->script.ds_pieces[1].dp_callbacks = DMT_CB_ACCESS_NODEV;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, 2 * PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	EXPECT_EQ(0, dmt_touch(d, self->map, 0));
	EXPECT_EQ(0, dmt_touch(d, self->map, 1));
	munmap(self->map, 2 * PAGE);
}

/* What devmap_devmem_setup(9F) itself refuses. */
#define SETUP_REFUSED(change)						\
	do {								\
		dmt_pieces(d, 1, PAGE);					\
		d->script.ds_pieces[0].change;				\
		ASSERT_EQ(0, dmt_send(d));				\
		EXPECT_NE(0, dmt_map_errno(d, PAGE, RW, MAP_SHARED, 0));	\
		dmt_log(d);						\
		EXPECT_EQ(-1, dmt_event(d, DMT_EV_SETUP, 0)->de_ret)	\
			TH_LOG(#change);				\
	} while (0)

TEST_F(setup, devmem_refuses)
{
	struct dmt *d = &self->d;

	SETUP_REFUSED(dp_rnumber = 2);
	SETUP_REFUSED(dp_roff = -(long long)PAGE);
	SETUP_REFUSED(dp_roff = 64 * PAGE);
	SETUP_REFUSED(dp_len = 65 * PAGE);
	SETUP_REFUSED(dp_order = 5);
	SETUP_REFUSED(dp_flags = DEVMAP_MAPPING_INVALID);
	/* PROT_USER has to be in it, and all that the mapping has. */
	SETUP_REFUSED(dp_maxprot = RW);
	SETUP_REFUSED(dp_maxprot = PROT_READ | SOL_PROT_USER);
}

/* A register set of two pages: not a byte behind it. */
TEST_F(setup, end_of_registers)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, 2 * PAGE);
	d->script.ds_pieces[0].dp_rnumber = 1;
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_EQ(0, dmt_map_errno(d, 2 * PAGE, RW, MAP_SHARED, 0));
	d->script.ds_pieces[0].dp_roff = PAGE;
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_NE(0, dmt_map_errno(d, 2 * PAGE, RW, MAP_SHARED, 0));
}

TEST_F(setup, every_order)
{
	struct dmt *d = &self->d;
	unsigned int order;

	for (order = 0; order <= 4; order++) {
		dmt_pieces(d, 1, PAGE);
		d->script.ds_pieces[0].dp_order = order;
		ASSERT_EQ(0, dmt_send(d));
		self->map = dmt_map(d, PAGE, RW, MAP_SHARED, 0);
		ASSERT_NE(MAP_FAILED, self->map);
		*dmt_word(self->map, 0) = order;
		EXPECT_EQ(order, *dmt_word(self->map, 0));
		munmap(self->map, PAGE);
	}
}

/* Flags that do not exist are dropped; the callbacks are copied. */
TEST_F(setup, unknown_flags)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_flags = 0xfff0 | DEVMAP_USE_PAGESIZE;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	EXPECT_EQ(1, dmt_touch(d, self->map, 0));
	munmap(self->map, PAGE);
}

/* What the driver does not allow, mprotect(2) cannot get. */
TEST_F(setup, maxprot)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_pieces[0].dp_maxprot = PROT_READ | SOL_PROT_USER;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, PAGE, PROT_READ, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, self->map);
	EXPECT_EQ(-1, mprotect(self->map, PAGE, RW));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(-1, mprotect(self->map, PAGE, PROT_READ | PROT_EXEC));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(0, mprotect(self->map, PAGE, PROT_NONE));
	EXPECT_EQ(0, mprotect(self->map, PAGE, PROT_READ));
	EXPECT_EQ(PROT_READ | SOL_PROT_USER, dmt_handle(d, 0).dh_maxprot);
	/* dh_prot is what it was mapped with. */
	EXPECT_EQ(PROT_READ | SOL_PROT_USER, dmt_handle(d, 0).dh_prot);
	munmap(self->map, PAGE);
}

/* The longest thing that the layer has to name. */
TEST_F(setup, offsets)
{
	struct dmt *d = &self->d;
	off_t last = (1ULL << 44) - PAGE;

	dmt_pieces(d, 1, PAGE);
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_EQ(0, dmt_map_errno(d, PAGE, RW, MAP_SHARED, last));
	dmt_log(d);
	EXPECT_EVENT(d, DMT_EV_MAP, 0, 0, last, PAGE);
	EXPECT_EQ(EOVERFLOW, dmt_map_errno(d, PAGE, RW, MAP_SHARED, last + PAGE));
	EXPECT_EQ(EINVAL, dmt_map_errno(d, PAGE, RW, MAP_SHARED, 1));
	EXPECT_EQ(EINVAL, dmt_map_errno(d, 0, RW, MAP_SHARED, 0));
}

TEST_F(setup, segmap_refuses)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_segmap = DMT_SEGMAP_REFUSE;
	d->script.ds_segmap_ret = EPERM;
	REFUSED(EPERM, PAGE);
	EXPECT_EQ(0, dmt_count(d, DMT_EV_DEVMAP));
}

TEST_F(setup, segmap_forgets)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_segmap = DMT_SEGMAP_FORGET;
	REFUSED(ENXIO, PAGE);
}

/* A segmap(9E) that gives less than was asked for; mprotect(2) may ask again. */
TEST_F(setup, segmap_less_protection)
{
	struct dmt *d = &self->d;
	void *map;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_segmap = DMT_SEGMAP_PROT;
	d->script.ds_segmap_arg = PROT_READ | SOL_PROT_USER;
	ASSERT_EQ(0, dmt_send(d));
	map = dmt_map(d, PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(PROT_READ | SOL_PROT_USER, dmt_handle(d, 0).dh_prot);
	EXPECT_EQ(0, probe_read(dmt_word(map, 0)).sig);
	EXPECT_EQ(SIGSEGV, probe_write(dmt_word(map, 0), 1).sig);
	EXPECT_EQ(0, mprotect(map, PAGE, RW));
	EXPECT_EQ(0, probe_write(dmt_word(map, 0), 1).sig);
	EXPECT_EQ(0, munmap(map, PAGE));

	/* And devmap(9E) that allows no more either. */
	d->script.ds_pieces[0].dp_maxprot = PROT_READ | SOL_PROT_USER;
	ASSERT_EQ(0, dmt_send(d));
	map = dmt_map(d, PAGE, RW, MAP_SHARED, 0);
	ASSERT_NE(MAP_FAILED, map);
	EXPECT_EQ(0, probe_read(dmt_word(map, 0)).sig);
	EXPECT_EQ(SIGSEGV, probe_write(dmt_word(map, 0), 1).sig);
	EXPECT_EQ(-1, mprotect(map, PAGE, RW));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(0, munmap(map, PAGE));
}

/* What is no error number becomes one, wherever a driver returns it. */
static const struct {
	int ret;
	int err;
} errors[] = {
	{ EPERM, EPERM },
	{ 511, 511 },
	{ 512, ENXIO },
	{ -1, ENXIO },			/* DDI_FAILURE */
	{ -EPERM, ENXIO },
	{ FC_MAKE_ERR(EINVAL), ENXIO },
};

#define ERRORS (sizeof(errors) / sizeof(errors[0]))

TEST_F(setup, segmap_errors)
{
	struct dmt *d = &self->d;
	unsigned int i;

	for (i = 0; i < ERRORS; i++) {
		dmt_pieces(d, 1, PAGE);
		d->script.ds_segmap = DMT_SEGMAP_REFUSE;
		d->script.ds_segmap_ret = errors[i].ret;
		REFUSED(errors[i].err, PAGE);
	}
}

TEST_F(setup, open_errors)
{
	struct dmt *d = &self->d;
	unsigned int i;

	for (i = 0; i < ERRORS; i++) {
		dmt_pieces(d, 1, PAGE);
		d->script.ds_open_ret = errors[i].ret;
		ASSERT_EQ(0, dmt_send(d));
		EXPECT_EQ(-1, open(DMT_DEV, O_RDWR));
		EXPECT_EQ(errors[i].err, errno) TH_LOG("returned %d", errors[i].ret);
	}
	dmt_pieces(d, 1, PAGE);
	ASSERT_EQ(0, dmt_send(d));
}

TEST_F(setup, ioctl_errors)
{
	unsigned int i;

	for (i = 0; i < ERRORS; i++) {
		EXPECT_EQ(-1, ioctl(self->d.fd, DMTIOC_RETURN, errors[i].ret));
		EXPECT_EQ(errors[i].err, errno) TH_LOG("returned %d", errors[i].ret);
	}
}

/* A segmap(9E) that maps, and then says no: the driver is told of the unmap. */
TEST_F(setup, segmap_regrets)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_segmap = DMT_SEGMAP_REGRET;
	d->script.ds_segmap_ret = EBUSY;
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_EQ(EBUSY, dmt_map_errno(d, PAGE, RW, MAP_SHARED, 0));
	dmt_log(d);
	EXPECT_EQ(1, dmt_count(d, DMT_EV_MAP));
	EXPECT_EQ(1, dmt_count(d, DMT_EV_UNMAP));
}

TEST_F(setup, segmap_twice)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_segmap = DMT_SEGMAP_TWICE;
	ASSERT_EQ(0, dmt_send(d));
	EXPECT_EQ(EINVAL, dmt_map_errno(d, PAGE, RW, MAP_SHARED, 0));
	dmt_log(d);
	EXPECT_EQ(1, dmt_count(d, DMT_EV_UNMAP));
}

TEST_F(setup, segmap_length)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_segmap = DMT_SEGMAP_LENGTH;
	REFUSED(EINVAL, PAGE);
}

/* segmap(9E) may map something else than was asked for. */
TEST_F(setup, segmap_moves)
{
	struct dmt *d = &self->d;

	dmt_pieces(d, 1, PAGE);
	d->script.ds_segmap = DMT_SEGMAP_MOVE;
	d->script.ds_segmap_arg = 7 * PAGE;
	ASSERT_EQ(0, dmt_send(d));
	self->map = dmt_map(d, PAGE, RW, MAP_SHARED, 2 * PAGE);
	ASSERT_NE(MAP_FAILED, self->map);
	dmt_log(d);
	EXPECT_EVENT(d, DMT_EV_DEVMAP, 0, 0, 9 * PAGE, PAGE);
	ASSERT_EQ(0, probe_read(dmt_word(self->map, 0)).sig);
	dmt_log(d);
	EXPECT_EVENT(d, DMT_EV_ACCESS, 0, 0, 9 * PAGE, PAGE);
	munmap(self->map, PAGE);
	dmt_log(d);
	EXPECT_EVENT(d, DMT_EV_UNMAP, 0, 0, 9 * PAGE, PAGE);
	/* To where no mapping can be. */
	d->script.ds_segmap_arg = 1;
	REFUSED(EINVAL, PAGE);
}

/* devmap_setup(9F) is for segmap(9E) alone. */
TEST_F(setup, setup_outside_of_segmap)
{
	dmt_pieces(&self->d, 1, PAGE);
	ASSERT_EQ(0, dmt_send(&self->d));
	EXPECT_EQ(EINVAL, dmt_do(&self->d, DMT_OP_SETUP, 0, 0, 0));
}

#include "dmt_main.h"
