/*
 * criterion.h - variables, a rule and inputs written as JSON in a test.
 * Apostrophes stand for quotes.
 */
#ifndef TESTS_KIT_CRITERION_H
#define TESTS_KIT_CRITERION_H

#include "store/base/json_in.h"
#include "store/model/rule.h"

struct criterion {
	struct pool pool;
	struct faults faults;
	struct json *vars_json, *rule_json;
	const struct var *vars;
	unsigned n_vars;
	struct rule *rule; /* NULL when `faults` has any */
};

/* Reads both; `vars` may be faulty, then no rule is read. End with
 * criterion_end. */
struct criterion criterion_of(const char *vars, const char *rule);
void criterion_end(struct criterion *c);

/* JSON with apostrophes for quotes; fails the test when it is none. The
 * caller frees. */
struct json *json_quoted(const char *text);

/* Reads the inputs and asks the rule; OK or what either said. `trace` (may be
 * NULL) is appended to. */
enum err criterion_points(const struct criterion *c, const char *inputs,
    const char *max, unsigned decimals, struct rule_result *out,
    struct buf *trace);

struct points points_of_text(const char *text);

#endif
