/*
 * expr.c - what a formula is worth.
 *
 * Knows exact arithmetic over a leaf's values. Touches nothing but its
 * arguments. Recursion is bounded by the text's length.
 */
#include "store/model/expr.h"

#include <assert.h>

/* A flag left out is no; any other value left out is an error. */
static enum err
variable(const struct expr *e, const struct scope *s, struct fraction *out)
{
	enum var_type type = s->vars[e->var].type;
	int64_t value = s->in->value[e->var];

	if (!s->in->given[e->var]) {
		*out = fraction_whole(0);
		return type == VAR_FLAG ? OK : ERR_MISSING_FIELD;
	}
	*out = type == VAR_DECIMAL ? fraction_points((struct points){ value })
				   : fraction_whole(value);
	return OK;
}

static enum err
choice(const struct expr *e, const struct scope *s, struct fraction *out)
{
	bool yes;
	enum err err;

	if ((err = expr_question(e->a, s, &yes)) != OK)
		return err;
	return expr_number(yes ? e->b : e->c, s, out);
}

static enum err
combine(enum expr_op op, struct fraction a, struct fraction b,
    struct fraction *out)
{
	switch (op) {
	case OP_ADD:
		return fraction_add(a, b, out);
	case OP_SUB:
		return fraction_sub(a, b, out);
	case OP_MUL:
		return fraction_mul(a, b, out);
	case OP_DIV:
		return fraction_div(a, b, out);
	case OP_MIN:
		*out = fraction_cmp(a, b) <= 0 ? a : b;
		return OK;
	default:
		assert(op == OP_MAX);
		*out = fraction_cmp(a, b) >= 0 ? a : b;
		return OK;
	}
}

enum err
expr_number(const struct expr *e, const struct scope *s, struct fraction *out)
{
	struct fraction a, b;
	enum err err;

	switch (e->op) {
	case OP_CONSTANT:
		*out = e->value;
		return OK;
	case OP_LEAF_MAX:
		*out = fraction_points(s->max);
		return OK;
	case OP_VAR:
		return variable(e, s, out);
	case OP_IF:
		return choice(e, s, out);
	case OP_NEGATE:
		if ((err = expr_number(e->a, s, &a)) != OK)
			return err;
		return fraction_sub(fraction_whole(0), a, out);
	default:
		if ((err = expr_number(e->a, s, &a)) != OK ||
		    (err = expr_number(e->b, s, &b)) != OK)
			return err;
		return combine(e->op, a, b, out);
	}
}

static enum err
compare(const struct expr *e, const struct scope *s, bool *out)
{
	struct fraction a, b;
	enum err err;
	int order;

	if ((err = expr_number(e->a, s, &a)) != OK ||
	    (err = expr_number(e->b, s, &b)) != OK)
		return err;
	order = fraction_cmp(a, b);
	switch (e->op) {
	case OP_EQ:
		*out = order == 0;
		break;
	case OP_NE:
		*out = order != 0;
		break;
	case OP_LT:
		*out = order < 0;
		break;
	case OP_LE:
		*out = order <= 0;
		break;
	case OP_GT:
		*out = order > 0;
		break;
	default:
		assert(e->op == OP_GE);
		*out = order >= 0;
	}
	return OK;
}

enum err
expr_question(const struct expr *e, const struct scope *s, bool *out)
{
	struct fraction flag;
	enum err err;

	switch (e->op) {
	case OP_VAR:
		if ((err = variable(e, s, &flag)) == OK)
			*out = flag.num != 0;
		return err;
	case OP_GIVEN:
		*out = s->in->given[e->var];
		return OK;
	case OP_NOT:
		if ((err = expr_question(e->a, s, out)) == OK)
			*out = !*out;
		return err;
	case OP_AND:
	case OP_OR:
		if ((err = expr_question(e->a, s, out)) != OK ||
		    *out == (e->op == OP_OR))
			return err;
		return expr_question(e->b, s, out);
	default:
		return compare(e, s, out);
	}
}
