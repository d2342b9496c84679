/*
 * test_amend_set.c - the set of an open period changes under a decision:
 * leaves, variables and questions go and change their places, a unit its
 * block; what was recorded keeps its meaning.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/lay.h"
#include "store/look/foresight.h"
#include "store/table/results.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct fault why;

/* ---- the bundle in force, edited ---- */

struct edit {
	const char *at;    /* a pointer */
	const char *value; /* JSON; NULL: left out; "~": the array reversed */
};

static enum lay_as
edited(void *self, const struct jv *v, struct buf *out)
{
	char pointer[192];
	struct jv one;

	jv_pointer(v, pointer, sizeof pointer);
	for (const struct edit *e = self; e->at != NULL; e++) {
		if (strcmp(e->at, pointer) != 0)
			continue;
		if (e->value == NULL)
			return LAY_LEFT_OUT;
		if (strcmp(e->value, "~") != 0) {
			buf_text(out, e->value);
			return LAY_CHANGED;
		}
		buf_byte(out, '[');
		for (size_t i = jv_count(v); i-- > 0;) {
			one = jv_at(v, i);
			json_line(&one, out);
			buf_text(out, i > 0 ? "," : "]");
		}
		return LAY_CHANGED;
	}
	return LAY_KEEP;
}

static enum err
amend_text(struct slice text)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct amendment in = { .bundle = text, .mandate = world_mandate() };
	struct period row;

	why = (struct fault){ 0 };
	return act_amend_period(w.store, &operator, w.period, &in, &row, &why);
}

static struct buf
edited_bundle(const struct edit *edits)
{
	struct lay_change change = { edited, (void *)(uintptr_t)edits };
	struct buf was = { 0 }, is = { 0 };
	struct json *doc = NULL;
	struct jv root;

	ck_assert_err(look_bundle(w.store, w.period, &was), OK);
	ck_assert_err(json_parse(buf_all(&was), was.n, &doc, NULL), OK);
	root = json_root(doc);
	json_lay(&root, &change, &is);
	json_free(&doc);
	buf_free(&was);
	return is;
}

static enum err
amend(const struct edit *edits)
{
	struct buf is = edited_bundle(edits);
	enum err e = amend_text(buf_all(&is));

	buf_free(&is);
	return e;
}

static void
must_amend(const struct edit *edits)
{
	ck_assert_msg(amend(edits) == OK, "%s: %s", why.pointer, why.detail);
}

/* ---- what must hold after any of them ---- */

static void
count_one(void *self, const struct plan *plan, unsigned unit)
{
	(void)plan;
	(void)unit;
	++*(unsigned *)self;
}

static void
complain(void *self, const char *sentence)
{
	(void)self;
	ck_abort_msg("%s", sentence);
}

static void
all_is_well(void)
{
	struct checked checked;
	unsigned differs = 0;

	ck_assert_err(look_recompute(w.store, w.period, count_one, &differs),
	    OK);
	ck_assert_uint_eq(differs, 0);
	ck_assert_err(look_check(w.store, complain, NULL, &checked), OK);
	world_rechecked(&w);
	world_verified(&w);
}

static struct result *
result_of(const char *unit)
{
	const struct plan *plan = world_plan(&w);
	struct result *r = calloc(1, sizeof *r);
	struct txn t;

	ck_assert_ptr_nonnull(r);
	txn_read(&t, w.store->env);
	ck_assert(results_get(&t, plan,
	    (unsigned)plan_unit(plan, unit_named(unit)), r));
	ck_assert_err(txn_end(&t), OK);
	return r;
}

static struct points
points_of(const char *unit, struct points *max)
{
	struct result *r = result_of(unit);
	struct points points = r->score.points;

	*max = r->score.max;
	free(r);
	return points;
}

/* ---- leaves ---- */

static const struct edit without_1_1_2[] = {
	{ "/criteria/leaves/1", NULL },
	{ "/criteria/fields/0/max/department", "\"12.5\"" },
	{ "/criteria/fields/0/max/district", "\"13.5\"" },
	{ "/criteria/blocks/0/total", "\"98\"" },
	{ "/criteria/blocks/1/total", "\"98\"" },
	{ NULL, NULL },
};

START_TEST(a_leaf_that_goes_leaves_both_sums_and_keeps_its_records)
{
	struct points before, after, max, worth;
	struct submission s;
	struct buf old = { 0 };
	struct submit again;
	struct submitted out;

	world_open(&w);
	world_earn(&w, "D01");
	s = world_upload(&w, "D01", "1.1.2", "another proof");
	(void)world_settle(&w);
	before = points_of("D01", &max);
	ck_assert_int_eq(max.millionths, 100 * POINTS_ONE);
	worth.millionths = world_points(&w, "D01", "1.1.2");
	ck_assert_int_gt(worth.millionths, 0);
	ck_assert_err(look_bundle(w.store, w.period, &old), OK);

	must_amend(without_1_1_2);
	(void)world_settle(&w);
	after = points_of("D01", &max);
	ck_assert_int_eq(max.millionths, 98 * POINTS_ONE);
	ck_assert_int_eq(after.millionths,
	    before.millionths - worth.millionths);
	all_is_well();
	/* what was sent and written is still there; nothing more is taken */
	s = world_submission(&w, s.id);
	ck_assert_int_eq(s.status, SUBMISSION_ACCEPTED);
	ck_assert_uint_eq(world_cell(&w, "D01", "1.1.2", COLUMN_SELF).version,
	    1);
	again = world_request(&w, "D01", "1.1.2");
	ck_assert_err(world_send(&w, &again, slice_text("x"), &out, NULL),
	    ERR_UNKNOWN_LEAF);

	/* it comes back, and with it what it had */
	ck_assert_err(amend_text(buf_all(&old)), OK);
	(void)world_settle(&w);
	after = points_of("D01", &max);
	ck_assert_int_eq(after.millionths, before.millionths);
	ck_assert_int_eq(max.millionths, 100 * POINTS_ONE);
	all_is_well();
	buf_free(&old);
	world_close(&w);
}
END_TEST

START_TEST(leaves_and_fields_in_another_order_are_the_same_ones)
{
	static const struct edit turned[] = {
		{ "/criteria/leaves", "~" },
		{ "/criteria/fields", "~" },
		{ NULL, NULL },
	};
	struct result *before, *at_once, *after;
	struct points points, max;

	world_open(&w);
	world_earn(&w, "D01");
	(void)world_settle(&w);
	before = result_of("D01");
	points = points_of("D01", &max);
	must_amend(turned);
	ck_assert_str_eq(world_plan(&w)->fields[0].id.text, "S2");
	/* before it is scored again, and after */
	at_once = result_of("D01");
	ck_assert_int_eq(at_once->score.leaf[61].points.millionths,
	    before->score.leaf[1].points.millionths);
	ck_assert_int_eq(at_once->score.field[9].points.millionths,
	    before->score.field[0].points.millionths);
	ck_assert_int_eq(at_once->score.field[9].max.millionths,
	    before->score.field[0].max.millionths);
	(void)world_settle(&w);
	after = result_of("D01");
	ck_assert_mem_eq(after->score.leaf, at_once->score.leaf,
	    63 * sizeof *after->score.leaf);
	ck_assert_int_eq(points_of("D01", &max).millionths, points.millionths);
	all_is_well();
	free(before);
	free(at_once);
	free(after);
	world_close(&w);
}
END_TEST

START_TEST(variables_are_known_by_their_keys)
{
	static const struct edit turned[] = {
		{ "/criteria/leaves/1/vars", "~" },
		{ NULL, NULL },
	};
	static const struct edit renamed[] = {
		{ "/criteria/leaves/1/vars/1/key", "\"all\"" },
		{ "/criteria/leaves/1/vars/0/at_most", "\"all\"" },
		{ "/criteria/leaves/1/rule/den", "\"all\"" },
		{ NULL, NULL },
	};
	struct who who = world_unit("D01");

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.2", "proof");
	ck_assert_err(world_score(&w, &who, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':9}", 0, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 1800000);
	must_amend(turned);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 1800000);
	all_is_well();
	/* what is written now stands by the new places, beside the old */
	ck_assert_err(world_score(&w, &who, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 1, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
	all_is_well();
	/* a variable that went was not given */
	must_amend(renamed);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 0);
	all_is_well();
	world_close(&w);
}
END_TEST

START_TEST(a_mode_and_a_type_are_refused_by_name)
{
	static const struct edit mode[] = {
		{ "/criteria/leaves/1/mode", "\"appraised\"" },
		{ NULL, NULL },
	};
	static const struct edit type[] = {
		{ "/criteria/leaves/1/vars/0/type", "\"decimal\"" },
		{ "/criteria/leaves/1/vars/0/min", "\"1\"" },
		{ "/criteria/leaves/1/vars/1/type", "\"decimal\"" },
		{ NULL, NULL },
	};
	struct digest before;

	world_open(&w);
	before = world_dump(&w, 0);
	ck_assert_err(amend(mode), ERR_CONFLICT);
	ck_assert_str_eq(why.pointer, "/criteria/leaves/1/mode");
	ck_assert_err(amend(type), ERR_CONFLICT);
	ck_assert_str_eq(why.pointer, "/criteria/leaves/1/vars/0/type");
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

static enum err
see(struct sighting *s)
{
	struct who appraiser = world_who(ROLE_APPRAISER, "");

	*s = (struct sighting){ .period = w.period,
		.unit = unit_named("D01"),
		.leaf = { leaf_named("1.1.2") },
		.n_leaves = 1,
		.number = "12",
		.person = "Nguyễn Văn A" };
	ck_assert_err(moment_read(slice_text(WORLD_OPENS), &s->seen), OK);
	return act_see_document(w.store, &appraiser, s, NULL);
}

static void
no_flip(void *self, const struct verdict_flip *f)
{
	(void)self;
	(void)f;
}

static void
no_shift(void *self, const struct shift_look *s)
{
	(void)self;
	ck_abort_msg("%s would have other points", s->unit->id.text);
}

START_TEST(a_preview_counts_what_was_seen_in_person)
{
	static const struct edit other_year[] = {
		{ "/period/year", "2021" },
		{ NULL, NULL },
	};
	struct who operator= world_who(ROLE_OPERATOR, ""),
		   who = world_unit("D01");
	struct amendment_look look = { .flip = no_flip, .shift = no_shift };
	struct amendment in = { .from = 0 };
	struct sighting s;
	struct buf is;

	world_open(&w);
	ck_assert_err(world_score(&w, &who, "D01", "1.1.2", COLUMN_SELF,
			  "{'a':10,'b':10}", 0, NULL),
	    OK);
	ck_assert_err(see(&s), OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 2000000);
	is = edited_bundle(other_year);
	in.bundle = buf_all(&is);
	ck_assert_err(look_amendment(w.store, &operator, w.period, &in, &look,
			  NULL),
	    OK);
	ck_assert_uint_eq(look.shifts, 0);
	buf_free(&is);
	world_close(&w);
}
END_TEST

START_TEST(a_preview_names_every_fault_at_once)
{
	static const struct edit modes[] = {
		{ "/criteria/leaves/1/mode", "\"appraised\"" },
		{ "/criteria/leaves/2/mode", "\"appraised\"" },
		{ NULL, NULL },
	};
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct faults all = { .n = 0 };
	struct amendment_look look = { .flip = no_flip,
		.shift = no_shift,
		.faults = &all };
	struct amendment in = { .from = 0 };
	struct buf is;

	world_open(&w);
	is = edited_bundle(modes);
	in.bundle = buf_all(&is);
	ck_assert_err(look_amendment(w.store, &operator, w.period, &in, &look,
			  NULL),
	    ERR_CONFLICT);
	ck_assert_uint_eq(all.n, 2);
	ck_assert_str_eq(all.list[1].pointer, "/criteria/leaves/2/mode");
	faults_free(&all);
	buf_free(&is);
	world_close(&w);
}
END_TEST

START_TEST(a_locked_sheet_is_read_by_the_data_it_was_locked_by)
{
	struct who who = world_unit("D01");
	struct step_asked lock = { .period = w.period,
		.unit = unit_named("D01"),
		.step = STEP_LOCK };
	struct locked_look before, after;
	struct buf text = { 0 }, again = { 0 };
	struct life_taken taken;

	world_open(&w);
	world_earn(&w, "D01");
	(void)world_settle(&w);
	lock.period = w.period;
	ck_assert_err(act_step(w.store, &who, &lock, &taken, NULL), OK);
	ck_assert_err(look_locked_sheet(w.store, &who, w.period, lock.unit,
			  REVISION_WORKING, &before, &text, NULL),
	    OK);
	must_amend(without_1_1_2);
	ck_assert_err(look_locked_sheet(w.store, &who, w.period, lock.unit,
			  REVISION_WORKING, &after, &again, NULL),
	    OK);
	ck_assert_ptr_eq(after.plan, before.plan);
	ck_assert_int_ge(plan_leaf(after.plan, leaf_named("1.1.2")), 0);
	ck_assert(slice_eq(buf_all(&text), buf_all(&again)));
	buf_free(&text);
	buf_free(&again);
	world_close(&w);
}
END_TEST

/* ---- surveys ---- */

#define FORMS                                                                  \
	"[{'number':'1','group':'hdnd','units':{'D01':{'q1':1,'q2':2},"        \
	"'D02':{'q1':2}}}]"

START_TEST(a_question_with_forms_stays_and_may_feed_nothing)
{
	static const struct edit turned[] = {
		{ "/period/surveys/0/questions", "~" },
		{ NULL, NULL },
	};
	static const struct edit other_leaves[] = {
		{ "/criteria/leaves/51", NULL }, /* S1.1 */
		{ "/criteria/fields/8/max/department", "\"15.5\"" },
		{ "/criteria/fields/8/max/district", "\"9\"" },
		{ "/criteria/blocks/0/total", "\"97\"" },
		{ "/criteria/blocks/1/total", "\"98\"" },
		{ "/period/surveys/0/questions/0/leaf", NULL },
		{ "/period/surveys/1/questions/0/leaf", NULL },
		{ "/period/surveys/0/questions/1/leaf", "\"S1.3\"" },
		{ "/period/surveys/0/questions/2/leaf", "\"S1.2\"" },
		{ NULL, NULL },
	};
	struct forms_entered entered;
	struct points max;

	world_open(&w);
	(void)world_settle(&w);
	/* before a form came, any order */
	must_amend(turned);
	must_amend(turned);
	ck_assert_err(world_forms(&w, "org-department", FORMS, &entered, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "S1.1"), 3000000);
	ck_assert_int_eq(world_points(&w, "D01", "S1.2"), 1500000);
	ck_assert_err(amend(turned), ERR_CONFLICT);
	ck_assert_str_eq(why.pointer, "/period/surveys/0/questions/0");
	ck_assert_ptr_nonnull(strstr(why.detail, "Forms of survey"));

	/* the first counts nowhere any more, and the next two change places */
	must_amend(other_leaves);
	(void)world_settle(&w);
	(void)points_of("D01", &max);
	ck_assert_int_eq(max.millionths, 97 * POINTS_ONE);
	ck_assert_int_eq(world_points(&w, "D01", "S1.2"), 0);
	ck_assert_int_eq(world_points(&w, "D01", "S1.3"), 2100000);
	all_is_well();
	/* a form that comes now counts by the same questions */
	ck_assert_err(world_forms(&w, "org-department",
			  "[{'number':'2','group':'hdnd','units':{"
			  "'D01':{'q1':4,'q2':1}}}]",
			  &entered, NULL),
	    OK);
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "S1.3"), 2800000);
	all_is_well();
	world_close(&w);
}
END_TEST

/* ---- a unit's block ---- */

#define LATER                                                                  \
	"{\"block\":\"department\",\"stage\":\"evidence\",\"version\":2,"      \
	"\"opens\":\"2022-12-25T00:00:00+07:00\","                             \
	"\"on_time_until\":\"2023-01-12T00:00:00+07:00\","                     \
	"\"closes\":\"2023-01-17T00:00:00+07:00\"},"

static unsigned
rank_of(const char *unit, const char *block)
{
	const struct plan *p = world_plan(&w);
	struct standing list[64];
	struct block_id id;
	unsigned rank = 0;
	struct txn t;
	size_t n;

	ck_assert_err(block_id_read(slice_text(block), &id), OK);
	txn_read(&t, w.store->env);
	n = ranks_get(&t, p, (unsigned)plan_block(p, id), list);
	for (size_t i = 0; i < n; i++)
		if (strcmp(p->units[list[i].unit].id.text, unit) == 0)
			rank = list[i].rank;
	ck_assert_err(txn_end(&t), OK);
	return rank;
}

static void
take_flip(void *self, const struct verdict_flip *f)
{
	(void)f;
	++*(unsigned *)self;
}

static void
take_shift(void *self, const struct shift_look *s)
{
	(void)self;
	(void)s;
}

/* How many verdicts the change would turn. */
static uint64_t
foreseen(const struct edit *edits)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct buf is = edited_bundle(edits);
	struct amendment in = { .bundle = buf_all(&is) };
	unsigned told = 0;
	struct amendment_look look = { take_flip, take_shift, &told, NULL, 0, 0,
		0 };

	ck_assert_err(look_amendment(w.store, &operator, w.period, &in, &look,
			  NULL),
	    OK);
	ck_assert_uint_eq(told, look.flips);
	buf_free(&is);
	return look.flips;
}

START_TEST(a_unit_that_changes_its_block_is_judged_and_scored_by_that)
{
	/* a unit of the province is put among the departments */
	static const struct edit moved[] = {
		{ "/units/units/18/block", "\"department\"" },
		{ "/units/units/18/order", "19" },
		{ NULL, NULL },
	};
	struct who who = world_unit("H01");
	struct submission late, early;
	struct points max;

	world_open(&w);
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"windows\": [",
			      "\"windows\": [" LATER),
			  NULL),
	    OK);
	early = world_upload(&w, "H01", "1.1.1", "early");
	ck_assert_err(world_score(&w, &who, "H01", "1.3.1", COLUMN_SELF,
			  "{'all':10,'checked':10}", 0, NULL),
	    OK);
	world_clock(&w, "2023-01-11T08:00:00+07:00");
	late = world_upload(&w, "H01", "1.3.1", "late for a district");
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, late.id).verdict, VERDICT_LATE);
	ck_assert_uint_ne(rank_of("H01", "district"), 0);

	ck_assert_uint_eq(foreseen(moved), 1);
	must_amend(moved);
	ck_assert_uint_eq(rank_of("H01", "district"), 0);
	ck_assert_uint_ne(rank_of("H01", "department"), 0);
	/* one not judged anew yet is judged as it was */
	(void)world_upload(&w, "H01", "1.1.2", "among the departments");
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, late.id).verdict,
	    VERDICT_ON_TIME);
	ck_assert_int_eq(world_submission(&w, early.id).verdict,
	    VERDICT_ON_TIME);
	ck_assert_uint_eq(world_submission(&w, early.id).window_version, 1);
	ck_assert_int_eq(world_points(&w, "H01", "1.3.1"), 1000000);
	(void)points_of("H01", &max);
	ck_assert_int_eq(max.millionths, 100 * POINTS_ONE);
	ck_assert_uint_eq(rank_of("H01", "department"), 1);
	ck_assert_uint_eq(rank_of("H02", "district"), 1);
	all_is_well();
	world_close(&w);
}
END_TEST

START_TEST(a_unit_with_a_window_of_its_own_stays_in_its_block)
{
	static const struct edit moved[] = {
		{ "/units/units/18/block", "\"department\"" },
		{ "/units/units/18/order", "19" },
		{ NULL, NULL },
	};

	world_open(&w);
	ck_assert_err(world_amend(&w,
			  WORLD_PATCHES("\"windows\": [",
			      "\"windows\": "
			      "[{\"block\":\"district\",\"stage\":"
			      "\"evidence\",\"version\":2,\"unit\":\"H01\","
			      "\"opens\":\"2022-12-25T00:00:00+07:00\","
			      "\"on_time_until\":\"2023-01-12T00:00:00+07:00"
			      "\"},"),
			  NULL),
	    OK);
	ck_assert_err(amend(moved), ERR_CONFLICT);
	ck_assert_str_eq(why.pointer, "/period/windows/0/unit");
	ck_assert_ptr_nonnull(strstr(why.detail, "stays in its block"));
	world_close(&w);
}
END_TEST

/* ---- the clock's doubt ---- */

START_TEST(another_doubt_judges_every_document_in_doubt_again)
{
	static const struct edit strict[] = {
		{ "/period/doubt", "\"strict\"" },
		{ NULL, NULL },
	};
	static const struct edit units[] = {
		{ "/period/doubt", "\"unit\"" },
		{ NULL, NULL },
	};
	struct submission doubted, queued;

	world_open(&w);
	world_clock_bound(&w, WORLD_LAST, 2000000);
	doubted = world_upload(&w, "D01", "1.1.1", "within the error");
	(void)world_settle(&w);
	queued = world_upload(&w, "D02", "1.1.1", "not looked at yet");
	ck_assert_int_eq(world_submission(&w, doubted.id).status,
	    SUBMISSION_ACCEPTED);

	ck_assert_uint_eq(foreseen(strict), 2);
	must_amend(strict);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, doubted.id).verdict,
	    VERDICT_LATE_DOUBT);
	ck_assert_int_eq(world_submission(&w, doubted.id).status,
	    SUBMISSION_LATE);
	ck_assert_int_eq(world_submission(&w, queued.id).status,
	    SUBMISSION_LATE);
	all_is_well();
	must_amend(units);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, doubted.id).status,
	    SUBMISSION_ACCEPTED);
	all_is_well();
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_leaf_that_goes_leaves_both_sums_and_keeps_its_records,
		leaves_and_fields_in_another_order_are_the_same_ones,
		variables_are_known_by_their_keys,
		a_mode_and_a_type_are_refused_by_name,
		a_preview_counts_what_was_seen_in_person,
		a_preview_names_every_fault_at_once,
		a_locked_sheet_is_read_by_the_data_it_was_locked_by,
		a_question_with_forms_stays_and_may_feed_nothing,
		a_unit_that_changes_its_block_is_judged_and_scored_by_that,
		a_unit_with_a_window_of_its_own_stays_in_its_block,
		another_doubt_judges_every_document_in_doubt_again,
		NULL,
	};

	return suite_run("amend set", tests);
}
