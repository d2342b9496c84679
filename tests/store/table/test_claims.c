/*
 * test_claims.c - what a file says of its own dates is kept with its
 * submission; rows from before that read as ever.
 */
#include "store/base/encode.h"
#include "store/table/submission_rec.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static struct submission
submission(void)
{
	return (struct submission){ .id = { { 1 } },
		.period = { "2022" },
		.unit = { "D01" },
		.leaf = { { "1.1.2" } },
		.n_leaves = 1,
		.document = { { 2 } },
		.size = 5,
		.facts = { .file_name = "a.pdf" },
		.verdict = VERDICT_ON_TIME,
		.by = { 7 },
		.entry = 300,
		.claims = { "D:20230110080000+07'00'", "D:20230111" } };
}

START_TEST(the_bytes_of_a_record_with_claims_are_frozen)
{
	struct buf want = source_file("tests/golden/submission-claims.hex");
	struct buf bytes = { 0 }, hex = { 0 };
	struct submission s = submission(), is;

	submission_pack(&bytes, &s);
	hex_put(&hex, buf_all(&bytes));
	buf_byte(&hex, '\n');
	ck_assert_msg(slice_eq(buf_all(&hex), buf_all(&want)), "it is now\n%s",
	    buf_cstr(&hex));
	ck_assert_err(submission_unpack(buf_all(&bytes), s.id, &is), OK);
	ck_assert_str_eq(is.claims.created, s.claims.created);
	ck_assert_str_eq(is.claims.modified, s.claims.modified);
	buf_free(&want);
	buf_free(&bytes);
	buf_free(&hex);
}
END_TEST

START_TEST(a_record_without_claims_is_what_it_was)
{
	struct buf with = { 0 }, without = { 0 };
	struct submission s = submission(), is;

	submission_pack(&with, &s);
	memset(&s.claims, 0, sizeof s.claims);
	submission_pack(&without, &s);
	ck_assert_uint_lt(without.n, with.n);
	ck_assert_mem_eq(with.p, without.p, without.n);
	ck_assert_err(submission_unpack(buf_all(&without), s.id, &is), OK);
	ck_assert_str_eq(is.claims.created, "");
	ck_assert_str_eq(is.claims.modified, "");
	ck_assert_str_eq(is.claims.signed_at, "");
	(void)strcpy(s.claims.signed_at, "D:20230111090000+07'00'");
	buf_clear(&with);
	submission_pack(&with, &s);
	ck_assert_mem_eq(with.p, without.p, without.n);
	ck_assert_err(submission_unpack(buf_all(&with), s.id, &is), OK);
	ck_assert_str_eq(is.claims.signed_at, s.claims.signed_at);
	buf_free(&with);
	buf_free(&without);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_bytes_of_a_record_with_claims_are_frozen,
		a_record_without_claims_is_what_it_was,
		NULL,
	};

	return suite_run("claims", tests);
}
