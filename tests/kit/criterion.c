/*
 * criterion.c - variables, a rule and inputs written as JSON in a test.
 */
#include "tests/kit/criterion.h"

#include "tests/kit/suite.h"

struct json *
json_quoted(const char *text)
{
	struct buf b = { 0 };
	struct fault why = { 0 };
	struct json *doc = NULL;

	for (; *text != 0; text++)
		buf_byte(&b, *text == '\'' ? '"' : (uint8_t)*text);
	ck_assert_msg(json_parse(buf_all(&b), 1 << 20, &doc, &why) == OK,
	    "%s in %s", why.detail, buf_cstr(&b));
	buf_free(&b);
	return doc;
}

struct criterion
criterion_of(const char *vars, const char *rule)
{
	struct criterion c = { .vars_json = json_quoted(vars),
		.rule_json = json_quoted(rule) };
	struct jv at = json_root(c.vars_json);

	c.vars = vars_read(&at, &c.pool, &c.n_vars, &c.faults);
	if (c.vars == NULL)
		return c;
	at = json_root(c.rule_json);
	c.rule = rule_read(&at, c.vars, c.n_vars, &c.pool, &c.faults);
	return c;
}

void
criterion_end(struct criterion *c)
{
	json_free(&c->vars_json);
	json_free(&c->rule_json);
	faults_free(&c->faults);
	pool_free(&c->pool);
}

struct points
points_of_text(const char *text)
{
	struct points p = { 0 };

	ck_assert_err(points_read(slice_text(text), &p), OK);
	return p;
}

enum err
criterion_points(const struct criterion *c, const char *inputs, const char *max,
    unsigned decimals, struct rule_result *out, struct buf *trace)
{
	struct json *doc = json_quoted(inputs);
	struct jv at = json_root(doc);
	struct fault why = { 0 };
	struct inputs in;
	enum err e;

	e = inputs_read(&at, c->vars, c->n_vars, &in, &why);
	json_free(&doc);
	if (e != OK)
		return e;
	return rule_points(c->rule, c->vars, c->n_vars, points_of_text(max),
	    decimals, &in, NULL, out, trace);
}
