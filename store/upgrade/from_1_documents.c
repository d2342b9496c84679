/*
 * from_1_documents.c - documents of version 1: their bytes move into packs,
 * their first use into their record.
 *
 * Knows both layouts (from_1.h, documents.c). Touches documents, their uses,
 * the packs, and submissions and records for reading.
 */
#include <stdlib.h>
#include <string.h>

#include "store/blob/stage.h"
#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/documents.h"
#include "store/table/submissions.h"
#include "store/upgrade/from_1.h"

#define USE_1 (DIGEST_BYTES + 16) /* bytes of a use's key */
#define BLOCK 4096                /* a document begins on one of its own */

/* A document on its way. */
struct moving {
	struct document doc;
	struct staged *stage; /* NULL: a file already */
};

struct moved {
	struct upgrading *w;
	struct buf records; /* digests of the council's records */
	struct digest after;
	struct moving list[STAGES_MOST];
	unsigned n;
	bool more;
};

void
upgrade_tell(const struct upgrading *w, const char *what, uint64_t done,
    uint64_t all)
{
	if (w->asked->tell != NULL)
		w->asked->tell(w->asked->self, what, done, all);
}

/* False for a record that version 2 wrote. */
static bool
read_1(struct txn *t, struct digest d, struct document *out, bool *is_file)
{
	struct slice value;
	struct rec r;

	*out = (struct document){ .digest = d };
	*is_file = false;
	if (!txn_get(t, T_DOCUMENTS, slice_of(d.b, DIGEST_BYTES), &value))
		return false;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 4)
			return false;
	for (r = rec_open(value); rec_on(&r);)
		if (r.tag == 1)
			out->size = rec_get_uint(&r);
		else if (r.tag == 2)
			*is_file = rec_get_uint(&r) != 0;
		else if (r.tag == 3)
			rec_get_text(&r, out->media_type,
			    sizeof out->media_type);
	return txn_require(t, r.err) == OK;
}

enum err
from_1_needs(struct upgrading *w, uint64_t *bytes)
{
	struct env_usage usage;
	uint64_t packs = 0;
	struct walk walk;
	struct txn t;
	enum err e;

	if ((e = env_usage(w->env, &usage)) != OK)
		return e;
	if (env_older_has(w->env, T_1_DOCUMENT_BYTES)) {
		txn_read(&t, w->env);
		walk_start(&walk, &t, T_1_DOCUMENT_BYTES, SLICE_NONE);
		while (walk_on(&walk))
			packs += (walk.value.n + BLOCK - 1) / BLOCK * BLOCK;
		e = txn_end(&t);
	}
	/* The new data file has all of the old one but these. */
	*bytes = usage.used_bytes > packs ? usage.used_bytes : packs;
	return e;
}

/* ---- what is to be moved next ---- */

static enum err
stage_bytes(struct moved *m, struct txn *t, struct moving *x)
{
	struct slice bytes = SLICE_NONE;
	enum err e;

	if (!env_older_has(m->w->env, T_1_DOCUMENT_BYTES) ||
	    !txn_get(t, T_1_DOCUMENT_BYTES,
		slice_of(x->doc.digest.b, DIGEST_BYTES), &bytes))
		return t->err; /* lost: store check will say so */
	if ((e = stage_open(&x->stage, m->w->blobs, bytes.n)) != OK ||
	    (e = stage_more(x->stage, bytes)) != OK)
		return e;
	return stage_close(x->stage);
}

static enum err
gather(struct moved *m)
{
	struct digest page[STAGES_MOST];
	struct moving *x;
	struct txn t;
	size_t got;
	bool is_file;
	enum err e = OK;

	m->n = 0;
	txn_read(&t, m->w->env);
	got = documents_after(&t, m->after, page, STAGES_MOST);
	for (size_t i = 0; e == OK && i < got; i++) {
		x = &m->list[m->n];
		if (!read_1(&t, page[i], &x->doc, &is_file))
			continue;
		m->n++;
		if (!is_file)
			e = stage_bytes(m, &t, x);
	}
	if (got > 0)
		m->after = page[got - 1];
	m->more = got == STAGES_MOST;
	txn_require(&t, e);
	return txn_end(&t);
}

/* On the disk before any row says that they are there. */
static enum err
keep(struct moved *m)
{
	struct staged *stages[STAGES_MOST] = { NULL };
	unsigned n = 0;
	enum err e = OK;

	for (unsigned i = 0; i < m->n; i++)
		if (m->list[i].stage != NULL)
			stages[n++] = m->list[i].stage;
	stages_write(stages, n);
	stages_flush(stages, n);
	for (unsigned i = 0; i < n && e == OK; i++)
		e = stage_failure(stages[i]);
	return e;
}

/* ---- the rows ---- */

static bool
is_record(const struct moved *m, struct digest d)
{
	for (size_t i = 0; i + DIGEST_BYTES <= m->records.n; i += DIGEST_BYTES)
		if (memcmp(m->records.p + i, d.b, DIGEST_BYTES) == 0)
			return true;
	return false;
}

/* The ids of the submissions that use it, oldest first, and their rows gone. */
static void
take_uses(struct txn *t, struct digest d, struct buf *ids)
{
	struct walk w;

	walk_start(&w, t, T_DOCUMENT_USES, slice_of(d.b, DIGEST_BYTES));
	while (walk_on(&w)) {
		if (w.key.n != USE_1)
			continue;
		buf_bytes(ids, w.key.p + DIGEST_BYTES, 16);
		walk_drop(&w);
	}
	walk_end(&w);
	txn_require(t, ids->err);
}

/* The first use stands in the record itself; not in that of what the council
 * put on file, which is not destroyed with a submission's documents. */
static void
put_uses(const struct moved *m, struct txn *t, struct document *doc)
{
	bool first = !is_record(m, doc->digest);
	struct submission_id id;
	struct submission s;
	struct buf ids = { 0 };

	take_uses(t, doc->digest, &ids);
	for (size_t i = 0; i < ids.n; i += sizeof id.b) {
		memcpy(id.b, ids.p + i, sizeof id.b);
		if (first)
			doc->first = id;
		else if (submissions_get(t, id, &s))
			document_uses_put(t, doc->digest, s.period, s.unit, id);
		first = false;
	}
	buf_free(&ids);
}

static enum err
run(struct txn *t, void *arg)
{
	struct moved *m = arg;

	for (unsigned i = 0; i < m->n; i++) {
		struct moving *x = &m->list[i];
		struct document doc = x->doc;

		if (x->stage != NULL) {
			doc.pack = stage_place(x->stage).pack;
			doc.offset = stage_place(x->stage).offset;
			txn_drop(t, T_1_DOCUMENT_BYTES,
			    slice_of(doc.digest.b, DIGEST_BYTES));
		}
		put_uses(m, t, &doc);
		documents_put(t, &doc);
	}
	return t->err;
}

/* ---- all of them ---- */

static void
count(struct moved *m)
{
	struct upgraded *done = m->w->done;

	for (unsigned i = 0; i < m->n; i++) {
		struct moving *x = &m->list[i];

		if (x->stage == NULL)
			continue;
		done->documents++;
		done->bytes += stage_size(x->stage);
		done->damaged +=
		    !digest_eq(stage_digest(x->stage), x->doc.digest) ||
		    stage_size(x->stage) != x->doc.size;
	}
}

static void
let_go(struct moved *m)
{
	for (unsigned i = 0; i < m->n; i++)
		stage_drop(&m->list[i].stage);
}

static enum err
list_records(struct moved *m, uint64_t *documents)
{
	struct digest d;
	struct walk w;
	struct rec r;
	struct txn t;

	txn_read(&t, m->w->env);
	*documents = txn_count(&t, T_DOCUMENTS);
	for (walk_start(&w, &t, T_RECORDS, SLICE_NONE); walk_on(&w);)
		for (r = rec_open(w.value); rec_on(&r);)
			if (r.tag == 6) {
				rec_get_bytes(&r, d.b, DIGEST_BYTES);
				buf_bytes(&m->records, d.b, DIGEST_BYTES);
			}
	txn_require(&t, m->records.err);
	return txn_end(&t);
}

enum err
from_1_documents(struct upgrading *w)
{
	struct moved *m = calloc(1, sizeof *m);
	uint64_t all, seen = 0;
	enum err e;

	if (m == NULL)
		return ERR_NO_MEMORY;
	m->w = w;
	e = list_records(m, &all);
	do {
		if (e == OK && (e = gather(m)) == OK && m->n > 0 &&
		    (e = keep(m)) == OK &&
		    (e = env_change(w->env, run, m, 0)) == OK)
			count(m);
		let_go(m);
		seen += STAGES_MOST;
		upgrade_tell(w, "documents", seen < all ? seen : all, all);
	} while (e == OK && m->more);
	buf_free(&m->records);
	free(m);
	return e;
}
