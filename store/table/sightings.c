/*
 * sightings.c - documents that were seen in person.
 *
 * sightings   key    period id, zero | unit id, zero | number (8), from 1
 *             value  record 1 leaf, repeated; 2 number, 3 symbol, 4 issuer,
 *                    5 issued, 6 person, 7 seen (us), 8 token number,
 *                    9 salt (32), 10 log index, 11 time (us), 12 log index
 *                    of its withdrawal, 13 reason of that
 * Empty texts, and 12 and 13 while it stands, are left out.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/sightings.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"
#include "store/table/submission_rec.h"

static struct key
unit_key(struct period_id period, struct unit_id unit)
{
	struct key k = key_of_text(period.text);

	if (unit.text[0] != 0)
		key_text(&k, unit.text);
	return k;
}

static void
put_text(struct buf *to, uint8_t tag, const char *text)
{
	if (*text != 0)
		rec_text(to, tag, text);
}

void
sightings_put(struct txn *t, const struct sighting *s)
{
	struct key k = unit_key(s->period, s->unit);
	struct buf value = { 0 };

	key_u64(&k, s->n);
	for (unsigned i = 0; i < s->n_leaves; i++)
		rec_text(&value, 1, s->leaf[i].text);
	put_text(&value, 2, s->number);
	put_text(&value, 3, s->symbol);
	put_text(&value, 4, s->issuer);
	put_text(&value, 5, s->issued);
	put_text(&value, 6, s->person);
	rec_int(&value, 7, s->seen.us);
	rec_uint(&value, 8, s->by.n);
	rec_bytes(&value, 9, slice_of(s->salt, sizeof s->salt));
	rec_uint(&value, 10, s->entry);
	rec_int(&value, 11, s->time.us);
	if (s->withdrawn != 0)
		rec_uint(&value, 12, s->withdrawn);
	put_text(&value, 13, s->reason);
	txn_put_buf(t, T_SIGHTINGS, key_all(&k), &value);
}

static void
read_text(struct rec *r, struct sighting *s)
{
	switch (r->tag) {
	case 2:
		rec_get_text(r, s->number, sizeof s->number);
		break;
	case 3:
		rec_get_text(r, s->symbol, sizeof s->symbol);
		break;
	case 4:
		rec_get_text(r, s->issuer, sizeof s->issuer);
		break;
	case 5:
		rec_get_text(r, s->issued, sizeof s->issued);
		break;
	case 6:
		rec_get_text(r, s->person, sizeof s->person);
		break;
	case 13:
		rec_get_text(r, s->reason, sizeof s->reason);
		break;
	}
}

static void
read_one(struct txn *t, struct slice value, struct sighting *s)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			leaf_unpack(&r, s->leaf, &s->n_leaves);
			break;
		case 7:
			s->seen.us = rec_get_int(&r);
			break;
		case 8:
			s->by.n = rec_get_uint(&r);
			break;
		case 9:
			rec_get_bytes(&r, s->salt, sizeof s->salt);
			break;
		case 10:
			s->entry = rec_get_uint(&r);
			break;
		case 11:
			s->time.us = rec_get_int(&r);
			break;
		case 12:
			s->withdrawn = rec_get_uint(&r);
			break;
		default:
			read_text(&r, s);
			break;
		}
	}
	txn_require(t, r.err);
}

bool
sightings_get(struct txn *t, struct sighting *s)
{
	struct key k = unit_key(s->period, s->unit);
	struct slice value;

	key_u64(&k, s->n);
	if (!txn_get(t, T_SIGHTINGS, key_all(&k), &value))
		return false;
	*s = (struct sighting){ .n = s->n,
		.period = s->period,
		.unit = s->unit };
	read_one(t, value, s);
	return t->err == OK;
}

uint64_t
sightings_next(struct txn *t, struct period_id period, struct unit_id unit)
{
	struct key k = unit_key(period, unit);

	return walk_last(t, T_SIGHTINGS, key_all(&k)) + 1;
}

/* The unit and number that follow the period in a key. */
static bool
read_key(struct txn *t, struct slice key, struct period_id period,
    struct sighting *s)
{
	size_t before = strlen(period.text) + 1;
	const uint8_t *unit = key.p + before, *end;

	*s = (struct sighting){ .period = period };
	end = key.n < before ? NULL : memchr(unit, 0, key.n - before);
	if (end == NULL || end - unit >= NAME_ROOM ||
	    key.p + key.n - end != 9) {
		(void)txn_require(t, ERR_BROKEN);
		return false;
	}
	memcpy(s->unit.text, unit, (size_t)(end - unit));
	s->n = key_get_u64(end + 1);
	return true;
}

void
sightings_each(struct txn *t, struct period_id period, struct unit_id unit,
    bool (*each)(void *self, const struct sighting *s), void *self)
{
	struct key k = unit_key(period, unit);
	struct sighting s;
	struct walk w;

	for (walk_start(&w, t, T_SIGHTINGS, key_all(&k)); walk_on(&w);) {
		if (!read_key(t, w.key, period, &s))
			break;
		read_one(t, w.value, &s);
		if (t->err != OK || !each(self, &s))
			break;
	}
	walk_end(&w);
}
