/*
 * submission_times.c - tags 38 to 51 of a submission's record.
 *
 * Knows these bytes. Touches nothing.
 */
#include "store/table/submission_times.h"

static void
pack_bounds(struct buf *to, const struct submission *s)
{
	if (s->trust != TRUST_FIT)
		rec_uint(to, 38, s->trust);
	if (s->bounds.after_by != 0) {
		rec_int(to, 39, s->bounds.after.us);
		rec_uint(to, 40, s->bounds.after_by);
	}
	if (s->bounds.before_by != 0) {
		rec_int(to, 41, s->bounds.before.us);
		rec_uint(to, 42, s->bounds.before_by);
	}
	if (s->ruling.entry != 0) {
		rec_uint(to, 43, s->ruling.entry);
		rec_uint(to, 44, s->ruling.verdict);
		rec_uint(to, 45, s->ruling.window);
	}
}

static void
pack_completes(struct buf *to, const struct completes *c)
{
	if (!commitment_id_is(c->id))
		return;
	rec_bytes(to, 46, slice_of(c->id.b, sizeof c->id.b));
	rec_int(to, 47, c->received.earliest.us);
	rec_int(to, 48, c->received.latest.us);
	rec_uint(to, 49, c->entry);
	if (c->trust != TRUST_FIT)
		rec_uint(to, 50, c->trust);
	if (c->after_by != 0)
		rec_uint(to, 51, c->after_by);
}

void
submission_pack_times(struct buf *to, const struct submission *s)
{
	pack_bounds(to, s);
	pack_completes(to, &s->completes);
}

static void
unpack_bounds(struct rec *r, struct submission *s)
{
	switch (r->tag) {
	case 38:
		s->trust = (enum trust)rec_get_uint(r);
		break;
	case 39:
		s->bounds.after.us = rec_get_int(r);
		break;
	case 40:
		s->bounds.after_by = rec_get_uint(r);
		break;
	case 41:
		s->bounds.before.us = rec_get_int(r);
		break;
	case 42:
		s->bounds.before_by = rec_get_uint(r);
		break;
	case 43:
		s->ruling.entry = rec_get_uint(r);
		break;
	case 44:
		s->ruling.verdict = (enum verdict)rec_get_uint(r);
		break;
	case 45:
		s->ruling.window = (uint32_t)rec_get_uint(r);
		break;
	}
}

static void
unpack_completes(struct rec *r, struct completes *c)
{
	switch (r->tag) {
	case 46:
		rec_get_bytes(r, c->id.b, sizeof c->id.b);
		break;
	case 47:
		c->received.earliest.us = rec_get_int(r);
		break;
	case 48:
		c->received.latest.us = rec_get_int(r);
		break;
	case 49:
		c->entry = rec_get_uint(r);
		break;
	case 50:
		c->trust = (enum trust)rec_get_uint(r);
		break;
	case 51:
		c->after_by = rec_get_uint(r);
		break;
	}
}

void
submission_unpack_time(struct rec *r, struct submission *s)
{
	if (r->tag < 46)
		unpack_bounds(r, s);
	else
		unpack_completes(r, &s->completes);
}

bool
submission_times_are(const struct submission *s)
{
	return s->trust < TRUSTS && s->completes.trust < TRUSTS &&
	       s->ruling.verdict < VERDICTS;
}
