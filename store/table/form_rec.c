/*
 * form_rec.c - a form's answers as a record.
 *
 * Knows the tags of "forms". Touches nothing but its arguments.
 */
#include "store/table/form_rec.h"

#include "store/db/key.h"

static void
pack_rows(struct buf *to, const struct plan *plan, unsigned survey,
    const struct form *form)
{
	unsigned questions = plan->surveys[survey].n_questions;
	const struct form_row *row;
	struct key k;

	for (unsigned i = 0; i < form->n_rows; i++) {
		row = &form->rows[i];
		key_start(&k);
		key_text(&k, plan->units[row->unit].id.text);
		key_bytes(&k, row->answer, questions);
		rec_bytes(to, 3, key_all(&k));
	}
}

/* The next field of a record that is what the form says, not what is kept
 * about it. */
static bool
said_on(struct rec *r)
{
	while (rec_on(r))
		if (r->tag == 1 || r->tag == 3 || r->tag == 16)
			return true;
	return false;
}

/* Whether a kept form says the same. */
bool
form_same(struct txn *t, struct slice kept, struct slice come)
{
	struct rec a = rec_open(kept), b = rec_open(come);
	bool more_a, more_b;

	for (;;) {
		more_a = said_on(&a);
		more_b = said_on(&b);
		if (!more_a || !more_b)
			break;
		if (a.tag != b.tag || !slice_eq(a.value, b.value))
			return false;
	}
	txn_require(t, a.err);
	return more_a == more_b;
}

/* A form's value as it is kept, all but the channel. */
void
form_pack(struct buf *value, const struct plan *plan, unsigned index,
    const struct form *form, const struct form_facts *facts)
{
	buf_clear(value);
	rec_text(value, 1, form->group);
	rec_uint(value, 2, facts->entry);
	pack_rows(value, plan, index, form);
	if (facts->version > 1)
		rec_uint(value, 4, facts->version);
	if (facts->import != 0)
		rec_uint(value, 5, facts->import);
	if (facts->by != 0)
		rec_uint(value, 6, facts->by);
	if (facts->version > 1) {
		rec_int(value, 7, facts->time.us);
		rec_text(value, 8, facts->reason);
		rec_bytes(value, 9, slice_of(facts->salt, sizeof facts->salt));
	}
}

void
form_pack_channel(struct buf *value, const struct form *form)
{
	if (form->channel[0] != '\0')
		rec_text(value, 16, form->channel);
}

static void
read_row(struct rec *r, const struct plan *plan, unsigned index,
    struct form_row *out)
{
	unsigned questions = plan->surveys[index].n_questions;
	const uint8_t *end =
	    r->value.n == 0 ? NULL : memchr(r->value.p, 0, r->value.n);
	struct unit_id id;
	size_t name = end == NULL ? 0 : (size_t)(end - r->value.p);
	int unit = -1;

	if (end != NULL && r->value.n == name + 1 + questions &&
	    unit_id_read(slice_of(r->value.p, name), &id) == OK)
		unit = plan_unit(plan, id);
	if (unit < 0) {
		r->err = ERR_BROKEN;
		return;
	}
	out->unit = (unsigned)unit;
	memcpy(out->answer, end + 1, questions);
}

void
form_read_facts(struct rec *r, struct form_facts *f)
{
	switch (r->tag) {
	case 2:
		f->entry = rec_get_uint(r);
		break;
	case 4:
		f->version = (uint32_t)rec_get_uint(r);
		break;
	case 5:
		f->import = rec_get_uint(r);
		break;
	case 6:
		f->by = rec_get_uint(r);
		break;
	case 7:
		f->time.us = rec_get_int(r);
		break;
	case 8:
		rec_get_text(r, f->reason, sizeof f->reason);
		break;
	case 9:
		rec_get_bytes(r, f->salt, sizeof f->salt);
		break;
	default:
		break;
	}
}

static size_t
count_rows(struct slice value)
{
	size_t n = 0;
	struct rec r;

	for (r = rec_open(value); rec_on(&r);)
		n += r.tag == 3;
	return n;
}

enum err
form_unpack(const struct plan *plan, unsigned index, struct slice value,
    struct pool *pool, struct form *out, struct form_facts *facts)
{
	const struct survey *s = &plan->surveys[index];
	struct rec r;

	*facts = (struct form_facts){ .version = 1 };
	out->rows = pool_array(pool, count_rows(value) + 1, sizeof *out->rows);
	out->n_rows = 0;
	if (out->rows == NULL)
		return ERR_NO_MEMORY;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			rec_get_text(&r, out->group, sizeof out->group);
		else if (r.tag == 3)
			read_row(&r, plan, index, &out->rows[out->n_rows++]);
		else if (r.tag == 16)
			rec_get_text(&r, out->channel, sizeof out->channel);
		else
			form_read_facts(&r, facts);
	for (unsigned g = 0; g < s->n_respondents; g++)
		if (strcmp(s->respondents[g].id, out->group) == 0)
			out->respondents = g;
	if (out->channel[0] != '\0') {
		int channel = channel_of(s, slice_text(out->channel));

		out->by_channel = channel < 0 ? 0 : (unsigned)channel;
	}
	return r.err;
}
