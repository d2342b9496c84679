/*
 * return.c - a document that came whole and is not taken as it is: the log says
 * that it came (audit.md 4.6 R10).
 *
 * Knows what is said of it, and that nothing of it is kept. Touches usage,
 * ledger and feed; closings and the sheet's life, for reading.
 */
#include "store/act/part.h"
#include "store/act/submitting.h"
#include "store/judge.h"
#include "store/table/usage.h"

/* What an entry costs the token's day at least: an empty file is no way to
 * fill the log. */
#define RETURNED_LEAST 65536

struct returning {
	struct submitting submitting;
	enum err reason;
};

static enum err
count_bytes(struct submitting *w, struct txn *t)
{
	const struct submit *in = w->in;
	uint64_t size =
	    w->new.size > RETURNED_LEAST ? w->new.size : RETURNED_LEAST;
	enum err e = usage_add(t, in->who.token, in->arrival.after.wall, size,
	    in->day_most);

	return e == OK ? OK : submitting_quota(e, in->day_most, w->why);
}

static enum err
log_it(struct returning *r, struct txn *t)
{
	struct submitting *w = &r->submitting;
	struct entry_arrival lines = submitting_lines(w);
	struct buf body = { 0 };
	enum err e;

	entry_arrival(&body, &lines);
	entry_str(&body, "reason", err_name(r->reason));
	entry_int(&body, "by", (int64_t)w->new.by.n);
	e = submitting_log(w, t, ENTRY_RETURNED, &body);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	static const struct submission_id none;
	struct returning *r = arg;
	struct submitting *w = &r->submitting;
	enum err e;

	if (w->why != NULL)
		w->why->err = OK;
	if ((e = store_plan_holds(t, w->plan)) != OK ||
	    (e = count_bytes(w, t)) != OK ||
	    (e = submitting_window(w, t)) != OK)
		return e;
	w->new.entry = UINT64_MAX; /* after any closing */
	w->new.verdict = judge(t, w->plan, &w->new, w->window);
	if ((e = log_it(r, t)) != OK)
		return e;
	part_event(t, EVENT_DOCUMENT_RETURNED, w->plan, w->unit, none,
	    w->new.leaf[0], w->new.time, w->new.entry);
	return t->err;
}

/* By the rules in force now. Its verdict is that of its own time: it cures
 * nothing and completes nothing. */
static enum err
try(struct returning *r)
{
	struct submitting *w = &r->submitting;
	enum err e = submitting_begin(w);

	if (e != OK)
		return e;
	w->new.replaces = (struct submission_id){ { 0 } };
	w->new.completes = (struct completes){ .entry = 0 };
	return env_change(w->store->env, run, r, 1024);
}

enum err
act_return_document(struct store *s, const struct submit *in, enum err reason,
    struct submitted *out, struct fault *why)
{
	struct returning r = {
		.submitting = { .store = s, .in = in, .why = why },
		.reason = reason
	};
	unsigned tries = SUBMITTING_TRIES;
	enum err e;

	do
		e = try(&r);
	while (e == ERR_BUSY && --tries > 0);
	out->how = e == OK ? SUBMIT_RETURNED : SUBMIT_NEW;
	out->submission = r.submitting.new;
	return e;
}
