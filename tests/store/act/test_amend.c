/*
 * test_amend.c - the data of an open period changes under a decision, and the
 * verdicts with the windows.
 */
#include <pthread.h>
#include <stdio.h>

#include "store/look/foresight.h"
#include "store/table/amendments.h"
#include "store/table/mandates.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct fault why;

#define ROWS "\"windows\": ["
#define STRICT "\"doubt\": \"unit\"", "\"doubt\": \"strict\""
/* A further evidence window of the departments, by version, end and who. */
#define EVIDENCE(version, until, more)                                         \
	ROWS "{\"block\":\"department\",\"stage\":\"evidence\","               \
	     "\"version\":" version ",\"opens\":\"" WORLD_OPENS                \
	     "\",\"on_time_until\":\"" until "\",\"closes\":\"" WORLD_CLOSES   \
	     "\"" more "},"
#define FOR(unit) ",\"unit\":\"" unit "\""

#define NEW_LAST "2023-01-12T23:59:59.999999+07:00"
#define NEW_UNTIL "2023-01-13T00:00:00+07:00"

static void
amend(const char *row)
{
	why = (struct fault){ 0 };
	ck_assert_msg(world_amend(&w, WORLD_PATCHES(ROWS, row), &why) == OK,
	    "%s: %s", why.pointer, why.detail);
}

static void
ck_refused(const char *row, enum err want, const char *pointer)
{
	struct digest before = world_dump(&w, 0);

	why = (struct fault){ 0 };
	ck_assert_err(world_amend(&w, WORLD_PATCHES(ROWS, row), &why), want);
	ck_assert_str_eq(why.pointer, pointer);
	ck_assert_dump(&w, before);
}

static void
ck_verdict(struct submission s, enum verdict verdict,
    enum submission_status status, uint32_t version)
{
	s = world_submission(&w, s.id);
	ck_assert_str_eq(verdict_name(s.verdict), verdict_name(verdict));
	ck_assert_str_eq(submission_status_name(s.status),
	    submission_status_name(status));
	ck_assert_uint_eq(s.window_version, version);
}

/* ---- the act ---- */

static void
take_row(void *self, const struct amendment_row *a)
{
	*(struct amendment_row *)self = *a;
}

START_TEST(an_open_period_changes_under_a_decision_and_keeps_what_was)
{
	struct mandate mandate = world_mandate();
	struct amendment_row row = { 0 };
	struct buf text = { 0 }, salted = { 0 };
	struct mandated kept;
	char hex[DIGEST_TEXT];
	struct slice old;
	struct txn t;

	world_open(&w);
	(void)world_settle(&w);
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"year\": 2022", "\"year\": 2021"),
			  NULL),
	    OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_AMENDMENT);
	ck_assert(world_newest_says(&w, "version", "2"));
	ck_assert(world_newest_says(&w, "before", "1"));
	ck_assert(world_newest_says(&w, "late", "mark"));
	ck_assert_int_eq(world_plan(&w)->year, 2021);
	ck_assert_uint_eq(world_plan(&w)->version, 2);
	ck_assert_uint_eq(world_rows(&w, T_OUTBOX), 30); /* nobody rejudged */
	txn_read(&t, w.store->env);
	amendments_each(&t, w.period, take_row, &row);
	ck_assert_uint_eq(row.version, 2);
	ck_assert(mandates_get(&t, row.entry, &kept));
	ck_assert_mem_eq(&kept.mandate, &mandate, sizeof mandate);
	ck_assert(bundles_get(&t, w.period, 1, &old));
	ck_assert_ptr_nonnull(memmem(old.p, old.n, "\"year\": 2022", 12));
	ck_assert_err(txn_end(&t), OK);
	/* who has the salt opens what the log commits to */
	buf_bytes(&salted, kept.salt, sizeof kept.salt);
	mandate_put(&text, &mandate);
	buf_slice(&salted, buf_all(&text));
	digest_text(digest_of(buf_all(&salted)), hex);
	ck_assert(world_newest_says(&w, "decision", hex));
	buf_free(&text);
	buf_free(&salted);
	world_rechecked(&w);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_change_without_its_decision_is_refused_by_name)
{
	static const struct {
		struct mandate mandate;
		enum err want;
		const char *pointer;
	} rows[] = {
		{ { "", "2023-01-09", "r", "p" }, ERR_MISSING_FIELD,
		    "/decision/number" },
		{ { "1/QD", "", "r", "p" }, ERR_MISSING_FIELD,
		    "/decision/date" },
		{ { "1/QD", "2023-02-30", "r", "p" }, ERR_RANGE,
		    "/decision/date" },
		{ { "1/QD", "09/01/2023", "r", "p" }, ERR_MALFORMED,
		    "/decision/date" },
		{ { "1/QD", "2023-01-09", "", "p" }, ERR_MISSING_FIELD,
		    "/decision/reason" },
		{ { "1/QD", "2023-01-09", "r", "" }, ERR_MISSING_FIELD,
		    "/decision/person" },
	};
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct amendment in = { .from = 0 };
	struct digest before;
	struct period p;
	struct buf text;

	world_open(&w);
	text = world_bundle(&w, WORLD_PATCHES(STRICT));
	in.bundle = buf_all(&text);
	before = world_dump(&w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		in.mandate = rows[i].mandate;
		why = (struct fault){ 0 };
		ck_assert_err(act_amend_period(w.store, &operator, w.period,
				  &in, &p, &why),
		    rows[i].want);
		ck_assert_str_eq(why.pointer, rows[i].pointer);
	}
	in.mandate = world_mandate();
	in.from = 2;
	ck_assert_err(act_amend_period(w.store, &operator, w.period, &in, &p,
			  NULL),
	    ERR_STALE);
	in.from = 1;
	for (enum role role = 0; role < ROLES; role++) {
		struct who who = world_who(role, "");

		if (role != ROLE_OPERATOR && role != ROLE_COUNCIL)
			ck_assert_err(act_amend_period(w.store, &who, w.period,
					  &in, &p, NULL),
			    ERR_FORBIDDEN);
	}
	ck_assert_dump(&w, before);
	ck_assert_err(act_amend_period(w.store, &operator, w.period, &in, &p,
			  NULL),
	    OK);
	ck_assert_err(act_amend_period(w.store, &operator, w.period, &in, &p,
			  NULL),
	    ERR_STALE);
	buf_free(&text);
	world_close(&w);
}
END_TEST

START_TEST(what_is_recorded_may_not_lose_what_it_refers_to)
{
	static const struct {
		const char *from, *to, *pointer;
		enum err want;
	} rows[] = {
		{ "\"D01\"", "\"D99\"", "/units/units", ERR_CONFLICT },
		{ "\"id\": \"2022\"", "\"id\": \"2023\"", "/period/id",
		    ERR_CONFLICT },
		{ WORLD_CLOSES, "2023-01-18T00:00:00+07:00",
		    "/period/windows/0", ERR_CONFLICT },
	};
	struct digest before;

	world_open(&w);
	before = world_dump(&w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		why = (struct fault){ 0 };
		ck_assert_err(world_amend(&w,
				  WORLD_PATCHES(rows[i].from, rows[i].to),
				  &why),
		    rows[i].want);
		ck_assert_str_eq(why.pointer, rows[i].pointer);
	}
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(a_change_that_changes_nothing_is_none)
{
	struct digest before;

	world_open(&w);
	before = world_dump(&w, 0);
	why = (struct fault){ 0 };
	ck_assert_err(world_amend(&w, WORLD_PATCHES("2022", "2022"), &why),
	    ERR_WRONG_STATE);
	ck_assert_str_eq(why.detail,
	    "Period 2022 says just that, at version 1: nothing would change.");
	ck_assert_dump(&w, before);
	ck_assert_err(world_amend(&w, WORLD_PATCHES(STRICT), NULL), OK);
	/* decided again by one who got no answer */
	before = world_dump(&w, 0);
	ck_assert_err(world_amend(&w, WORLD_PATCHES("2022", "2022"), NULL),
	    ERR_WRONG_STATE);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(a_period_that_is_not_open_is_loaded_and_not_amended)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct buf text;
	struct period p;

	world_open(&w);
	text = world_bundle(&w, WORLD_PATCHES("2022", "2022"));
	world_close(&w);
	world_open_empty(&w);
	ck_assert_err(act_load_period(w.store, &operator, buf_all(&text), &p,
			  NULL),
	    OK);
	w.period = p.id;
	ck_assert_err(world_amend(&w, WORLD_PATCHES("2022", "2022"), NULL),
	    ERR_WRONG_STATE);
	buf_free(&text);
	world_close(&w);
}
END_TEST

/* ---- windows ---- */

START_TEST(a_window_that_cannot_be_is_refused_by_name)
{
	world_open(&w);
	world_clock(&w, "2023-01-11T08:00:00+07:00");
	/* into the past, to the microsecond */
	ck_refused(EVIDENCE("2", "2023-01-11T08:00:00+07:00", ""),
	    ERR_BACKWARDS, "/period/windows/0/on_time_until");
	ck_assert_ptr_nonnull(strstr(why.detail, "into the past"));
	/* the same version again; one that leaves none out is no matter */
	ck_refused(EVIDENCE("1", NEW_UNTIL, ""), ERR_EXISTS,
	    "/period/windows/1");
	ck_refused(EVIDENCE("2", NEW_UNTIL, FOR("X77")), ERR_UNKNOWN_UNIT,
	    "/period/windows/0/unit");
	ck_refused(EVIDENCE("2", NEW_UNTIL, FOR("H01")), ERR_CONFLICT,
	    "/period/windows/0/unit");
	/* backwards within itself */
	ck_refused(ROWS "{\"block\":\"department\",\"stage\":\"evidence\","
			"\"version\":2,\"opens\":\"" NEW_UNTIL
			"\",\"on_time_until\":\"" NEW_UNTIL "\"},",
	    ERR_RANGE, "/period/windows/0/on_time_until");
	ck_refused(ROWS "{\"block\":\"department\",\"stage\":\"evidence\","
			"\"version\":2,\"opens\":\"" WORLD_OPENS
			"\",\"on_time_until\":\"" NEW_UNTIL
			"\",\"closes\":\"" WORLD_UNTIL "\"},",
	    ERR_RANGE, "/period/windows/0/closes");
	/* it has opened */
	ck_refused(ROWS "{\"block\":\"department\",\"stage\":\"evidence\","
			"\"version\":2,\"opens\":\"2023-01-12T00:00:00+07:00"
			"\",\"on_time_until\":\"" NEW_UNTIL "\"},",
	    ERR_CONFLICT, "/period/windows/0/opens");
	ck_refused(ROWS "{\"block\":\"department\",\"stage\":\"lunch\","
			"\"version\":2,\"opens\":\"" WORLD_OPENS
			"\",\"on_time_until\":\"" NEW_UNTIL "\"},",
	    ERR_MALFORMED, "/period/windows/0/stage");
	world_close(&w);
}
END_TEST

START_TEST(an_extension_after_the_deadline_judges_again_and_names_both)
{
	struct who who = world_unit("D01");
	struct submission late;

	world_open(&w);
	ck_assert_err(world_score(&w, &who, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	world_clock(&w, WORLD_UNTIL);
	late = world_upload(&w, "D01", "1.1.2", "one microsecond late");
	(void)world_settle(&w);
	ck_verdict(late, VERDICT_LATE, SUBMISSION_LATE, 1);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	world_clock(&w, "2023-01-11T10:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK); /* the window is closed */
	amend(EVIDENCE("2", NEW_UNTIL, ""));
	/* not before its job has run */
	ck_verdict(late, VERDICT_LATE, SUBMISSION_LATE, 1);
	(void)world_settle(&w);
	ck_verdict(late, VERDICT_ON_TIME, SUBMISSION_ACCEPTED, 2);
	ck_assert_int_gt(world_points(&w, "D01", "1.1.2"), 0);
	ck_assert_int_eq(world_newest(&w), ENTRY_REJUDGEMENT);
	ck_assert(world_newest_says(&w, "was", "late"));
	ck_assert(world_newest_says(&w, "verdict", "on-time"));
	world_rechecked(&w);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_document_not_checked_yet_is_judged_again_first)
{
	struct submission late;
	struct settled out;

	world_open(&w);
	world_clock(&w, WORLD_UNTIL);
	late = world_upload(&w, "D01", "1.1.2", "late and not checked");
	amend(EVIDENCE("2", NEW_UNTIL, ""));
	ck_assert(world_settle_unit(&w, "D01", &out)); /* its check was under
							* way */
	ck_verdict(late, VERDICT_LATE, SUBMISSION_LATE, 1);
	(void)world_settle(&w);
	ck_verdict(late, VERDICT_ON_TIME, SUBMISSION_ACCEPTED, 2);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

/* Documents of a unit around the new end, and what version judges them. */
static void
at_the_edges(const char *unit, bool extended)
{
	uint32_t version = extended ? 2 : 1;
	struct submission in, out;

	world_clock(&w, NEW_LAST);
	in = world_upload(&w, unit, "1.1.2", "in");
	world_clock(&w, NEW_UNTIL);
	out = world_upload(&w, unit, "1.2.1", "out");
	(void)world_settle(&w);
	if (extended)
		ck_verdict(in, VERDICT_ON_TIME, SUBMISSION_ACCEPTED, version);
	else
		ck_verdict(in, VERDICT_LATE, SUBMISSION_LATE, version);
	ck_verdict(out, VERDICT_LATE, SUBMISSION_LATE, version);
	world_clock(&w, "2023-01-14T00:00:00+07:00");
	ck_assert_err(act_tick(w.store), OK);
	world_rechecked(&w);
}

START_TEST(an_extension_holds_to_the_microsecond_for_whom_it_is)
{
	static const struct {
		const char *row, *unit;
		bool extended;
	} rows[] = {
		{ EVIDENCE("2", NEW_UNTIL, ""), "D01", true },
		{ EVIDENCE("2", NEW_UNTIL, ""), "D18", true },
		{ EVIDENCE("2", NEW_UNTIL, ""), "H01", false },
		{ EVIDENCE("2", NEW_UNTIL, FOR("D01")), "D01", true },
		{ EVIDENCE("2", NEW_UNTIL, FOR("D01")), "D02", false },
	};
	struct submission early;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		world_open(&w);
		world_clock(&w, WORLD_LAST);
		early = world_upload(&w, rows[i].unit, "1.1.1", "early");
		amend(rows[i].row);
		at_the_edges(rows[i].unit, rows[i].extended);
		/* what was on time stays so by the version it came under */
		ck_verdict(early, VERDICT_ON_TIME, SUBMISSION_ACCEPTED, 1);
		world_close(&w);
	}
}
END_TEST

START_TEST(the_highest_version_that_is_for_a_unit_is_in_force)
{
	const struct plan *p;

	world_open(&w);
	amend(EVIDENCE("2", NEW_UNTIL, FOR("D01")));
	amend(EVIDENCE("3", "2023-01-14T00:00:00+07:00", ""));
	amend(EVIDENCE("4", "2023-01-15T00:00:00+07:00", FOR("D02")));
	p = world_plan(&w);
	ck_assert_uint_eq(p->version, 4);
	ck_assert_uint_eq(plan_unit_window(p, 0, STAGE_EVIDENCE)->version, 3);
	ck_assert_uint_eq(plan_unit_window(p, 1, STAGE_EVIDENCE)->version, 4);
	ck_assert_uint_eq(plan_unit_window(p, 2, STAGE_EVIDENCE)->version, 3);
	ck_assert(!plan_window_in_force(p,
	    plan_window_version(p, 0, STAGE_EVIDENCE, 2)));
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

/* ---- while documents come in ---- */

static void *
amend_again_and_again(void *arg)
{
	static const char *const years[] = { "\"year\": 2022",
		"\"year\": 2021" };

	for (unsigned i = 0; i < 12; i++)
		ck_assert_err(world_amend(&w,
				  WORLD_PATCHES(years[i % 2],
				      years[(i + 1) % 2]),
				  NULL),
		    OK);
	return arg;
}

START_TEST(no_document_is_sent_away_because_the_rules_change_meanwhile)
{
	pthread_t thread;
	char bytes[32];

	world_open(&w);
	ck_assert_int_eq(pthread_create(&thread, NULL, amend_again_and_again,
			     NULL),
	    0);
	for (unsigned i = 0; i < 120; i++) {
		(void)snprintf(bytes, sizeof bytes, "document %u", i);
		(void)world_upload(&w, "D01", "1.1.2", bytes);
	}
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_uint_eq(world_plan(&w)->version, 13);
	world_rechecked(&w);
	world_verified(&w);
	world_close(&w);
}
END_TEST

/* ---- the preview ---- */

struct foreseen {
	unsigned flips, shifts;
	struct verdict_flip flip;
	struct shift_look shift;
};

static void
take_flip(void *self, const struct verdict_flip *f)
{
	struct foreseen *x = self;

	x->flips++;
	x->flip = *f;
	ck_assert_str_eq(f->submission->unit.text, "D01");
}

static void
take_shift(void *self, const struct shift_look *s)
{
	struct foreseen *x = self;

	x->shifts++;
	if (strcmp(s->unit->id.text, "D01") == 0)
		x->shift = *s;
}

START_TEST(a_preview_tells_what_will_happen_and_changes_nothing)
{
	struct who operator= world_who(ROLE_OPERATOR, ""), who;
	struct foreseen x = { .flips = 0 };
	struct amendment_look look = { take_flip, take_shift, &x, NULL, 0, 0,
		0 };
	struct amendment in = { .from = 1 };
	struct digest before;
	struct buf text;

	world_open(&w);
	who = world_unit("D01");
	ck_assert_err(world_score(&w, &who, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	world_clock(&w, WORLD_UNTIL);
	(void)world_upload(&w, "D01", "1.1.2", "late");
	(void)world_settle(&w);
	text =
	    world_bundle(&w, WORLD_PATCHES(ROWS, EVIDENCE("2", NEW_UNTIL, "")));
	in.bundle = buf_all(&text);
	before = world_dump(&w, 0);
	ck_assert_err(look_amendment(w.store, &operator, w.period, &in, &look,
			  NULL),
	    OK);
	ck_assert_dump(&w, before);
	ck_assert_uint_eq(look.flips, 1);
	ck_assert_uint_eq(x.flips, 1);
	ck_assert_int_eq(x.flip.would, VERDICT_ON_TIME);
	ck_assert_int_eq(x.shift.was.millionths, 0);
	ck_assert_uint_eq(x.shift.rank_would, 1);
	amend(EVIDENCE("2", NEW_UNTIL, ""));
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"),
	    x.shift.would.millionths);
	/* what the act would refuse the look refuses, and whom */
	in.from = 7;
	ck_assert_err(look_amendment(w.store, &operator, w.period, &in, &look,
			  NULL),
	    ERR_STALE);
	ck_assert_err(look_amendment(w.store, &who, w.period, &in, &look, NULL),
	    ERR_FORBIDDEN);
	buf_free(&text);
	world_close(&w);
}
END_TEST

/* The unit's rank on the page, 0 when it is not there. */
static unsigned
rank_of(const char *unit)
{
	const struct who council = world_who(ROLE_COUNCIL, "");
	unsigned rank = 0;
	struct results r;

	ck_assert_err(look_results(w.store, &council, w.period, &r, NULL), OK);
	for (size_t i = 0; i < r.n_ranked; i++)
		if (strcmp(r.plan->units[r.ranked[i].unit].id.text, unit) == 0)
			rank = r.ranked[i].rank;
	look_results_free(&r);
	return rank;
}

START_TEST(other_rules_rank_the_same_points_anew)
{
	world_open(&w);
	world_earn(&w, "D01");
	world_earn(&w, "D02");
	(void)world_settle(&w);
	ck_assert_uint_eq(rank_of("D02"), 1);
	ck_assert_uint_eq(rank_of("D03"), 3);
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"tie_rule\": \"shared\"",
			      "\"tie_rule\": \"dense\""),
			  NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_uint_eq(rank_of("D02"), 1);
	ck_assert_uint_eq(rank_of("D03"), 2);
	world_close(&w);
}
END_TEST

#define LAST_ROW                                                               \
	"\"head_title\": \"Chủ tịch UBND huyện\", \"order\": 12, "       \
	"\"valid_from\": \"2022-01-01\", \"valid_to\": \"2025-07-01\",\n"      \
	"\t\t \"assumed\": true}"

START_TEST(a_unit_that_an_amendment_brings_is_ranked_with_the_others)
{
	world_open(&w);
	(void)world_settle(&w);
	why = (struct fault){ 0 };
	ck_assert_msg(world_amend(&w,
			  WORLD_PATCHES(LAST_ROW, LAST_ROW
			      ",{\"id\":\"H13\",\"name_vi\":\"UBND huyện "
			      "mới\",\"block\":\"district\",\"head_title\":"
			      "\"Chủ tịch\",\"order\":13,\"org_code\":\"\","
			      "\"valid_from\":\"2023-01-01\"}"),
			  &why) == OK,
	    "%s: %s", why.pointer, why.detail);
	(void)world_settle(&w);
	ck_assert_uint_eq(rank_of("H13"), 1);
	world_earn(&w, "H13");
	world_earn(&w, "H12");
	(void)world_settle(&w);
	ck_assert_uint_eq(rank_of("H13"), 1);
	ck_assert_uint_eq(rank_of("H12"), 1);
	ck_assert_uint_eq(rank_of("H11"), 3);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_open_period_changes_under_a_decision_and_keeps_what_was,
		a_change_without_its_decision_is_refused_by_name,
		what_is_recorded_may_not_lose_what_it_refers_to,
		a_change_that_changes_nothing_is_none,
		a_period_that_is_not_open_is_loaded_and_not_amended,
		a_window_that_cannot_be_is_refused_by_name,
		an_extension_after_the_deadline_judges_again_and_names_both,
		a_document_not_checked_yet_is_judged_again_first,
		an_extension_holds_to_the_microsecond_for_whom_it_is,
		the_highest_version_that_is_for_a_unit_is_in_force,
		no_document_is_sent_away_because_the_rules_change_meanwhile,
		a_preview_tells_what_will_happen_and_changes_nothing,
		other_rules_rank_the_same_points_anew,
		a_unit_that_an_amendment_brings_is_ranked_with_the_others,
		NULL,
	};

	return suite_run("amend", tests);
}
