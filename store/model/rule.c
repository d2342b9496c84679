/*
 * rule.c - a rule and its inputs to points.
 *
 * Knows cases, the clamp and the one rounding; not what the kinds mean.
 * Touches nothing but its arguments.
 */
#include <assert.h>

#include "store/model/rule_case.h"

static const char *const kind_names[] = {
	[RULE_BOOL] = "BOOL",
	[RULE_DEADLINE] = "DEADLINE",
	[RULE_RATIO] = "RATIO",
	[RULE_STEP] = "STEP",
	[RULE_LEVEL] = "LEVEL",
	[RULE_DEDUCT] = "DEDUCT",
	[RULE_COUNT] = "COUNT",
	[RULE_CHECKLIST] = "CHECKLIST",
	[RULE_RELATIVE] = "RELATIVE",
	[RULE_JUDGED] = "JUDGED",
	[RULE_CASES] = "CASES",
	[RULE_SURVEY] = "SURVEY",
	[RULE_SIPAS] = "SIPAS",
};
static_assert(sizeof kind_names / sizeof *kind_names == RULE_KINDS,
    "every kind has a name");

#define TALLY_VAR(name)                                                        \
	{                                                                      \
		.key = name, .label = name, .most = INT64_MAX,                 \
		.at_most_var = -1                                              \
	}

const struct var tally_vars[TALLY_VARS] = { TALLY_VAR("c1"), TALLY_VAR("c2"),
	TALLY_VAR("c3"), TALLY_VAR("c4"), TALLY_VAR("c5"), TALLY_VAR("n") };

const char *
rule_kind_name(enum rule_kind kind)
{
	assert(kind < RULE_KINDS);
	return kind_names[kind];
}

enum rule_kind
rule_kind(const struct rule *r)
{
	return r->kind;
}

enum err
tally_inputs(const struct tally *tally, struct inputs *out)
{
	int64_t sum = 0;

	*out = (struct inputs){ 0 };
	for (unsigned i = 0; i < TALLY_VARS - 1; i++) {
		if (tally->count[i] > INT64_MAX ||
		    __builtin_add_overflow(sum, (int64_t)tally->count[i], &sum))
			return ERR_OVERFLOW;
		out->given[i] = true;
		out->value[i] = (int64_t)tally->count[i];
	}
	out->given[TALLY_VARS - 1] = true;
	out->value[TALLY_VARS - 1] = sum;
	return OK;
}

/* A JUDGED value is at most the leaf's maximum and a multiple of the step. */
static enum err
judged_check(const struct rule *r, const struct scope *s, struct fraction value)
{
	struct fraction steps;
	enum err e;

	if (fraction_cmp(value, fraction_points(s->max)) > 0)
		return ERR_RANGE;
	e = fraction_div(value, fraction_points(r->step), &steps);
	return e == OK && steps.den != 1 ? ERR_RANGE : e;
}

enum err
rule_decide(const struct rule *r, const struct scope *s, int *which,
    struct fraction *value)
{
	enum err e;

	*which = -1;
	*value = fraction_whole(0);
	for (unsigned i = 0; i < r->n_cases; i++) {
		const struct rule_case *c = &r->cases[i];
		bool holds = true;

		if (c->when != NULL &&
		    (e = expr_question(c->when, s, &holds)) != OK)
			return e;
		if (!holds)
			continue;
		*which = (int)i;
		if (c->points == NULL)
			return OK;
		if ((e = expr_number(c->points, s, value)) != OK)
			return e;
		return r->kind == RULE_JUDGED ? judged_check(r, s, *value) : OK;
	}
	return OK;
}

/* Clamped to 0..max before and after the rounding, so that a maximum with
 * more decimals than the leaf's is not rounded past itself. */
static enum err
settle(struct fraction value, const struct scope *s, struct points *out)
{
	enum err e;

	if (value.num < 0)
		value = fraction_whole(0);
	if (fraction_cmp(value, fraction_points(s->max)) > 0)
		value = fraction_points(s->max);
	e = fraction_points_rounded(value, s->decimals, out);
	if (e == OK && out->millionths > s->max.millionths)
		*out = s->max;
	return e;
}

static void
trace_case(struct buf *to, const struct rule_case *c, const struct scope *s)
{
	if (c->when != NULL)
		expr_put_question(to, c->when, s);
	else if (c->show != NULL)
		expr_put_named(to, c->show, s);
	if (c->when != NULL || c->show != NULL)
		buf_text(to, ": ");
	if (c->points == NULL)
		buf_text(to, "N/A");
	else
		expr_put_number(to, c->points, s);
}

static void
trace_end(struct buf *to, struct fraction value, const struct scope *s,
    struct points points)
{
	if (value.num < 0)
		buf_text(to, " < 0");
	if (fraction_cmp(value, fraction_points(s->max)) > 0) {
		buf_text(to, " > ");
		points_put(to, s->max, s->decimals);
	}
	buf_text(to, " -> ");
	points_put(to, points, s->decimals);
}

static enum err
not_applicable(struct rule_result *out, struct buf *trace)
{
	out->not_applicable = true;
	if (trace != NULL)
		buf_text(trace, "N/A");
	return OK;
}

static bool
complete(const struct rule *r, const struct inputs *in)
{
	for (unsigned i = 0; i < r->n_vars; i++)
		if (!in->given[i] && !r->vars[i].optional)
			return false;
	return true;
}

static enum err
decide(const struct rule *r, const struct scope *s, struct rule_result *out,
    struct buf *trace)
{
	struct fraction value;
	enum err e;

	if ((e = rule_decide(r, s, &out->clause, &value)) != OK)
		return e;
	if (trace != NULL && out->clause >= 0)
		trace_case(trace, &r->cases[out->clause], s);
	if (out->clause >= 0 && r->cases[out->clause].points == NULL) {
		out->not_applicable = true;
		return OK;
	}
	if ((e = settle(value, s, &out->points)) == OK && trace != NULL)
		trace_end(trace, value, s, out->points);
	return e;
}

enum err
rule_points(const struct rule *r, const struct var *vars, unsigned n_vars,
    struct points max, unsigned decimals, const struct inputs *in,
    const struct tally *tally, struct rule_result *out, struct buf *trace)
{
	struct inputs counted;
	struct scope s = { r->vars, in, max, decimals };
	enum err e;

	*out = (struct rule_result){ .clause = -1 };
	if (r->vars == tally_vars) {
		assert(tally != NULL);
		if ((e = tally_inputs(tally, &counted)) != OK)
			return e;
		s.in = &counted;
	} else {
		assert(r->vars == vars && r->n_vars == n_vars);
		if (in->not_applicable)
			return not_applicable(out, trace);
		if (!complete(r, in))
			return ERR_MISSING_FIELD;
	}
	return decide(r, &s, out, trace);
}
