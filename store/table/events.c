/*
 * events.c - the numbered change feed.
 *
 * feed   key    number (8), from 1
 *        value  record 1 kind, 2 time (us), 3 period, 4 block, 5 unit,
 *               6 submission (16), 7 leaf, 8 log index; of a reminder
 *               about a window 9 its version, 10 stage, 11 days,
 *               12 on time until (us), 13 leaves without evidence
 * Empty names, a zero submission, "no entry" and no window are left out.
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/events.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/disposals.h"
#include "store/table/schema.h"

static void
put_name(struct buf *to, uint8_t tag, const char *name)
{
	if (*name != 0)
		rec_text(to, tag, name);
}

static void
put_window(struct buf *to, const struct event *e)
{
	rec_uint(to, 9, e->window);
	rec_uint(to, 10, e->stage);
	rec_uint(to, 11, e->days);
	rec_int(to, 12, e->until.us);
	rec_uint(to, 13, e->missing);
}

uint64_t
events_newest(struct txn *t)
{
	uint64_t newest = 0;
	struct walk w;

	walk_back(&w, t, T_FEED, SLICE_NONE);
	if (walk_on(&w) && txn_require(t, w.key.n == 8 ? OK : ERR_BROKEN) == OK)
		newest = key_get_u64(w.key.p);
	walk_end(&w);
	return newest;
}

void
events_add(struct txn *t, struct event *e)
{
	static const struct submission_id none;
	struct buf value = { 0 };
	struct key k;

	e->number = events_newest(t) + 1;
	rec_uint(&value, 1, e->kind);
	rec_int(&value, 2, e->time.us);
	put_name(&value, 3, e->period.text);
	put_name(&value, 4, e->block.text);
	put_name(&value, 5, e->unit.text);
	if (memcmp(&e->submission, &none, sizeof none) != 0)
		rec_bytes(&value, 6, slice_of(e->submission.b, sizeof none.b));
	put_name(&value, 7, e->leaf.text);
	if (e->entry != UINT64_MAX)
		rec_uint(&value, 8, e->entry);
	if (e->window != 0)
		put_window(&value, e);
	key_start(&k);
	key_u64(&k, e->number);
	txn_put_buf(t, T_FEED, key_all(&k), &value);
}

/* The fields of a reminder. */
static void
read_window(struct rec *r, struct event *e)
{
	switch (r->tag) {
	case 9:
		e->window = (uint32_t)rec_get_uint(r);
		break;
	case 10:
		e->stage = (enum stage)rec_get_uint(r);
		break;
	case 11:
		e->days = (unsigned)rec_get_uint(r);
		break;
	case 12:
		e->until.us = rec_get_int(r);
		break;
	case 13:
		e->missing = (unsigned)rec_get_uint(r);
		break;
	}
}

static void
read_event(struct txn *t, struct slice value, struct event *e)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			e->kind = (enum event_kind)rec_get_uint(&r);
			break;
		case 2:
			e->time.us = rec_get_int(&r);
			break;
		case 3:
			rec_get_text(&r, e->period.text, NAME_ROOM);
			break;
		case 4:
			rec_get_text(&r, e->block.text, NAME_ROOM);
			break;
		case 5:
			rec_get_text(&r, e->unit.text, NAME_ROOM);
			break;
		case 6:
			rec_get_bytes(&r, e->submission.b,
			    sizeof e->submission.b);
			break;
		case 7:
			rec_get_text(&r, e->leaf.text, NAME_ROOM);
			break;
		case 8:
			e->entry = rec_get_uint(&r);
			break;
		default:
			read_window(&r, e);
			break;
		}
	}
	txn_require(t, r.err);
	txn_require(t,
	    e->kind < EVENT_KINDS && e->stage < STAGES ? OK : ERR_BROKEN);
}

void
events_after(struct txn *t, uint64_t after,
    bool (*each)(void *self, const struct event *e), void *self)
{
	struct event e;
	struct walk w;
	struct key k;

	key_start(&k);
	key_u64(&k, after + 1);
	for (walk_from(&w, t, T_FEED, SLICE_NONE, key_all(&k)); walk_on(&w);) {
		e = (struct event){ .entry = UINT64_MAX };
		if (txn_require(t, w.key.n == 8 ? OK : ERR_BROKEN) != OK)
			break;
		e.number = key_get_u64(w.key.p);
		read_event(t, w.value, &e);
		if (t->err != OK || !each(self, &e))
			break;
	}
	walk_end(&w);
}

uint64_t
events_dispose(struct txn *t, struct period_id period, uint64_t most,
    uint64_t look, uint64_t *from, struct digest_stream *to)
{
	uint64_t newest = events_newest(t), n = 0, at = 0;
	struct event e;
	struct walk w;
	struct key k;

	key_start(&k);
	key_u64(&k, *from);
	*from = 0;
	for (walk_from(&w, t, T_FEED, SLICE_NONE, key_all(&k)); walk_on(&w);) {
		if (txn_require(t, w.key.n == 8 ? OK : ERR_BROKEN) != OK ||
		    (at = key_get_u64(w.key.p)) == newest)
			break;
		if (n == most || look-- == 0) {
			*from = at;
			break;
		}
		e = (struct event){ .entry = UINT64_MAX };
		read_event(t, w.value, &e);
		if (t->err != OK || !period_id_eq(e.period, period))
			continue;
		disposal_digest(to, w.key, w.value);
		walk_drop(&w);
		n++;
	}
	walk_end(&w);
	return n;
}
