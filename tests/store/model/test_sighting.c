/*
 * test_sighting.c - what is said about a document seen in person: taken,
 * checked, and written for the log.
 */
#include "store/model/sighting.h"

#include <string.h>

#include "tests/kit/suite.h"

static struct sighting
good(void)
{
	struct sighting s = { .number = "12", .person = "An", .n_leaves = 2 };

	s.seen.us = 1;
	ck_assert_err(leaf_id_read(slice_text("1.1"), &s.leaf[0]), OK);
	ck_assert_err(leaf_id_read(slice_text("1.2"), &s.leaf[1]), OK);
	return s;
}

static void
refuse_text(const char *name, struct slice text, enum err e,
    const char *pointer)
{
	struct sighting s = { .number = "before" };
	struct fault why = { 0 };

	ck_assert_err(sighting_text(&s, name, text, &why), e);
	ck_assert_err(why.err, e);
	ck_assert_str_eq(why.pointer, pointer);
	ck_assert_str_eq(s.number, "before");
}

static void
refuse(const struct sighting *s, enum err e, const char *pointer)
{
	struct fault why = { 0 };

	ck_assert_err(sighting_check(s, &why), e);
	ck_assert_err(why.err, e);
	ck_assert_str_eq(why.pointer, pointer);
}

START_TEST(a_text_is_kept_normalised_up_to_its_room)
{
	static const char letters[] =
	    "12345678901234567890123456789012345678901234567";
	struct sighting s = { 0 };
	struct fault why = { 0 };

	ck_assert_err(sighting_text(&s, "number", slice_text(letters), &why),
	    OK);
	ck_assert_str_eq(s.number, letters);
	/* e with a circumflex beside it becomes one letter */
	ck_assert_err(sighting_text(&s, "person", slice_text("He\xCC\x82"),
			  &why),
	    OK);
	ck_assert_str_eq(s.person, "H\xC3\xAA");
	ck_assert_err(sighting_text(&s, "number", slice_text(""), &why), OK);
	ck_assert_str_eq(s.number, "");
}
END_TEST

START_TEST(a_text_that_cannot_be_taken_is_refused_by_name)
{
	refuse_text("number",
	    slice_text("123456789012345678901234567890123456789012345678"),
	    ERR_TOO_BIG, "/number");
	refuse_text("symbol", slice_text("a\nb"), ERR_ENCODING, "/symbol");
	refuse_text("issuer", slice_text("a\tb"), ERR_ENCODING, "/issuer");
	refuse_text("person", slice_text("\xFF"), ERR_ENCODING, "/person");
	refuse_text("issued", slice_text("2022-01-200"), ERR_TOO_BIG,
	    "/issued");
	refuse_text("colour", slice_text("red"), ERR_UNKNOWN_FIELD, "");
}
END_TEST

START_TEST(a_sighting_says_number_person_when_and_leaves)
{
	struct sighting s = good();

	ck_assert_err(sighting_check(&s, NULL), OK);
	s.number[0] = 0;
	refuse(&s, ERR_MISSING_FIELD, "/number");
	s = good();
	s.person[0] = 0;
	refuse(&s, ERR_MISSING_FIELD, "/person");
	s = good();
	s.seen.us = 0;
	refuse(&s, ERR_MISSING_FIELD, "/seen");
	s = good();
	s.n_leaves = 0;
	refuse(&s, ERR_MISSING_FIELD, "/leaves");
	s = good();
	s.leaf[1] = s.leaf[0];
	refuse(&s, ERR_CONFLICT, "/leaves/1");
}
END_TEST

START_TEST(the_day_of_issue_may_be_left_out_but_is_a_day)
{
	struct sighting s = good();

	(void)strcpy(s.issued, "2024-02-29");
	ck_assert_err(sighting_check(&s, NULL), OK);
	(void)strcpy(s.issued, "2023-02-29");
	refuse(&s, ERR_RANGE, "/issued");
	(void)strcpy(s.issued, "soon");
	refuse(&s, ERR_MALFORMED, "/issued");
}
END_TEST

START_TEST(the_log_commits_to_every_text_on_a_line_of_its_own)
{
	struct sighting s = good();
	struct buf to = { 0 };

	ck_assert_err(moment_read(slice_text("2023-01-10T08:00:00+07:00"),
			  &s.seen),
	    OK);
	sighting_put(&to, &s);
	ck_assert_str_eq(buf_cstr(&to),
	    "number 12\nsymbol \nissuer \nissued \nperson An\n"
	    "seen 2023-01-10T08:00:00.000000+07:00\n");
	buf_free(&to);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_text_is_kept_normalised_up_to_its_room,
		a_text_that_cannot_be_taken_is_refused_by_name,
		a_sighting_says_number_person_when_and_leaves,
		the_day_of_issue_may_be_left_out_but_is_a_day,
		the_log_commits_to_every_text_on_a_line_of_its_own,
		NULL,
	};

	return suite_run("sighting", tests);
}
