/*
 * expr_read.c - text to a formula: recursive descent, one function a level of
 * binding, as the table in docs/criteria-format.md lists them.
 *
 * Knows what binds how tightly and what may stand beside what.
 */
#include "store/model/expr_read.h"

static const struct expr *read_sign(struct reader *r);

static const struct expr *
question_of(struct reader *r, size_t at, enum expr_op op, const struct expr *a,
    const struct expr *b)
{
	struct expr e = { .op = op, .kind = EXPR_QUESTION, .a = a, .b = b };

	if (a == NULL || b == NULL)
		return NULL;
	if (a->kind != EXPR_QUESTION || b->kind != EXPR_QUESTION)
		return reader_refuse(r, at,
		    "a question is wanted on both sides");
	return reader_keep(r, e);
}

/* ---- binding, tightest first ---- */

static const struct expr *
read_deeper(struct reader *r, const struct expr *(*read)(struct reader *r))
{
	const struct expr *e;

	if (r->depth > EXPR_DEPTH_MOST)
		return reader_refuse(r, r->at, "this is nested too deeply");
	r->depth++;
	e = read(r);
	r->depth--;
	return e;
}

static const struct expr *
read_sign(struct reader *r)
{
	size_t at = r->at;
	const struct expr *e;

	if (!reader_take(r, "-"))
		return read_deeper(r, reader_part);
	e = read_deeper(r, read_sign);
	if (e == NULL)
		return NULL;
	if (e->kind != EXPR_NUMBER)
		return reader_refuse(r, at, "only a number has a sign");
	return reader_keep(r,
	    (struct expr){ .op = OP_NEGATE, .kind = EXPR_NUMBER, .a = e });
}

static const struct expr *
read_product(struct reader *r)
{
	const struct expr *e = read_sign(r);

	while (e != NULL) {
		size_t at = r->at;

		if (reader_take(r, "*"))
			e = reader_number(r, at, OP_MUL, e, read_sign(r));
		else if (reader_take(r, "/"))
			e = reader_number(r, at, OP_DIV, e, read_sign(r));
		else
			break;
	}
	return e;
}

static const struct expr *
read_sum(struct reader *r)
{
	const struct expr *e = read_product(r);

	while (e != NULL) {
		size_t at = r->at;

		if (reader_take(r, "+"))
			e = reader_number(r, at, OP_ADD, e, read_product(r));
		else if (reader_take(r, "-"))
			e = reader_number(r, at, OP_SUB, e, read_product(r));
		else
			break;
	}
	return e;
}

/* The name beside a level becomes its place among the level's names. */
static const struct expr *
level_named(struct reader *r, size_t at, const struct expr *level,
    const struct expr *name)
{
	const struct var *v = &r->vars[level->var];
	struct expr e = *name;

	for (unsigned i = 0; i < v->n_levels; i++)
		if (strcmp(v->levels[i], name->text) == 0) {
			e.value = fraction_whole(i);
			e.kind = EXPR_LEVEL;
			return reader_keep(r, e);
		}
	return reader_refuse(r, at, "the level has no such name");
}

static const struct expr *
comparison(struct reader *r, size_t at, enum expr_op op, const struct expr *a,
    const struct expr *b)
{
	struct expr e = { .op = op, .kind = EXPR_QUESTION, .a = a, .b = b };
	bool ordered = op != OP_EQ && op != OP_NE;

	if (a == NULL || b == NULL)
		return NULL;
	if (a->kind == EXPR_LEVEL && b->kind == EXPR_NAME && !ordered) {
		e.b = level_named(r, at, a, b);
		return e.b == NULL ? NULL : reader_keep(r, e);
	}
	if (a->kind != b->kind ||
	    (a->kind != EXPR_NUMBER && a->kind != EXPR_DATE))
		return reader_refuse(r, at, "these two cannot be compared so");
	return reader_keep(r, e);
}

static const struct expr *
read_comparison(struct reader *r)
{
	static const struct {
		const char *mark;
		enum expr_op op;
	} marks[] = { { "=", OP_EQ }, { "!=", OP_NE }, { "<=", OP_LE },
		{ "<", OP_LT }, { ">=", OP_GE }, { ">", OP_GT } };
	const struct expr *e = read_sum(r);
	size_t at = r->at;

	for (size_t i = 0; e != NULL && i < 6; i++)
		if (reader_take(r, marks[i].mark))
			return comparison(r, at, marks[i].op, e, read_sum(r));
	return e;
}

static const struct expr *
read_not(struct reader *r)
{
	size_t at = r->at;
	const struct expr *e;

	if (!reader_take_word(r, "not"))
		return read_comparison(r);
	e = read_deeper(r, read_not);
	if (e == NULL)
		return NULL;
	if (e->kind != EXPR_QUESTION)
		return reader_refuse(r, at, "only a question can be denied");
	return reader_keep(r,
	    (struct expr){ .op = OP_NOT, .kind = EXPR_QUESTION, .a = e });
}

static const struct expr *
read_and(struct reader *r)
{
	const struct expr *e = read_not(r);

	for (size_t at = r->at; e != NULL && reader_take_word(r, "and");
	     at = r->at)
		e = question_of(r, at, OP_AND, e, read_not(r));
	return e;
}

const struct expr *
reader_any(struct reader *r)
{
	const struct expr *e = read_and(r);

	for (size_t at = r->at; e != NULL && reader_take_word(r, "or");
	     at = r->at)
		e = question_of(r, at, OP_OR, e, read_and(r));
	return e;
}

const struct expr *
expr_read(struct slice text, enum expr_kind wanted, const struct var *vars,
    unsigned n_vars, struct pool *pool, struct fault *why)
{
	struct reader r = { text, 0, 0, vars, n_vars, pool, why };
	const struct expr *e = reader_any(&r);

	if (e == NULL)
		return NULL;
	(void)reader_take(&r, ""); /* blanks at the end */
	if (r.at != text.n)
		return reader_refuse(&r, r.at, "nothing more is wanted here");
	if (e->kind != wanted)
		return reader_refuse(&r, 0,
		    wanted == EXPR_NUMBER
			? "a number is wanted, and this is none"
			: "a question is wanted, and this is none");
	return e;
}
