/*
 * test_decision.c - decisions on file and publication, by the operator's
 * command. No workers run here: publication says what it waits for.
 */
#include <check.h>
#include <stdio.h>

#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

static const char *
scan(const struct desk *d, const char *name)
{
	static char path[FOLDER_ROOM + 32];
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/%s", d->folder.path, name);
	ck_assert_ptr_nonnull(f = fopen(path, "wb"));
	ck_assert_int_ge(fputs("%PDF-1.7 signed", f), 0);
	ck_assert_int_eq(fclose(f), 0);
	return path;
}

START_TEST(minutes_and_decision_are_kept_and_listed)
{
	struct desk d = desk_make(PARINDEX);
	const char *file;

	desk_open_2022(&d);
	file = scan(&d, "bb.pdf");
	expect(&d, 1, "after appraisal has closed", "decision", "add", "2022",
	    file, "--kind", "minutes", "--number", "12/BB", "--date",
	    "2022-12-25");
	expect(&d, 0, "", "clock", "set", "2023-03-01T08:00:00+07:00");
	expect(&d, 0, "minutes 12/BB-HĐ is kept as number 1 of period 2022\n",
	    "decision", "add", "2022", file, "--kind", "minutes", "--number",
	    "12/BB-HĐ", "--date", "2023-02-20", "--signer", "Chủ tịch");
	expect(&d, 0, "decision 336/QĐ-UBND is kept as number 2", "decision",
	    "add", "2022", file, "--number", "336/QĐ-UBND", "--date",
	    "2023-03-01");
	expect(&d, 1, "on file already", "decision", "add", "2022", file,
	    "--number", "336/QĐ-UBND", "--date", "2023-03-01");
	expect(&d, 0, "2  decision  336/QĐ-UBND  2023-03-01", "decision",
	    "list", "2022");
	expect(&d, 0, "final\n", "results", "2022");
	expect(&d, 1, "still being computed", "publish", "2022", "--decision",
	    "2");
	expect(&d, 1, "nothing was published", "correct", "2022", "--decision",
	    "2", "--reason", "x");
	expect(&d, 1, "no published revision 1", "results", "2022",
	    "--revision", "1");
	expect(&d, 0, "", "log", "verify");
	desk_remove(&d);
}
END_TEST

START_TEST(what_is_missing_is_asked_for)
{
	struct desk d = desk_make(PARINDEX);
	const char *file;

	desk_open_2022(&d);
	file = scan(&d, "qd.pdf");
	expect(&d, 2, "--number and --date", "decision", "add", "2022", file);
	expect(&d, 2, "--date is a day", "decision", "add", "2022", file,
	    "--number", "1", "--date", "hôm nay");
	expect(&d, 2, "--kind is", "decision", "add", "2022", file, "--number",
	    "1", "--date", "2022-12-25", "--kind", "letter");
	expect(&d, 1, "future", "decision", "add", "2022", file, "--number",
	    "1", "--date", "2022-12-26");
	expect(&d, 1, "nothing.pdf", "decision", "add", "2022",
	    "/nonexistent/nothing.pdf", "--number", "1", "--date",
	    "2022-12-25");
	expect(&d, 2, "--decision", "publish", "2022");
	expect(&d, 1, "needs a reason", "correct", "2022", "--decision", "1");
	expect(&d, 2, "--revision", "results", "2022", "--revision", "x");
	desk_remove(&d);
}
END_TEST

static const char *
table(const struct desk *d, const char *text)
{
	static char path[FOLDER_ROOM + 32];
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/2021.csv", d->folder.path);
	ck_assert_ptr_nonnull(f = fopen(path, "wb"));
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
	return path;
}

START_TEST(an_indicators_table_has_the_leafs_own_columns)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "figures of 2 units for criterion 7.3.1\n", "indicator",
	    "supply", "2022", "7.3.1",
	    table(&d, "Mã đơn vị;all;Số hồ sơ nộp trực tuyến;Năm trước\n"
		      "D01;1000;900;75,2\nSở Nội vụ;1000;240;\n"),
	    "--source", "Cổng dịch vụ công", "--extracted",
	    "2022-12-25T00:00:00+07:00");
	expect(&d, 0, "90.00   80.00  met", "indicator", "list", "2022");
	expect(&d, 0, "\"against_target\":\"missed\"", "indicator", "list",
	    "2022", "--json");
	expect(&d, 1, "--source and --extracted", "indicator", "supply", "2022",
	    "7.3.1", table(&d, "unit,all,online\nD01,1,1\n"));
	expect(&d, 1, "Column \"online\"", "indicator", "supply", "2022",
	    "7.3.1", table(&d, "unit,all\nD01,1\n"), "--source", "x",
	    "--extracted", "2022-12-25T00:00:00+07:00");
	expect(&d, 1, "no criterion", "indicator", "supply", "2022", "9.9",
	    table(&d, "unit\nD01\n"));
	desk_remove(&d);
}
END_TEST

START_TEST(a_number_is_explained_whole_and_in_part)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "D01 Sở Giao thông vận tải, rules version 1\n", "explain",
	    "2022", "D01");
	expect(&d, 0, "1.1.1: no-inputs", "explain", "2022", "D01", "F1");
	expect(&d, 0, "1.1.2: no-inputs", "explain", "2022", "D01", "1.1");
	expect(&d, 0, "1.1.2: no-inputs", "explain", "2022", "D01", "1.1.2");
	expect(&d, 0, "{\"period\":\"2022\",\"unit\":\"D01\"", "explain",
	    "2022", "D01", "--json");
	expect(&d, 1, "no field, criterion or leaf", "explain", "2022", "D01",
	    "9.9");
	expect(&d, 1, "no unit", "explain", "2022", "X01");
	desk_remove(&d);
}
END_TEST

START_TEST(analysis_shows_its_parts)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "average %", "analysis", "2022");
	expect(&d, 0, "+ accepted", "analysis", "2022", "--part", "matrix");
	expect(&d, 0, "{\"period\":\"2022\",\"status\":\"provisional\"",
	    "analysis", "2022", "--json");
	expect(&d, 2, "--part is", "analysis", "2022", "--part", "x");
	expect(&d, 1, "no published revision", "analysis", "2022", "--revision",
	    "1");
	desk_remove(&d);
}
END_TEST

START_TEST(last_years_ranking_comes_in_as_a_table)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "2 units of period 2022 are compared with it\n", "period",
	    "previous", "2022",
	    table(&d, "\xef\xbb\xbfMã đơn vị;Xếp hạng;Chỉ số;Kiểm điểm\r\n"
		      "D01;2;92,10;\r\nD18;18;74,00;F3 F7\r\n"),
	    "--year", "2021");
	expect(&d, 0, "", "log", "verify");
	expect(&d, 1, "--year says", "period", "previous", "2022",
	    table(&d, "unit,rank\nD01,1\n"));
	expect(&d, 1, "\"x\" cannot stand in column \"rank\"", "period",
	    "previous", "2022", table(&d, "unit,rank\nD01,x\n"), "--year",
	    "2021");
	expect(&d, 1, "Column \"note\" is not known", "period", "previous",
	    "2022", table(&d, "unit,note\nD01,x\n"), "--year", "2021");
	expect(&d, 1, "Column \"unit\"", "period", "previous", "2022",
	    table(&d, "rank\n1\n"), "--year", "2021");
	expect(&d, 1, "twice", "period", "previous", "2022",
	    table(&d, "unit\nD01\nD01\n"), "--year", "2021");
	expect(&d, 1, "is not before", "period", "previous", "2022",
	    table(&d, "{\"year\":2023,\"units\":[{\"unit\":\"D01\"}]}"));
	expect(&d, 1, "cannot be read", "period", "previous", "2022",
	    "/nonexistent");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		minutes_and_decision_are_kept_and_listed,
		what_is_missing_is_asked_for,
		an_indicators_table_has_the_leafs_own_columns,
		a_number_is_explained_whole_and_in_part,
		analysis_shows_its_parts,
		last_years_ranking_comes_in_as_a_table,
		NULL,
	};

	return suite_run("decision", tests);
}
