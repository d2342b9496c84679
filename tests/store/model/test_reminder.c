/*
 * test_reminder.c - when each reminder is due, one instant at a time.
 */
#include <stdlib.h>

#include "store/model/reminder.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static const struct plan plan = { .closing = { 3, { 7, 3, 1 } },
	.missing = { 2, { 3, 1 } } };
static struct reminder due[REMINDER_KINDS];

static struct window
window_of(enum stage stage, const char *opens, const char *until)
{
	struct window w = { .stage = stage, .version = 1 };

	ck_assert_err(moment_read(slice_text(opens), &w.opens), OK);
	ck_assert_err(moment_read(slice_text(until), &w.on_time_until), OK);
	w.closes = w.on_time_until;
	return w;
}

/* "opened closing:3 missing:3" at that time. */
static const char *
due_at(const struct window *w, const char *time)
{
	static const char *const names[] = { "opened", "closing", "missing" };
	static struct buf text;
	struct moment now;
	unsigned n;

	ck_assert_err(moment_read(slice_text(time), &now), OK);
	n = reminders_due(&plan, w, now, due);
	buf_clear(&text);
	for (unsigned i = 0; i < n; i++) {
		ck_assert_int_lt(due[i].kind, REMIND_EXPLANATION);
		ck_assert(!moment_before(now, due[i].due));
		buf_print(&text, "%s%s", i == 0 ? "" : " ", names[due[i].kind]);
		if (due[i].days != 0)
			buf_print(&text, ":%u", due[i].days);
	}
	return buf_cstr(&text);
}

START_TEST(each_comes_at_its_instant_and_not_before)
{
	static const struct {
		const char *time, *said;
	} rows[] = {
		{ "2023-01-01T00:00:00+07:00", "opened" },
		{ "2023-01-12T23:59:59.999999+07:00", "opened" },
		{ "2023-01-13T00:00:00+07:00", "opened closing:7" },
		{ "2023-01-16T23:59:59.999999+07:00", "opened closing:7" },
		{ "2023-01-17T00:00:00+07:00", "opened closing:3 missing:3" },
		{ "2023-01-19T00:00:00+07:00", "opened closing:1 missing:1" },
		{ "2023-01-19T23:59:59.999999+07:00",
		    "opened closing:1 missing:1" },
		{ "2022-12-31T23:59:59.999999+07:00", "" },
		{ "2023-01-20T00:00:00+07:00", "" },
	};
	struct window w = window_of(STAGE_EVIDENCE, "2023-01-01T00:00:00+07:00",
	    "2023-01-20T00:00:00+07:00");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_str_eq(due_at(&w, rows[i].time), rows[i].said);
}
END_TEST

START_TEST(missing_documents_are_nothing_of_other_stages)
{
	struct window w = window_of(STAGE_SURVEY, "2023-01-01T00:00:00+07:00",
	    "2023-01-20T00:00:00+07:00");

	ck_assert_str_eq(due_at(&w, "2023-01-19T00:00:00+07:00"),
	    "opened closing:1");
}
END_TEST

START_TEST(a_day_before_the_opening_is_not_said)
{
	struct window w = window_of(STAGE_EVIDENCE, "2023-01-17T00:00:00+07:00",
	    "2023-01-20T00:00:00+07:00");

	ck_assert_str_eq(due_at(&w, "2023-01-17T00:00:00+07:00"), "opened");
	ck_assert_str_eq(due_at(&w, "2023-01-19T00:00:00+07:00"),
	    "opened closing:1 missing:1");
}
END_TEST

START_TEST(what_acts_say_is_never_due_by_time)
{
	ck_assert_int_eq(reminder_rules[REMIND_EXPLANATION].cause, CAUSE_ACT);
	ck_assert_int_eq(reminder_rules[REMIND_PUBLISHED].cause, CAUSE_ACT);
	for (enum reminder_kind k = 0; k < REMINDER_KINDS; k++)
		ck_assert_ptr_nonnull(
		    event_policies[reminder_rules[k].event].name);
}
END_TEST

/* Leaf 1.1.2 of D01 and one fact about it against nothing at all. */
static unsigned
missing_with(const struct plan *shipped, void (*fact)(struct leaf_facts *f))
{
	struct sheet_facts *facts = calloc(1, sizeof *facts);
	unsigned n;

	ck_assert_ptr_nonnull(facts);
	if (fact != NULL)
		fact(&facts->leaf[plan_leaf(shipped,
		    (struct leaf_id){ "1.1.2" })]);
	n = evidence_missing(shipped, 0, facts);
	free(facts);
	return n;
}

static void
accepted(struct leaf_facts *f)
{
	f->accepted = true;
}

static void
late(struct leaf_facts *f)
{
	f->late = true;
}

static void
pending(struct leaf_facts *f)
{
	f->pending = true;
}

static void
denied(struct leaf_facts *f)
{
	f->has[COLUMN_SELF] = true;
	f->inputs[COLUMN_SELF].not_applicable = true;
}

START_TEST(a_leaf_with_any_document_is_not_missing)
{
	struct plan *shipped = shipped_plan();
	unsigned all = missing_with(shipped, NULL);

	ck_assert_uint_gt(all, 30);
	ck_assert_uint_eq(missing_with(shipped, accepted), all - 1);
	ck_assert_uint_eq(missing_with(shipped, late), all - 1);
	ck_assert_uint_eq(missing_with(shipped, pending), all - 1);
	/* 1.1.2 may not be said not to apply */
	ck_assert_uint_eq(missing_with(shipped, denied), all);
	plan_free(&shipped);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_comes_at_its_instant_and_not_before,
		missing_documents_are_nothing_of_other_stages,
		a_day_before_the_opening_is_not_said,
		what_acts_say_is_never_due_by_time,
		a_leaf_with_any_document_is_not_missing,
		NULL,
	};

	return suite_run("reminder", tests);
}
