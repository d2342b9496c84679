/*
 * example.c - asks the rules themselves what docs/scoring.md shows: one
 * question in JSON a line, one answer a line. The kinds of questions are the
 * table at the end; units and leaves are those of the shipped period.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/json_in.h"
#include "store/model/grade.h"
#include "store/model/rank.h"
#include "store/model/received.h"
#include "store/model/score.h"
#include "store/model/verdict.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define LINE_MOST 65536
#define need ck_assert

/* ---- members ---- */

static const char *
text_of(const struct jv *v, const char *key, const char *otherwise)
{
	static char room[16][128];
	static unsigned next;
	struct jv at = jv_get(v, key);
	struct slice s;
	char *out = room[next++ % 16];

	if (jv_kind(&at) == JSON_NONE)
		return otherwise;
	need(jv_text(&at, &s) && s.n < sizeof room[0]);
	memcpy(out, s.p, s.n);
	out[s.n] = 0;
	return out;
}

static struct points
points_of_text(const char *text)
{
	struct points p;

	need(points_read(slice_text(text), &p) == OK);
	return p;
}

static int64_t
int_of(const struct jv *v, const char *key, int64_t otherwise)
{
	struct jv at = jv_get(v, key);
	int64_t n = otherwise;

	need(jv_kind(&at) == JSON_NONE || jv_int(&at, &n));
	return n;
}

static bool
bool_of(const struct jv *v, const char *key)
{
	struct jv at = jv_get(v, key);
	bool b = false;

	need(jv_kind(&at) == JSON_NONE || jv_bool(&at, &b));
	return b;
}

static struct moment
moment_of(const struct jv *v, const char *key)
{
	struct moment m;

	need(moment_read(slice_text(text_of(v, key, "")), &m) == OK);
	return m;
}

/* ---- a rule alone ---- */

static void
read_tally(const struct jv *v, struct tally *out)
{
	struct jv list = jv_get(v, "tally"), one;
	int64_t n;

	*out = (struct tally){ 0 };
	for (size_t i = 0; i < jv_count(&list); i++) {
		one = jv_at(&list, i);
		need(i < 5 && jv_int(&one, &n));
		out->count[i] = (uint64_t)n;
	}
}

/* {"rule":{},"vars":[],"max":"2","inputs":{}} or, in place of rule, variables
 * and maximum, {"leaf":"1.1.2"} of the shipped departments. */
static void
ask_rule(const struct plan *plan, const struct jv *v, struct buf *out)
{
	struct jv rule = jv_get(v, "rule"), vars = jv_get(v, "vars");
	struct jv inputs = jv_get(v, "inputs");
	struct leaf own = { .max = { points_of_text(text_of(v, "max", "0")) } };
	const struct leaf *leaf = &own;
	struct faults fs = { 0 };
	struct fault why = { 0 };
	struct pool pool = { 0 };
	struct inputs in = { 0 };
	struct rule_result r;
	struct tally tally;
	struct leaf_id id;
	enum err e;

	if (jv_kind(&rule) == JSON_NONE) {
		need(leaf_id_read(slice_text(text_of(v, "leaf", "")), &id) ==
		     OK);
		leaf = &plan->leaves[plan_leaf(plan, id)];
	} else {
		own.vars = vars_read(&vars, &pool, &own.n_vars, &fs);
		own.rule = rule_read(&rule, own.vars, own.n_vars, &pool, &fs);
		need(fs.n == 0);
	}
	read_tally(v, &tally);
	if (jv_kind(&inputs) != JSON_NONE)
		need(inputs_read(&inputs, leaf->vars, leaf->n_vars, &in,
			 &why) == OK);
	e = rule_points(leaf->rule, leaf->vars, leaf->n_vars, leaf->max[0],
	    plan->leaf_decimals, &in, &tally, &r, out);
	if (e != OK) {
		buf_clear(out);
		buf_print(out, "refused: %s", err_name(e));
	}
	pool_free(&pool);
}

/* ---- a leaf of a sheet ---- */

static void
read_facts(const struct leaf *leaf, const struct jv *v, struct leaf_facts *f)
{
	struct fault why = { 0 };
	struct jv inputs;

	for (enum column c = 0; c < COLUMNS; c++) {
		inputs = jv_get(v, column_name(c));
		f->has[c] = jv_kind(&inputs) != JSON_NONE;
		if (f->has[c])
			need(inputs_read(&inputs, leaf->vars, leaf->n_vars,
				 &f->inputs[c], &why) == OK);
	}
	f->accepted = bool_of(v, "accepted");
	f->late = bool_of(v, "late");
	f->pending = bool_of(v, "pending");
	read_tally(v, &f->tally);
}

/* {"unit":"D01","leaf":"1.1.2","self":{},"accepted":true} */
static void
ask_leaf(const struct plan *plan, const struct jv *v, struct buf *out)
{
	struct sheet_facts *facts = calloc(1, sizeof *facts);
	struct unit_id unit;
	struct leaf_id leaf;
	int u, l;

	need(facts != NULL);
	need(unit_id_read(slice_text(text_of(v, "unit", "D01")), &unit) == OK);
	need(leaf_id_read(slice_text(text_of(v, "leaf", "")), &leaf) == OK);
	need((u = plan_unit(plan, unit)) >= 0 &&
	     (l = plan_leaf(plan, leaf)) >= 0);
	facts->appraisal_closed = bool_of(v, "closed");
	read_facts(&plan->leaves[l], v, &facts->leaf[l]);
	need(leaf_explain(plan, (unsigned)u, (unsigned)l, facts, out) == OK);
	free(facts);
}

/* ---- numbers ---- */

/* {"num":1,"den":3,"decimals":2} */
static void
ask_round(const struct plan *plan, const struct jv *v, struct buf *out)
{
	struct fraction f;
	struct points p;
	unsigned decimals = (unsigned)int_of(v, "decimals", 2);

	(void)plan;
	need(fraction_div(fraction_whole(int_of(v, "num", 0)),
		 fraction_whole(int_of(v, "den", 1)), &f) == OK);
	need(fraction_points_rounded(f, decimals, &p) == OK);
	points_put(out, p, decimals);
}

/* {"fields":{"F1":"11.75"},"unit":"D16"}: those not named have their maximum */
static void
ask_grade(const struct plan *plan, const struct jv *v, struct buf *out)
{
	struct jv fields = jv_get(v, "fields");
	struct unit_score *s = calloc(1, sizeof *s);
	struct unit_id unit;
	const char *text;
	int u;

	need(s != NULL);
	need(unit_id_read(slice_text(text_of(v, "unit", "")), &unit) == OK);
	need((u = plan_unit(plan, unit)) >= 0);
	for (unsigned l = 0; l < plan->n_leaves; l++)
		if (plan_applies(plan, (unsigned)u, l) == APPLIES)
			s->field[plan->leaves[l].field].max.millionths +=
			    plan_max(plan, (unsigned)u, l).millionths;
	for (unsigned f = 0; f < plan->n_fields; f++) {
		text = text_of(&fields, plan->fields[f].id.text, NULL);
		s->field[f].points =
		    text == NULL ? s->field[f].max : points_of_text(text);
		s->points.millionths += s->field[f].points.millionths;
		s->max.millionths += s->field[f].max.millionths;
	}
	grade_unit(plan, (unsigned)u, s);
	points_put(out, s->points, 2);
	buf_text(out, " / ");
	points_put(out, s->max, 2);
	buf_text(out, " = ");
	percent_put(out, s->points, s->max, 2);
	buf_print(out, " %%; group %s; class %s",
	    s->group < 0 ? "none" : plan->groups[s->group].id,
	    s->class < 0 ? "none" : plan->classes[s->class].id);
	if (s->rule_gap)
		buf_text(out, "; rule_gap");
	for (unsigned f = 0; f < plan->n_fields; f++)
		if (s->review[f])
			buf_print(out, "; self_review:%s",
			    plan->fields[f].id.text);
	free(s);
}

/* {"tie":"dense","on":"printed","units":[["80.99","100"],...]}: their ranks,
 * as they stand on the page, each with its place in the question */
static void
ask_rank(const struct plan *shipped, const struct jv *v, struct buf *out)
{
	struct plan plan = *shipped;
	struct jv units = jv_get(v, "units"), one, part;
	struct standing list[16];
	size_t n = jv_count(&units);
	struct slice s;

	plan.tie = strcmp(text_of(v, "tie", "shared"), "dense") == 0
		       ? TIE_DENSE
		       : TIE_SHARED;
	plan.classify_on = strcmp(text_of(v, "on", "exact"), "printed") == 0
			       ? CLASSIFY_PRINTED
			       : CLASSIFY_EXACT;
	need(n <= 16);
	for (size_t i = 0; i < n; i++) {
		one = jv_at(&units, i);
		list[i] = (struct standing){ .unit = (unsigned)i };
		part = jv_at(&one, 0);
		need(jv_text(&part, &s) &&
		     points_read(s, &list[i].points) == OK);
		part = jv_at(&one, 1);
		need(jv_text(&part, &s) && points_read(s, &list[i].max) == OK);
	}
	rank_units(&plan, list, n);
	for (size_t i = 0; i < n; i++) {
		buf_text(out, i == 0 ? "" : ", ");
		points_put(out, list[i].points, 2);
		buf_text(out, " of ");
		points_put(out, list[i].max, 2);
		buf_print(out, ": %u", list[i].rank);
	}
}

/* ---- time ---- */

/* {"earliest":T,"latest":T,"doubt":"strict","closed":true} against the shipped
 * evidence window. */
static void
ask_verdict(const struct plan *plan, const struct jv *v, struct buf *out)
{
	const struct window *w = plan_window(plan, 0, STAGE_EVIDENCE);
	struct interval received = { moment_of(v, "earliest"),
		moment_of(v, "latest") };
	enum doubt doubt = strcmp(text_of(v, "doubt", "unit"), "strict") == 0
			       ? DOUBT_STRICT
			       : DOUBT_UNIT;

	buf_text(out,
	    verdict_name(verdict_fenced(verdict_of(received, w, doubt),
		bool_of(v, "closed"))));
}

/* {"after":T,"bound_us":1000,"front":T,"took_us":N,"bytes":N} */
static void
ask_received(const struct plan *plan, const struct jv *v, struct buf *out)
{
	struct arrival a = { .after = { .wall = moment_of(v, "after"),
				 .bound = { int_of(v, "bound_us", 0) },
				 .status = CLOCK_FIT },
		.took = { int_of(v, "took_us", 0) },
		.bytes = (uint64_t)int_of(v, "bytes", 0) };
	char from[MOMENT_TEXT], to[MOMENT_TEXT];
	enum time_source source;
	struct interval i;

	(void)plan;
	a.has_front = text_of(v, "front", NULL) != NULL;
	if (a.has_front)
		a.front = moment_of(v, "front");
	i = received_interval(&a, &source);
	moment_text(i.earliest, from);
	moment_text(i.latest, to);
	buf_print(out, "%.15s to %.15s, %s", from + 11, to + 11,
	    time_source_name(source));
}

static const struct {
	const char *name;
	void (
	    *ask)(const struct plan *plan, const struct jv *v, struct buf *out);
} kinds[] = {
	{ "rule", ask_rule },
	{ "leaf", ask_leaf },
	{ "round", ask_round },
	{ "grade", ask_grade },
	{ "rank", ask_rank },
	{ "verdict", ask_verdict },
	{ "received", ask_received },
};

static void
answer(const struct plan *plan, struct slice line)
{
	struct fault why = { 0 };
	struct buf out = { 0 };
	struct json *json;
	struct jv root;
	const char *name;
	size_t i = 0;

	need(json_parse(line, LINE_MOST, &json, &why) == OK);
	root = json_root(json);
	name = text_of(&root, "ask", "");
	while (i < sizeof kinds / sizeof *kinds &&
	       strcmp(kinds[i].name, name) != 0)
		i++;
	need(i < sizeof kinds / sizeof *kinds);
	kinds[i].ask(plan, &root, &out);
	(void)printf("%s\n", buf_cstr(&out));
	buf_free(&out);
	json_free(&json);
}

START_TEST(every_line_of_the_input_is_answered)
{
	struct plan *plan = shipped_plan();
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) > 0)
		answer(plan, slice_of((uint8_t *)line, (size_t)n));
	free(line);
	plan_free(&plan);
}
END_TEST

int
main(void)
{
	return suite_alone(every_line_of_the_input_is_answered);
}
