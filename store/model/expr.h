/*
 * expr.h - the formula language of the rules: text to tree, tree to number,
 * tree to text (docs/criteria-format.md, "The formula language").
 *
 * Total by construction: no loops, no assignment; the text, and so the tree
 * and its evaluation, are bounded.
 */
#ifndef STORE_MODEL_EXPR_H
#define STORE_MODEL_EXPR_H

#include "store/model/rule.h"

#define EXPR_TEXT_MOST 400 /* bytes a person may write */
#define EXPR_DEPTH_MOST 16 /* brackets, calls, signs and nots */

/* What a part of a formula is. A flag is a question that a variable answers;
 * a name stands beside a level only. */
enum expr_kind {
	EXPR_NUMBER,
	EXPR_QUESTION,
	EXPR_DATE,
	EXPR_LEVEL,
	EXPR_NAME,
};

enum expr_op {
	OP_CONSTANT, /* number, date or level name */
	OP_VAR,
	OP_LEAF_MAX, /* the word `max` */
	OP_NEGATE,
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MIN,
	OP_MAX,
	OP_IF,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_GIVEN,
	OP_NOT,
	OP_AND,
	OP_OR,
};

struct expr {
	enum expr_op op;
	enum expr_kind kind;
	const struct expr *a, *b, *c; /* operands; OP_IF: question, yes, no */
	struct fraction value;        /* OP_CONSTANT: also days, level index */
	const char *text;             /* OP_CONSTANT: as written */
	unsigned var;                 /* OP_VAR, OP_GIVEN */
};

/*
 * Reads `text` as a formula (EXPR_NUMBER) or a condition (EXPR_QUESTION) over
 * the variables. The tree lives in `pool`. NULL and `*why` filled (its pointer
 * is the caller's to say) for anything else.
 */
const struct expr *expr_read(struct slice text, enum expr_kind wanted,
    const struct var *vars, unsigned n_vars, struct pool *pool,
    struct fault *why);

/* Is `key` a word of the language? */
bool expr_word(struct slice key);

/* What a formula is asked about. */
struct scope {
	const struct var *vars;
	const struct inputs *in;
	struct points max;
	unsigned decimals; /* for printing `max` */
};

/* ERR_MISSING_FIELD (a variable without value), ERR_OVERFLOW,
 * ERR_DIVISION. */
enum err expr_number(const struct expr *e, const struct scope *s,
    struct fraction *out);
enum err expr_question(const struct expr *e, const struct scope *s, bool *out);

/*
 * The arithmetic as text, after it has been evaluated without an error:
 * "2.00 x 38/42 = 1.809524" for a formula, "b/a = 38/42 = 0.904762 >= 0.80"
 * for a condition that holds. At most six decimals, rounded half up; the end
 * zeros of a fraction are left out.
 */
void expr_put_number(struct buf *to, const struct expr *e,
    const struct scope *s);
void expr_put_question(struct buf *to, const struct expr *e,
    const struct scope *s);

/* "38/42 = 0.904762" with its name before it, for a case that has no
 * condition of its own to show. */
void expr_put_named(struct buf *to, const struct expr *e,
    const struct scope *s);

#endif
