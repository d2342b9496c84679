/*
 * test_publication.c - words of a publication, when appraisal is over, and
 * what results may be called then.
 */
#include "store/model/publication.h"

#include <string.h>

#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define APPRAISAL_OF_TOWN                                                      \
	"{\"block\":\"town\",\"stage\":\"appraisal\",\"opens\":"               \
	"\"2031-01-04T00:00:00+07:00\",\"on_time_until\":"                     \
	"\"2031-01-11T00:00:00+07:00\"}"

/* The small period with more windows behind the last of it. */
static struct plan *
with_windows(const char *more)
{
	struct buf good = source_file("tests/store/model/small.json");
	const char *text = buf_cstr(&good);
	const char *at = strstr(text, APPRAISAL_OF_TOWN);
	struct buf made = { 0 };
	struct plan *p;

	ck_assert_ptr_nonnull(at);
	at += strlen(APPRAISAL_OF_TOWN);
	buf_bytes(&made, text, (size_t)(at - text));
	buf_text(&made, more);
	buf_text(&made, at);
	p = plan_of(&made);
	buf_free(&made);
	buf_free(&good);
	return p;
}

static bool
over(const struct plan *p, const char *now)
{
	struct moment m;

	ck_assert_err(moment_read(slice_text(now), &m), OK);
	return appraisal_over(p, m);
}

START_TEST(appraisal_is_over_when_the_last_block_closes)
{
	struct plan *p = with_windows("");

	ck_assert(!over(p, "2031-01-09T00:00:00+07:00"));
	ck_assert(!over(p, "2031-01-10T23:59:59.999999+07:00"));
	ck_assert(over(p, "2031-01-11T00:00:00+07:00"));
	plan_free(&p);
}
END_TEST

START_TEST(a_second_round_is_waited_for)
{
	struct plan *p =
	    with_windows(",{\"block\":\"ward\",\"stage\":\"round2\",\"opens\":"
			 "\"2031-01-10T00:00:00+07:00\",\"on_time_until\":"
			 "\"2031-01-20T00:00:00+07:00\"}");

	ck_assert(!over(p, "2031-01-19T23:59:59.999999+07:00"));
	ck_assert(over(p, "2031-01-20T00:00:00+07:00"));
	plan_free(&p);
}
END_TEST

START_TEST(a_window_that_a_newer_version_replaced_is_not_waited_for)
{
	struct plan *p = with_windows(
	    ",{\"block\":\"town\",\"stage\":\"appraisal\",\"version\":2,"
	    "\"opens\":\"2031-01-04T00:00:00+07:00\",\"on_time_until\":"
	    "\"2031-01-10T00:00:00+07:00\"}");

	ck_assert(!over(p, "2031-01-09T23:59:59.999999+07:00"));
	ck_assert(over(p, "2031-01-10T00:00:00+07:00"));
	plan_free(&p);
}
END_TEST

START_TEST(results_are_called_by_what_has_happened)
{
	ck_assert_str_eq(results_status_name(results_status_of(false, false)),
	    "provisional");
	ck_assert_str_eq(results_status_name(results_status_of(false, true)),
	    "provisional");
	ck_assert_str_eq(results_status_name(results_status_of(true, false)),
	    "appraised");
	ck_assert_str_eq(results_status_name(results_status_of(true, true)),
	    "final");
	ck_assert_str_eq(results_status_name(RESULTS_PUBLISHED), "published");
}
END_TEST

START_TEST(a_record_is_read_by_its_own_name_and_no_other)
{
	for (unsigned k = 0; k < RECORD_KINDS; k++) {
		const char *name = record_kind_name((enum record_kind)k);

		ck_assert_uint_eq(record_kind_read(slice_text(name)), k);
	}
	ck_assert_uint_eq(record_kind_read(slice_text("minute")), RECORD_KINDS);
	ck_assert_uint_eq(record_kind_read(slice_text("")), RECORD_KINDS);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		appraisal_is_over_when_the_last_block_closes,
		a_second_round_is_waited_for,
		a_window_that_a_newer_version_replaced_is_not_waited_for,
		results_are_called_by_what_has_happened,
		a_record_is_read_by_its_own_name_and_no_other,
		NULL,
	};

	return suite_run("publication", tests);
}
