/*
 * test_council.c - the council's values from a table, by the operator's
 * command: every faulty line is told.
 */
#include <check.h>
#include <stdio.h>

#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

static const char *
file(const struct desk *d, const char *name, const char *text)
{
	static char path[FOLDER_ROOM + 32];
	FILE *f;

	(void)snprintf(path, sizeof path, "%s/%s", d->folder.path, name);
	ck_assert_ptr_nonnull(f = fopen(path, "wb"));
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
	return path;
}

static const char *
table(const struct desk *d, const char *text)
{
	return file(d, "table.csv", text);
}

static struct desk
desk_with_record(void)
{
	struct desk d = desk_make(PARINDEX);

	desk_open_2022(&d);
	expect(&d, 0, "kept as number 1", "decision", "add", "2022",
	    file(&d, "a.pdf", "%PDF-1.7 signed"), "--number", "1/QĐ", "--date",
	    "2022-12-25");
	return d;
}

START_TEST(every_faulty_line_of_a_table_is_told)
{
	struct desk d = desk_with_record();
	const char *list =
	    table(&d, "\xef\xbb\xbfMã đơn vị;Mã tiêu chí;Số liệu;Lý do\r\n"
		      "D01;1.1.2;a=10; x\r\n"
		      "\r\n"
		      "D01;1.1.2;\"a=10; b=11\";x\r\n"
		      "D99;1.1.1;2022-01-20;x\r\n");

	expect(&d, 1, "line 4: D01, 1.1.2: The field \"b\" may not exceed",
	    "council", "decide", "2022", list, "--decision", "1");
	expect(&d, 1, "line 5: D99, 1.1.1: ", "council", "decide", "2022", list,
	    "--decision", "1");
	expect(&d, 1, "line 2: D01, 1.1.2: The field \"b\" is missing.",
	    "council", "decide", "2022", list, "--decision", "1");
	expect(&d, 1, "Nothing was written: 3 faults.", "council", "decide",
	    "2022", list, "--decision", "1", "--preview");
	desk_remove(&d);
}
END_TEST

START_TEST(a_table_is_read_as_it_is_typed)
{
	struct desk d = desk_with_record();

	/* read without a fault; the sheets are drafts */
	expect(&d, 1, "line 2: D01, 1.1.2: The sheet of unit D01 is draft",
	    "council", "decide", "2022",
	    table(&d, "unit,leaf,inputs\nD01,1.1.2,a=10; b=8\n"), "--decision",
	    "1", "--reason", "Biên bản họp");
	expect(&d, 1, "line 2: D01, 1.1.1: The sheet of unit D01 is draft",
	    "council", "decide", "2022",
	    table(&d, "unit,leaf,inputs\nD01,1.1.1,2022-01-20\n"), "--decision",
	    "1", "--reason", "x");
	expect(&d, 1, "\"c\" is no input of criterion 1.1.2", "council",
	    "decide", "2022", table(&d, "unit,leaf,inputs\nD01,1.1.2,c=1\n"),
	    "--decision", "1", "--reason", "x");
	expect(&d, 1, "\"ten\" cannot be the input \"a\"", "council", "decide",
	    "2022", table(&d, "unit,leaf,inputs\nD01,1.1.2,a=ten;b=1\n"),
	    "--decision", "1", "--reason", "x");
	expect(&d, 1, "\"inputs\" (Số liệu) is missing", "council", "decide",
	    "2022", table(&d, "unit,leaf\nD01,1.1.2\n"), "--decision", "1");
	expect(&d, 1, "--decision is the number", "council", "decide", "2022",
	    table(&d, "unit,leaf,inputs\nD01,1.1.2,a=1;b=1\n"));
	expect(&d, 1, "The sheet of unit D01 is draft", "council", "decide",
	    "2022",
	    table(&d,
		"{\"decision\":1,\"reason\":\"x\",\"values\":[{\"unit\":"
		"\"D01\",\"leaf\":\"1.1.2\",\"inputs\":{\"a\":1,\"b\":1}}]}"));
	expect(&d, 0, "", "log", "verify");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_faulty_line_of_a_table_is_told,
		a_table_is_read_as_it_is_typed,
		NULL,
	};

	return suite_run("council", tests);
}
