/*
 * form_columns.c - what each column of a table of forms is.
 *
 * Knows the names of columns. Touches nothing but its arguments and memory.
 */
#include "store/model/form_columns.h"

#include <stdlib.h>

#include "store/base/text.h"

static const char *const number_names[] = { "number", "số phiếu", "mã phiếu",
	NULL };
static const char *const group_names[] = { "group", "nhóm", "đối tượng", NULL };
static const char *const channel_names[] = { "channel", "kênh", "kênh thu",
	NULL };
static const char *const unit_names[] = { "unit", "đơn vị", "mã đơn vị", NULL };

bool
form_word_folds(struct slice text, const char *name)
{
	struct buf a = { 0 }, b = { 0 };
	bool same = text_fold(text, &a) == OK &&
		    text_fold(slice_text(name), &b) == OK &&
		    slice_eq(buf_all(&a), buf_all(&b));

	buf_free(&a);
	buf_free(&b);
	return same;
}

bool
form_word_is(struct slice text, const char *const *names)
{
	for (; *names != NULL; names++)
		if (form_word_folds(text, *names))
			return true;
	return false;
}

/* Where the column with this name goes; NULL when nobody knows it. */
static unsigned *
place_of(struct form_table *t, struct slice name)
{
	const struct survey *s = &t->plan->surveys[t->survey];

	if (form_word_is(name, number_names))
		return &t->number;
	if (form_word_is(name, group_names))
		return &t->group;
	if (form_word_is(name, unit_names))
		return &t->unit;
	if (s->n_channels > 0 && form_word_is(name, channel_names))
		return &t->channel;
	for (unsigned q = 0; q < s->n_questions; q++)
		if (form_word_folds(name, s->questions[q].id))
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

	if (t->number == FORM_NOWHERE)
		return missing(why, number_names[0]);
	if (t->group == FORM_NOWHERE)
		return missing(why, group_names[0]);
	if (t->unit == FORM_NOWHERE)
		return missing(why, unit_names[0]);
	if (t->channel == FORM_NOWHERE && s->n_channels > 0)
		return missing(why, channel_names[0]);
	for (unsigned q = 0; q < s->n_questions; q++)
		if (t->question[q] == FORM_NOWHERE)
			return missing(why, s->questions[q].id);
	return OK;
}

int
form_word_shown(struct slice s)
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
		.number = FORM_NOWHERE,
		.group = FORM_NOWHERE,
		.unit = FORM_NOWHERE,
		.channel = FORM_NOWHERE };
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
			    form_word_shown(cell[i]), (const char *)cell[i].p,
			    plan->surveys[survey].id.text);
		if (*place != FORM_NOWHERE)
			return fault_set(why, ERR_EXISTS, "line:1",
			    "Column \"%.*s\" is there twice.",
			    form_word_shown(cell[i]), (const char *)cell[i].p);
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
