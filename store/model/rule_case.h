/*
 * rule_case.h - inside rule*.c only: what every kind of rule is compiled to.
 */
#ifndef STORE_MODEL_RULE_CASE_H
#define STORE_MODEL_RULE_CASE_H

#include "store/model/expr.h"

#define CASES_MOST 20

struct rule_case {
	const struct expr *when;   /* NULL: always */
	const struct expr *show;   /* shown where there is no `when` */
	const struct expr *points; /* NULL: not applicable */
};

struct rule {
	enum rule_kind kind;
	const struct var *vars; /* the leaf's, or the tally's */
	unsigned n_vars;
	struct rule_case cases[CASES_MOST];
	unsigned n_cases;
	struct points step; /* JUDGED */
};

/* What the formulas of SURVEY and SIPAS speak about: c1..c5, how often each
 * answer was given, and n, their sum. */
#define TALLY_VARS 6
extern const struct var tally_vars[TALLY_VARS];
enum err tally_inputs(const struct tally *tally, struct inputs *out);

/* The value of the case that decides, before clamp and rounding. `*which` is
 * -1 when none does (`*value` is 0 then). ERR_RANGE for a JUDGED value that
 * nobody may give. */
enum err rule_decide(const struct rule *r, const struct scope *s, int *which,
    struct fraction *value);

#endif
