/*
 * test_finding.c - the list of findings: how many of a kind are kept, their
 * order, those of one unit.
 */
#include "store/base/clock.h"
#include "store/base/text.h"
#include "store/model/bounds.h"
#include "store/model/finding.h"
#include "store/model/finding_words.h"
#include "store/model/life.h"
#include "store/model/score.h"
#include "store/model/verdict.h"
#include "tests/kit/suite.h"

static struct finding *
add(struct findings *fs, enum finding_code code, uint64_t place,
    const char *unit)
{
	struct finding f = { .code = code, .place = place };

	if (unit != NULL) {
		f.has_submission = true;
		ck_assert_err(unit_id_read(slice_text(unit), &f.unit), OK);
	}
	return findings_add(fs, &f);
}

START_TEST(beyond_the_most_of_a_kind_findings_are_only_counted)
{
	struct findings fs = { 0 };

	for (unsigned i = 0; i < FINDINGS_MOST; i++)
		ck_assert_ptr_nonnull(add(&fs, FINDING_REFUSED, i, NULL));
	ck_assert_ptr_null(add(&fs, FINDING_REFUSED, FINDINGS_MOST, NULL));
	ck_assert_ptr_nonnull(add(&fs, FINDING_BURST, 7, NULL));
	ck_assert_uint_eq(fs.count[FINDING_REFUSED], FINDINGS_MOST + 1);
	ck_assert_uint_eq(fs.kept[FINDING_REFUSED], FINDINGS_MOST);
	ck_assert_uint_eq(fs.n, FINDINGS_MOST + 1);
	ck_assert_uint_eq(fs.list[FINDINGS_MOST - 1].place, FINDINGS_MOST - 1);
	ck_assert_int_eq(fs.list[FINDINGS_MOST].code, FINDING_BURST);
	ck_assert(!fs.lost);
	findings_free(&fs);
	ck_assert_uint_eq(fs.n, 0);
	ck_assert_ptr_null(fs.list);
}
END_TEST

START_TEST(the_gravest_stand_first_then_by_kind_place_and_sentence)
{
	static const struct {
		enum finding_code code;
		uint64_t place;
		const char *en;
	} want[] = {
		{ FINDING_SILENCE, 4, "a 1" },
		{ FINDING_SILENCE, 4, "b 1" },
		{ FINDING_SILENCE, 9, "a 1" },
		{ FINDING_OUTAGE, 1, "a 1" },
		{ FINDING_SAME_FILE, 1, "a 1" },
		{ FINDING_TOKEN, 1, "a 1" },
		{ FINDING_REFUSED, 1, "a 1" },
	};
	static const unsigned told[] = { 6, 2, 4, 1, 0, 5, 3 };
	struct findings fs = { 0 };

	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		struct finding *f =
		    add(&fs, want[told[i]].code, want[told[i]].place, NULL);

		finding_say(f, want[told[i]].en[0] == 'a' ? "a %d" : "b %d",
		    "v %d", 1);
		ck_assert_str_eq(f->vi, "v 1");
	}
	findings_sort(&fs);
	for (size_t i = 0; i < fs.n; i++) {
		ck_assert_int_eq(fs.list[i].code, want[i].code);
		ck_assert_uint_eq(fs.list[i].place, want[i].place);
		ck_assert_str_eq(fs.list[i].en, want[i].en);
	}
	findings_free(&fs);
}
END_TEST

START_TEST(a_unit_gets_the_findings_about_its_own_submissions)
{
	struct findings fs = { 0 };
	struct unit_id d01, d03;

	ck_assert_err(unit_id_read(slice_text("D01"), &d01), OK);
	ck_assert_err(unit_id_read(slice_text("D03"), &d03), OK);
	ck_assert_ptr_nonnull(add(&fs, FINDING_SILENCE, 1, NULL));
	ck_assert_ptr_nonnull(add(&fs, FINDING_IN_DOUBT, 2, "D02"));
	ck_assert_ptr_nonnull(add(&fs, FINDING_IN_DOUBT, 3, "D01"));
	ck_assert_ptr_nonnull(add(&fs, FINDING_REJECTED, 4, "D01"));
	findings_of_unit(&fs, d01);
	ck_assert_uint_eq(fs.n, 2);
	ck_assert_uint_eq(fs.list[0].place, 3);
	ck_assert_uint_eq(fs.list[1].place, 4);
	ck_assert_uint_eq(fs.count[FINDING_SILENCE], 0);
	ck_assert_uint_eq(fs.count[FINDING_IN_DOUBT], 1);
	ck_assert_uint_eq(fs.kept[FINDING_REJECTED], 1);
	findings_of_unit(&fs, d03);
	ck_assert_uint_eq(fs.n, 0);
	ck_assert_uint_eq(fs.count[FINDING_IN_DOUBT], 0);
	findings_free(&fs);
}
END_TEST

START_TEST(a_severity_is_read_by_its_name_alone)
{
	enum severity s = SEVERITY_INFO;

	ck_assert(severity_read(slice_text("high"), &s));
	ck_assert_int_eq(s, SEVERITY_HIGH);
	ck_assert(!severity_read(slice_text("High"), &s));
	ck_assert(!severity_read(slice_text(""), &s));
	ck_assert_int_eq(s, SEVERITY_HIGH);
	ck_assert_str_eq(severity_name(SEVERITY_MEDIUM), "medium");
}
END_TEST

/* Every word that the log knows is said in Vietnamese. */
static void
all_said(char list, unsigned n, const char *(*name)(unsigned))
{
	for (unsigned i = 0; i < n; i++)
		ck_assert_msg(word_in_vietnamese(list, name(i),
				  strlen(name(i))) != NULL,
		    "%c: %s", list, name(i));
}

static const char *
verdict_at(unsigned i)
{
	return verdict_name((enum verdict)i);
}

static const char *
role_at(unsigned i)
{
	return role_name((enum role)i);
}

static const char *
column_at(unsigned i)
{
	return column_name((enum column)i);
}

static const char *
stage_at(unsigned i)
{
	return stage_name((enum stage)i);
}

static const char *
state_at(unsigned i)
{
	return life_state_name((enum life_state)i);
}

static const char *
status_at(unsigned i)
{
	return clock_status_name((enum clock_status)i);
}

START_TEST(every_word_of_the_log_is_said_in_vietnamese)
{
	all_said('v', VERDICTS, verdict_at);
	all_said('r', ROLES, role_at);
	all_said('c', COLUMNS, column_at);
	all_said('s', STAGES, stage_at);
	all_said('l', LIFE_STATES, state_at);
	all_said('k', CLOCK_SIMULATED + 1, status_at);
	ck_assert_ptr_null(word_in_vietnamese('v', "unit", 4));
}
END_TEST

START_TEST(a_marked_word_is_put_in_vietnamese_and_nothing_else)
{
	struct finding f = { 0 };

	finding_say(&f, "%s: %s, %s", "%s: " A_VERDICT("%s") ", " A_ROLE("%s"),
	    "late", "late", "moon");
	ck_assert_str_eq(f.en, "late: late, moon");
	ck_assert_str_eq(f.vi, "late: trễ hạn, moon");
}
END_TEST

START_TEST(no_letter_is_cut_in_two)
{
	struct finding f = { 0 };
	char much[FINDING_TEXT + 1];

	/* "Phó" cut behind the first byte of its last letter */
	finding_say(&f, "(%.3s)%.0s", "(%.3s) và " A_STATE("%.2s"), "Phó", "ế");
	ck_assert_str_eq(f.en, "(Ph)");
	ck_assert_str_eq(f.vi, "(Ph) và ");
	for (size_t i = 0; i + 1 < sizeof much; i += 2)
		memcpy(much + i, "đ", 2);
	much[FINDING_TEXT] = 0;
	finding_say(&f, "a%s", A_VERDICT("late") "%s", much);
	ck_assert_uint_eq(strlen(f.en), FINDING_TEXT - 1);
	ck_assert(text_is_utf8(slice_text(f.vi)));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		beyond_the_most_of_a_kind_findings_are_only_counted,
		the_gravest_stand_first_then_by_kind_place_and_sentence,
		a_unit_gets_the_findings_about_its_own_submissions,
		a_severity_is_read_by_its_name_alone,
		every_word_of_the_log_is_said_in_vietnamese,
		a_marked_word_is_put_in_vietnamese_and_nothing_else,
		no_letter_is_cut_in_two,
		NULL,
	};

	return suite_run("finding", tests);
}
