/*
 * expr_part.c - the tokens of a formula and its smallest parts: numbers, days,
 * names, variables, calls, brackets.
 *
 * Knows the words of the language and a leaf's variables. Takes memory from
 * the pool it is given.
 */
#include "store/base/moment.h"
#include "store/model/expr_read.h"

const struct expr *
reader_refuse(struct reader *r, size_t at, const char *what)
{
	int n = r->text.n < 120 ? (int)r->text.n : 120;

	fault_set(r->why, ERR_MALFORMED, "", "At byte %zu of \"%.*s\": %s.",
	    at + 1, n, (const char *)r->text.p, what);
	return NULL;
}

/* ---- tokens ---- */

static uint8_t
peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->text.n ? r->text.p[r->at + ahead] : 0;
}

static void
skip_blanks(struct reader *r)
{
	while (peek(r, 0) == ' ')
		r->at++;
}

/* Takes `mark` when it stands here. */
bool
reader_take(struct reader *r, const char *mark)
{
	struct slice rest;

	skip_blanks(r);
	rest = slice_of(r->text.p + r->at, r->text.n - r->at);
	if (!slice_starts(rest, slice_text(mark)))
		return false;
	r->at += strlen(mark);
	return true;
}

static bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

/* The word that stands here, not taken; empty when there is none. */
static struct slice
word_here(struct reader *r)
{
	size_t n = 0;

	skip_blanks(r);
	if (is_letter(peek(r, 0)))
		while (is_letter(peek(r, n)) || is_digit(peek(r, n)))
			n++;
	return slice_of(r->text.p + r->at, n);
}

bool
reader_take_word(struct reader *r, const char *word)
{
	if (!slice_is(word_here(r), word))
		return false;
	r->at += strlen(word);
	return true;
}

bool
expr_word(struct slice key)
{
	static const char *const words[] = { "max", "min", "if", "and", "or",
		"not", "given" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(key, words[i]))
			return true;
	return false;
}

/* ---- nodes ---- */

const struct expr *
reader_keep(struct reader *r, struct expr e)
{
	struct expr *kept = pool_take(r->pool, sizeof *kept);

	if (kept == NULL) {
		fault_set(r->why, ERR_NO_MEMORY, "", "There is no memory.");
		return NULL;
	}
	*kept = e;
	return kept;
}

static const struct expr *
constant(struct reader *r, enum expr_kind kind, struct fraction value,
    struct slice text)
{
	struct expr e = { .op = OP_CONSTANT, .kind = kind, .value = value };

	if ((e.text = pool_text(r->pool, text)) == NULL) {
		fault_set(r->why, ERR_NO_MEMORY, "", "There is no memory.");
		return NULL;
	}
	return reader_keep(r, e);
}

const struct expr *
reader_number(struct reader *r, size_t at, enum expr_op op,
    const struct expr *a, const struct expr *b)
{
	struct expr e = { .op = op, .kind = EXPR_NUMBER, .a = a, .b = b };

	if (a == NULL || b == NULL)
		return NULL;
	if (a->kind != EXPR_NUMBER || b->kind != EXPR_NUMBER)
		return reader_refuse(r, at, "a number is wanted on both sides");
	return reader_keep(r, e);
}

/* ---- the smallest parts ---- */

/* "2022-01-31" without blanks is a day, everything else with digits a
 * number. */
static const struct expr *
read_number(struct reader *r)
{
	struct slice text = { r->text.p + r->at, 0 };
	struct points p;
	int64_t days;
	size_t n = 0;

	while (is_digit(peek(r, n)) || peek(r, n) == '.')
		n++;
	if (n == 4 && peek(r, 4) == '-' && is_digit(peek(r, 5)) &&
	    is_digit(peek(r, 6)) && peek(r, 7) == '-') {
		text.n = r->text.n - r->at < 10 ? r->text.n - r->at : 10;
		if (date_read(text, &days) != OK)
			return reader_refuse(r, r->at, "there is no such day");
		r->at += 10;
		return constant(r, EXPR_DATE, fraction_whole(days), text);
	}
	text.n = n;
	if (points_read(text, &p) != OK)
		return reader_refuse(r, r->at,
		    "this is not a decimal with at most "
		    "six decimals");
	r->at += n;
	return constant(r, EXPR_NUMBER, fraction_points(p), text);
}

static const struct expr *
read_name(struct reader *r)
{
	size_t start = ++r->at;
	struct slice text;

	while (r->at < r->text.n && r->text.p[r->at] != '"')
		r->at++;
	if (r->at == r->text.n)
		return reader_refuse(r, start - 1, "this name does not end");
	text = slice_of(r->text.p + start, r->at - start);
	r->at++;
	return constant(r, EXPR_NAME, fraction_whole(0), text);
}

static int
var_named(const struct reader *r, struct slice key)
{
	for (unsigned i = 0; i < r->n_vars; i++)
		if (slice_is(key, r->vars[i].key))
			return (int)i;
	return -1;
}

static const struct expr *
read_variable(struct reader *r, enum expr_op op)
{
	static const enum expr_kind kinds[] = {
		[VAR_COUNT] = EXPR_NUMBER,
		[VAR_DECIMAL] = EXPR_NUMBER,
		[VAR_FLAG] = EXPR_QUESTION,
		[VAR_LEVEL] = EXPR_LEVEL,
		[VAR_DATE] = EXPR_DATE,
	};
	struct slice word = word_here(r);
	int var = var_named(r, word);
	struct expr e = { .op = op, .kind = EXPR_QUESTION };

	if (word.n == 0)
		return reader_refuse(r, r->at, "a value is wanted here");
	if (var < 0)
		return reader_refuse(r, r->at, "no variable has this key");
	r->at += word.n;
	e.var = (unsigned)var;
	if (op == OP_VAR)
		e.kind = kinds[r->vars[var].type];
	return reader_keep(r, e);
}

/* ---- calls: the name is taken, the bracket is next ---- */

static const struct expr *
read_given(struct reader *r)
{
	const struct expr *e;

	if (!reader_take(r, "("))
		return reader_refuse(r, r->at, "\"(\" is wanted here");
	if ((e = read_variable(r, OP_GIVEN)) != NULL && !reader_take(r, ")"))
		return reader_refuse(r, r->at, "\")\" is wanted here");
	return e;
}

static const struct expr *
next_argument(struct reader *r, const char *mark)
{
	if (!reader_take(r, mark))
		return reader_refuse(r, r->at, "another part is wanted here");
	return reader_any(r);
}

static const struct expr *
read_two(struct reader *r, enum expr_op op)
{
	size_t at = r->at;
	const struct expr *a, *b = NULL;

	if ((a = next_argument(r, "(")) != NULL)
		b = next_argument(r, ",");
	if (b != NULL && !reader_take(r, ")"))
		return reader_refuse(r, r->at, "\")\" is wanted here");
	return reader_number(r, at, op, a, b);
}

static const struct expr *
read_if(struct reader *r)
{
	struct expr e = { .op = OP_IF, .kind = EXPR_NUMBER };
	size_t at = r->at;

	if ((e.a = next_argument(r, "(")) == NULL ||
	    (e.b = next_argument(r, ",")) == NULL ||
	    (e.c = next_argument(r, ",")) == NULL)
		return NULL;
	if (!reader_take(r, ")"))
		return reader_refuse(r, r->at, "\")\" is wanted here");
	if (e.a->kind != EXPR_QUESTION || e.b->kind != EXPR_NUMBER ||
	    e.c->kind != EXPR_NUMBER)
		return reader_refuse(r, at,
		    "if(question, number, number) is wanted");
	return reader_keep(r, e);
}

const struct expr *
reader_part(struct reader *r)
{
	const struct expr *e;

	skip_blanks(r);
	if (is_digit(peek(r, 0)))
		return read_number(r);
	if (peek(r, 0) == '"')
		return read_name(r);
	if (reader_take(r, "(")) {
		if ((e = reader_any(r)) != NULL && !reader_take(r, ")"))
			return reader_refuse(r, r->at, "\")\" is wanted here");
		return e;
	}
	if (reader_take_word(r, "given"))
		return read_given(r);
	if (reader_take_word(r, "if"))
		return read_if(r);
	if (reader_take_word(r, "min"))
		return read_two(r, OP_MIN);
	if (!reader_take_word(r, "max"))
		return read_variable(r, OP_VAR);
	skip_blanks(r);
	if (peek(r, 0) == '(')
		return read_two(r, OP_MAX);
	return reader_keep(r, (struct expr){ .op = OP_LEAF_MAX });
}
