/*
 * test_period_check.c - `parindex period check` on the shipped files and on
 * copies of them that are broken in one place.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "tests/kit/operator.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

static struct ran
check(const struct desk *d)
{
	char path[FOLDER_ROOM + 32];

	(void)snprintf(path, sizeof path, "%s/period.json", d->folder.path);
	return operate(d, "period", "check", path, NULL);
}

START_TEST(the_shipped_period_has_no_fault_and_is_summed_up)
{
	struct desk d = desk_make(PARINDEX);
	struct ran r;

	desk_write_changed(&d, "", "", "");
	r = check(&d);
	ran_expect(&r, 0,
	    "30 units in 2 blocks, 63 leaves in 10 fields, 4 surveys\n",
	    __FILE__, __LINE__);
	ran_expect(&r, 0, "department     18      58  100.00  Sở, ban, ngành\n",
	    __FILE__, __LINE__);
	ran_expect(&r, 0,
	    "district    evidence   2022-12-25 00:00:00  2023-01-11 00:00:00  "
	    "2023-01-17 00:00:00\n",
	    __FILE__, __LINE__);
	ran_expect(&r, 0, "assumed: 63 of the leaves", __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&d);
}
END_TEST

START_TEST(a_two_tier_period_needs_data_alone)
{
	struct desk d = desk_make(PARINDEX);
	char path[FOLDER_ROOM + 64];
	struct ran r;

	(void)snprintf(path, sizeof path,
	    "%s/../store/data/two-tier-2025/period.json", TEST_SOURCE_DIR);
	r = operate(&d, "period", "check", path, NULL);
	ran_expect(&r, 0,
	    "127 units in 3 blocks, 46 leaves in 10 fields, 6 surveys\n",
	    __FILE__, __LINE__);
	ran_expect(&r, 0, "\ndepartment     14 ", __FILE__, __LINE__);
	ran_expect(&r, 0, "\nward           45 ", __FILE__, __LINE__);
	ran_expect(&r, 0, "\ncommune        68 ", __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&d);
}
END_TEST

/* clang-format off */
static const struct row {
	const char *file, *find, *put;
	const char *at; /* "FILE#POINTER: " */
} rows[] = {
/* a sum that does not match */
{ "criteria.json", "\"department\": \"14.5\"", "\"department\": \"14.25\"", "criteria.json#/fields/0/max" },
/* an unknown field */
{ "units.json", "\"org_code\": \"H23.01\"", "\"colour\": \"red\"", "units.json#/units/0/colour: " },
/* an unreachable class */
{ "period.json", "\"from\": \"65\"", "\"from\": \"80\"", "period.json#/classes/2/from: " },
/* a backward window */
{ "period.json", "\"opens\": \"2022-12-25", "\"opens\": \"2023-01-25", "period.json#/windows/0/on_time_until: " },
/* a block that nobody declared */
{ "period.json", "\"block\": \"department\"", "\"block\": \"ministry\"", "period.json#/windows/0/block: " },
/* two units of one name */
{ "units.json", "\"id\": \"D02\"", "\"id\": \"D01\"", "units.json#/units/1/id: " },
/* a text that ends too soon, a file that climbs out */
{ "units.json", "\"units\": [", "\"units\": [[", "units.json#: " },
{ "period.json", "\"units.json\"", "\"../units.json\"", "period.json#/units: " },
};
/* clang-format on */

START_TEST(each_fault_is_named_by_its_file_and_pointer)
{
	const struct row *row = &rows[_i];
	struct desk d = desk_make(PARINDEX);
	struct ran r;

	desk_write_changed(&d, row->file, row->find, row->put);
	r = check(&d);
	ran_expect(&r, 1, row->at, __FILE__, __LINE__);
	ran_expect(&r, 1, " fault", __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&d);
}
END_TEST

START_TEST(hours_of_a_commitment_that_reach_into_appraisal_are_warned_of)
{
	struct desk d = desk_make(PARINDEX);
	struct ran r;

	desk_write_changed(&d, "period.json", "\"classes\": [",
	    "\"commitments\": {\"counts\": \"commitment\", \"hours\": 12}, "
	    "\"classes\": [");
	r = check(&d);
	ran_expect(&r, 0,
	    "#/commitments/hours: warning: What block "
	    "department committed to may come",
	    __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&d);
}
END_TEST

START_TEST(every_fault_is_named_not_only_the_first)
{
	struct desk d = desk_make(PARINDEX);
	struct ran r;

	desk_write_changed(&d, "units.json", "\"org_code\": \"H23.01\"",
	    "\"colour\": \"red\", \"head\": 1");
	r = check(&d);
	ran_expect(&r, 1, "units.json#/units/0/colour: ", __FILE__, __LINE__);
	ran_expect(&r, 1, "units.json#/units/0/head: ", __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&d);
}
END_TEST

START_TEST(a_missing_file_is_named)
{
	struct desk d = desk_make(PARINDEX);
	char path[FOLDER_ROOM + 32];
	struct ran r = check(&d);

	ran_expect(&r, 1, "period.json cannot be read", __FILE__, __LINE__);
	ran_free(&r);
	desk_write_changed(&d, "", "", "");
	(void)snprintf(path, sizeof path, "%s/units.json", d.folder.path);
	ck_assert_int_eq(remove(path), 0);
	r = check(&d);
	ran_expect(&r, 1, "units.json cannot be read", __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&d);
}
END_TEST

START_TEST(what_has_faults_is_not_loaded)
{
	struct desk d = desk_make(PARINDEX);
	char path[FOLDER_ROOM + 32];

	(void)snprintf(path, sizeof path, "%s/period.json", d.folder.path);
	desk_write_changed(&d, "period.json", "\"doubt\": \"unit\"",
	    "\"doubt\": \"mine\"");
	expect(&d, 0, NULL, "init", "--simulated");
	expect(&d, 1, "period.json#/doubt: ", "period", "load", path);
	expect(&d, 0, "period  state", "period", "show");
	desk_write_changed(&d, "", "", "");
	expect(&d, 0, "version 1 loaded", "period", "load", path);
	expect(&d, 0, "version 2 loaded", "period", "load", path);
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("period check");
	TCase *cases = tcase_create("period check");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, the_shipped_period_has_no_fault_and_is_summed_up);
	tcase_add_test(cases, a_two_tier_period_needs_data_alone);
	tcase_add_loop_test(cases, each_fault_is_named_by_its_file_and_pointer,
	    0, sizeof rows / sizeof *rows);
	tcase_add_test(cases,
	    hours_of_a_commitment_that_reach_into_appraisal_are_warned_of);
	tcase_add_test(cases, every_fault_is_named_not_only_the_first);
	tcase_add_test(cases, a_missing_file_is_named);
	tcase_add_test(cases, what_has_faults_is_not_loaded);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
