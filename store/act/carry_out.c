/*
 * carry_out.c - documents that are to be destroyed are, on the disk.
 *
 * Knows that this comes after the commit that decided it, and is begun again
 * until it is done. Touches expunged and the documents on the disk; reads where
 * every other document lies.
 */
#include <stdlib.h>

#include "store/act/part.h"
#include "store/blob/destroy.h"
#include "store/blob/packs.h"
#include "store/table/documents.h"
#include "store/table/expunged.h"

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
	bool asked;
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
	if (w->places == NULL || w->n_places == w->room) {
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
	if (w->places != NULL)
		qsort(w->places, w->n_places, sizeof *w->places, by_place);
}

/* When it cannot be told, nothing is overwritten. */
static bool
on_record(void *self, struct blob_place at)
{
	struct carrying *w = self;
	size_t low = 0, high, mid;

	if (!w->asked && w->err == OK)
		read_places(w);
	w->asked = true;
	if (w->err != OK || w->places == NULL)
		return w->err != OK;
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
