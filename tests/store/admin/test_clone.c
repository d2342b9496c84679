/*
 * test_clone.c - `parindex period clone` and `parindex period diff`.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/kit/operator.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define SHIPPED TEST_SOURCE_DIR "/../store/data/hai-duong-2022/period.json"
#define TWO_TIER TEST_SOURCE_DIR "/../store/data/two-tier-2025/period.json"

struct draft_of {
	struct desk desk;
	char dir[FOLDER_ROOM + 16], file[FOLDER_ROOM + 32];
};

static struct draft_of
ready(void)
{
	struct draft_of d = { .desk = desk_make(PARINDEX) };

	(void)snprintf(d.dir, sizeof d.dir, "%s/2023", d.desk.folder.path);
	(void)snprintf(d.file, sizeof d.file, "%s/period.json", d.dir);
	return d;
}

START_TEST(a_clone_is_last_years_set_a_year_later)
{
	struct draft_of d = ready();

	expect(&d.desk, 0, "draft in ", "period", "clone", SHIPPED, "2023",
	    "--to", d.dir);
	expect(&d.desk, 0,
	    "period 2023: Đánh giá, xác định Chỉ số cải cách "
	    "hành chính năm 2023\n"
	    "30 units in 2 blocks, 63 leaves",
	    "period", "check", d.file);
	expect(&d.desk, 0,
	    "district    evidence   2023-12-25 00:00:00  2024-01-11 00:00:00  "
	    "2024-01-17 00:00:00\n",
	    "period", "check", d.file);
	expect(&d.desk, 0,
	    "    trước:\n"
	    "        Ban hành issued chậm nhất ngày 31/01/2022: điểm tối đa\n"
	    "        Ban hành muộn hơn: 0.5 × điểm tối đa\n"
	    "    nay:\n"
	    "        Ban hành issued chậm nhất ngày 31/01/2023: điểm tối đa\n",
	    "period", "diff", SHIPPED, d.file);
	desk_remove(&d.desk);
}
END_TEST

START_TEST(windows_move_as_the_decision_says)
{
	struct draft_of d = ready();

	expect(&d.desk, 0, NULL, "period", "clone", SHIPPED, "2024", "--to",
	    d.dir, "--year", "2024", "--window",
	    "district:appraisal=2025-02-01T00:00:00+07:00,"
	    "2025-02-11T00:00:00+07:00");
	expect(&d.desk, 0,
	    "district    appraisal  2025-02-01 00:00:00  2025-02-11 00:00:00",
	    "period", "check", d.file);
	expect(&d.desk, 0,
	    "department  evidence   2024-12-25 00:00:00  2025-01-11 00:00:00",
	    "period", "check", d.file);
	desk_remove(&d.desk);
}
END_TEST

START_TEST(a_window_that_nobody_has_is_refused_and_nothing_written)
{
	struct draft_of d = ready();

	expect(&d.desk, 1, "no survey window of block commune", "period",
	    "clone", SHIPPED, "2023", "--to", d.dir, "--window",
	    "commune:survey=2024-01-01T00:00:00Z,2024-01-02T00:00:00Z");
	expect(&d.desk, 2, "--window is BLOCK:STAGE=", "period", "clone",
	    SHIPPED, "2023", "--to", d.dir, "--window", "tomorrow");
	expect(&d.desk, 1, "cannot be read", "period", "check", d.file);
	desk_remove(&d.desk);
}
END_TEST

START_TEST(a_draft_that_people_worked_on_is_not_written_over)
{
	struct draft_of d = ready();

	expect(&d.desk, 0, NULL, "period", "clone", SHIPPED, "2023", "--to",
	    d.dir);
	expect(&d.desk, 1, "cannot be written", "period", "clone", SHIPPED,
	    "2023", "--to", d.dir);
	desk_remove(&d.desk);
}
END_TEST

START_TEST(units_that_are_no_more_are_named)
{
	struct draft_of d = ready();

	expect(&d.desk, 0,
	    "unit D01 (Sở Giao thông vận tải) is no more from 2025-07-01\n",
	    "period", "clone", SHIPPED, "2025", "--to", d.dir, "--year",
	    "2025");
	desk_remove(&d.desk);
}
END_TEST

START_TEST(a_period_of_the_store_can_be_cloned_and_compared)
{
	struct draft_of d = ready();
	char loaded[FOLDER_ROOM + 32]; /* where desk_open_2022 has it from */

	(void)snprintf(loaded, sizeof loaded, "%s/period.json",
	    d.desk.folder.path);
	desk_open_2022(&d.desk);
	expect(&d.desk, 0, "draft in ", "period", "clone", "2022", "2023",
	    "--to", d.dir);
	expect(&d.desk, 0, "version 1 loaded", "period", "load", d.file);
	expect(&d.desk, 0, "~ setting: year\n    was: 2022\n    is: 2023\n",
	    "period", "diff", "2022", "2023", "--lang", "en");
	expect(&d.desk, 0, "Không có khác biệt.", "period", "diff", "2022",
	    loaded);
	expect(&d.desk, 1, "There is no period 1999", "period", "diff", "2022",
	    "1999");
	expect(&d.desk, 2, "--lang is vi or en", "period", "diff", "2022",
	    "2023", "--lang", "fr");
	desk_remove(&d.desk);
}
END_TEST

START_TEST(differences_come_by_criterion_unit_window_and_threshold)
{
	struct desk d = desk_make(PARINDEX);
	struct ran r =
	    operate(&d, "period", "diff", SHIPPED, TWO_TIER, "--json", NULL);
	static const char *const has[] = {
		"{\"change\":\"changed\",\"file\":\"criteria\",\"list\":"
		"\"leaves\",\"id\":\"3.4.1\",\"member\":\"/max/department\","
		"\"was\":\"3.5\",\"is\":\"5.0\"}",
		"{\"change\":\"removed\",\"file\":\"units\",\"list\":\"units\","
		"\"id\":\"D01\",\"member\":\"\",\"was\":{\"id\":\"D01\"",
		"\"list\":\"windows\",\"id\":\"ward/appraisal\"",
		"{\"change\":\"changed\",\"file\":\"period\",\"list\":"
		"\"classes\",\"id\":\"excellent\",\"member\":\"/from\","
		"\"was\":\"90\",\"is\":\"93\"}",
		"{\"change\":\"changed\",\"file\":\"period\",\"list\":\"\","
		"\"id\":\"\",\"member\":\"/self_review/below\",\"was\":\"75\","
		"\"is\":\"70\"}",
	};

	ck_assert_int_eq(r.status, 0);
	for (unsigned i = 0; i < sizeof has / sizeof *has; i++)
		ck_assert_msg(strstr(buf_cstr(&r.out), has[i]) != NULL,
		    "nowhere %s", has[i]);
	ran_free(&r);
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("period clone");
	TCase *cases = tcase_create("period clone");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, a_clone_is_last_years_set_a_year_later);
	tcase_add_test(cases, windows_move_as_the_decision_says);
	tcase_add_test(cases,
	    a_window_that_nobody_has_is_refused_and_nothing_written);
	tcase_add_test(cases,
	    a_draft_that_people_worked_on_is_not_written_over);
	tcase_add_test(cases, units_that_are_no_more_are_named);
	tcase_add_test(cases, a_period_of_the_store_can_be_cloned_and_compared);
	tcase_add_test(cases,
	    differences_come_by_criterion_unit_window_and_threshold);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
