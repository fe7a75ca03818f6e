// SPDX-License-Identifier: GPL-2.0
/*
 * Properties.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/kmem.h>
#include <sys/sunddi.h>

#include "ddit.h"

#define	NONE	DDI_DEV_T_NONE
#define	ANY	DDI_DEV_T_ANY

static void
test_int(ddit_t *t)
{
	dev_info_t *dip = t->t_dip;
	int many[3] = { 3, -4, 5 }, *data;
	uint_t n;

	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "speed", 9) == 9);
	DDIT_EXPECT(t, !ddi_prop_exists(ANY, dip, 0, "speed"));
	DDIT_EXPECT(t, ddi_prop_update_int(NONE, dip, "speed", 7) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_exists(ANY, dip, 0, "speed"));
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "speed", 9) == 7);
	DDIT_EXPECT(t, ddi_getprop(ANY, dip, 0, "speed", 9) == 7);
	DDIT_EXPECT(t, ddi_prop_update_int_array(NONE, dip, "speed", many, 3) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "speed", 9) == 3);
	DDIT_EXPECT(t, ddi_prop_lookup_int_array(ANY, dip, DDI_PROP_DONTPASS,
	    "speed", &data, &n) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, n == 3 && data[1] == -4 && data[2] == 5);
	ddi_prop_free(data);
	DDIT_EXPECT(t, ddi_getprop(ANY, dip, 0, "speed", 9) == 9);
	DDIT_EXPECT(t, ddi_prop_remove(NONE, dip, "speed") == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_remove(NONE, dip, "speed") ==
	    DDI_PROP_NOT_FOUND);
	DDIT_EXPECT(t, !ddi_prop_exists(ANY, dip, 0, "speed"));
}

static void
test_int64(ddit_t *t)
{
	dev_info_t *dip = t->t_dip;
	int64_t *data, big = 0x123456789abL;
	uint_t n;

	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, ddi_prop_get_int64(ANY, dip, 0, "big", -1) == -1);
	DDIT_EXPECT(t, ddi_prop_update_int64(NONE, dip, "big", big) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_get_int64(ANY, dip, 0, "big", -1) == big);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "big", 5) ==
	    DDI_PROP_NOT_FOUND);
	DDIT_EXPECT(t, ddi_prop_update_int64_array(NONE, dip, "big", &big, 1) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_lookup_int64_array(ANY, dip, 0, "big", &data,
	    &n) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, n == 1 && data[0] == big);
	ddi_prop_free(data);
	ddi_prop_remove_all(dip);
}

static void
test_string(ddit_t *t)
{
	dev_info_t *dip = t->t_dip;
	char *names[3] = { "one", "", "three" }, **list, *s;
	uint_t n;

	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, ddi_prop_update_string(NONE, dip, "model", "xx") ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_lookup_string(ANY, dip, 0, "model", &s) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, strcmp(s, "xx") == 0);
	ddi_prop_free(s);
	DDIT_EXPECT(t, ddi_prop_update_string_array(NONE, dip, "model", names,
	    3) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_lookup_string_array(ANY, dip, 0, "model", &list,
	    &n) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, n == 3 && strcmp(list[0], "one") == 0);
	DDIT_EXPECT(t, strcmp(list[1], "") == 0);
	DDIT_EXPECT(t, strcmp(list[2], "three") == 0);
	ddi_prop_free(list);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "model", 5) ==
	    DDI_PROP_NOT_FOUND);
	DDIT_EXPECT(t, ddi_prop_lookup_string(ANY, dip, 0, "none", &s) ==
	    DDI_PROP_NOT_FOUND);
	names[1] = NULL;
	DDIT_EXPECT(t, ddi_prop_update_string_array(NONE, dip, "model", names,
	    3) == DDI_PROP_INVAL_ARG);
	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, !ddi_prop_exists(ANY, dip, 0, "model"));
}

static void
test_bytes(ddit_t *t)
{
	dev_info_t *dip = t->t_dip;
	uchar_t mac[6] = { 8, 0, 0x20, 1, 2, 3 }, *data, buf[8];
	int len = 4;
	uint_t n;
	caddr_t copy;

	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, ddi_prop_update_byte_array(NONE, dip, "mac", mac, 6) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_lookup_byte_array(ANY, dip, 0, "mac", &data,
	    &n) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, n == 6 && bcmp(data, mac, 6) == 0);
	ddi_prop_free(data);
	DDIT_EXPECT(t, ddi_getlongprop_buf(ANY, dip, 0, "mac", (caddr_t)buf,
	    &len) == DDI_PROP_BUF_TOO_SMALL);
	DDIT_EXPECT(t, len == 6);
	len = sizeof (buf);
	DDIT_EXPECT(t, ddi_getlongprop_buf(ANY, dip, 0, "mac", (caddr_t)buf,
	    &len) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, len == 6 && bcmp(buf, mac, 6) == 0);
	DDIT_EXPECT(t, ddi_getproplen(ANY, dip, 0, "mac", &len) ==
	    DDI_PROP_SUCCESS && len == 6);
	DDIT_EXPECT(t, ddi_getlongprop(ANY, dip, DDI_PROP_CANSLEEP, "mac",
	    (caddr_t)&copy, &len) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, len == 6 && bcmp(copy, mac, 6) == 0);
	kmem_free(copy, len);
	ddi_prop_remove_all(dip);
}

/* Properties of a device number, and what is made by the older calls. */
static void
test_dev(ddit_t *t)
{
	dev_info_t *dip = t->t_dip;
	dev_t dev = t->t_dev;
	int len = -1, four = 4;

	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, ddi_prop_update_int(ANY, dip, "n", 1) ==
	    DDI_PROP_INVAL_ARG);
	DDIT_EXPECT(t, ddi_prop_update_int(dev, dip, "n", 2) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_get_int(NONE, dip, 0, "n", 9) == 9);
	DDIT_EXPECT(t, ddi_prop_get_int(dev, dip, 0, "n", 9) == 2);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "n", 9) == 2);
	DDIT_EXPECT(t, ddi_prop_create(NONE, dip, 0, "flag", NULL, 0) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_exists(ANY, dip, 0, "flag"));
	DDIT_EXPECT(t, ddi_getprop(ANY, dip, 0, "flag", 0) == 1);
	DDIT_EXPECT(t, ddi_prop_op(ANY, dip, PROP_LEN, 0, "flag", NULL, &len) ==
	    DDI_PROP_SUCCESS && len == 0);
	DDIT_EXPECT(t, ddi_prop_op(ANY, dip, PROP_EXISTS, 0, "flag", NULL,
	    NULL) == 1);
	DDIT_EXPECT(t, ddi_prop_op(ANY, dip, PROP_LEN, 0, "none", NULL, &len) ==
	    DDI_PROP_NOT_FOUND);
	DDIT_EXPECT(t, ddi_prop_modify(NONE, dip, 0, "flag", (caddr_t)&four,
	    sizeof (four)) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "flag", 0) == 4);
	DDIT_EXPECT(t, ddi_prop_modify(NONE, dip, 0, "none", NULL, 0) ==
	    DDI_PROP_NOT_FOUND);
	ddi_prop_remove_all(dip);
}

/* What ddit_linkage.c has, which stands for a driver.conf. */
static void
test_conf(ddit_t *t)
{
	dev_info_t *dip = t->t_dip;
	char *s;
	int *data;
	uint_t n;

	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, ddi_prop_lookup_string(ANY, dip, 0, "conf-string", &s) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, strcmp(s, "of the linkage file") == 0);
	ddi_prop_free(s);
	DDIT_EXPECT(t, ddi_prop_lookup_int_array(ANY, dip, 0, "conf-ints",
	    &data, &n) == DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, n == 2 && data[0] == 10 && data[1] == -20);
	ddi_prop_free(data);
	DDIT_EXPECT(t, ddi_prop_update_int(NONE, dip, "conf-ints", 1) ==
	    DDI_PROP_SUCCESS);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "conf-ints", 0) == 1);
	ddi_prop_remove_all(dip);
	DDIT_EXPECT(t, ddi_prop_get_int(ANY, dip, 0, "conf-ints", 0) == 10);
}

const ddit_test_t ddit_prop_tests[] = {
	{ "int", test_int },
	{ "int64", test_int64 },
	{ "string", test_string },
	{ "bytes", test_bytes },
	{ "dev", test_dev },
	{ "conf", test_conf },
	{ NULL, NULL }
};
