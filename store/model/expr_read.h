/*
 * expr_read.h - inside expr_read.c and expr_part.c only: where a reading
 * stands.
 */
#ifndef STORE_MODEL_EXPR_READ_H
#define STORE_MODEL_EXPR_READ_H

#include "store/model/expr.h"

struct reader {
	struct slice text;
	size_t at;
	unsigned depth;
	const struct var *vars;
	unsigned n_vars;
	struct pool *pool;
	struct fault *why;
};

/* Says what is wrong at byte `at`; the first one stays. Returns NULL, as every
 * reader does that failed. */
const struct expr *reader_refuse(struct reader *r, size_t at, const char *what);

/* Takes blanks and then `mark`, or the whole word `word`, when it is next. */
bool reader_take(struct reader *r, const char *mark);
bool reader_take_word(struct reader *r, const char *word);

/* Keeps a part in the pool. */
const struct expr *reader_keep(struct reader *r, struct expr e);

/* `op` over two numbers; an operand of NULL is a fault already named. */
const struct expr *reader_number(struct reader *r, size_t at, enum expr_op op,
    const struct expr *a, const struct expr *b);

/* The smallest part: a value, a call, or anything in brackets. */
const struct expr *reader_part(struct reader *r);

/* Anything: what stands in brackets and between commas. */
const struct expr *reader_any(struct reader *r);

#endif
