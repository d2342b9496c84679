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

static enum err
not_kept(enum err e, struct fault *why)
{
	return fault_set(why, e, "", "The document could not be kept: %s.",
	    err_words(e));
}

/* Does the document lie somewhere already? */
static enum err
look_known(struct store *s, const struct staged *stage, bool *known,
    struct fault *why)
{
	struct document doc;
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	*known = documents_get(&t, stage_digest(stage), &doc);
	e = txn_end(&t);
	return e == OK && *known && doc.expunged != 0 ? gone(&doc, why) : e;
}

enum err
part_change_keeping(struct store *s, struct staged *stage, env_change_fn run,
    void *arg, size_t weight, struct fault *why)
{
	bool known, small = stage_is_small(stage);
	enum err e;

	if ((e = look_known(s, stage, &known, why)) != OK)
		return e;
	if (!small && (e = stage_keep(stage)) != OK)
		return not_kept(e, why);
	e = env_change_with(s->env, run, arg, weight,
	    small && !known ? stage : NULL);
	if (e != OK)
		stage_unkeep(stage);
	return e;
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
	if (stage_failure(stage) != OK)
		return not_kept(stage_failure(stage), why);
	/* Rows of documents stay for ever: one that was known is here. */
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
