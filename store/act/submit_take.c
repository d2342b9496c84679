/*
 * submit_take.c - a document is taken or refused.
 *
 * Knows what must stand or fall together then. Touches submissions, documents,
 * keys, usage, closings, ledger, feed and outbox.
 */
#include "store/act/part.h"
#include "store/act/submitting.h"
#include "store/table/documents.h"
#include "store/table/keys.h"
#include "store/table/outbox.h"
#include "store/table/submissions.h"
#include "store/table/usage.h"

bool
submitting_replaces(const struct submit *in)
{
	static const struct submission_id none;

	return memcmp(in->replaces.b, none.b, sizeof none.b) != 0;
}

struct entry_arrival
submitting_lines(const struct submitting *w)
{
	const struct submission *n = &w->new;

	return (struct entry_arrival){ .period = n->period.text,
		.unit = entry_salted_unit(n->salt, n->unit.text),
		.leaf = n->leaf,
		.n_leaves = n->n_leaves,
		.document = n->document,
		.manifest = w->manifest,
		.size = n->size,
		.received = n->received,
		.source = time_source_name(n->source),
		.window = w->window->version,
		.on_time_until = w->window->on_time_until,
		.verdict = verdict_name(n->verdict) };
}

enum err
submitting_log(struct submitting *w, struct txn *t, enum entry_type type,
    const struct buf *body)
{
	if (body->err != OK)
		return body->err;
	return ledger_add(w->store->ledger, t, type, &w->in->arrival.after,
	    buf_all(body), &w->new.entry, &w->new.time);
}

/* Counts the new entry among those that the window's closing will name. */
static void
count(struct submitting *w, struct txn *t, bool refused)
{
	struct closing *c = &w->closing;

	if (c->closed)
		return;
	if (refused)
		c->refused++;
	else if (w->new.verdict == VERDICT_ON_TIME)
		c->on_time++;
	else if (w->new.verdict == VERDICT_LATE ||
		 w->new.verdict == VERDICT_CURED)
		c->late++;
	else
		c->doubt++;
	closings_put(t, w->new.period, w->window, c);
}

enum err
submitting_refuse(struct submitting *w, struct txn *t)
{
	struct entry_arrival lines = submitting_lines(w);
	char opens[MOMENT_TEXT], until[MOMENT_TEXT];
	struct buf body = { 0 };
	enum err e;

	w->refused = w->new.verdict == VERDICT_NOT_OPEN ? ERR_WINDOW_NOT_OPEN
							: ERR_WINDOW_CLOSED;
	entry_arrival(&body, &lines);
	entry_str(&body, "reason", err_name(w->refused));
	entry_int(&body, "by", (int64_t)w->new.by.n);
	e = submitting_log(w, t, ENTRY_REFUSAL, &body);
	buf_free(&body);
	count(w, t, true);
	w->out->submission = w->new;
	w->out->how = SUBMIT_REFUSED;
	moment_text(w->window->opens, opens);
	moment_text(w->window->closes, until);
	(void)fault_set(w->why, w->refused, "/period",
	    "The evidence window of period %s (version %u) takes documents "
	    "from %s until before %s; this refusal is entry %llu of the log.",
	    w->new.period.text, w->window->version, opens, until,
	    (unsigned long long)w->new.entry);
	return e;
}

static enum err
keep_document(struct submitting *w, struct txn *t)
{
	bool known;
	enum err e = part_document(t, w->in->stage, w->new.facts.media_type,
	    w->new.id, &known, w->why);

	if (e == OK && known)
		document_uses_put(t, w->new.document, w->new.period,
		    w->new.unit, w->new.id);
	return e != OK ? e : t->err;
}

static enum err
supersede(struct submitting *w, struct txn *t)
{
	struct submission old;

	if (!submissions_get(t, w->in->replaces, &old) ||
	    !unit_id_eq(old.unit, w->new.unit) ||
	    !period_id_eq(old.period, w->new.period))
		return fault_set(w->why, ERR_NOT_FOUND, "/replaces",
		    "The unit has no such submission to replace.");
	if (old.status == SUBMISSION_WITHDRAWN ||
	    old.status == SUBMISSION_SUPERSEDED)
		return fault_set(w->why, ERR_CONFLICT, "/replaces",
		    "That submission is %s already.",
		    submission_status_name(old.status));
	if (old.status != SUBMISSION_REJECTED && verdict_counts(old.verdict) &&
	    !verdict_counts(w->new.verdict))
		return fault_set(w->why, ERR_CONFLICT, "/replaces",
		    "A late document may not replace one that was in time.");
	w->new.version = submission_version(&old) + 1;
	old.replaced_by = w->new.id;
	submissions_move(t, &old, SUBMISSION_SUPERSEDED, "");
	return t->err;
}

static enum err
log_submission(struct submitting *w, struct txn *t)
{
	bool completes = commitment_id_is(w->new.completes.id);
	struct entry_arrival lines = submitting_lines(w);
	char id[UUID_TEXT];
	struct buf body = { 0 };
	enum err e;

	submission_id_text(w->new.id, id);
	entry_str(&body, "id", id);
	entry_arrival(&body, &lines);
	if (completes)
		entry_completes(&body, w->new.completes.entry,
		    w->new.completes.received);
	if (submitting_replaces(w->in)) {
		submission_id_text(w->in->replaces, id);
		entry_str(&body, "replaces", id);
	}
	entry_int(&body, "by", (int64_t)w->new.by.n);
	e = submitting_log(w, t, completes ? ENTRY_COMMITTED : ENTRY_SUBMISSION,
	    &body);
	buf_free(&body);
	return e;
}

enum err
submitting_quota(enum err e, uint64_t day_most, struct fault *why)
{
	return fault_set(why, e, "", "This token may send %llu MiB a day.",
	    (unsigned long long)(day_most >> 20));
}

enum err
submitting_take(struct submitting *w, struct txn *t)
{
	struct used_key used = { w->new.id, w->fingerprint,
		w->in->arrival.after.wall };
	enum err e;

	if ((e = usage_add(t, w->in->who.token, w->in->arrival.after.wall,
		 w->new.size, w->in->day_most)) != OK)
		return submitting_quota(e, w->in->day_most, w->why);
	if (submitting_replaces(w->in) && (e = supersede(w, t)) != OK)
		return e;
	if ((e = log_submission(w, t)) != OK || (e = keep_document(w, t)) != OK)
		return e;
	submissions_add(t, &w->new);
	part_want_bounds(t, &w->new, w->plan->commitment);
	count(w, t, false);
	if (w->in->has_key)
		keys_put(t, w->in->who.token, w->in->key, &used);
	part_event(t, EVENT_SUBMISSION_RECEIVED, w->plan, w->unit, w->new.id,
	    w->new.leaf[0], w->new.time, w->new.entry);
	outbox_raise(t, JOB_SCORE_UNIT, w->new.period, w->new.unit,
	    w->new.entry);
	w->out->submission = w->new;
	w->out->how = SUBMIT_NEW;
	return t->err;
}
