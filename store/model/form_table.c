/*
 * form_table.c - rows to forms.
 *
 * Knows what stands in the cells of a row. Touches nothing but its arguments
 * and memory.
 */
#include "store/model/form_table.h"

#include <stdarg.h>
#include <stdio.h>

#include "store/model/form_columns.h"

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

/* By its id or its name. */
static enum err
read_channel(const struct line *l, struct form *form)
{
	const struct survey *s = &l->t->plan->surveys[l->t->survey];
	struct slice text = cell_of(l, l->t->channel);
	int channel = channel_of(s, text);

	if (s->n_channels == 0)
		return OK;
	for (unsigned i = 0; channel < 0 && i < s->n_channels; i++)
		if (form_word_folds(text, s->channels[i].name_vi))
			channel = (int)i;
	if (channel < 0)
		return wrong(l, text.n == 0 ? ERR_MISSING_FIELD : ERR_NOT_FOUND,
		    "channel", "survey %s has no channel \"%.*s\".", s->id.text,
		    form_word_shown(text), (const char *)text.p);
	form_set_channel(form, s, (unsigned)channel);
	return OK;
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
		    "there is no unit \"%.*s\".", form_word_shown(text),
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
	       (text.n > 1 && form_word_is(text, blanks));
}

/* 1..scale, or 0 when it is none. */
static uint8_t
answer_of(const struct question *q, struct slice text)
{
	if (text.n == 1 && text.p[0] > '0' && text.p[0] <= '9' &&
	    (unsigned)(text.p[0] - '0') <= q->scale)
		return (uint8_t)(text.p[0] - '0');
	for (unsigned i = 0; q->options != NULL && i < q->scale; i++)
		if (form_word_folds(text, q->options[i].id))
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
			    "\"%.*s\" is no answer; it has %u.",
			    form_word_shown(text), (const char *)text.p,
			    q->scale);
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
	struct form *said = t->form.n_rows == 0 ? &t->form : &same;
	unsigned unit = 0;
	enum err e;

	if ((e = read_group(l, said)) != OK ||
	    (e = read_channel(l, said)) != OK ||
	    (e = read_unit(l, &unit)) != OK)
		return e;
	if (t->form.n_rows > 0 && strcmp(same.group, t->form.group) != 0)
		return wrong(l, ERR_CONFLICT, "group",
		    "form %s is of group %s in the lines above.",
		    t->form.number, t->form.group);
	if (t->form.n_rows > 0 && strcmp(same.channel, t->form.channel) != 0)
		return wrong(l, ERR_CONFLICT, "channel",
		    "form %s came by %s in the lines above.", t->form.number,
		    t->form.channel);
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
