/*
 * test_pdf_date.c - the dates of PDF files, as they are found.
 */
#include "store/model/pdf_date.h"
#include "tests/kit/suite.h"

/* clang-format off */
static const struct {
	const char *text;
	enum err e;
	const char *is;
} rows[] = {
	{ "D:20230110080000+07'00'", OK, "2023-01-10T08:00:00.000000+07:00" },
	{ "D:20230110080000+07'00", OK, "2023-01-10T08:00:00.000000+07:00" },
	{ "D:20230110080000+07", OK, "2023-01-10T08:00:00.000000+07:00" },
	{ "D:20230110080000+0700", OK, "2023-01-10T08:00:00.000000+07:00" },
	{ "D:20230110080000Z", OK, "2023-01-10T15:00:00.000000+07:00" },
	{ "D:20230110080000Z00'00'", OK, "2023-01-10T15:00:00.000000+07:00" },
	{ "D:20230110080000-05'30'", OK, "2023-01-10T20:30:00.000000+07:00" },
	{ "D:20230110080000", OK, "2023-01-10T08:00:00.000000+07:00" },
	{ "D:202301100815", OK, "2023-01-10T08:15:00.000000+07:00" },
	{ "D:20230110", OK, "2023-01-10T00:00:00.000000+07:00" },
	{ "D:2023011008", OK, "2023-01-10T08:00:00.000000+07:00" },
	{ "D:20230110080000Z00'00", OK, "2023-01-10T15:00:00.000000+07:00" },
	{ "D:20230110080000+23'59'", OK, "2023-01-09T15:01:00.000000+07:00" },
	{ "D:202301", ERR_MALFORMED, NULL },
	{ "D:20", ERR_MALFORMED, NULL },
	{ "D:2023", ERR_MALFORMED, NULL },
	{ "D:2", ERR_MALFORMED, NULL },
	{ "D::0230110", ERR_MALFORMED, NULL },
	{ "D:/0230110", ERR_MALFORMED, NULL },
	{ "D:2:230110", ERR_MALFORMED, NULL },
	{ "D:2/230110", ERR_MALFORMED, NULL },
	{ "D:20230110080000Z07'00'", ERR_MALFORMED, NULL },
	{ "D:20230110080000x07'00'", ERR_MALFORMED, NULL },
	{ "D:20230110080000+07'0'", ERR_MALFORMED, NULL },
	{ "D:2023011", ERR_MALFORMED, NULL },
	{ "20230110", ERR_MALFORMED, NULL },
	{ "", ERR_MALFORMED, NULL },
	{ "D:", ERR_MALFORMED, NULL },
	{ "D:20230110080000+7'00'", ERR_MALFORMED, NULL },
	{ "D:20230110080000+24'00'", ERR_MALFORMED, NULL },
	{ "D:20230110080000+07'60'", ERR_MALFORMED, NULL },
	{ "D:20230110080000+07'00'x", ERR_MALFORMED, NULL },
	{ "D:202301100", ERR_MALFORMED, NULL },
	{ "D:20230230", ERR_RANGE, NULL },
	{ "D:20231301", ERR_RANGE, NULL },
	{ "D:20230110240000", ERR_RANGE, NULL },
	{ "D:20230110086000", ERR_RANGE, NULL },
	{ "D:00010101", ERR_RANGE, NULL },
};
/* clang-format on */
#define ROWS (sizeof rows / sizeof *rows)

START_TEST(a_date_is_read_or_refused)
{
	char text[MOMENT_TEXT];
	struct moment m;

	for (size_t i = 0; i < ROWS; i++) {
		enum err e = pdf_date_read(rows[i].text, &m);

		ck_assert_msg(e == rows[i].e, "%s: %s", rows[i].text,
		    err_name(e));
		if (e != OK)
			continue;
		moment_text(m, text);
		ck_assert_str_eq(text, rows[i].is);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_date_is_read_or_refused, NULL };

	return suite_run("pdf date", tests);
}
