/*
 * rule_most.c - the most points a rule can give, by asking it.
 *
 * Knows where a rule's highest value must lie: at the bounds of its variables,
 * at the constants its formulas name, or where one variable meets another.
 * Touches nothing but its arguments.
 */
#include "store/model/rule_case.h"

#define CONSTANTS_MOST 24
#define CORNERS_MOST (CONSTANTS_MOST + 8)
#define QUESTIONS_MOST 4096
#define ABSENT INT64_MIN

struct search {
	const struct rule *rule;
	struct scope scope;
	struct inputs in;
	struct fraction constant[CONSTANTS_MOST];
	unsigned n_constants;
	int64_t corner[VARS_MOST][CORNERS_MOST];
	unsigned n_corners[VARS_MOST];
	bool found;
	struct fraction most;
	enum err why_not; /* of the last question without an answer */
};

static void
note_constants(struct search *s, const struct expr *e)
{
	if (e == NULL)
		return;
	if (e->op == OP_CONSTANT && e->kind != EXPR_LEVEL &&
	    s->n_constants < CONSTANTS_MOST)
		s->constant[s->n_constants++] = e->value;
	note_constants(s, e->a);
	note_constants(s, e->b);
	note_constants(s, e->c);
}

static void
add_corner(struct search *s, unsigned var, int64_t value)
{
	const struct var *v = &s->rule->vars[var];
	unsigned *n = &s->n_corners[var];

	if (value != ABSENT && (value < v->least || value > v->most))
		return;
	for (unsigned i = 0; i < *n; i++)
		if (s->corner[var][i] == value)
			return;
	s->corner[var][(*n)++] = value;
}

/* A constant in the variable's own unit, where it is whole in it. */
static void
add_constant(struct search *s, unsigned var, struct fraction f)
{
	struct points p;

	if (s->rule->vars[var].type == VAR_DECIMAL) {
		if (fraction_points_rounded(f, 6, &p) == OK)
			add_corner(s, var, p.millionths);
	} else if (f.den == 1 && f.num >= INT32_MIN && f.num <= INT32_MAX) {
		add_corner(s, var, (int64_t)f.num);
	}
}

static void
add_corners(struct search *s, unsigned var)
{
	const struct var *v = &s->rule->vars[var];

	add_corner(s, var, v->least);
	if (v->type == VAR_LEVEL) {
		for (unsigned i = 1; i < v->n_levels; i++)
			add_corner(s, var, i);
	} else {
		add_corner(s, var, 0);
		add_constant(s, var, fraction_whole(1));
		if (s->rule->vars != tally_vars)
			add_corner(s, var, v->most);
		add_constant(s, var, fraction_points(s->scope.max));
		if (s->rule->step.millionths > 0)
			add_corner(s, var,
			    s->scope.max.millionths -
				s->scope.max.millionths %
				    s->rule->step.millionths);
		for (unsigned i = 0; i < s->n_constants; i++)
			add_constant(s, var, s->constant[i]);
	}
	if (v->optional)
		add_corner(s, var, ABSENT);
}

static void
choose(struct search *s, unsigned var, unsigned corner)
{
	int64_t value = s->corner[var][corner];

	s->in.given[var] = value != ABSENT;
	s->in.value[var] = value == ABSENT ? 0 : value;
}

/* Is it an answer that a person could give? The tally's sum is its parts'. */
static bool
possible(struct search *s)
{
	const struct rule *r = s->rule;
	int64_t sum = 0;

	for (unsigned i = 0; i < r->n_vars; i++) {
		int k = r->vars[i].at_most_var;

		if (k >= 0 && s->in.given[i] && s->in.given[k] &&
		    s->in.value[i] > s->in.value[k])
			return false;
		if (i < TALLY_VARS - 1)
			sum += s->in.value[i];
	}
	if (r->vars == tally_vars)
		s->in.value[TALLY_VARS - 1] = sum;
	return true;
}

/* Asks with the values chosen; true when that was the best so far. */
static bool
ask(struct search *s)
{
	struct fraction value;
	int which;
	enum err e;

	if (!possible(s))
		return false;
	e = rule_decide(s->rule, &s->scope, &which, &value);
	if (e != OK) {
		s->why_not = e;
		return false;
	}
	if (which >= 0 && s->rule->cases[which].points == NULL)
		return false;
	if (s->found && fraction_cmp(value, s->most) <= 0)
		return false;
	s->found = true;
	s->most = value;
	return true;
}

static void
ask_all(struct search *s, unsigned var)
{
	if (var == s->rule->n_vars) {
		(void)ask(s);
		return;
	}
	for (unsigned i = 0; i < s->n_corners[var]; i++) {
		choose(s, var, i);
		ask_all(s, var + 1);
	}
}

/* Too many corners for all of them: from several starts, one variable at a
 * time is moved to where it is best, twice round. */
static void
climb(struct search *s, unsigned start)
{
	unsigned n = s->rule->n_vars;

	for (unsigned i = 0; i < n; i++)
		choose(s, i, start % s->n_corners[i]);
	(void)ask(s);
	for (unsigned i = 0; i < 2 * n; i++) {
		struct inputs best = s->in;
		unsigned var = i % n;

		for (unsigned k = 0; k < s->n_corners[var]; k++) {
			choose(s, var, k);
			if (ask(s))
				best = s->in;
		}
		s->in = best;
	}
}

enum err
rule_most(const struct rule *r, struct points max, struct points *out)
{
	struct search s = { .rule = r, .most = { 0, 1 } };
	uint64_t questions = 1;

	s.scope = (struct scope){ r->vars, &s.in, max, 6 };
	for (unsigned i = 0; i < r->n_cases; i++) {
		note_constants(&s, r->cases[i].when);
		note_constants(&s, r->cases[i].points);
	}
	for (unsigned i = 0; i < r->n_vars; i++) {
		add_corners(&s, i);
		if (questions <= QUESTIONS_MOST)
			questions *= s.n_corners[i];
	}
	if (questions <= QUESTIONS_MOST)
		ask_all(&s, 0);
	else
		for (unsigned i = 0; i < CORNERS_MOST; i++)
			climb(&s, i);
	if (!s.found && s.why_not != OK)
		return s.why_not;
	return fraction_points_rounded(s.most, 6, out);
}
