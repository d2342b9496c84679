/*
 * expunge.c - a document's bytes are destroyed under a decision; its digest
 * and the reason stay.
 *
 * Knows that a hold forbids it, and that it is carried out after the commit
 * (carry_out.c). Touches documents, expunged, mandates, ledger and feed.
 */
#include "store/act/expunge.h"
#include "store/act/acts.h"
#include "store/table/documents.h"
#include "store/table/events.h"
#include "store/table/holds.h"
#include "store/table/submissions.h"

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

enum err
expunge_run(struct txn *t, void *arg)
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

enum err
expunge_begin(struct expunging *w, const struct who *who,
    const struct mandate *mandate)
{
	static const struct period_id all;
	static const struct unit_id nobody;
	enum err e;

	if ((e = part_may(who, MAY_DESTROY, all, nobody, w->why)) != OK ||
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

	if ((e = expunge_begin(&w, who, mandate)) != OK ||
	    (e = env_change(s->env, expunge_run, &w, 4096)) != OK)
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
