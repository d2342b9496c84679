/*
 * expr_put.c - a formula's arithmetic as text a person can check by hand.
 *
 * Knows how formulas are written. Writes to the buffer it is given.
 */
#include <assert.h>

#include "store/base/moment.h"
#include "store/model/expr.h"

/* How a part is shown: by its names, or with the values put in. */
enum show {
	SHOW_NAMES,
	SHOW_VALUES
};

static void put(struct buf *to, const struct expr *e, const struct scope *s,
    enum show show, unsigned inside);

/* How tightly an operator binds, and how it is written. */
static const struct {
	unsigned binds;
	const char *word;
} written[] = {
	[OP_CONSTANT] = { 9, NULL },
	[OP_VAR] = { 9, NULL },
	[OP_LEAF_MAX] = { 9, NULL },
	[OP_NEGATE] = { 8, "-" },
	[OP_ADD] = { 5, " + " },
	[OP_SUB] = { 5, " - " },
	[OP_MUL] = { 6, " x " },
	[OP_DIV] = { 6, "/" },
	[OP_MIN] = { 9, "min(" },
	[OP_MAX] = { 9, "max(" },
	[OP_IF] = { 9, "if(" },
	[OP_EQ] = { 4, " = " },
	[OP_NE] = { 4, " != " },
	[OP_LT] = { 4, " < " },
	[OP_LE] = { 4, " <= " },
	[OP_GT] = { 4, " > " },
	[OP_GE] = { 4, " >= " },
	[OP_GIVEN] = { 9, "given(" },
	[OP_NOT] = { 3, "not " },
	[OP_AND] = { 2, " and " },
	[OP_OR] = { 1, " or " },
};

/* At most six decimals, without end zeros. */
static void
put_fraction(struct buf *to, struct fraction f)
{
	struct points p;

	if (fraction_points_rounded(f, 6, &p) == OK)
		points_put_short(to, p);
	else
		buf_text(to, "(very large)");
}

static void
put_value(struct buf *to, const struct expr *e, const struct scope *s)
{
	const struct var *v = &s->vars[e->var];
	int64_t value = s->in->value[e->var];
	char day[DATE_TEXT];

	switch (v->type) {
	case VAR_DATE:
		date_text(value, day);
		buf_text(to, day);
		return;
	case VAR_LEVEL:
		buf_text(to, v->levels[value]);
		return;
	case VAR_DECIMAL:
		put_fraction(to, fraction_points((struct points){ value }));
		return;
	default:
		buf_i64(to, value);
	}
}

/* An `if` with its values put in is the side that was taken. */
static void
put_choice(struct buf *to, const struct expr *e, const struct scope *s,
    enum show show, unsigned inside)
{
	bool yes = false;

	if (show == SHOW_VALUES) {
		(void)expr_question(e->a, s, &yes);
		put(to, yes ? e->b : e->c, s, show, inside);
		return;
	}
	buf_text(to, "if(");
	put(to, e->a, s, show, 0);
	buf_text(to, ", ");
	put(to, e->b, s, show, 0);
	buf_text(to, ", ");
	put(to, e->c, s, show, 0);
	buf_byte(to, ')');
}

static void
put_two(struct buf *to, const struct expr *e, const struct scope *s,
    enum show show, unsigned inside)
{
	unsigned binds = written[e->op].binds;

	if (binds < inside)
		buf_byte(to, '(');
	put(to, e->a, s, show, binds);
	buf_text(to, written[e->op].word);
	put(to, e->b, s, show, binds + 1);
	if (binds < inside)
		buf_byte(to, ')');
}

/* The part `e`, in brackets when it binds less than `inside`. */
static void
put(struct buf *to, const struct expr *e, const struct scope *s, enum show show,
    unsigned inside)
{
	switch (e->op) {
	case OP_CONSTANT:
		buf_text(to, e->text);
		return;
	case OP_VAR:
		if (show == SHOW_VALUES && e->kind != EXPR_QUESTION)
			put_value(to, e, s);
		else
			buf_text(to, s->vars[e->var].key);
		return;
	case OP_LEAF_MAX:
		if (show == SHOW_VALUES)
			points_put(to, s->max, s->decimals);
		else
			buf_text(to, "max");
		return;
	case OP_GIVEN:
		buf_print(to, "given(%s)", s->vars[e->var].key);
		return;
	case OP_NEGATE:
	case OP_NOT:
		buf_text(to, written[e->op].word);
		put(to, e->a, s, show, written[e->op].binds + 1);
		return;
	case OP_MIN:
	case OP_MAX:
		buf_text(to, written[e->op].word);
		put(to, e->a, s, show, 0);
		buf_text(to, ", ");
		put(to, e->b, s, show, 0);
		buf_byte(to, ')');
		return;
	case OP_IF:
		put_choice(to, e, s, show, inside);
		return;
	default:
		put_two(to, e, s, show, inside);
	}
}

/* " = 1.809524", unless just that stands there since `start`. */
static void
put_worth(struct buf *to, size_t start, const struct expr *e,
    const struct scope *s)
{
	struct buf worth = { 0 };
	struct fraction f;

	if (e->kind != EXPR_NUMBER || expr_number(e, s, &f) != OK)
		return;
	put_fraction(&worth, f);
	if (!slice_eq(buf_all(&worth),
		slice_of(to->p + start, to->n - start)) &&
	    e->op != OP_CONSTANT && e->op != OP_LEAF_MAX) {
		buf_text(to, " = ");
		buf_slice(to, buf_all(&worth));
	}
	if (worth.err != OK)
		to->err = worth.err;
	buf_free(&worth);
}

void
expr_put_number(struct buf *to, const struct expr *e, const struct scope *s)
{
	size_t start = to->n;

	put(to, e, s, SHOW_VALUES, 0);
	put_worth(to, start, e, s);
}

void
expr_put_named(struct buf *to, const struct expr *e, const struct scope *s)
{
	put(to, e, s, SHOW_NAMES, 5);
	if (e->op == OP_CONSTANT)
		return;
	buf_text(to, " = ");
	expr_put_number(to, e, s);
}

/* A comparison shows what both sides are worth; "n = 0" says it already. */
static void
put_comparison(struct buf *to, const struct expr *e, const struct scope *s)
{
	if (e->op == OP_EQ && e->a->op == OP_VAR && e->b->op == OP_CONSTANT) {
		put(to, e, s, SHOW_NAMES, 0);
		return;
	}
	expr_put_named(to, e->a, s);
	buf_text(to, written[e->op].word);
	expr_put_named(to, e->b, s);
}

void
expr_put_question(struct buf *to, const struct expr *e, const struct scope *s)
{
	bool left = false;

	switch (e->op) {
	case OP_VAR:
	case OP_GIVEN:
	case OP_NOT:
		put(to, e, s, SHOW_NAMES, 0);
		return;
	case OP_AND:
		expr_put_question(to, e->a, s);
		buf_text(to, " and ");
		expr_put_question(to, e->b, s);
		return;
	case OP_OR:
		(void)expr_question(e->a, s, &left);
		expr_put_question(to, left ? e->a : e->b, s);
		return;
	default:
		put_comparison(to, e, s);
	}
}
