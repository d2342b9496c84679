/*
 * expunge.c - a document's bytes are destroyed under a decision; its digest
 * and the reason stay.
 *
 * Knows that a hold forbids it, and that what was decided is carried out after
 * the commit, again and again until it is done. Touches documents, expunged,
 * mandates, ledger, feed, and the documents on the disk.
 */
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/blob/destroy.h"
#include "store/blob/packs.h"
#include "store/table/documents.h"
#include "store/table/events.h"
#include "store/table/expunged.h"
#include "store/table/submissions.h"

/* ---- decided ---- */

struct expunging {
	struct store *store;
	struct mandated mandated;
	struct digest digest;
	bool disposal;
	/* of a disposal: whether this use may go; NULL: all may */
	bool (*may_go)(void *self, const struct submission *use);
	void *self;
	bool stays; /* set: some use may not go */
	struct reading now;
	struct expunged *out;
	struct fault *why;
	/* within run */
	struct txn *t;
	enum err refused;
};

static bool
check_use(void *self, struct submission_id id)
{
	struct expunging *w = self;
	struct submission use;
	struct hold hold;

	if (!submissions_get(w->t, id, &use))
		return false;
	if (part_hold_over(w->t, &use, &hold)) {
		w->refused = fault_set(w->why, ERR_CONFLICT, "",
		    "The document is under legal hold %llu.",
		    (unsigned long long)hold.n);
		return false;
	}
	w->stays = w->stays || (w->may_go != NULL && !w->may_go(w->self, &use));
	return !w->stays;
}

static bool
tell_use(void *self, struct submission_id id)
{
	struct expunging *w = self;
	struct submission use;
	struct event e;

	if (!submissions_get(w->t, id, &use))
		return false;
	e = (struct event){ .kind = EVENT_DOCUMENT_DESTROYED,
		.time = w->out->time,
		.period = use.period,
		.unit = use.unit,
		.submission = id,
		.leaf = use.leaf[0],
		.entry = w->out->entry };
	events_add(w->t, &e);
	return w->t->err == OK;
}

static enum err
log_it(struct expunging *w, struct txn *t)
{
	struct buf body = { 0 };
	enum err e;

	entry_digest(&body, "document", w->digest);
	entry_int(&body, "size", (int64_t)w->out->size);
	if (w->disposal)
		entry_str(&body, "disposal", "yes");
	e = part_mandate(w->store, t, &w->mandated, ENTRY_EXPUNGED, &body,
	    &w->now, &w->out->entry, &w->out->time);
	buf_free(&body);
	return e;
}

/* A document of nobody's submission: a decision's scan, a signed report. They
 * are records of their own and are not destroyed. */
static bool
has_uses(const struct document *doc)
{
	static const struct submission_id none;

	return memcmp(doc->first.b, none.b, sizeof none.b) != 0;
}

static enum err
find(struct expunging *w, struct txn *t, struct document *doc)
{
	if (!documents_get(t, w->digest, doc))
		return t->err != OK ? t->err
				    : fault_set(w->why, ERR_NOT_FOUND, "",
					  "There is no such document.");
	if (doc->expunged != 0)
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "The document was destroyed before (log entry %llu).",
		    (unsigned long long)doc->expunged);
	if (!has_uses(doc))
		return fault_set(w->why, ERR_WRONG_STATE, "",
		    "This is no submission's document, but a record of the "
		    "council's or of a sheet.");
	document_uses_each(t, w->digest, check_use, w);
	return w->refused != OK ? w->refused : t->err;
}

static enum err
run_expunge(struct txn *t, void *arg)
{
	struct expunging *w = arg;
	struct document doc;
	enum err e;

	w->t = t;
	w->refused = OK;
	w->stays = false;
	if ((e = find(w, t, &doc)) != OK || w->stays)
		return e;
	*w->out = (struct expunged){ .digest = w->digest,
		.pending = true,
		.size = doc.size,
		.disposal = w->disposal,
		.pack = doc.pack,
		.offset = doc.offset };
	if ((e = log_it(w, t)) != OK)
		return e;
	doc.expunged = w->out->entry;
	doc.pack = doc.offset = 0;
	documents_put(t, &doc);
	expunged_put(t, w->out);
	document_uses_each(t, w->digest, tell_use, w);
	return t->err;
}

/* ---- carried out ---- */

#define AT_ONCE 4096 /* documents; the rest waits for the next turn */

struct carrying {
	struct store *store;
	struct expunged *list;
	size_t n;
	/* the places of all documents on record, sorted */
	struct place {
		uint64_t pack, from, to;
	} * places;
	size_t n_places, room;
	enum err err;
};

static bool
take_pending(void *self, const struct expunged *e)
{
	struct carrying *w = self;

	if (w->list == NULL)
		w->list = calloc(AT_ONCE, sizeof *w->list);
	if (w->list == NULL) {
		w->err = ERR_NO_MEMORY;
		return false;
	}
	w->list[w->n++] = *e;
	return w->n < AT_ONCE;
}

static int
by_place(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->pack != y->pack)
		return x->pack < y->pack ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

static void
note_place(struct carrying *w, const struct document *doc)
{
	uint64_t steps = (doc->size + PACK_STEP - 1) / PACK_STEP;
	struct place *grown;

	if (doc->pack == 0 || w->err != OK)
		return;
	if (w->n_places == w->room) {
		w->room = w->room == 0 ? 1024 : w->room * 2;
		grown = realloc(w->places, w->room * sizeof *grown);
		if (grown == NULL) {
			w->err = ERR_NO_MEMORY;
			return;
		}
		w->places = grown;
	}
	w->places[w->n_places++] = (struct place){ doc->pack, doc->offset,
		doc->offset + steps * PACK_STEP };
}

/* Where every document on record lies: once, when a copy is found. */
static void
read_places(struct carrying *w)
{
	struct digest page[64], after = { { 0 } };
	struct document doc;
	struct txn t;
	size_t got;

	do {
		txn_read(&t, w->store->env);
		got = documents_after(&t, after, page, 64);
		for (size_t i = 0; i < got; i++)
			if (documents_get(&t, page[i], &doc))
				note_place(w, &doc);
		if (txn_end(&t) != OK && w->err == OK)
			w->err = t.err;
		if (got > 0)
			after = page[got - 1];
	} while (w->err == OK && got == 64);
	if (w->n_places > 1)
		qsort(w->places, w->n_places, sizeof *w->places, by_place);
}

/* When it cannot be told, nothing is overwritten. */
static bool
on_record(void *self, struct blob_place at)
{
	struct carrying *w = self;
	size_t low = 0, high, mid;

	if (w->places == NULL && w->err == OK)
		read_places(w);
	if (w->err != OK)
		return true;
	for (high = w->n_places; low < high;) {
		const struct place *p;

		mid = low + (high - low) / 2;
		p = &w->places[mid];
		if (p->pack == at.pack && p->from <= at.offset &&
		    at.offset < p->to)
			return true;
		if (p->pack < at.pack ||
		    (p->pack == at.pack && p->to <= at.offset))
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

static enum err
run_done(struct txn *t, void *arg)
{
	struct carrying *w = arg;

	for (size_t i = 0; i < w->n; i++) {
		w->list[i].pending = false;
		expunged_put(t, &w->list[i]);
	}
	return t->err;
}

static enum err
carry_out(struct carrying *w)
{
	struct standing_documents others = { on_record, w };
	struct doomed *doomed = calloc(w->n, sizeof *doomed);
	uint64_t steps;
	enum err e = ERR_NO_MEMORY;

	for (size_t i = 0; doomed != NULL && i < w->n; i++)
		doomed[i] = (struct doomed){ w->list[i].digest, w->list[i].size,
			{ w->list[i].pack, w->list[i].offset } };
	if (doomed != NULL)
		e = blobs_destroy(w->store->blobs, doomed, w->n, others,
		    &steps);
	free(doomed);
	if (e == OK)
		e = w->err;
	return e != OK ? e : env_change(w->store->env, run_done, w, 0);
}

enum err
part_carry_out(struct store *s)
{
	struct carrying w = { .store = s };
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	expunged_each(&t, true, take_pending, &w);
	if ((e = txn_end(&t)) == OK)
		e = w.err;
	if (e == OK && w.n > 0)
		e = carry_out(&w);
	free(w.places);
	free(w.list);
	return e;
}

/* ---- the acts ---- */

static enum err
begin(struct expunging *w, const struct who *who, const struct mandate *mandate)
{
	static const struct unit_id nobody;
	enum err e;

	if ((e = part_may(who, MAY_DESTROY, nobody, w->why)) != OK ||
	    (e = mandate_check(mandate, w->why)) != OK ||
	    (e = store_now(w->store, &w->now)) != OK)
		return e;
	w->mandated.mandate = *mandate;
	w->mandated.by = who->token;
	return random_bytes(w->mandated.salt, sizeof w->mandated.salt);
}

enum err
act_expunge(struct store *s, const struct who *who, struct digest d,
    const struct mandate *mandate, struct expunged *out, struct fault *why)
{
	struct expunging w = { .store = s,
		.digest = d,
		.out = out,
		.why = why };
	enum err e;

	if ((e = begin(&w, who, mandate)) != OK ||
	    (e = env_change(s->env, run_expunge, &w, 4096)) != OK)
		return e;
	if ((e = part_carry_out(s)) == OK)
		out->pending = false;
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "It is decided and in the log, but the bytes "
			     "could not be destroyed yet: %s. It will be "
			     "tried again.",
			     err_words(e));
}

/* ---- what is over its years ---- */

struct disposing {
	struct expunging each;
	const struct plan *plan;
	enum retained kind;
	struct digest *list;
	size_t n, room;
	enum err err;
};

static bool
may_go(void *self, const struct submission *use)
{
	const struct disposing *w = self;

	return period_id_eq(use->period, w->plan->period) &&
	       retained_of(use->status) == w->kind;
}

static bool
take_document(void *self, const struct submission *s)
{
	struct disposing *w = self;
	struct digest *grown;

	if (retained_of(s->status) != w->kind)
		return true;
	if (w->n == w->room) {
		w->room = w->room == 0 ? 256 : w->room * 2;
		grown = realloc(w->list, w->room * sizeof *grown);
		if (grown == NULL) {
			w->err = ERR_NO_MEMORY;
			return false;
		}
		w->list = grown;
	}
	w->list[w->n++] = s->document;
	return true;
}

static enum err
check_due(struct disposing *w)
{
	const struct plan *p = w->plan;
	char text[DATE_TEXT];
	struct hold hold;
	struct txn t;
	int64_t day;
	bool held;
	enum err e;

	if (!retention_ends(p, w->kind, &day))
		return fault_set(w->each.why, ERR_WRONG_STATE, "",
		    "Period %s keeps records of kind \"%s\" for ever.",
		    p->period.text, retained_name(w->kind));
	date_text(day, text);
	if (w->each.now.wall.us < date_start(day).us)
		return fault_set(w->each.why, ERR_WRONG_STATE, "",
		    "Records of kind \"%s\" of period %s are kept until %s.",
		    retained_name(w->kind), p->period.text, text);
	txn_read(&t, w->each.store->env);
	held = part_hold_in(&t, p->period, &hold);
	if ((e = txn_end(&t)) != OK || !held)
		return e;
	return fault_set(w->each.why, ERR_CONFLICT, "",
	    "Legal hold %llu lies on records of period %s.",
	    (unsigned long long)hold.n, p->period.text);
}

/* Every document of the kind in the period; those that something else still
 * needs stay. */
static enum err
dispose(struct disposing *w, uint64_t *n)
{
	const struct plan *p = w->plan;
	struct expunged one = { .size = 0 };
	enum err e = OK;
	struct txn t;

	txn_read(&t, w->each.store->env);
	for (unsigned u = 0; u < p->n_units && w->err == OK; u++)
		submissions_of_unit(&t, p->period, p->units[u].id,
		    take_document, w);
	if ((e = txn_end(&t)) == OK)
		e = w->err;
	w->each.out = &one;
	for (size_t i = 0; e == OK && i < w->n; i++) {
		w->each.digest = w->list[i];
		e = env_change(w->each.store->env, run_expunge, &w->each, 4096);
		*n += e == OK && !w->each.stays;
		if (e == ERR_WRONG_STATE) /* the same bytes once more */
			e = OK;
	}
	return e;
}

enum err
act_dispose(struct store *s, const struct who *who, struct period_id period,
    enum retained kind, const struct mandate *mandate, uint64_t *n,
    struct fault *why)
{
	struct disposing w = { .each = { .store = s,
				   .disposal = true,
				   .may_go = may_go,
				   .why = why },
		.kind = kind };
	enum err e, done;

	*n = 0;
	w.each.self = &w;
	if ((e = begin(&w.each, who, mandate)) != OK ||
	    (e = part_plan(s, period, &w.plan, why)) != OK ||
	    (e = check_due(&w)) != OK)
		return e;
	e = dispose(&w, n);
	done = part_carry_out(s);
	free(w.list);
	if (e == OK && done == OK && why != NULL)
		*why = (struct fault){ .err = OK };
	return e != OK ? e : done;
}
