/*
 * persons.c - persons, and the duties they hold or held.
 *
 * persons         key    person
 *                 value  record 1 name, 2 position, 3 unit where the person
 *                        works, 10 token number, 11 time (us), 12 log index,
 *                        13 salt of the log entry (32)
 * duties          key    number (8)
 *                 value  record 1 person, 2 role, 3 unit, 4 field, repeated,
 *                        5 block, repeated, 6 from (day), 7 until (day; left
 *                        out: no end), 8 kind, 9 the duty it stands for,
 *                        10 to 13 as above, 14 decision's number, 15 its
 *                        date, 16 reason
 * person-duties   key    person, zero | number (8); value empty
 * Empty texts are left out; days are days since 1970-01-01.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/persons.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/disposals.h"
#include "store/table/schema.h"

static void
put_text(struct buf *to, uint8_t tag, const char *text)
{
	if (text[0] != 0)
		rec_text(to, tag, text);
}

static void
put_noted(struct buf *to, const struct noted *n)
{
	rec_uint(to, 10, n->by.n);
	rec_int(to, 11, n->time.us);
	rec_uint(to, 12, n->entry);
	rec_bytes(to, 13, slice_of(n->salt, sizeof n->salt));
}

static void
read_noted(struct rec *r, struct noted *n)
{
	switch (r->tag) {
	case 10:
		n->by.n = rec_get_uint(r);
		break;
	case 11:
		n->time.us = rec_get_int(r);
		break;
	case 12:
		n->entry = rec_get_uint(r);
		break;
	case 13:
		rec_get_bytes(r, n->salt, sizeof n->salt);
		break;
	}
}

/* ---- persons ---- */

static void
read_person(struct txn *t, struct slice value, struct person_row *p)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			rec_get_text(&r, p->person.name, sizeof p->person.name);
			break;
		case 2:
			rec_get_text(&r, p->person.position,
			    sizeof p->person.position);
			break;
		case 3:
			rec_get_text(&r, p->person.home.text, NAME_ROOM);
			break;
		default:
			read_noted(&r, &p->noted);
			break;
		}
	}
	txn_require(t, r.err);
}

bool
persons_get(struct txn *t, struct person_row *p)
{
	struct slice value;

	if (!txn_get(t, T_PERSONS, slice_text(p->person.id.text), &value))
		return false;
	*p = (struct person_row){ .person = { .id = p->person.id } };
	read_person(t, value, p);
	return t->err == OK;
}

void
persons_put(struct txn *t, const struct person_row *p)
{
	struct buf value = { 0 };

	put_text(&value, 1, p->person.name);
	put_text(&value, 2, p->person.position);
	put_text(&value, 3, p->person.home.text);
	put_noted(&value, &p->noted);
	txn_put_buf(t, T_PERSONS, slice_text(p->person.id.text), &value);
}

bool
persons_erase(struct txn *t, struct person_id id, struct digest_stream *to)
{
	struct person_row p = { .person = { .id = id } };
	struct slice value;

	if (!persons_get(t, &p) || strcmp(p.person.name, PERSON_ERASED) == 0 ||
	    !txn_get(t, T_PERSONS, slice_text(id.text), &value))
		return false;
	disposal_digest(to, slice_text(id.text), value);
	p.person = (struct person){ .id = id, .name = PERSON_ERASED };
	persons_put(t, &p);
	return t->err == OK;
}

void
persons_each(struct txn *t,
    void (*each)(void *self, const struct person_row *p), void *self)
{
	struct person_row p;
	struct walk w;

	for (walk_start(&w, t, T_PERSONS, SLICE_NONE); walk_on(&w);) {
		p = (struct person_row){ .noted = { .entry = 0 } };
		txn_require(t, person_id_read(w.key, &p.person.id));
		read_person(t, w.value, &p);
		if (t->err == OK)
			each(self, &p);
	}
	walk_end(&w);
}

/* ---- duties ---- */

static void
pack_duty(struct buf *to, const struct duty_row *d)
{
	const struct duty *is = &d->duty;

	rec_text(to, 1, is->person.text);
	rec_uint(to, 2, is->role);
	put_text(to, 3, is->unit.text);
	for (unsigned i = 0; i < is->n_fields; i++)
		rec_text(to, 4, is->field[i].text);
	for (unsigned i = 0; i < is->n_blocks; i++)
		rec_text(to, 5, is->block[i].text);
	rec_int(to, 6, is->from);
	if (is->until != DUTY_NO_END)
		rec_int(to, 7, is->until);
	rec_uint(to, 8, is->kind);
	if (is->of != 0)
		rec_uint(to, 9, is->of);
	put_noted(to, &d->noted);
	put_text(to, 14, is->decision.number);
	put_text(to, 15, is->decision.date);
	put_text(to, 16, is->decision.reason);
}

static void
read_reach(struct rec *r, struct duty *d)
{
	unsigned *n = r->tag == 4 ? &d->n_fields : &d->n_blocks;

	if (*n == DUTY_REACH) {
		r->err = ERR_BROKEN;
		return;
	}
	rec_get_text(r, r->tag == 4 ? d->field[*n].text : d->block[*n].text,
	    NAME_ROOM);
	++*n;
}

static void
read_rest(struct rec *r, struct duty_row *d)
{
	struct decision *is = &d->duty.decision;

	switch (r->tag) {
	case 14:
		rec_get_text(r, is->number, sizeof is->number);
		break;
	case 15:
		rec_get_text(r, is->date, sizeof is->date);
		break;
	case 16:
		rec_get_text(r, is->reason, sizeof is->reason);
		break;
	default:
		read_noted(r, &d->noted);
		break;
	}
}

static void
read_field(struct rec *r, struct duty_row *d)
{
	struct duty *is = &d->duty;

	switch (r->tag) {
	case 1:
		rec_get_text(r, is->person.text, NAME_ROOM);
		break;
	case 2:
		is->role = (enum role)rec_get_uint(r);
		break;
	case 3:
		rec_get_text(r, is->unit.text, NAME_ROOM);
		break;
	case 4:
	case 5:
		read_reach(r, is);
		break;
	case 6:
		is->from = rec_get_int(r);
		break;
	case 7:
		is->until = rec_get_int(r);
		break;
	case 8:
		is->kind = (enum duty_kind)rec_get_uint(r);
		break;
	case 9:
		is->of = rec_get_uint(r);
		break;
	default:
		read_rest(r, d);
		break;
	}
}

static void
read_duty(struct txn *t, struct slice value, uint64_t number,
    struct duty_row *d)
{
	struct rec r;

	*d = (struct duty_row){ .duty = { .number = number,
				    .until = DUTY_NO_END } };
	for (r = rec_open(value); rec_on(&r);)
		read_field(&r, d);
	txn_require(t, r.err);
	txn_require(t, d->duty.role < ROLES && d->duty.kind < DUTY_KINDS
			   ? OK
			   : ERR_BROKEN);
}

static struct key
duty_key(uint64_t number)
{
	struct key k;

	key_start(&k);
	key_u64(&k, number);
	return k;
}

bool
duties_get(struct txn *t, struct duty_row *d)
{
	struct key k = duty_key(d->duty.number);
	struct slice value;

	if (!txn_get(t, T_DUTIES, key_all(&k), &value))
		return false;
	read_duty(t, value, d->duty.number, d);
	return t->err == OK;
}

void
duties_put(struct txn *t, const struct duty_row *d)
{
	struct key by_person = key_of_text(d->duty.person.text);
	struct key k = duty_key(d->duty.number);
	struct buf value = { 0 };

	key_u64(&by_person, d->duty.number);
	pack_duty(&value, d);
	txn_put_buf(t, T_DUTIES, key_all(&k), &value);
	txn_put(t, T_PERSON_DUTIES, key_all(&by_person), SLICE_NONE);
}

uint64_t
duties_last(struct txn *t)
{
	return walk_last(t, T_DUTIES, SLICE_NONE);
}

static void
each_of(struct txn *t, const struct person_id *person,
    void (*each)(void *self, const struct duty_row *d), void *self)
{
	struct duty_row d;
	struct walk w;
	struct key k = key_of_text(person->text);

	walk_start(&w, t, T_PERSON_DUTIES, key_all(&k));
	while (walk_numbered(&w, &d.duty.number))
		if (txn_require(t, duties_get(t, &d) ? OK : ERR_BROKEN) == OK)
			each(self, &d);
	walk_end(&w);
}

void
duties_each(struct txn *t, const struct person_id *person,
    void (*each)(void *self, const struct duty_row *d), void *self)
{
	struct duty_row d;
	struct walk w;
	uint64_t n;

	if (person != NULL) {
		each_of(t, person, each, self);
		return;
	}
	walk_start(&w, t, T_DUTIES, SLICE_NONE);
	while (walk_numbered(&w, &n)) {
		read_duty(t, w.value, n, &d);
		if (t->err == OK)
			each(self, &d);
	}
	walk_end(&w);
}

struct choosing {
	int64_t day;
	struct duty *list;
	unsigned n, room;
};

static void
choose(void *self, const struct duty_row *d)
{
	struct choosing *c = self;

	if (duty_in_force(&d->duty, c->day) && c->n < c->room)
		c->list[c->n++] = d->duty;
}

unsigned
duties_in_force(struct txn *t, struct person_id person, int64_t day,
    struct duty *list, unsigned room)
{
	struct choosing c = { day, list, 0, room };

	duties_each(t, &person, choose, &c);
	return c.n;
}
