/*
 * check.c - whether records, documents and log hang together.
 *
 * Knows what one kind of record says about another. Touches them, for
 * reading, a page at a time.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/look/check.h"
#include "store/table/submissions.h"

#define PAGE 64

void
complain(struct checking *c, const char *sentence, ...)
{
	char text[256];
	va_list args;

	va_start(args, sentence);
	(void)vsnprintf(text, sizeof text, sentence, args);
	va_end(args);
	c->bad(c->self, text);
}

/* ---- documents ---- */

/* A file's size is compared here; its bytes by blobs_check. */
static void
check_file(struct checking *c, const struct document *doc, const char *name,
    enum err found, uint64_t size)
{
	if (found != OK)
		complain(c, "Document %s: its file cannot be opened: %s.", name,
		    err_words(found));
	else if (size != doc->size)
		complain(c, "Document %s: its file has %llu bytes, not %llu.",
		    name, (unsigned long long)size,
		    (unsigned long long)doc->size);
}

static enum err
check_document(struct checking *c, struct digest d, struct buf *bytes)
{
	char name[DIGEST_TEXT];
	struct document doc;
	uint64_t size = 0;
	enum err e;
	int fd;

	digest_text(d, name);
	buf_clear(bytes);
	e = look_document_bytes(c->store, d, &doc, bytes, &fd);
	if (fd >= 0) {
		(void)close(fd);
		e = blobs_fetch(c->store->blobs, d, &fd, &size);
		if (fd >= 0)
			(void)close(fd);
	}
	if (e == ERR_NO_MEMORY || e == ERR_IO)
		return e;
	if (e == ERR_GONE)
		return OK; /* check_expunged looks at these */
	if (doc.pack == 0)
		check_file(c, &doc, name, e, size);
	else if (e != OK)
		complain(c, "Document %s: its bytes are not there.", name);
	else if (bytes->n != doc.size ||
		 !digest_eq(digest_of(buf_all(bytes)), d))
		complain(c, "Document %s: the kept bytes are not it.", name);
	return OK;
}

static enum err
check_documents(struct checking *c, uint64_t *n)
{
	struct digest page[PAGE], after = { { 0 } };
	struct buf bytes = { 0 };
	enum err e = OK;
	size_t got;
	struct txn t;

	do {
		txn_read(&t, c->store->env);
		got = documents_after(&t, after, page, PAGE);
		e = txn_end(&t);
		for (size_t i = 0; e == OK && i < got; i++)
			e = check_document(c, page[i], &bytes);
		if (got > 0)
			after = page[got - 1];
		*n += got;
	} while (e == OK && got == PAGE);
	buf_free(&bytes);
	return e;
}

/* What was decided to be destroyed, and is not yet. */
static bool
check_pending(void *self, const struct expunged *e)
{
	char name[DIGEST_TEXT];

	digest_text(e->digest, name);
	complain(self,
	    "Document %s: it is to be destroyed, and its bytes may still be "
	    "there.",
	    name);
	return true;
}

static enum err
check_expunged(struct checking *c)
{
	struct txn t;

	txn_read(&t, c->store->env);
	expunged_each(&t, true, check_pending, c);
	return txn_end(&t);
}

/* ---- submissions ---- */

/* The lines of the entry up to `received`, as this record would have them:
 * what the log says of an arrival and no later act changes. */
static void
arrival_put(struct buf *to, const struct submission *s, const char *name)
{
	char hex[DIGEST_TEXT];

	entry_str(to, "id", name);
	entry_str(to, "period", s->period.text);
	entry_digest(to, "unit", entry_salted_unit(s->salt, s->unit.text));
	for (unsigned i = 0; i < s->n_leaves; i++)
		entry_str(to, "leaf", s->leaf[i].text);
	digest_text(s->document, hex);
	entry_str(to, "document", hex);
	entry_int(to, "size", (int64_t)s->size);
}

static bool
received_agrees(const struct entry *entry, const struct submission *s)
{
	struct buf want = { 0 };
	struct slice value;
	bool same;

	buf_print(&want, "%lld %lld %s", (long long)s->received.earliest.us,
	    (long long)s->received.latest.us, time_source_name(s->source));
	same = want.err == OK &&
	       entry_value(entry->body, "received", 0, &value) &&
	       slice_eq(value, buf_all(&want));
	buf_free(&want);
	return same;
}

/* Whoever edits a record and leaves the log alone is found here. */
static bool
agrees(const struct entry *entry, const struct submission *s, const char *name)
{
	struct buf want = { 0 };
	int64_t by;
	bool same;

	arrival_put(&want, s, name);
	same = want.err == OK && slice_starts(entry->body, buf_all(&want)) &&
	       received_agrees(entry, s) &&
	       entry_number(entry->body, "by", &by) && by == (int64_t)s->by.n &&
	       entry->time.us == s->time.us;
	buf_free(&want);
	return same;
}

/* The newest entry that gave it a verdict gave it the one that is kept: its
 * own, a re-judgement, a ruling. */
static bool
verdict_agrees(struct checking *c, struct txn *t, const struct submission *s)
{
	uint64_t place = s->entry;
	struct slice bytes, verdict;
	struct entry entry;

	place = s->rejudged > place ? s->rejudged : place;
	place = s->ruling.entry > place ? s->ruling.entry : place;
	return ledger_entry(c->store->ledger, t, place, &bytes) &&
	       entry_read(bytes, &entry) == OK &&
	       entry_value(entry.body, "verdict", 0, &verdict) &&
	       slice_is(verdict, verdict_name(s->verdict));
}

static void
check_submission(struct checking *c, struct txn *t, struct submission_id id)
{
	char name[UUID_TEXT], document[DIGEST_TEXT];
	struct submission sub;
	struct document doc;
	struct slice bytes;
	struct entry entry;

	submission_id_text(id, name);
	if (!submissions_get(t, id, &sub)) {
		complain(c, "Submission %s cannot be read.", name);
		return;
	}
	digest_text(sub.document, document);
	if (!documents_get(t, sub.document, &doc))
		complain(c, "Submission %s: document %s is not known.", name,
		    document);
	if (!ledger_entry(c->store->ledger, t, sub.entry, &bytes))
		complain(c, "Submission %s: log entry %llu is not there.", name,
		    (unsigned long long)sub.entry);
	else if (entry_read(bytes, &entry) != OK ||
		 !agrees(&entry, &sub, name) ||
		 !check_completes(t, &sub, &entry))
		complain(c,
		    "Submission %s: log entry %llu says something else of it.",
		    name, (unsigned long long)sub.entry);
	else if (!verdict_agrees(c, t, &sub))
		complain(c, "Submission %s: the log gives it another verdict.",
		    name);
}

static enum err
check_submissions(struct checking *c, uint64_t *n)
{
	struct submission_id page[PAGE], after = { { 0 } };
	enum err e = OK;
	struct txn t;
	size_t got;

	do {
		txn_read(&t, c->store->env);
		got = submissions_after(&t, after, page, PAGE);
		for (size_t i = 0; t.err == OK && i < got; i++)
			check_submission(c, &t, page[i]);
		e = txn_end(&t);
		if (got > 0)
			after = page[got - 1];
		*n += got;
	} while (e == OK && got == PAGE);
	return e;
}

enum err
look_check(struct store *s, void (*bad)(void *self, const char *sentence),
    void *self, struct checked *out)
{
	struct checking c = { s, bad, self };
	enum err e;

	*out = (struct checked){ 0 };
	if ((e = check_expunged(&c)) == OK)
		e = check_documents(&c, &out->documents);
	if (e == OK)
		e = check_submissions(&c, &out->submissions);
	if (e == OK)
		e = check_commitments(&c, &out->commitments);
	if (e == OK)
		e = check_cells(&c, &out->cells);
	return e != OK ? e : check_revisions(&c, &out->revisions);
}
