/*
 * sweep.c - gives back what is nobody's.
 *
 * Knows which documents are recorded. Touches the documents' folder.
 */
#include "store/sweep.h"

#include <stdlib.h>

#include "store/blob/stage.h"
#include "store/table/documents.h"

#define PAGE 256

/* What is used of a pack, by its recorded documents. */
struct use {
	uint64_t pack, end;
};

static int
by_pack(const void *a, const void *b)
{
	const struct use *x = a, *y = b;

	return (x->pack > y->pack) - (x->pack < y->pack);
}

static bool
is_recorded(void *self, struct digest d)
{
	struct store *s = self;
	struct document doc;
	struct txn t;
	bool known;

	txn_read(&t, s->env);
	known = documents_get(&t, d, &doc) && doc.pack == 0;
	/* When in doubt it stays. */
	return txn_end(&t) != OK || known;
}

static void
note_use(struct use *uses, size_t n, const struct document *doc)
{
	const struct use key = { .pack = doc->pack };
	struct use *use = bsearch(&key, uses, n, sizeof *uses, by_pack);
	uint64_t end = doc->offset + doc->size;

	if (use != NULL && end > use->end)
		use->end = end;
}

/* One walk over all documents. */
static enum err
note_uses(struct store *s, struct use *uses, size_t n)
{
	struct digest page[PAGE], after = { { 0 } };
	struct document doc;
	struct txn t;
	size_t got;
	enum err e;

	do {
		txn_read(&t, s->env);
		got = documents_after(&t, after, page, PAGE);
		for (size_t i = 0; i < got; i++)
			if (documents_get(&t, page[i], &doc) && doc.pack != 0)
				note_use(uses, n, &doc);
		e = txn_end(&t);
		if (got > 0)
			after = page[got - 1];
	} while (e == OK && got == PAGE);
	return e;
}

/* The packs are listed first: to what is left then nothing is added while the
 * documents are walked. */
static enum err
sweep_packs(struct store *s, uint64_t *freed)
{
	struct buf left = { 0 };
	struct use *uses = NULL;
	uint64_t one;
	enum err e;
	size_t n;

	if ((e = blobs_left_packs(s->blobs, &left)) != OK)
		goto out;
	n = left.n / sizeof uses->pack;
	if (n > 0 && (uses = calloc(n, sizeof *uses)) == NULL)
		e = ERR_NO_MEMORY;
	if (uses == NULL)
		goto out;
	for (size_t i = 0; i < n; i++)
		memcpy(&uses[i].pack, left.p + i * sizeof uses->pack,
		    sizeof uses->pack);
	qsort(uses, n, sizeof *uses, by_pack);
	e = note_uses(s, uses, n);
	for (size_t i = 0; e == OK && i < n; i++) {
		e = blobs_cut_pack(s->blobs, uses[i].pack, uses[i].end, &one);
		*freed += one;
	}
out:
	free(uses);
	buf_free(&left);
	return e;
}

enum err
store_sweep(struct store *s, struct swept *out)
{
	enum err e;

	*out = (struct swept){ 0 };
	e = blobs_sweep(s->blobs, is_recorded, s, &out->files);
	return e == OK ? sweep_packs(s, &out->bytes) : e;
}
