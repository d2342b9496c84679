/*
 * rule.h - the scoring rules: a unit's or an appraiser's inputs to points,
 * with the arithmetic as text (criteria-examples.md, "Rule grammar").
 *
 * Every kind compiles to ordered cases (condition -> formula) over declared
 * variables, evaluated in exact fractions; one rounding at the end; the
 * result is clamped to 0..max.
 */
#ifndef STORE_MODEL_RULE_H
#define STORE_MODEL_RULE_H

#include "store/base/fault.h"
#include "store/base/json_in.h"
#include "store/base/pool.h"
#include "store/model/points.h"

#define VARS_MOST 16

enum var_type {
	VAR_COUNT,   /* a whole number >= 0 */
	VAR_DECIMAL, /* an exact decimal, millionths */
	VAR_FLAG,    /* yes or no */
	VAR_LEVEL,   /* one of the rule's named levels: its index */
	VAR_DATE,    /* a calendar day, days since 1970-01-01 */
};

/* A declared variable of a leaf. Texts belong to the plan's pool. */
struct var {
	const char *key;   /* "a" */
	const char *label; /* Vietnamese */
	enum var_type type;
	bool optional;       /* e.g. a date that says "none" when absent */
	int64_t least, most; /* bounds in the type's own unit */
	int at_most_var; /* index of a variable this may not exceed, or -1 */
	const char *const *levels; /* VAR_LEVEL: names */
	unsigned n_levels;
};

/*
 * Reads a leaf's "vars" array (docs/criteria-format.md). Texts and the array
 * live in `pool`. Every fault is added to `fs` with its pointer; NULL when
 * there was any (an empty array gives no NULL).
 */
const struct var *vars_read(const struct jv *json, struct pool *pool,
    unsigned *n_out, struct faults *fs);

/* Values for a leaf's variables, in the order of its `vars`. Whole counts,
 * millionths, 0/1, level index or days, by type. */
struct inputs {
	bool given[VARS_MOST];
	int64_t value[VARS_MOST];
	bool not_applicable; /* the writer says: does not apply to us */
};

enum rule_kind {
	RULE_BOOL,
	RULE_DEADLINE,
	RULE_RATIO,
	RULE_STEP,
	RULE_LEVEL,
	RULE_DEDUCT,
	RULE_COUNT,
	RULE_CHECKLIST,
	RULE_RELATIVE,
	RULE_JUDGED,
	RULE_CASES,
	RULE_SURVEY,
	RULE_SIPAS,
	RULE_KINDS
};
const char *rule_kind_name(enum rule_kind kind); /* "RATIO" */

struct rule; /* lives in the pool it was read into */

/*
 * Reads a rule's JSON object for a leaf with these variables. Every fault is
 * added to `fs` with its pointer; NULL when there was any. The grammar and its
 * JSON are documented in docs/criteria-format.md and its schema.
 */
struct rule *rule_read(const struct jv *json, const struct var *vars,
    unsigned n_vars, struct pool *pool, struct faults *fs);

enum rule_kind rule_kind(const struct rule *r);

/*
 * The most points a rule can give for a leaf of `max`, before the clamp; so
 * that a rule whose maximum differs from its leaf is found when loading.
 * Found by asking the rule at the corners of its variables' bounds and at the
 * constants that its formulas name: exact for every kind but CASES, for which
 * it is the most that was met. ERR_DIVISION, ERR_OVERFLOW when no question
 * could be answered.
 */
enum err rule_most(const struct rule *r, struct points max, struct points *out);

/* Answers to a leaf's questions: how often each option or level was chosen.
 * SURVEY: options A.. in order; SIPAS: levels 1..5. Blanks are not counted. */
struct tally {
	uint64_t count[5];
};

struct rule_result {
	struct points points;
	bool not_applicable; /* the rule or the writer took it out */
	int clause;          /* which case decided, from 0; -1 for none */
};

/*
 * The points of a leaf worth `max` for these inputs (`tally` only for SURVEY
 * and SIPAS, else NULL). Appends the arithmetic to `trace` unless NULL, e.g.
 * "b/a = 38/42 = 0.904762 >= 0.80: 2.00 x 38/42 = 1.809524 -> 1.81".
 * ERR_MISSING_FIELD (inputs not complete), ERR_OVERFLOW, ERR_DIVISION,
 * ERR_RANGE (a JUDGED value above the maximum or between its steps); never a
 * wrong number.
 */
enum err rule_points(const struct rule *r, const struct var *vars,
    unsigned n_vars, struct points max, unsigned decimals,
    const struct inputs *in, const struct tally *tally, struct rule_result *out,
    struct buf *trace);

/*
 * Reads inputs from a JSON object {"a": 42, "b": "38.5", "yes": true,
 * "level": "full", "issued": "2022-01-20"}: unknown and missing keys, wrong
 * types, bounds and at_most are faults that name the pointer. Optional
 * variables may be absent or null.
 */
enum err inputs_read(const struct jv *json, const struct var *vars,
    unsigned n_vars, struct inputs *out, struct fault *why);

struct jout;
/* The same object back, without what is not given. */
void inputs_put(struct jout *to, const struct var *vars, unsigned n_vars,
    const struct inputs *in);

#endif
