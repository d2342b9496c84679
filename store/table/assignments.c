/*
 * assignments.c - who appraises which field of which unit.
 *
 * assignments   key    period, zero | unit, zero | field, zero | person, zero
 *               value  record 10 token number, 11 time (us), 12 log index,
 *                      13 salt of the log entry (32)
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/assignments.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
assignment_key(const struct assignment *a)
{
	struct key k = key_of_text(a->period.text);

	key_text(&k, a->unit.text);
	key_text(&k, a->field.text);
	key_text(&k, a->person.text);
	return k;
}

static void
read_noted(struct txn *t, struct slice value, struct noted *n)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 10:
			n->by.n = rec_get_uint(&r);
			break;
		case 11:
			n->time.us = rec_get_int(&r);
			break;
		case 12:
			n->entry = rec_get_uint(&r);
			break;
		case 13:
			rec_get_bytes(&r, n->salt, sizeof n->salt);
			break;
		}
	}
	txn_require(t, r.err);
}

bool
assignments_get(struct txn *t, struct assignment *a)
{
	struct key k = assignment_key(a);
	struct slice value;

	a->noted = (struct noted){ .entry = 0 };
	if (!txn_get(t, T_ASSIGNMENTS, key_all(&k), &value))
		return false;
	read_noted(t, value, &a->noted);
	return t->err == OK;
}

void
assignments_put(struct txn *t, const struct assignment *a)
{
	struct key k = assignment_key(a);
	struct buf value = { 0 };

	rec_uint(&value, 10, a->noted.by.n);
	rec_int(&value, 11, a->noted.time.us);
	rec_uint(&value, 12, a->noted.entry);
	rec_bytes(&value, 13, slice_of(a->noted.salt, sizeof a->noted.salt));
	txn_put_buf(t, T_ASSIGNMENTS, key_all(&k), &value);
}

bool
assignments_drop(struct txn *t, const struct assignment *a)
{
	struct key k = assignment_key(a);

	return txn_drop(t, T_ASSIGNMENTS, key_all(&k));
}

/* The next text of a key, which a zero ends. */
static bool
take_name(struct slice *rest, char out[NAME_ROOM])
{
	const uint8_t *end = rest->n == 0 ? NULL : memchr(rest->p, 0, rest->n);
	struct slice name;

	if (end == NULL)
		return false;
	name = slice_of(rest->p, (size_t)(end - rest->p));
	*rest = slice_of(end + 1, rest->n - name.n - 1);
	return name_read(name, out) == OK;
}

void
assignments_each(struct txn *t, struct period_id period,
    void (*each)(void *self, const struct assignment *a), void *self)
{
	struct assignment a;
	struct slice rest;
	struct walk w;
	struct key k = key_of_text(period.text);

	for (walk_start(&w, t, T_ASSIGNMENTS, key_all(&k)); walk_on(&w);) {
		a = (struct assignment){ .period = period };
		rest = slice_of(w.key.p + k.n, w.key.n - k.n);
		txn_require(t, take_name(&rest, a.unit.text) &&
				       take_name(&rest, a.field.text) &&
				       take_name(&rest, a.person.text)
				   ? OK
				   : ERR_BROKEN);
		read_noted(t, w.value, &a.noted);
		if (t->err == OK)
			each(self, &a);
	}
	walk_end(&w);
}
