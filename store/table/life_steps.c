/*
 * life_steps.c - the steps that sheets' lives took.
 *
 * life-steps   key    period, zero | unit, zero | number (8)
 *              value  record 1 step, 2 state before, 3 after, 4 leaf, 5 role,
 *                     6 via, 7 token number, 8 person, 9 time (us),
 *                     10 log index, 11 salt of the log entry (32), 12 text,
 *                     13 SHA-256 of the sheet (32), 14 SHA-256 of the signed
 *                     document (32), 15 its size, 16 its media type,
 *                     17 number, 18 date, 19 signer, 20 title, 21 competence,
 *                     22 council record
 * Empty texts, zero numbers and digests of nothing are left out.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/life_steps.h"

#include <stddef.h>

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static struct key
step_key(const struct life_taken *s)
{
	struct key k = key_of_text(s->period.text);

	key_text(&k, s->unit.text);
	key_u64(&k, s->number);
	return k;
}

/* The texts of a step, by tag. */
static const struct {
	uint8_t tag;
	size_t at, room;
} texts[] = {
#define TEXT(tag, member)                                                      \
	{                                                                      \
		tag, offsetof(struct life_taken, member),                      \
		    sizeof((struct life_taken *)0)->member                     \
	}
	TEXT(4, leaf.text),
	TEXT(8, person.text),
	TEXT(12, text),
	TEXT(16, media_type),
	TEXT(17, signature.number),
	TEXT(18, signature.date),
	TEXT(19, signature.signer),
	TEXT(20, signature.title),
#undef TEXT
};
#define TEXTS (sizeof texts / sizeof *texts)

static void
put_text(struct buf *to, const struct life_taken *s, uint8_t tag)
{
	for (size_t i = 0; i < TEXTS; i++) {
		const char *text = (const char *)s + texts[i].at;

		if (texts[i].tag == tag && *text != 0)
			rec_text(to, tag, text);
	}
}

static void
put_number(struct buf *to, uint8_t tag, uint64_t n)
{
	if (n != 0)
		rec_uint(to, tag, n);
}

static void
put_digest(struct buf *to, uint8_t tag, const struct digest *d)
{
	static const struct digest none;

	if (!digest_eq(*d, none))
		rec_bytes(to, tag, slice_of(d->b, DIGEST_BYTES));
}

static void
pack_step(struct buf *to, const struct life_taken *s)
{
	rec_uint(to, 1, s->step);
	rec_uint(to, 2, s->before);
	rec_uint(to, 3, s->after);
	put_text(to, s, 4);
	rec_uint(to, 5, s->role);
	put_number(to, 6, s->via);
	rec_uint(to, 7, s->by.n);
	put_text(to, s, 8);
	rec_int(to, 9, s->time.us);
	rec_uint(to, 10, s->entry);
	rec_bytes(to, 11, slice_of(s->salt, sizeof s->salt));
	put_text(to, s, 12);
	put_digest(to, 13, &s->sheet);
	put_digest(to, 14, &s->document);
	put_number(to, 15, s->size);
	for (uint8_t tag = 16; tag <= 20; tag++)
		put_text(to, s, tag);
	put_number(to, 21, s->signature.competence);
	put_number(to, 22, s->record);
}

static void
read_text(struct rec *r, struct life_taken *s)
{
	for (size_t i = 0; i < TEXTS; i++)
		if (texts[i].tag == r->tag)
			rec_get_text(r, (char *)s + texts[i].at, texts[i].room);
}

static void
read_field(struct rec *r, struct life_taken *s)
{
	switch (r->tag) {
	case 1:
		s->step = (enum life_step)rec_get_uint(r);
		break;
	case 2:
		s->before = (enum life_state)rec_get_uint(r);
		break;
	case 3:
		s->after = (enum life_state)rec_get_uint(r);
		break;
	case 5:
		s->role = (enum role)rec_get_uint(r);
		break;
	case 6:
		s->via = (enum role)rec_get_uint(r);
		break;
	case 7:
		s->by.n = rec_get_uint(r);
		break;
	case 9:
		s->time.us = rec_get_int(r);
		break;
	case 10:
		s->entry = rec_get_uint(r);
		break;
	case 11:
		rec_get_bytes(r, s->salt, sizeof s->salt);
		break;
	case 13:
		rec_get_bytes(r, s->sheet.b, DIGEST_BYTES);
		break;
	case 14:
		rec_get_bytes(r, s->document.b, DIGEST_BYTES);
		break;
	case 15:
		s->size = rec_get_uint(r);
		break;
	case 22:
		s->record = rec_get_uint(r);
		break;
	case 21:
		s->signature.competence = (enum competence)rec_get_uint(r);
		break;
	default:
		read_text(r, s);
		break;
	}
}

static void
read_step(struct txn *t, struct slice value, struct life_taken *s)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);)
		read_field(&r, s);
	txn_require(t, r.err);
	txn_require(t, s->step < LIFE_STEPS && s->before < LIFE_STATES &&
			       s->after < LIFE_STATES && s->role < ROLES &&
			       s->via < ROLES &&
			       s->signature.competence < COMPETENCES
			   ? OK
			   : ERR_BROKEN);
}

bool
life_steps_get(struct txn *t, struct life_taken *step)
{
	struct key k = step_key(step);
	struct slice value;

	if (!txn_get(t, T_LIFE_STEPS, key_all(&k), &value))
		return false;
	*step = (struct life_taken){ .period = step->period,
		.unit = step->unit,
		.number = step->number };
	read_step(t, value, step);
	return t->err == OK;
}

void
life_steps_put(struct txn *t, const struct life_taken *step)
{
	struct key k = step_key(step);
	struct buf value = { 0 };

	pack_step(&value, step);
	txn_put_buf(t, T_LIFE_STEPS, key_all(&k), &value);
}

void
life_steps_each(struct txn *t, struct period_id period, struct unit_id unit,
    void (*each)(void *self, const struct life_taken *step), void *self)
{
	struct key k = key_of_text(period.text);
	struct life_taken s;
	struct walk w;
	uint64_t n;

	key_text(&k, unit.text);
	walk_start(&w, t, T_LIFE_STEPS, key_all(&k));
	while (walk_numbered(&w, &n)) {
		s = (struct life_taken){ .period = period,
			.unit = unit,
			.number = n };
		read_step(t, w.value, &s);
		if (t->err == OK)
			each(self, &s);
	}
	walk_end(&w);
}
