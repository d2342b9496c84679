/*
 * suite.h - what every test program needs around its tests.
 */
#ifndef TESTS_KIT_SUITE_H
#define TESTS_KIT_SUITE_H

#include <check.h>

#include "store/base/err.h"

/* Compares two of our errors and says them by name. */
#define ck_assert_err(is, want)                                                \
	do {                                                                   \
		enum err is_ = (is), want_ = (want);                           \
                                                                               \
		ck_assert_msg(is_ == want_, "%s is %s, not %s", #is,           \
		    err_name(is_), err_name(want_));                           \
	} while (0)

/* Runs one test case of the given tests and returns main's answer. */
int suite_run(const char *name, const TTest *const *tests);

/* Runs one test in this very process, for a program that is no test but uses
 * the kit, whose assertions work inside tests only. Says on stderr what fails;
 * returns main's answer. */
int suite_alone(const TTest *test);

#endif
