/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tests in the kernel: what each file of them offers, and what it may use.
 *
 * A test is a function. It ends at the first expectation that does not hold:
 *
 *	static void
 *	test_sum(ddit_t *t)
 *	{
 *		DDIT_EXPECT(t, 1 + 1 == 2);
 *	}
 *
 * and is named in its file's table, which ddit.c names in turn.
 */
#ifndef _DDIT_H
#define	_DDIT_H

#include <sys/types.h>
#include <sys/ddi.h>
#include <sys/sunddi.h>

#include <devmap/ddit.h>

typedef struct ddit {
	dev_info_t	*t_dip;		/* the test device */
	dev_t		t_dev;
	cred_t		*t_cred;
	struct ddit_run	*t_run;
} ddit_t;

typedef struct ddit_test {
	const char	*dt_name;
	void		(*dt_func)(ddit_t *t);
} ddit_test_t;

/* A table of tests ends with one without a name. */
typedef struct ddit_group {
	const char		*dg_name;
	const ddit_test_t	*dg_tests;
} ddit_group_t;

void ddit_end(ddit_t *t, uint_t result, const char *file, int line,
    const char *message);

#define	DDIT_EXPECT(t, ex)						\
	do {								\
		if (!(ex)) {						\
			ddit_end((t), DDIT_FAIL, __FILE__, __LINE__, #ex); \
			return;						\
		}							\
	} while (0)

#define	DDIT_SKIPPED(t, why)						\
	do {								\
		ddit_end((t), DDIT_SKIP, __FILE__, __LINE__, (why));	\
		return;							\
	} while (0)

extern const ddit_test_t ddit_basic_tests[];
extern const ddit_test_t ddit_sync_tests[];
extern const ddit_test_t ddit_exec_tests[];
extern const ddit_test_t ddit_hat_tests[];
extern const ddit_test_t ddit_umem_tests[];
extern const ddit_test_t ddit_data_tests[];
extern const ddit_test_t ddit_io_tests[];
extern const ddit_test_t ddit_prop_tests[];
extern const ddit_test_t ddit_string_tests[];

#endif /* _DDIT_H */
