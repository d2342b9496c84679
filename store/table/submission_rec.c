/*
 * submission_rec.c - a submission to bytes and back.
 *
 * value of table submissions, a record (store/db/rec.h):
 *    1 period           2 unit             3 leaf, repeated
 *    4 document (32)    5 size             6 file name
 *    7 original name    8 media type       9 number
 *   10 symbol          11 issued          12 issuer
 *   13 section         14 page            15 note
 *   16 earliest (us)   17 latest (us)     18 source
 *   19 window version  20 verdict         21 status
 *   22 reason          23 replaces (16)   24 token number
 *   25 salt (32)       26 log index       27 time (us)
 *   28 file created    29 file modified, as the file says
 *   30 rejected (us)   31 log index of the newest re-judgement
 *   32 log index of the council's admission
 *   33 version        34 replaced by (16)
 *   35 supplement (1): judged by the explanation window; else left out
 *   36 person who sent it, 37 the e-office did so for the person (1): left
 *      out where nothing is known
 * 38 trust in the clock: 1 unfit, 2 nobody vouches for it
 *   39 came after (us) 40 by the token in this entry
 *   41 came before (us) 42 by the token in that one
 *   43 log index of a ruling, 44 its verdict, 45 its window version
 *   46 the commitment it completes (16), 47 earliest (us) and 48 latest (us)
 *      of that, 49 its log index, 50 trust in its clock (as 38), 51 log index
 *      of the last token before it
 *   52 file's latest signature, as the file says
 * Empty texts, ids of zeros and zeros in 30 to 33 are left out, and of 38 to
 * 52 what there is not.
 *
 * Knows these bytes, but for 38 to 51 (submission_times.c). Touches nothing.
 */
#include "store/table/submission_rec.h"

#include <stddef.h>

#include "store/db/rec.h"
#include "store/table/submission_times.h"

/* The texts of document_facts, by tag. */
static const struct {
	uint8_t tag;
	size_t at, room;
} texts[] = {
#define TEXT(tag, member)                                                      \
	{                                                                      \
		tag, offsetof(struct document_facts, member),                  \
		    sizeof((struct document_facts *)0)->member                 \
	}
	TEXT(6, file_name),
	TEXT(7, original_name),
	TEXT(8, media_type),
	TEXT(9, number),
	TEXT(10, symbol),
	TEXT(11, issued),
	TEXT(12, issuer),
	TEXT(13, section),
	TEXT(14, page),
	TEXT(15, note),
#undef TEXT
};

static void
pack_texts(struct buf *to, const struct document_facts *facts)
{
	const char *text;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		text = (const char *)facts + texts[i].at;
		if (*text != 0)
			rec_text(to, texts[i].tag, text);
	}
}

static void
unpack_text(struct rec *r, struct document_facts *facts)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (texts[i].tag == r->tag)
			rec_get_text(r, (char *)facts + texts[i].at,
			    texts[i].room);
}

void
submission_pack(struct buf *to, const struct submission *s)
{
	static const struct submission_id none;

	rec_text(to, 1, s->period.text);
	rec_text(to, 2, s->unit.text);
	for (unsigned i = 0; i < s->n_leaves; i++)
		rec_text(to, 3, s->leaf[i].text);
	rec_bytes(to, 4, slice_of(s->document.b, DIGEST_BYTES));
	rec_uint(to, 5, s->size);
	pack_texts(to, &s->facts);
	rec_int(to, 16, s->received.earliest.us);
	rec_int(to, 17, s->received.latest.us);
	rec_uint(to, 18, s->source);
	rec_uint(to, 19, s->window_version);
	rec_uint(to, 20, s->verdict);
	rec_uint(to, 21, s->status);
	if (s->reason[0] != 0)
		rec_text(to, 22, s->reason);
	if (memcmp(s->replaces.b, none.b, sizeof none.b) != 0)
		rec_bytes(to, 23, slice_of(s->replaces.b, sizeof none.b));
	rec_uint(to, 24, s->by.n);
	rec_bytes(to, 25, slice_of(s->salt, sizeof s->salt));
	rec_uint(to, 26, s->entry);
	rec_int(to, 27, s->time.us);
	if (s->claims.created[0] != 0)
		rec_text(to, 28, s->claims.created);
	if (s->claims.modified[0] != 0)
		rec_text(to, 29, s->claims.modified);
	if (s->rejected.us != 0)
		rec_int(to, 30, s->rejected.us);
	if (s->rejudged != 0)
		rec_uint(to, 31, s->rejudged);
	if (s->admitted != 0)
		rec_uint(to, 32, s->admitted);
	if (s->version != 0)
		rec_uint(to, 33, s->version);
	if (memcmp(s->replaced_by.b, none.b, sizeof none.b) != 0)
		rec_bytes(to, 34, slice_of(s->replaced_by.b, sizeof none.b));
	if (s->supplement)
		rec_uint(to, 35, 1);
	if (s->person.text[0] != 0)
		rec_text(to, 36, s->person.text);
	if (s->by_dms)
		rec_uint(to, 37, 1);
	submission_pack_times(to, s);
	if (s->claims.signed_at[0] != 0)
		rec_text(to, 52, s->claims.signed_at);
}

/* The fields of its arrival and its standing, tags 16 to 27. */
static void
unpack_fate(struct rec *r, struct submission *s)
{
	switch (r->tag) {
	case 16:
		s->received.earliest.us = rec_get_int(r);
		break;
	case 17:
		s->received.latest.us = rec_get_int(r);
		break;
	case 18:
		s->source = (enum time_source)rec_get_uint(r);
		break;
	case 19:
		s->window_version = (uint32_t)rec_get_uint(r);
		break;
	case 20:
		s->verdict = (enum verdict)rec_get_uint(r);
		break;
	case 21:
		s->status = (enum submission_status)rec_get_uint(r);
		break;
	case 22:
		rec_get_text(r, s->reason, sizeof s->reason);
		break;
	case 23:
		rec_get_bytes(r, s->replaces.b, sizeof s->replaces.b);
		break;
	case 24:
		s->by.n = rec_get_uint(r);
		break;
	case 25:
		rec_get_bytes(r, s->salt, sizeof s->salt);
		break;
	case 26:
		s->entry = rec_get_uint(r);
		break;
	case 27:
		s->time.us = rec_get_int(r);
		break;
	}
}

/* The fields that came since, tags 28 to 37 and 52. */
static void
unpack_since(struct rec *r, struct submission *s)
{
	switch (r->tag) {
	case 28:
		rec_get_text(r, s->claims.created, sizeof s->claims.created);
		break;
	case 29:
		rec_get_text(r, s->claims.modified, sizeof s->claims.modified);
		break;
	case 52:
		rec_get_text(r, s->claims.signed_at,
		    sizeof s->claims.signed_at);
		break;
	case 30:
		s->rejected.us = rec_get_int(r);
		break;
	case 31:
		s->rejudged = rec_get_uint(r);
		break;
	case 32:
		s->admitted = rec_get_uint(r);
		break;
	case 33:
		s->version = (uint32_t)rec_get_uint(r);
		break;
	case 34:
		rec_get_bytes(r, s->replaced_by.b, sizeof s->replaced_by.b);
		break;
	case 35:
		s->supplement = rec_get_uint(r) != 0;
		break;
	case 36:
		rec_get_text(r, s->person.text, NAME_ROOM);
		break;
	case 37:
		s->by_dms = rec_get_uint(r) != 0;
		break;
	}
}

void
leaf_unpack(struct rec *r, struct leaf_id list[SUBMISSION_LEAVES], unsigned *n)
{
	if (*n == SUBMISSION_LEAVES)
		r->err = ERR_BROKEN;
	else
		rec_get_text(r, list[(*n)++].text, NAME_ROOM);
}

static void
unpack_what(struct rec *r, struct submission *s)
{
	switch (r->tag) {
	case 1:
		rec_get_text(r, s->period.text, NAME_ROOM);
		break;
	case 2:
		rec_get_text(r, s->unit.text, NAME_ROOM);
		break;
	case 3:
		leaf_unpack(r, s->leaf, &s->n_leaves);
		break;
	case 4:
		rec_get_bytes(r, s->document.b, DIGEST_BYTES);
		break;
	case 5:
		s->size = rec_get_uint(r);
		break;
	default:
		unpack_text(r, &s->facts);
		break;
	}
}

enum err
submission_unpack(struct slice bytes, struct submission_id id,
    struct submission *out)
{
	struct rec r;

	*out = (struct submission){ .id = id };
	for (r = rec_open(bytes); rec_on(&r);) {
		if (r.tag < 16)
			unpack_what(&r, out);
		else if (r.tag < 28)
			unpack_fate(&r, out);
		else if (r.tag < 38 || r.tag > 51)
			unpack_since(&r, out);
		else
			submission_unpack_time(&r, out);
	}
	if (r.err == OK &&
	    (out->status >= SUBMISSION_STATUSES || out->verdict >= VERDICTS ||
		!submission_times_are(out)))
		return ERR_BROKEN;
	return r.err;
}
