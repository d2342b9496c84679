/*
 * rule_read.h - inside rule_read.c and rule_kinds.c only: a rule while it is
 * compiled from JSON to cases.
 */
#ifndef STORE_MODEL_RULE_READ_H
#define STORE_MODEL_RULE_READ_H

#include "store/model/plan_read.h"
#include "store/model/rule_case.h"

struct compile {
	struct plan_reading r;
	struct rule *rule;
	const struct jv *json; /* the rule's object */
	size_t faults_before;  /* so many were there when it began */
};

/* How a kind is read: the members it knows, and what makes cases of them. */
struct rule_shape {
	const char *const *known; /* NULL-terminated */
	void (*compile)(struct compile *c);
};
extern const struct rule_shape rule_shapes[RULE_KINDS];

/* The kinds that list parts (rule_lists.c). */
void step_cases(struct compile *c);
void deduct_cases(struct compile *c);
void checklist_cases(struct compile *c);
void cases_cases(struct compile *c);
void survey_cases(struct compile *c);
void sipas_cases(struct compile *c);

/* Adds what den = 0 means, where the rule says so. */
void add_when_zero(struct compile *c, const char *den);

/* True while nothing was wrong with this rule. */
bool compiles(const struct compile *c);

/* printf into the pool; "" and a fault without memory. */
const char *say(struct compile *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a case: conditions and formulas as text in the formula language. NULL
 * for `when` is always, for `points` not applicable; `show` may be NULL.
 * `at` is where a fault is reported. Nothing happens after a fault. */
void add_case(struct compile *c, const struct jv *at, const char *when,
    const char *show, const char *points);

/* The same of texts that we wrote: at the rule itself, without `show`. */
void add(struct compile *c, const char *when, const char *points);

/* The key of a declared variable whose type is in `types` (1 << VAR_..); ""
 * after a fault, and when the member is absent. key_of needs it. */
#define KEY_COUNT (1u << VAR_COUNT)
#define KEY_NUMBER (1u << VAR_COUNT | 1u << VAR_DECIMAL)
#define KEY_FLAG (1u << VAR_FLAG)
#define KEY_LEVEL (1u << VAR_LEVEL)
#define KEY_DATE (1u << VAR_DATE)
const char *key_of(struct compile *c, const struct jv *object,
    const char *member, unsigned types);
const char *key_maybe(struct compile *c, const struct jv *object,
    const char *member, unsigned types);
const struct var *var_of_key(const struct compile *c, const char *key);

/* A formula or condition a person wrote, not yet parsed; "" after a fault. */
const char *member_formula(struct compile *c, const struct jv *object,
    const char *member);

/* A decimal from 0 to `most`, as written. */
const char *decimal_of(struct compile *c, const struct jv *object,
    const char *member, int64_t most);

/* A share of the maximum as a formula: "max", "0", "max * 1/3". `otherwise`
 * (a share) when absent; NULL: it is required. */
const char *share_of(struct compile *c, const struct jv *object,
    const char *member, const char *otherwise);

#endif
