/*
 * test_remark.c - what a job notices about documents: the same file from
 * another unit, the same number twice; and the chain of versions.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct remarks_look seen;

static struct submission
send_paper(const char *unit, const char *leaf, const char *bytes,
    const char *number, const char *symbol)
{
	struct submit in = world_request(&w, unit, leaf);
	struct submitted out;

	(void)snprintf(in.facts.number, sizeof in.facts.number, "%s", number);
	(void)snprintf(in.facts.symbol, sizeof in.facts.symbol, "%s", symbol);
	(void)snprintf(in.facts.issuer, sizeof in.facts.issuer, "Sở Nội vụ");
	ck_assert_err(world_send(&w, &in, slice_text(bytes), &out, NULL), OK);
	return out.submission;
}

/* The remarks that somebody sees about a submission, how many. */
static unsigned
seen_by(enum role role, const char *unit, const struct submission *s)
{
	struct who who = world_who(role, unit);

	ck_assert_err(look_remarks(w.store, &who, s, &seen), OK);
	return seen.n;
}

START_TEST(a_file_that_two_units_sent_is_noticed_on_both_by_the_job)
{
	struct submission one, other;

	world_open(&w);
	one = world_upload(&w, "D01", "1.1.1", "%PDF shared");
	other = world_upload(&w, "D02", "1.1.2", "%PDF shared");
	ck_assert_uint_eq(seen_by(ROLE_COUNCIL, "", &one), 0);
	(void)world_settle(&w);
	ck_assert_uint_eq(seen_by(ROLE_COUNCIL, "", &one), 1);
	ck_assert_int_eq(seen.list[0].kind, REMARK_SAME_BYTES);
	ck_assert_str_eq(seen.list[0].unit.text, "D02");
	ck_assert_mem_eq(seen.list[0].other.b, other.id.b, 16);
	ck_assert_uint_eq(seen_by(ROLE_COUNCIL, "", &other), 1);
	ck_assert_str_eq(seen.list[0].unit.text, "D01");
	world_close(&w);
}
END_TEST

START_TEST(units_do_not_see_what_others_sent_and_those_who_judge_do)
{
	struct submission one;

	world_open(&w);
	one = world_upload(&w, "D01", "1.1.1", "%PDF shared");
	(void)world_upload(&w, "D02", "1.1.1", "%PDF shared");
	(void)world_settle(&w);
	ck_assert_uint_eq(seen_by(ROLE_UNIT, "D01", &one), 0);
	ck_assert_uint_eq(seen_by(ROLE_DMS, "", &one), 0);
	ck_assert_uint_eq(seen_by(ROLE_APPRAISER, "", &one), 1);
	ck_assert_uint_eq(seen_by(ROLE_LEAD, "", &one), 1);
	ck_assert_uint_eq(seen_by(ROLE_AUDITOR, "", &one), 1);
	world_close(&w);
}
END_TEST

START_TEST(a_paper_sent_twice_is_warned_about_whatever_its_capitals)
{
	struct submission one, other, another;

	world_open(&w);
	one = send_paper("D01", "1.1.1", "%PDF one", "12", "QĐ-SNV");
	other = send_paper("D01", "1.1.2", "%PDF two", "12", "qđ-snv");
	another = send_paper("D01", "1.2.1", "%PDF three", "12", "KH-SNV");
	(void)world_settle(&w);
	ck_assert_uint_eq(seen_by(ROLE_UNIT, "D01", &other), 1);
	ck_assert_int_eq(seen.list[0].kind, REMARK_SAME_NUMBER);
	ck_assert_mem_eq(seen.list[0].other.b, one.id.b, 16);
	ck_assert_uint_eq(seen_by(ROLE_UNIT, "D01", &one), 1);
	ck_assert_uint_eq(seen_by(ROLE_UNIT, "D01", &another), 0);
	world_close(&w);
}
END_TEST

START_TEST(a_replacement_is_no_duplicate_of_what_it_replaces)
{
	struct submit in;
	struct submitted out;
	struct submission one;

	world_open(&w);
	one = send_paper("D01", "1.1.1", "%PDF one", "12", "QĐ-SNV");
	(void)world_settle(&w);
	in = world_request(&w, "D01", "1.1.1");
	in.facts = one.facts;
	in.replaces = one.id;
	ck_assert_err(world_send(&w, &in, slice_text("%PDF two"), &out, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_uint_eq(seen_by(ROLE_COUNCIL, "", &out.submission), 0);
	world_close(&w);
}
END_TEST

START_TEST(versions_name_each_other_and_are_counted)
{
	struct submit in;
	struct submitted two, three;
	struct submission one;

	world_open(&w);
	one = world_upload(&w, "D01", "1.1.1", "%PDF one");
	in = world_request(&w, "D01", "1.1.1");
	in.replaces = one.id;
	ck_assert_err(world_send(&w, &in, slice_text("%PDF two"), &two, NULL),
	    OK);
	in.replaces = two.submission.id;
	ck_assert_err(world_send(&w, &in, slice_text("%PDF 3"), &three, NULL),
	    OK);
	one = world_submission(&w, one.id);
	ck_assert_uint_eq(submission_version(&one), 1);
	ck_assert_mem_eq(one.replaced_by.b, two.submission.id.b, 16);
	ck_assert_int_eq(one.status, SUBMISSION_SUPERSEDED);
	ck_assert_uint_eq(submission_version(&three.submission), 3);
	two.submission = world_submission(&w, two.submission.id);
	ck_assert_mem_eq(two.submission.replaces.b, one.id.b, 16);
	ck_assert_mem_eq(two.submission.replaced_by.b, three.submission.id.b,
	    16);
	world_close(&w);
}
END_TEST

START_TEST(a_file_that_everybody_sends_is_noted_a_few_times_only)
{
	struct submission first;
	char unit[4];

	world_open(&w);
	first = world_upload(&w, "D01", "1.1.1", "%PDF of the province");
	for (int i = 2; i <= 18; i++) {
		(void)snprintf(unit, sizeof unit, "D%02d", i);
		(void)world_upload(&w, unit, "1.1.1", "%PDF of the province");
	}
	(void)world_settle(&w);
	ck_assert_uint_eq(seen_by(ROLE_COUNCIL, "", &first), REMARKS_MOST);
	world_close(&w);
}
END_TEST

START_TEST(the_sheet_counts_documents_with_a_warning)
{
	struct who council = world_who(ROLE_COUNCIL, ""),
		   own = world_unit("D01");
	struct sheet_look *sheet = malloc(sizeof *sheet);
	int leaf;

	ck_assert_ptr_nonnull(sheet);
	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.1", "%PDF shared");
	(void)world_upload(&w, "D01", "1.1.1", "%PDF own");
	(void)world_upload(&w, "D02", "1.1.1", "%PDF shared");
	(void)world_settle(&w);
	ck_assert_err(look_sheet(w.store, &council, w.period, unit_named("D01"),
			  sheet, NULL),
	    OK);
	leaf = plan_leaf(sheet->plan, leaf_named("1.1.1"));
	ck_assert_uint_eq(sheet->leaf[leaf].accepted, 2);
	ck_assert_uint_eq(sheet->leaf[leaf].warned, 1);
	ck_assert_err(look_sheet(w.store, &own, w.period, unit_named("D01"),
			  sheet, NULL),
	    OK);
	ck_assert_uint_eq(sheet->leaf[leaf].warned, 0);
	free(sheet);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_that_two_units_sent_is_noticed_on_both_by_the_job,
		units_do_not_see_what_others_sent_and_those_who_judge_do,
		a_paper_sent_twice_is_warned_about_whatever_its_capitals,
		a_replacement_is_no_duplicate_of_what_it_replaces,
		versions_name_each_other_and_are_counted,
		a_file_that_everybody_sends_is_noted_a_few_times_only,
		the_sheet_counts_documents_with_a_warning,
		NULL,
	};

	return suite_run("remark", tests);
}
