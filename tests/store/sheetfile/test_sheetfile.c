/*
 * test_sheetfile.c - CSV as people write it, and what is refused. Workbooks:
 * check_sheetfile.py, beside openpyxl.
 *
 * Touches memory only.
 */
#include "store/sheetfile/sheetfile.h"

#include <stdio.h>
#include <string.h>

#include "store/base/buf.h"
#include "store/sheetfile/number.h"
#include "tests/kit/suite.h"

/* All rows as "a|b|c" lines, "!" before a bad one's detail; then the end. */
static const char *
read_all(const char *bytes, size_t n, const struct sheetfile_limits *limits)
{
	static char shown[4096];
	struct sheetfile *f = NULL;
	struct sheetfile_row row;
	struct fault why = { 0 };
	struct buf out = { 0 };

	if (sheetfile_open_bytes(&f, slice_of(bytes, n), limits, &why) == OK) {
		while (sheetfile_next(f, &row)) {
			buf_print(&out, "%llu ", (unsigned long long)row.line);
			if (row.bad.err != OK)
				buf_print(&out, "!%s", row.bad.detail);
			for (unsigned i = 0; i < row.n && row.bad.err == OK;
			     i++) {
				buf_text(&out, i == 0 ? "" : "|");
				buf_slice(&out, row.cell[i]);
			}
			buf_text(&out, "\n");
		}
		(void)sheetfile_failed(f, &why);
	}
	if (why.err != OK)
		buf_print(&out, "%s: %s", err_name(why.err), why.detail);
	(void)snprintf(shown, sizeof shown, "%s", buf_cstr(&out));
	buf_free(&out);
	sheetfile_close(&f);
	return shown;
}

static const struct {
	const char *bytes;
	const char *rows;
} csv[] = {
	/* clang-format off */
	{ "a,b\n1,2\n", "1 a|b\n2 1|2\n" },
	{ "a,b\r\n1,2", "1 a|b\n2 1|2\n" },
	/* as Excel for Vietnam writes it */
	{ "\xef\xbb\xbf" "s\xe1\xbb\x91;q1\r\n1;2,5\r\n",
	    "1 s\xe1\xbb\x91|q1\n2 1|2,5\n" },
	{ "sep=|\na|b,c\n", "2 a|b,c\n" },
	{ "a\tb\n1\t\n", "1 a|b\n2 1\n" },
	{ "a,\"x,\"\"y\"\"\nz\"\n,,\n\nb,1\n",
	    "1 a|x,\"y\"\nz\n5 b|1\n" },
	/* NFD becomes NFC, no-break spaces at the ends go */
	{ "a\n\xc2\xa0" "e\xcc\x82\xcc\xa3 \n", "1 a\n2 \xe1\xbb\x87\n" },
	{ "a,b\n-5,+84 91\n-,x\n", "1 a|b\n2 -5|+84 91\n3 -|x\n" },
	{ "a,b\n1,=A1\n@x,2\n+A1,1\n3,4\n",
	    "1 a|b\n2 !Line 2, column B: the cell is a formula; only values "
	    "are taken.\n3 !Line 3, column A: the cell is a formula; only "
	    "values are taken.\n4 !Line 4, column A: the cell is a formula; "
	    "only values are taken.\n5 3|4\n" },
	{ "a\nx\"y\n", "1 a\n2 !Line 2, column A: a quote stands inside a "
	    "cell that is not quoted.\n" },
	{ "a\nx\001y\n", "1 a\n2 !Line 2, column A: the cell has a control "
	    "character.\n" },
	{ "a\n1\n\"x\n", "1 a\n2 1\nmalformed: Line 3: a quote is opened here "
	    "and never closed." },
	{ "a\n\xc7\xd0\n", "1 a\nencoding: Line 2: the text is not UTF-8 "
	    "(perhaps Windows-1258, TCVN3 or VNI). In Excel choose \"Save "
	    "as\", \"CSV UTF-8\", or save as .xlsx." },
	{ "\xff\xfe" "a", "encoding: The file is UTF-16 (\"Unicode Text\") or "
	    "no text at all. In Excel choose \"Save as\", \"CSV UTF-8\", or "
	    "save as .xlsx." },
	{ "", "empty: The file is empty." },
	{ "%PDF-1.7", "media-type: The file is a PDF, not a table. Save it as "
	    ".xlsx or as CSV UTF-8." },
	{ "\xd0\xcf\x11\xe0", "media-type: The file is an old .xls or "
	    "protected by a password, not a table. Save it as .xlsx or as CSV "
	    "UTF-8." },
	{ "PK\003\004", "malformed: The workbook cannot be read: its zip "
	    "archive is broken." },
	/* clang-format on */
};

START_TEST(a_csv_reads_as_its_writer_meant)
{
	for (size_t i = 0; i < sizeof csv / sizeof *csv; i++)
		ck_assert_str_eq(read_all(csv[i].bytes, strlen(csv[i].bytes),
				     NULL),
		    csv[i].rows);
}
END_TEST

START_TEST(limits_hold)
{
	const struct sheetfile_limits few = { .rows = 2,
		.columns = 2,
		.cell = 3 };

	ck_assert_str_eq(read_all("a\nb\n\nc\n", 7, &few),
	    "1 a\n2 b\ntoo-big: Line 5: the file has too many rows.");
	ck_assert_str_eq(read_all("a,b,c\n1,2\n", 10, &few),
	    "1 !Line 1, column C: the row has too many columns.\n2 1|2\n");
	ck_assert_str_eq(read_all("abcd,b\n1,2\n", 11, &few),
	    "1 !Line 1, column A: the cell is too long.\n2 1|2\n");
}
END_TEST

START_TEST(numbers_and_dates_read_as_excel_shows_them)
{
	static const struct {
		const char *text, *number, *date;
	} table[] = {
		/* clang-format off */
		{ "0.10000000000000001", "0.1", "02:24:00" },
		{ "44926", "44926", "2022-12-31" },
		{ "44926.708333333336", "44926.7083333333",
		    "2022-12-31T17:00:00" },
		{ "44926.999999999", "44926.999999999", "2023-01-01" },
		{ "1E3", "1000", "1902-09-26" },
		{ "12345678901234567", "1.23456789012346e+16", NULL },
		{ "-5", "-5", NULL },
		{ "1", "1", "1900-01-01" },
		{ "61", "61", "1900-03-01" },
		{ "abc", NULL, NULL },
		{ "", NULL, NULL },
		/* clang-format on */
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct buf n = { 0 }, d = { 0 };
		enum err en = number_put(&n, slice_text(table[i].text)),
			 ed = number_put_date(&d, slice_text(table[i].text),
			     false);

		ck_assert_int_eq(en == OK, table[i].number != NULL);
		ck_assert_int_eq(ed == OK, table[i].date != NULL);
		if (en == OK)
			ck_assert_str_eq(buf_cstr(&n), table[i].number);
		if (ed == OK)
			ck_assert_str_eq(buf_cstr(&d), table[i].date);
		buf_free(&n);
		buf_free(&d);
	}
}
END_TEST

START_TEST(a_format_with_day_or_hour_is_a_date)
{
	ck_assert(format_code_is_date("dd/mm/yyyy"));
	ck_assert(format_code_is_date("[$-42A]dd\\-mm\\-yyyy;@"));
	ck_assert(format_code_is_date("[h]:mm"));
	ck_assert(!format_code_is_date("General"));
	ck_assert(!format_code_is_date("0.00E+00"));
	ck_assert(!format_code_is_date("[Red]#,##0.00\" đồng/tháng\""));
	ck_assert(!format_code_is_date("0\\d\"unclosed"));
	ck_assert(format_is_date(14) && !format_is_date(2));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_csv_reads_as_its_writer_meant,
		limits_hold, numbers_and_dates_read_as_excel_shows_them,
		a_format_with_day_or_hour_is_a_date, NULL };

	return suite_run("sheetfile", tests);
}
