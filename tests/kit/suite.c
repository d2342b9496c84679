/*
 * suite.c - runs a list of tests.
 *
 * Knows Check. Touches nothing.
 */
#include "tests/kit/suite.h"

#include <stdio.h>
#include <stdlib.h>

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

int
suite_alone(const TTest *test)
{
	Suite *suite = suite_create("alone");
	TCase *cases = tcase_create("alone");
	TestResult **failures;
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 0);
	tcase_add_test(cases, test);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	failures = srunner_failures(runner);
	for (int i = 0; i < failed; i++)
		(void)fprintf(stderr, "%s:%d: %s\n", tr_lfile(failures[i]),
		    tr_lno(failures[i]), tr_msg(failures[i]));
	free(failures);
	srunner_free(runner);
	return failed != 0;
}
