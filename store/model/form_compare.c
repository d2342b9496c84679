/*
 * form_compare.c - two entries of one form beside each other; a form as text.
 *
 * Touches nothing but its arguments.
 */
#include "store/base/json_out.h"
#include "store/model/form.h"

static const struct form_row *
row_of(const struct form *f, unsigned unit)
{
	for (unsigned i = 0; i < f->n_rows; i++)
		if (f->rows[i].unit == unit)
			return &f->rows[i];
	return NULL;
}

struct comparing {
	unsigned questions, n;
	void (*each)(void *self, const struct form_difference *d);
	void *self;
};

static void
tell(struct comparing *c, struct form_difference d)
{
	c->n++;
	if (c->each != NULL)
		c->each(c->self, &d);
}

static void
compare_rows(struct comparing *c, unsigned unit, const struct form_row *first,
    const struct form_row *second)
{
	for (unsigned q = 0; q < c->questions; q++) {
		uint8_t a = first == NULL ? 0 : first->answer[q];
		uint8_t b = second == NULL ? 0 : second->answer[q];

		if (a != b)
			tell(c, (struct form_difference){ unit, (int)q, a, b });
	}
}

unsigned
form_differs(const struct plan *p, unsigned survey, const struct form *first,
    const struct form *second,
    void (*each)(void *self, const struct form_difference *d), void *self)
{
	struct comparing c = { p->surveys[survey].n_questions, 0, each, self };

	if (strcmp(first->group, second->group) != 0)
		tell(&c, (struct form_difference){ 0, -1, 0, 0 });
	for (unsigned i = 0; i < first->n_rows; i++)
		compare_rows(&c, first->rows[i].unit, &first->rows[i],
		    row_of(second, first->rows[i].unit));
	for (unsigned i = 0; i < second->n_rows; i++)
		if (row_of(first, second->rows[i].unit) == NULL)
			compare_rows(&c, second->rows[i].unit, NULL,
			    &second->rows[i]);
	return c.n;
}

static void
put_answers(struct jout *j, const struct survey *s, const struct form_row *row)
{
	jout_object(j);
	for (unsigned q = 0; q < s->n_questions; q++) {
		if (row->answer[q] == 0)
			continue;
		jout_key(j, s->questions[q].id);
		if (s->questions[q].options != NULL)
			jout_str(j,
			    s->questions[q].options[row->answer[q] - 1].id);
		else
			jout_uint(j, row->answer[q]);
	}
	jout_object_end(j);
}

void
form_put(struct buf *to, const struct plan *p, unsigned survey,
    const struct form *form)
{
	const struct survey *s = &p->surveys[survey];
	struct jout j = jout_start(to);

	jout_object(&j);
	jout_kstr(&j, "number", form->number);
	jout_kstr(&j, "group", form->group);
	if (form->channel[0] != '\0')
		jout_kstr(&j, "channel", form->channel);
	if (s->kind == SURVEY_CITIZEN && form->n_rows == 1) {
		jout_kstr(&j, "unit", p->units[form->rows[0].unit].id.text);
		jout_key(&j, "answers");
		put_answers(&j, s, &form->rows[0]);
	} else {
		jout_key(&j, "units");
		jout_object(&j);
		for (unsigned i = 0; i < form->n_rows; i++) {
			jout_key(&j, p->units[form->rows[i].unit].id.text);
			put_answers(&j, s, &form->rows[i]);
		}
		jout_object_end(&j);
	}
	jout_object_end(&j);
}
