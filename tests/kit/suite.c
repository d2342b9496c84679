/*
 * suite.c - runs a list of tests.
 *
 * Knows Check. Touches nothing.
 */
#include "tests/kit/suite.h"

int
suite_run(const char *name, const TTest *const *tests)
{
	Suite *suite = suite_create(name);
	TCase *cases = tcase_create(name);
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	for (; *tests != NULL; tests++)
		tcase_add_test(cases, *tests);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
