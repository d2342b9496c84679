/*
 * fuzz_rule.c - any bytes as a rule, or as one formula: refused with a fault,
 * or a rule that always ends, within 0..max or with an error by name.
 *
 * A first byte of '{' is a rule's JSON, anything else a formula.
 */
#include <assert.h>

#include "store/base/json_in.h"
#include "store/model/expr.h"
#include "store/model/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const levels[] = { "good", "bad", NULL };
#define VAR(k, t, o, m)                                                        \
	{                                                                      \
		.key = k, .label = k, .type = t, .optional = o, .most = m,     \
		.at_most_var = -1                                              \
	}
static const struct var vars[] = {
	VAR("a", VAR_COUNT, false, 1000000000),
	VAR("b", VAR_COUNT, false, 1000000000),
	VAR("r", VAR_DECIMAL, false, 100000000),
	VAR("p", VAR_FLAG, false, 1),
	VAR("d", VAR_DATE, true, 30000),
	{ .key = "how",
	    .label = "how",
	    .type = VAR_LEVEL,
	    .most = 1,
	    .at_most_var = -1,
	    .levels = levels,
	    .n_levels = 2 },
};
#define N_VARS (sizeof vars / sizeof *vars)

static const struct inputs in = { .given = { 1, 1, 1, 1, 1, 1 },
	.value = { 42, 38, 2500000, 1, 19000, 1 } };

static void
ask(const struct rule *r)
{
	const struct points max = { 2 * POINTS_ONE };
	const struct tally tally = { { 60, 36, 18, 6, 0 } };
	struct buf trace = { 0 };
	struct rule_result got;
	struct points most;
	enum err e;

	e = rule_points(r, vars, N_VARS, max, 2, &in, &tally, &got, &trace);
	assert(e == OK || e == ERR_OVERFLOW || e == ERR_DIVISION ||
	       e == ERR_RANGE);
	assert(got.points.millionths >= 0 &&
	       got.points.millionths <= max.millionths);
	(void)rule_most(r, max, &most);
	buf_free(&trace);
}

static void
as_rule(struct slice text)
{
	struct faults fs = { 0 };
	struct pool pool = { 0 };
	struct json *doc = NULL;
	struct rule *r;
	struct jv at;

	if (json_parse(text, 65536, &doc, NULL) != OK)
		return;
	at = json_root(doc);
	r = rule_read(&at, vars, N_VARS, &pool, &fs);
	assert((r == NULL) == (fs.n > 0));
	if (r != NULL)
		ask(r);
	json_free(&doc);
	faults_free(&fs);
	pool_free(&pool);
}

static void
as_formula(struct slice text)
{
	const struct scope s = { vars, &in, { 2 * POINTS_ONE }, 2 };
	struct pool pool = { 0 };
	struct buf shown = { 0 };
	struct fault why = { 0 };
	struct fraction f;
	const struct expr *e;

	if (text.n > EXPR_TEXT_MOST)
		return;
	e = expr_read(text, EXPR_NUMBER, vars, N_VARS, &pool, &why);
	assert((e == NULL) == (why.err != OK));
	if (e != NULL && expr_number(e, &s, &f) == OK) {
		assert(f.den > 0);
		expr_put_number(&shown, e, &s);
	}
	buf_free(&shown);
	pool_free(&pool);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > 0 && data[0] == '{')
		as_rule(slice_of(data, size));
	else
		as_formula(slice_of(data, size));
	return 0;
}
