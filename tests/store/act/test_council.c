/*
 * test_council.c - the council decides many values at once, and on what record
 * its steps rest.
 */
#include <stdio.h>

#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define ROUND1 "2023-01-12T08:00:00+07:00"
#define AFTER "2023-02-20T08:00:00+07:00"

static struct world w;
static struct who council;
static struct faults faults;

static void
step(enum role role, const char *unit, enum life_step step)
{
	struct who who = world_who(role, "");
	struct step_asked in = { .period = w.period,
		.unit = unit_named(unit),
		.step = step };
	struct life_taken taken;
	struct fault why = { 0 };

	ck_assert_msg(act_step(w.store, &who, &in, &taken, &why) == OK, "%s",
	    why.detail);
}

static uint64_t
keep(enum record_kind kind, const char *number)
{
	struct record r = { .period = w.period,
		.kind = kind,
		.file_name = "a.pdf" };
	struct staged *stage = NULL;

	(void)snprintf(r.number, sizeof r.number, "%s", number);
	ck_assert_err(date_read(slice_text("2023-02-20"), &r.date), OK);
	ck_assert_err(stage_open(&stage, w.store->blobs, 1 << 20), OK);
	ck_assert_err(stage_more(stage, slice_text("%PDF-1.7 signed")), OK);
	ck_assert_err(stage_close(stage), OK);
	ck_assert_err(act_keep_record(w.store, &council, &r, stage, NULL), OK);
	stage_drop(&stage);
	return r.n;
}

/* Sheets of D01 and D02 appraised, the minutes kept as record 1. */
static void
open_world(void)
{
	world_open(&w);
	council = world_who(ROLE_COUNCIL, "");
	world_earn(&w, "D01");
	(void)world_settle(&w);
	world_clock(&w, ROUND1);
	ck_assert_err(world_score(&w,
			  (struct who[]){ world_who(ROLE_APPRAISER, "") },
			  "D01", "1.1.2", COLUMN_ROUND1, "{'a':10,'b':9}", 0,
			  NULL),
	    OK);
	step(ROLE_LEAD, "D01", STEP_END_ROUND1);
	step(ROLE_LEAD, "D02", STEP_END_ROUND1);
	world_clock(&w, AFTER);
	ck_assert_uint_eq(keep(RECORD_MINUTES, "12/BB-HĐ"), 1);
	(void)world_settle(&w);
}

static void
close_world(void)
{
	world_verified(&w);
	faults_free(&faults);
	world_close(&w);
}

/* Apostrophes for quotes. */
static struct json *
list_of(const char *text)
{
	struct buf json = { 0 };
	struct json *doc = NULL;

	for (; *text != 0; text++)
		buf_byte(&json, *text == '\'' ? '"' : (uint8_t)*text);
	ck_assert_err(json_parse(buf_all(&json), COUNCIL_TEXT, &doc, NULL), OK);
	buf_free(&json);
	return doc;
}

static enum err
decide(const struct who *who, const char *text)
{
	struct json *doc = list_of(text);
	struct jv root = json_root(doc);
	unsigned n = 0;
	enum err e;

	faults_free(&faults);
	e = act_council(w.store, who, w.period, &root, &n, &faults);
	json_free(&doc);
	return e;
}

#define TWO                                                                    \
	"{'decision':1,'reason':'Biên bản họp Hội đồng','values':["  \
	"{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8}},"               \
	"{'unit':'D02','leaf':'1.1.2','inputs':{'a':10,'b':5},"                \
	"'reason':'Riêng','version':0}]}"

START_TEST(many_values_are_written_as_one_would_be)
{
	struct checked looked;
	struct cell c;

	open_world();
	ck_assert_err(decide(&council, TWO), OK);
	c = world_cell(&w, "D01", "1.1.2", COLUMN_COUNCIL);
	ck_assert_uint_eq(c.version, 1);
	ck_assert_uint_eq(c.record, 1);
	ck_assert_int_eq(c.inputs.value[1], 8);
	ck_assert_str_eq(c.reason, "Biên bản họp Hội đồng");
	c = world_cell(&w, "D02", "1.1.2", COLUMN_COUNCIL);
	ck_assert_str_eq(c.reason, "Riêng");
	ck_assert_int_eq(world_newest(&w), ENTRY_SCORE);
	ck_assert(world_newest_says(&w, "column", "council"));
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "1.1.2"), 1600000);
	ck_assert_err(look_check(w.store, NULL, NULL, &looked), OK);
	close_world();
}
END_TEST

/* clang-format off */
static const struct {
	const char *list, *pointer, *word;
	enum err e;
} rows[] = {
	{ "{'values':[]}", "/decision", "record", ERR_MISSING_FIELD },
	{ "{'decision':1,'values':[]}", "/values", "4096", ERR_RANGE },
	{ "{'decision':1,'x':2}", "", "values", ERR_UNKNOWN_FIELD },
	{ "{'decision':'x','values':[]}", "/decision", "number", ERR_MALFORMED },
	{ "{'decision':9,'reason':'x','values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8}}]}", "/values/0/decision", "record 9", ERR_NOT_FOUND },
	{ "{'decision':1,'values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8}}]}", "/values/0/reason", "needs a reason", ERR_MISSING_FIELD },
	{ "{'decision':1,'reason':'x','values':[7]}", "/values/0", "A value has", ERR_UNKNOWN_FIELD },
	{ "{'decision':1,'reason':'x','values':[{'leaf':'1.1.2'}]}", "/values/0/unit", "code", ERR_MISSING_FIELD },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01'}]}", "/values/0/leaf", "code", ERR_MISSING_FIELD },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D99','leaf':'1.1.2','inputs':{'a':10,'b':8}}]}", "/values/0/unit", "D99", ERR_UNKNOWN_UNIT },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'9.9','inputs':{}}]}", "/values/0/leaf", "9.9", ERR_UNKNOWN_LEAF },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'S1.1','inputs':{}}]}", "/values/0/leaf", "S1.1", ERR_LEAF_NOT_YOURS },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':11}}]}", "/values/0/inputs/b", "exceed", ERR_RANGE },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8},'version':-1}]}", "/values/0/version", "seen", ERR_MALFORMED },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8},'version':3}]}", "/values/0/version", "version 0, not 3", ERR_STALE },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8},'lost':['late']}]}", "/values/0/lost/0", "late", ERR_RANGE },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8}},{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':7}}]}", "/values/1", "twice", ERR_EXISTS },
	{ "{'decision':1,'reason':'x','values':[{'unit':'D01','leaf':'1.1.2','inputs':{'a':10,'b':8}},{'unit':'D03','leaf':'1.1.2','inputs':{'a':10,'b':7}}]}", "/values/1", "D03 is draft", ERR_WRONG_STATE },
};
/* clang-format on */

START_TEST(one_fault_and_nothing_is_written)
{
	struct digest before;

	open_world();
	before = world_dump(&w, 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_err(decide(&council, rows[i].list), rows[i].e);
		ck_assert_uint_eq(faults.n, 1);
		ck_assert_str_eq(faults.list[0].pointer, rows[i].pointer);
		ck_assert_msg(strstr(faults.list[0].detail, rows[i].word) !=
				  NULL,
		    "%s", faults.list[0].detail);
		ck_assert_dump(&w, before);
	}
	close_world();
}
END_TEST

START_TEST(every_fault_is_named)
{
	open_world();
	ck_assert_err(decide(&council,
			  "{'decision':1,'reason':'x','values':["
			  "{'unit':'D03','leaf':'1.1.2','inputs':{'a':9,'b':8}}"
			  ",{'unit':'D01','leaf':'1.1.2','inputs':{'a':9,"
			  "'b':8}},{'unit':'D04','leaf':'1.1.2','inputs':{'a':"
			  "9,'b':8}}]}"),
	    ERR_WRONG_STATE);
	ck_assert_uint_eq(faults.n, 2);
	ck_assert_str_eq(faults.list[1].pointer, "/values/2");
	ck_assert_ptr_nonnull(strstr(faults.list[1].detail, "D04, 1.1.2: "));
	close_world();
}
END_TEST

START_TEST(only_the_council_decides)
{
	struct digest before;

	open_world();
	before = world_dump(&w, 0);
	for (enum role role = 0; role < ROLES; role++) {
		struct who who =
		    world_who(role, role_has_unit(role) ? "D01" : "");

		if (role != ROLE_COUNCIL)
			ck_assert_err(decide(&who, TWO), ERR_FORBIDDEN);
	}
	ck_assert_dump(&w, before);
	close_world();
}
END_TEST

static void
take_unit(void *self, const struct council_unit *u)
{
	int64_t *was = self;

	ck_assert_uint_eq(u->n, 1);
	ck_assert_str_eq(u->plan->leaves[u->leaf[0]].id.text, "1.1.2");
	was[0] += u->now->points.millionths;
	was[1] += u->would->points.millionths;
}

START_TEST(a_preview_writes_nothing_and_guards_what_follows)
{
	int64_t sum[2] = { 0, 0 };
	struct council_look look = { .each = take_unit, .self = sum };
	struct json *doc = list_of(TWO);
	struct jv root = json_root(doc);
	char again[256];
	struct digest before;

	open_world();
	before = world_dump(&w, 0);
	ck_assert_err(act_council_foresee(w.store, &council, w.period, &root,
			  &look, &faults),
	    OK);
	ck_assert_dump(&w, before);
	ck_assert_int_eq(sum[0], 1800000);
	ck_assert_int_eq(sum[1], 1600000); /* D02 has no document */
	ck_assert_uint_eq(look.seen, world_log(&w));
	ck_assert_err(decide(&council, TWO), OK);
	(void)snprintf(again, sizeof again,
	    "{'decision':1,'reason':'x','seen':%llu,'values':[{'unit':'D01',"
	    "'leaf':'1.1.2','inputs':{'a':10,'b':10}}]}",
	    (unsigned long long)look.seen);
	ck_assert_err(decide(&council, again), ERR_STALE);
	json_free(&doc);
	close_world();
}
END_TEST

/* ---- the step rests on a record ---- */

static enum err
decide_sheet(uint64_t record, const char *number, struct life_taken *taken,
    struct fault *why)
{
	struct step_asked in = { .period = w.period,
		.unit = unit_named("D01"),
		.step = STEP_DECIDE,
		.record = record };

	*why = (struct fault){ 0 };
	(void)snprintf(in.signature.number, sizeof in.signature.number, "%s",
	    number);
	return act_step(w.store, &council, &in, taken, why);
}

START_TEST(a_decided_sheet_names_the_record_on_file)
{
	struct life_taken taken, kept = { .period = { "2022" }, .number = 2 };
	struct fault why;
	struct txn t;

	open_world();
	ck_assert_err(decide_sheet(7, "", &taken, &why), ERR_NOT_FOUND);
	ck_assert_str_eq(why.pointer, "/decision");
	ck_assert_err(decide_sheet(1, "5/QĐ", &taken, &why), ERR_CONFLICT);
	ck_assert_err(decide_sheet(1, "", &taken, &why), OK);
	ck_assert_str_eq(taken.signature.number, "12/BB-HĐ");
	ck_assert_str_eq(taken.signature.date, "2023-02-20");
	kept.unit = unit_named("D01");
	txn_read(&t, w.store->env);
	ck_assert(life_steps_get(&t, &kept));
	ck_assert_err(txn_end(&t), OK);
	ck_assert_uint_eq(kept.record, 1);
	ck_assert_str_eq(kept.signature.number, "12/BB-HĐ");
	close_world();
}
END_TEST

START_TEST(a_step_without_a_decision_names_no_record)
{
	struct who lead = world_who(ROLE_LEAD, "");
	struct step_asked in = { .step = STEP_TAKE, .record = 1, .text = "x" };
	struct life_taken taken;
	struct fault why = { 0 };

	open_world();
	in.period = w.period;
	in.unit = unit_named("D03");
	ck_assert_err(act_step(w.store, &lead, &in, &taken, &why), ERR_RANGE);
	ck_assert_str_eq(why.pointer, "/decision");
	close_world();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		many_values_are_written_as_one_would_be,
		one_fault_and_nothing_is_written,
		every_fault_is_named,
		only_the_council_decides,
		a_preview_writes_nothing_and_guards_what_follows,
		a_decided_sheet_names_the_record_on_file,
		a_step_without_a_decision_names_no_record,
		NULL,
	};

	return suite_run("council", tests);
}
