/*
 * rule_read.c - a rule's JSON to cases: what all kinds share.
 *
 * Knows members that name variables, shares and decimals. Takes memory from
 * the pool it is given.
 */
#include "store/model/rule_read.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

bool
compiles(const struct compile *c)
{
	return c->r.fs->n == c->faults_before && !c->r.fs->lost;
}

const char *
say(struct compile *c, const char *format, ...)
{
	char small[256];
	const char *kept;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	assert(n >= 0 && (size_t)n < sizeof small);
	kept = pool_text(c->r.pool, slice_text(small));
	if (kept != NULL)
		return kept;
	faults_add(c->r.fs, ERR_NO_MEMORY, "", "There is no memory.");
	return "";
}

static const struct expr *
part(struct compile *c, const struct jv *at, const char *text,
    enum expr_kind wanted)
{
	struct fault why = { 0 };
	const struct expr *e;

	if (text == NULL)
		return NULL;
	e = expr_read(slice_text(text), wanted, c->rule->vars, c->rule->n_vars,
	    c->r.pool, &why);
	if (e == NULL)
		fault_at(&c->r, at, why.err, "%s", why.detail);
	return e;
}

void
add_case(struct compile *c, const struct jv *at, const char *when,
    const char *show, const char *points)
{
	struct rule_case *to = &c->rule->cases[c->rule->n_cases];

	if (!compiles(c))
		return;
	assert(c->rule->n_cases < CASES_MOST);
	to->when = part(c, at, when, EXPR_QUESTION);
	to->show = part(c, at, show, EXPR_NUMBER);
	to->points = part(c, at, points, EXPR_NUMBER);
	c->rule->n_cases++;
}

void
add(struct compile *c, const char *when, const char *points)
{
	add_case(c, c->json, when, NULL, points);
}

const struct var *
var_of_key(const struct compile *c, const char *key)
{
	for (unsigned i = 0; i < c->rule->n_vars; i++)
		if (strcmp(c->rule->vars[i].key, key) == 0)
			return &c->rule->vars[i];
	return NULL;
}

const char *
key_of(struct compile *c, const struct jv *object, const char *member,
    unsigned types)
{
	struct jv at = jv_get(object, member);
	const char *key = member_text(&c->r, object, member);
	const struct var *v = var_of_key(c, key);

	if (key[0] == 0)
		return key;
	if (v != NULL && (types & 1u << v->type) != 0)
		return v->key;
	fault_at(&c->r, &at, ERR_NOT_FOUND,
	    "The leaf has no variable \"%s\" "
	    "of a type that \"%s\" can use.",
	    key, member);
	return "";
}

const char *
key_maybe(struct compile *c, const struct jv *object, const char *member,
    unsigned types)
{
	struct jv at = jv_get(object, member);

	if (jv_kind(&at) == JSON_NONE)
		return "";
	return key_of(c, object, member, types);
}

const char *
decimal_of(struct compile *c, const struct jv *object, const char *member,
    int64_t most)
{
	struct points p;
	struct slice text;
	struct jv at = jv_get(object, member);

	if (!member_points(&c->r, object, member, most, &p))
		return "0";
	(void)jv_text(&at, &text);
	return say(c, "%.*s", (int)text.n, (const char *)text.p);
}

/* "0.5", "1" or "1/3": 0 to 1. */
static bool
share_value(struct slice text, struct fraction *out)
{
	const uint8_t *bar = text.n == 0 ? NULL : memchr(text.p, '/', text.n);
	struct points above, below = { POINTS_ONE };
	size_t n = bar == NULL ? text.n : (size_t)(bar - text.p);

	if (n > 8 || points_read(slice_of(text.p, n), &above) != OK)
		return false;
	if (bar != NULL &&
	    (text.n > 17 ||
		points_read(slice_of(bar + 1, text.n - n - 1), &below) != OK))
		return false;
	if (fraction_div(fraction_points(above), fraction_points(below), out) !=
	    OK)
		return false;
	return below.millionths > 0 && out->num >= 0 && out->num <= out->den;
}

const char *
share_of(struct compile *c, const struct jv *object, const char *member,
    const char *otherwise)
{
	struct slice text;
	struct fraction f;
	struct jv at = jv_get(object, member);

	if (jv_kind(&at) == JSON_NONE && otherwise != NULL)
		text = slice_text(otherwise);
	else if (!member_of(&c->r, object, member, JSON_IS_TEXT, &at))
		return "0";
	else
		(void)jv_text(&at, &text);
	if (!share_value(text, &f)) {
		fault_at(&c->r, &at, ERR_RANGE,
		    "The field \"%s\" must be a "
		    "share from 0 to 1, such as \"0.5\" or \"1/3\".",
		    member);
		return "0";
	}
	if (f.num == 0)
		return "0";
	if (f.num == f.den)
		return "max";
	return say(c, "max * %.*s", (int)text.n, (const char *)text.p);
}

/* "type", "na_if" and what the kind knows. */
static bool
members_known(struct compile *c, const struct rule_shape *shape)
{
	const char *known[16] = { "type", "na_if" };
	size_t n = 2;

	for (; shape->known[n - 2] != NULL; n++)
		known[n] = shape->known[n - 2];
	return object_open(&c->r, c->json, known);
}

static void
read_na_if(struct compile *c)
{
	struct jv at = jv_get(c->json, "na_if");
	const char *when;

	if (jv_kind(&at) == JSON_NONE)
		return;
	if (c->rule->vars == tally_vars) {
		fault_at(&c->r, &at, ERR_UNKNOWN_FIELD,
		    "A survey's rule has no field \"na_if\".");
		return;
	}
	when = member_formula(c, c->json, "na_if");
	if (compiles(c))
		add_case(c, &at, when, NULL, NULL);
}

const char *
member_formula(struct compile *c, const struct jv *object, const char *member)
{
	struct jv at = jv_get(object, member);
	const char *text = member_text(&c->r, object, member);

	if (strlen(text) > EXPR_TEXT_MOST)
		fault_at(&c->r, &at, ERR_TOO_BIG,
		    "A formula has at most %d bytes.", EXPR_TEXT_MOST);
	return text;
}

static void
compile(struct compile *c)
{
	const char *words[RULE_KINDS];
	int kind;

	for (unsigned i = 0; i < RULE_KINDS; i++)
		words[i] = rule_kind_name((enum rule_kind)i);
	kind = member_word(&c->r, c->json, "type", words, RULE_KINDS);
	if (kind < 0 || !members_known(c, &rule_shapes[kind]))
		return;
	c->rule->kind = (enum rule_kind)kind;
	if (kind == RULE_SURVEY || kind == RULE_SIPAS) {
		c->rule->vars = tally_vars;
		c->rule->n_vars = TALLY_VARS;
	}
	read_na_if(c);
	rule_shapes[kind].compile(c);
}

struct rule *
rule_read(const struct jv *json, const struct var *vars, unsigned n_vars,
    struct pool *pool, struct faults *fs)
{
	struct rule *rule = pool_take(pool, sizeof *rule);
	struct compile c = { .r = { .pool = pool, .fs = fs },
		.rule = rule,
		.json = json,
		.faults_before = fs->n };

	if (rule == NULL) {
		faults_add(fs, ERR_NO_MEMORY, "", "There is no memory.");
		return NULL;
	}
	rule->vars = vars;
	rule->n_vars = n_vars;
	compile(&c);
	buf_free(&c.r.scratch);
	return compiles(&c) ? rule : NULL;
}
