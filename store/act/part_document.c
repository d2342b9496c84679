/*
 * part_document.c - the bytes of a document on their way through an act.
 *
 * Knows what is done with them before the act and within it. Touches the disk
 * and the table of documents.
 */
#include <assert.h>
#include <stdio.h>

#include "store/act/part.h"
#include "store/table/documents.h"

static enum err
gone(const struct document *doc, struct fault *why)
{
	return fault_set(why, ERR_GONE, "/file",
	    "This document was destroyed under a decision (log entry %llu) and "
	    "is not taken again.",
	    (unsigned long long)doc->expunged);
}

enum err
part_keep(struct store *s, struct staged *stage, struct fault *why)
{
	struct document doc;
	bool known = false;
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	known = documents_get(&t, stage_digest(stage), &doc);
	if ((e = txn_end(&t)) == OK && known && doc.expunged != 0)
		e = gone(&doc, why);
	if (e != OK)
		return e;
	known = known && stage_is_small(stage);
	if (known || (e = stage_keep(stage)) == OK)
		return OK;
	return fault_set(why, e, "", "The document could not be kept: %s.",
	    err_words(e));
}

enum err
part_document(struct txn *t, struct staged *stage, const char *media_type,
    struct submission_id first, bool *known, struct fault *why)
{
	struct blob_place place = stage_place(stage);
	struct document doc;

	*known = documents_get(t, stage_digest(stage), &doc);
	if (*known && doc.expunged != 0)
		return gone(&doc, why);
	if (*known || t->err != OK)
		return t->err;
	/* Rows of documents stay for ever: what part_keep found is here. */
	assert(!stage_is_small(stage) || place.pack != 0);
	doc = (struct document){ .digest = stage_digest(stage),
		.size = stage_size(stage),
		.pack = place.pack,
		.offset = place.offset,
		.first = first };
	(void)snprintf(doc.media_type, sizeof doc.media_type, "%s", media_type);
	documents_put(t, &doc);
	return t->err;
}
