/*
 * form_table.c - rows to forms.
 *
 * Knows the names of columns. Touches nothing but its arguments and memory.
 */
#include "store/model/form_table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/base/text.h"

#define NOWHERE UINT32_MAX

static const char *const number_names[] = { "number", "số phiếu", "mã phiếu",
	NULL };
static const char *const group_names[] = { "group", "nhóm", "đối tượng", NULL };
static const char *const unit_names[] = { "unit", "đơn vị", "mã đơn vị", NULL };

static bool
folds_to(struct slice text, const char *name)
{
	struct buf a = { 0 }, b = { 0 };
	bool same = text_fold(text, &a) == OK &&
		    text_fold(slice_text(name), &b) == OK &&
		    slice_eq(buf_all(&a), buf_all(&b));

	buf_free(&a);
	buf_free(&b);
	return same;
}

static bool
is_one_of(struct slice text, const char *const *names)
{
	for (; *names != NULL; names++)
		if (folds_to(text, *names))
			return true;
	return false;
}

/* Where the column with this name goes; NULL when nobody knows it. */
static unsigned *
place_of(struct form_table *t, struct slice name)
{
	const struct survey *s = &t->plan->surveys[t->survey];

	if (is_one_of(name, number_names))
		return &t->number;
	if (is_one_of(name, group_names))
		return &t->group;
	if (is_one_of(name, unit_names))
		return &t->unit;
	for (unsigned q = 0; q < s->n_questions; q++)
		if (folds_to(name, s->questions[q].id))
			return &t->question[q];
	return NULL;
}

static enum err
missing(struct fault *why, const char *name)
{
	return fault_set(why, ERR_MISSING_FIELD, "line:1",
	    "The first line names no column \"%s\".", name);
}

static enum err
all_there(const struct form_table *t, struct fault *why)
{
	const struct survey *s = &t->plan->surveys[t->survey];

	if (t->number == NOWHERE)
		return missing(why, number_names[0]);
	if (t->group == NOWHERE)
		return missing(why, group_names[0]);
	if (t->unit == NOWHERE)
		return missing(why, unit_names[0]);
	for (unsigned q = 0; q < s->n_questions; q++)
		if (t->question[q] == NOWHERE)
			return missing(why, s->questions[q].id);
	return OK;
}

/* A fault repeats at most this much of a cell. */
static int
shown(struct slice s)
{
	size_t n = s.n < 48 ? s.n : 48;

	while (n > 0 && n < s.n && (s.p[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

enum err
form_table_make(struct form_table *t, const struct plan *plan, unsigned survey,
    const struct slice *cell, unsigned n, struct fault *why)
{
	unsigned *place;

	*t = (struct form_table){ .plan = plan,
		.survey = survey,
		.number = NOWHERE,
		.group = NOWHERE,
		.unit = NOWHERE };
	memset(t->question, 0xff, sizeof t->question);
	t->rows = calloc(plan->n_units, sizeof *t->rows);
	if (t->rows == NULL)
		return ERR_NO_MEMORY;
	for (unsigned i = 0; i < n; i++) {
		if (cell[i].n == 0)
			continue;
		if ((place = place_of(t, cell[i])) == NULL)
			return fault_set(why, ERR_UNKNOWN_FIELD, "line:1",
			    "Column \"%.*s\" is not known to survey %s.",
			    shown(cell[i]), (const char *)cell[i].p,
			    plan->surveys[survey].id.text);
		if (*place != NOWHERE)
			return fault_set(why, ERR_EXISTS, "line:1",
			    "Column \"%.*s\" is there twice.", shown(cell[i]),
			    (const char *)cell[i].p);
		*place = i;
	}
	return all_there(t, why);
}

void
form_table_free(struct form_table *t)
{
	free(t->rows);
	t->rows = NULL;
}

/* ---- a row ---- */

struct line {
	struct form_table *t;
	uint64_t number;
	const struct slice *cell;
	unsigned n;
	struct fault *why;
};

static struct slice
cell_of(const struct line *l, unsigned column)
{
	return column < l->n ? l->cell[column] : SLICE_NONE;
}

static enum err
wrong(const struct line *l, enum err e, const char *column, const char *detail,
    ...)
{
	char at[32], text[256];
	va_list args;

	va_start(args, detail);
	(void)vsnprintf(text, sizeof text, detail, args);
	va_end(args);
	(void)snprintf(at, sizeof at, "line:%llu",
	    (unsigned long long)l->number);
	return fault_set(l->why, e, at, "Line %llu, column \"%s\": %s",
	    (unsigned long long)l->number, column, text);
}

static enum err
read_word(const struct line *l, struct slice text, const char *column,
    char out[FORM_NUMBER_ROOM])
{
	if (text.n == 0)
		return wrong(l, ERR_MISSING_FIELD, column,
		    "the cell is empty.");
	if (text.n >= FORM_NUMBER_ROOM)
		return wrong(l, ERR_TOO_BIG, column,
		    "there are more than %d bytes.", FORM_NUMBER_ROOM - 1);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ')
			return wrong(l, ERR_ENCODING, column,
			    "the cell has a control character.");
	memset(out, 0, FORM_NUMBER_ROOM);
	memcpy(out, text.p, text.n);
	return OK;
}

static enum err
read_group(const struct line *l, struct form *form)
{
	const struct survey *s = &l->t->plan->surveys[l->t->survey];
	enum err e =
	    read_word(l, cell_of(l, l->t->group), "group", form->group);

	if (e != OK)
		return e;
	for (unsigned i = 0; i < s->n_respondents; i++)
		if (strcmp(s->respondents[i].id, form->group) == 0) {
			form->respondents = i;
			return OK;
		}
	return wrong(l, ERR_NOT_FOUND, "group",
	    "survey %s has no group of respondents \"%s\".", s->id.text,
	    form->group);
}

static enum err
read_unit(const struct line *l, unsigned *out)
{
	const struct plan *p = l->t->plan;
	const struct survey *s = &p->surveys[l->t->survey];
	struct slice text = cell_of(l, l->t->unit);
	struct unit_id id;
	int unit = -1;

	if (text.n == 0)
		return wrong(l, ERR_MISSING_FIELD, "unit",
		    "the cell is empty.");
	if (unit_id_read(text, &id) == OK)
		unit = plan_unit(p, id);
	if (unit < 0)
		unit = plan_unit_named(p, text);
	if (unit < 0)
		return wrong(l, ERR_UNKNOWN_UNIT, "unit",
		    "there is no unit \"%.*s\".", shown(text),
		    (const char *)text.p);
	if (p->units[unit].block != s->block)
		return wrong(l, ERR_UNKNOWN_UNIT, "unit",
		    "survey %s does not judge the block of unit %s.",
		    s->id.text, p->units[unit].id.text);
	*out = (unsigned)unit;
	return OK;
}

static bool
is_blank(struct slice text)
{
	static const char *const blanks[] = { "kb", "không biết", NULL };

	return text.n == 0 || slice_is(text, "0") ||
	       (text.n > 1 && is_one_of(text, blanks));
}

/* 1..scale, or 0 when it is none. */
static uint8_t
answer_of(const struct question *q, struct slice text)
{
	if (text.n == 1 && text.p[0] > '0' && text.p[0] <= '9' &&
	    (unsigned)(text.p[0] - '0') <= q->scale)
		return (uint8_t)(text.p[0] - '0');
	for (unsigned i = 0; q->options != NULL && i < q->scale; i++)
		if (folds_to(text, q->options[i].id))
			return (uint8_t)(i + 1);
	return 0;
}

static enum err
read_answers(const struct line *l, struct form_row *row)
{
	const struct plan *p = l->t->plan;
	const struct survey *s = &p->surveys[l->t->survey];

	for (unsigned i = 0; i < s->n_questions; i++) {
		const struct question *q = &s->questions[i];
		struct slice text = cell_of(l, l->t->question[i]);

		row->answer[i] = answer_of(q, text);
		if (row->answer[i] == 0 && !is_blank(text))
			return wrong(l, ERR_RANGE, q->id,
			    "\"%.*s\" is no answer; it has %u.", shown(text),
			    (const char *)text.p, q->scale);
		if (row->answer[i] != 0 && !question_is_for(p, row->unit, q))
			return wrong(l, ERR_LEAF_NOT_YOURS, q->id,
			    "leaf %s does not apply to unit %s.",
			    p->leaves[q->leaf].id.text,
			    p->units[row->unit].id.text);
	}
	return OK;
}

/* Puts the row under the form that is open. */
static enum err
add_row(const struct line *l)
{
	struct form_table *t = l->t;
	struct form_row *row = &t->rows[t->form.n_rows];
	struct form same = { 0 };
	unsigned unit = 0;
	enum err e;

	if ((e = read_group(l, t->form.n_rows == 0 ? &t->form : &same)) != OK ||
	    (e = read_unit(l, &unit)) != OK)
		return e;
	if (t->form.n_rows > 0 && strcmp(same.group, t->form.group) != 0)
		return wrong(l, ERR_CONFLICT, "group",
		    "form %s is of group %s in the lines above.",
		    t->form.number, t->form.group);
	for (unsigned i = 0; i < t->form.n_rows; i++)
		if (t->rows[i].unit == unit)
			return wrong(l, ERR_EXISTS, "unit",
			    "form %s judges unit %s in a line above.",
			    t->form.number, t->plan->units[unit].id.text);
	row->unit = unit;
	if ((e = read_answers(l, row)) == OK)
		t->form.n_rows++;
	return e;
}

bool
form_table_end(struct form_table *t, struct pool *pool, struct form_taken *out)
{
	struct form_row *rows;

	if (!t->open)
		return false;
	t->open = false;
	*out = (struct form_taken){ t->form, t->line, t->bad };
	rows = pool_array(pool, t->form.n_rows + 1, sizeof *rows);
	if (rows == NULL) {
		out->bad = true;
		out->form.n_rows = 0;
		return true;
	}
	memcpy(rows, t->rows, t->form.n_rows * sizeof *rows);
	out->form.rows = rows;
	return true;
}

/* Does the row go on with the open form? */
static bool
goes_on(const struct form_table *t, const char *number)
{
	return t->open &&
	       t->plan->surveys[t->survey].kind == SURVEY_ORGANISATION &&
	       strcmp(t->form.number, number) == 0;
}

bool
form_table_take(struct form_table *t, uint64_t line, const struct slice *cell,
    unsigned n, const struct fault *bad, struct pool *pool,
    struct form_taken *out, struct fault *why)
{
	struct line l = { t, line, cell, n, why };
	char number[FORM_NUMBER_ROOM] = "";
	bool whole = false;
	enum err e;

	if (bad->err != OK)
		(void)fault_set(why, bad->err, bad->pointer, "%s", bad->detail);
	e = read_word(&l, cell_of(&l, t->number), "number", number);
	if (e == OK)
		e = bad->err;
	/* a line without a number spoils the form above it */
	if ((number[0] != '\0' || !t->open) && !goes_on(t, number)) {
		whole = form_table_end(t, pool, out);
		t->form = (struct form){ 0 };
		memcpy(t->form.number, number, sizeof number);
		t->line = line;
		t->open = true;
		t->bad = false;
	}
	if (e == OK)
		e = add_row(&l);
	t->bad = t->bad || e != OK;
	return whole;
}
