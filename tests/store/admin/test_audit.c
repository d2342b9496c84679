/*
 * test_audit.c - parindex audit, as an auditor at the machine uses it.
 */
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

START_TEST(the_report_lists_findings_and_counts_them)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "looked at the log up to entry", "audit", "2022");
	expect(&d, 0, "SIMULATED", "audit", "2022");
	expect(&d, 0, "\"kinds\":[{\"code\":\"clock-back\"", "audit", "2022",
	    "--json");
	desk_remove(&d);
}
END_TEST

START_TEST(what_cannot_be_audited_is_said)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 1, "no period \"2021\"", "audit", "2021");
	expect(&d, 2, "info, low, medium or high", "audit", "2022",
	    "--severity", "grave");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_report_lists_findings_and_counts_them,
		what_cannot_be_audited_is_said,
		NULL,
	};

	return suite_run("audit command", tests);
}
