// SPDX-License-Identifier: GPL-2.0
/*
 * Kernel memory, strings, numbers in strings.
 */
#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/sunddi.h>
#include <sys/systm.h>

#include "ddit.h"

#define	OBJ_MAGIC	0x600dc0de
#define	NOBJS		100

typedef struct obj {
	uint_t	o_magic;
	uint_t	o_uses;
	char	o_data[200];
} obj_t;

static int constructed, destructed, construct_fails;

static int
obj_construct(void *buf, void *arg, int kmflags)
{
	obj_t *obj = buf;

	if (construct_fails)
		return (-1);
	constructed++;
	obj->o_magic = OBJ_MAGIC;
	obj->o_uses = *(uint_t *)arg;
	return (0);
}

static void
obj_destruct(void *buf, void *arg)
{
	obj_t *obj = buf;

	if (obj->o_magic == OBJ_MAGIC)
		destructed++;
	obj->o_magic = 0;
}

static void
test_kmem(ddit_t *t)
{
	char *p = kmem_alloc(100, KM_SLEEP);
	char *q = kmem_zalloc(3 * PAGESIZE, KM_SLEEP);
	size_t i, bad = 0;

	for (i = 0; i < 3 * PAGESIZE; i++)
		bad += q[i] != 0;
	DDIT_EXPECT(t, p != NULL && bad == 0);
	kmem_free(p, 100);
	kmem_free(q, 3 * PAGESIZE);
	p = kmem_zalloc(64, KM_NOSLEEP);
	DDIT_EXPECT(t, p != NULL && p[63] == 0);
	kmem_free(p, 64);
	DDIT_EXPECT(t, kmem_alloc(0, KM_SLEEP) == NULL);
	kmem_free(NULL, 0);
}

/* What was constructed stays so, and is destructed in the end. */
static void
test_cache(ddit_t *t)
{
	uint_t seven = 7;
	kmem_cache_t *cp;
	obj_t *obj, *again;

	constructed = destructed = construct_fails = 0;
	cp = kmem_cache_create("ddit_obj", sizeof (obj_t), 64, obj_construct,
	    obj_destruct, NULL, &seven, NULL, 0);
	DDIT_EXPECT(t, cp != NULL);
	obj = kmem_cache_alloc(cp, KM_SLEEP);
	DDIT_EXPECT(t, obj != NULL && ((uintptr_t)obj & 63) == 0);
	DDIT_EXPECT(t, obj->o_magic == OBJ_MAGIC && obj->o_uses == 7);
	obj->o_uses = 8;
	kmem_cache_free(cp, obj);
	DDIT_EXPECT(t, constructed == 1 && destructed == 0);
	again = kmem_cache_alloc(cp, KM_NOSLEEP);
	DDIT_EXPECT(t, again == obj && again->o_uses == 8);
	DDIT_EXPECT(t, constructed == 1);
	construct_fails = 1;
	DDIT_EXPECT(t, kmem_cache_alloc(cp, KM_NOSLEEP) == NULL);
	kmem_cache_free(cp, again);
	kmem_cache_destroy(cp);
	DDIT_EXPECT(t, constructed == 1 && destructed == 1);
}

static void
test_cache_many(ddit_t *t)
{
	static obj_t *objs[NOBJS];
	uint_t zero = 0;
	kmem_cache_t *cp;
	int i, bad = 0;

	constructed = destructed = construct_fails = 0;
	cp = kmem_cache_create("ddit_obj", sizeof (obj_t), 0, obj_construct,
	    obj_destruct, NULL, &zero, NULL, 0);
	DDIT_EXPECT(t, cp != NULL);
	for (i = 0; i < NOBJS; i++) {
		objs[i] = kmem_cache_alloc(cp, KM_SLEEP);
		bad += objs[i]->o_magic != OBJ_MAGIC || objs[i]->o_uses++ != 0;
	}
	DDIT_EXPECT(t, bad == 0 && constructed == NOBJS);
	for (i = 0; i < NOBJS; i++)
		kmem_cache_free(cp, objs[i]);
	kmem_cache_destroy(cp);
	DDIT_EXPECT(t, destructed == NOBJS);
}

static void
test_cache_plain(ddit_t *t)
{
	kmem_cache_t *a, *b;
	void *p;

	DDIT_EXPECT(t, kmem_cache_create("ddit", 0, 0, NULL, NULL, NULL, NULL,
	    NULL, 0) == NULL);
	DDIT_EXPECT(t, kmem_cache_create("ddit", 8, 3, NULL, NULL, NULL, NULL,
	    NULL, 0) == NULL);
	/* Two of one name, one of large objects. */
	a = kmem_cache_create("ddit", 24, 0, NULL, NULL, NULL, NULL, NULL, 0);
	b = kmem_cache_create("ddit", 3 * PAGESIZE, 0, NULL, NULL, NULL, NULL,
	    NULL, 0);
	DDIT_EXPECT(t, a != NULL && b != NULL);
	p = kmem_cache_alloc(b, KM_SLEEP);
	DDIT_EXPECT(t, p != NULL);
	bzero(p, 3 * PAGESIZE);
	kmem_cache_free(b, p);
	kmem_cache_free(b, NULL);
	kmem_cache_destroy(a);
	kmem_cache_destroy(b);
}

static void
test_strings(ddit_t *t)
{
	char buf[8];

	DDIT_EXPECT(t, strlcpy(buf, "abc", sizeof (buf)) == 3);
	DDIT_EXPECT(t, strcmp(buf, "abc") == 0);
	DDIT_EXPECT(t, strlcat(buf, "defghi", sizeof (buf)) == 9);
	DDIT_EXPECT(t, strcmp(buf, "abcdefg") == 0);
	DDIT_EXPECT(t, strlcpy(buf, "123456789", 4) == 9);
	DDIT_EXPECT(t, strcmp(buf, "123") == 0);
	DDIT_EXPECT(t, strlcpy(buf, "x", 0) == 1 && buf[0] == '1');
	DDIT_EXPECT(t, strlcat(buf, "x", 2) == 3);
	DDIT_EXPECT(t, strncpy(buf, "ab", sizeof (buf)) == buf);
	DDIT_EXPECT(t, buf[1] == 'b' && buf[2] == 0 && buf[7] == 0);
	(void) strncpy(buf, "123456789", sizeof (buf));
	DDIT_EXPECT(t, bcmp(buf, "12345678", 8) == 0);
	DDIT_EXPECT(t, strcasecmp("DevMap", "dEVmAP") == 0);
	DDIT_EXPECT(t, strncasecmp("DevX", "deVy", 3) == 0);
	DDIT_EXPECT(t, strcasecmp("a", "b") < 0);
	ovbcopy(buf, buf + 1, 7);
	DDIT_EXPECT(t, bcmp(buf, "11234567", 8) == 0);
	bcopy(buf + 1, buf, 7);
	DDIT_EXPECT(t, bcmp(buf, "12345677", 8) == 0);
}

static void
test_allocated_strings(ddit_t *t)
{
	char *s = kmem_asprintf("%s%d:%08x", "ddit", 3, 0xbeef);
	char *copy;

	DDIT_EXPECT(t, strcmp(s, "ddit3:0000beef") == 0);
	copy = ddi_strdup(s, KM_SLEEP);
	DDIT_EXPECT(t, copy != s && strcmp(copy, s) == 0);
	strfree(s);
	strfree(copy);
}

static void
test_strtol(ddit_t *t)
{
	char *end;
	long l;

	DDIT_EXPECT(t, ddi_strtol(" -42x", &end, 10, &l) == 0);
	DDIT_EXPECT(t, l == -42 && strcmp(end, "x") == 0);
	DDIT_EXPECT(t, ddi_strtol("0x1F", NULL, 0, &l) == 0 && l == 31);
	DDIT_EXPECT(t, ddi_strtol("0x1F", NULL, 16, &l) == 0 && l == 31);
	DDIT_EXPECT(t, ddi_strtol("017", NULL, 0, &l) == 0 && l == 15);
	DDIT_EXPECT(t, ddi_strtol("+z", NULL, 36, &l) == 0 && l == 35);
	DDIT_EXPECT(t, ddi_strtol("0x", &end, 0, &l) == 0 && l == 0);
	DDIT_EXPECT(t, strcmp(end, "x") == 0);
	DDIT_EXPECT(t, ddi_strtol("-9223372036854775808", NULL, 10, &l) == 0);
	DDIT_EXPECT(t, l == -9223372036854775807L - 1);
	DDIT_EXPECT(t, ddi_strtol("9223372036854775808", NULL, 10, &l) ==
	    ERANGE);
	DDIT_EXPECT(t, ddi_strtol("99999999999999999999", NULL, 10, &l) ==
	    ERANGE);
	DDIT_EXPECT(t, ddi_strtol("abc", NULL, 10, &l) == EINVAL);
	DDIT_EXPECT(t, ddi_strtol("1", NULL, 1, &l) == EINVAL);
	DDIT_EXPECT(t, ddi_strtol("1", NULL, 37, &l) == EINVAL);
}

static void
test_strtoul(ddit_t *t)
{
	unsigned long ul;
	longlong_t ll;
	u_longlong_t ull;
	char *end;

	DDIT_EXPECT(t, ddi_strtoul("18446744073709551615", NULL, 10, &ul) == 0);
	DDIT_EXPECT(t, ul == ~0UL);
	DDIT_EXPECT(t, ddi_strtoul("18446744073709551616", &end, 10, &ul) ==
	    ERANGE);
	DDIT_EXPECT(t, *end == '\0');
	DDIT_EXPECT(t, ddi_strtoll("-7f", NULL, 16, &ll) == 0 && ll == -127);
	DDIT_EXPECT(t, ddi_strtoull("101", NULL, 2, &ull) == 0 && ull == 5);
	DDIT_EXPECT(t, ddi_strtoull("", NULL, 10, &ull) == EINVAL);
}

static void
test_stoi(ddit_t *t)
{
	char text[] = "123abc", *p = text, buf[24];

	DDIT_EXPECT(t, stoi(&p) == 123 && p == text + 3);
	DDIT_EXPECT(t, stoi(&p) == 0 && p == text + 3);
	numtos(9876543210UL, buf);
	DDIT_EXPECT(t, strcmp(buf, "9876543210") == 0);
}

const ddit_test_t ddit_string_tests[] = {
	{ "kmem", test_kmem },
	{ "cache", test_cache },
	{ "cache_many", test_cache_many },
	{ "cache_plain", test_cache_plain },
	{ "strings", test_strings },
	{ "allocated", test_allocated_strings },
	{ "strtol", test_strtol },
	{ "strtoul", test_strtoul },
	{ "stoi", test_stoi },
	{ NULL, NULL }
};
