/*
 * stamp.c - outside time comes in: tokens over checkpoints, and failures to
 * get one.
 *
 * Knows that a token was checked before. Touches stamps and the ledger.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/stamps.h"

struct stamped {
	struct store *store;
	const struct stamping *in;
	struct reading now;
	struct checkpoint checkpoint;
	struct digest imprint; /* of the checkpoint's text */
};

static enum err
log_it(const struct stamped *w, struct txn *t, uint64_t *place)
{
	const struct tsp_token *token = &w->in->token;
	struct buf body = { 0 };
	enum err e;

	entry_int(&body, "size", (int64_t)w->checkpoint.size);
	entry_digest(&body, "imprint", w->imprint);
	entry_str(&body, "tsa", w->in->by);
	entry_int(&body, "stamped", token->time.us);
	if (token->has_accuracy)
		entry_int(&body, "accuracy", token->accuracy.us);
	entry_str(&body, "policy", token->policy);
	entry_str(&body, "serial", token->serial);
	entry_digest(&body, "response", digest_of(w->in->response));
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_STAMP, &w->now,
		    buf_all(&body), place, NULL);
	buf_free(&body);
	return e;
}

static enum err
run_stamped(struct txn *t, void *arg)
{
	const struct stamped *w = arg;
	const struct stamping *in = w->in;
	struct stamp row = { .request = in->request,
		.response = in->response,
		.time = in->token.time,
		.has_accuracy = in->token.has_accuracy,
		.accuracy = in->token.accuracy };
	struct stamper by;
	enum err e;

	row.place = PLACE(w->store->meta.log, w->checkpoint.size);
	stampers_get(t, in->by, &by);
	memcpy(row.by, by.name, sizeof row.by);
	if (by.done.us != 0 && by.place == row.place)
		return t->err;
	if ((e = ledger_keep(w->store->ledger, t, in->note)) != OK ||
	    (e = log_it(w, t, &row.entry)) != OK)
		return e;
	if (!stamps_add(t, &row))
		return txn_require(t, ERR_CONFLICT);
	by.tried = by.done = w->now.wall;
	by.place = row.place;
	by.entry = row.entry;
	by.after.us = row.time.us -
		      (row.has_accuracy ? row.accuracy.us : TSP_ACCURACY_US);
	by.failures = 0;
	by.reason[0] = 0;
	stampers_put(t, &by);
	return t->err;
}

enum err
act_stamped(struct store *s, const struct stamping *in)
{
	struct stamped w = { .store = s, .in = in };
	struct slice text;
	enum err e;

	if (in->by[0] == 0 || strlen(in->by) >= STAMPER_NAME)
		return ERR_RANGE;
	if ((e = note_open(in->note, &s->key, &text)) != OK ||
	    (e = checkpoint_read(text, &w.checkpoint)) != OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	w.imprint = digest_of(text);
	return env_change(s->env, run_stamped, &w,
	    4096 + in->request.n + in->response.n);
}

struct failing {
	const char *by, *reason;
	struct reading now;
};

static enum err
run_failed(struct txn *t, void *arg)
{
	const struct failing *w = arg;
	struct stamper by;

	stampers_get(t, w->by, &by);
	by.tried = w->now.wall;
	by.failures++;
	(void)snprintf(by.reason, sizeof by.reason, "%s", w->reason);
	stampers_put(t, &by);
	return t->err;
}

enum err
act_stamp_failed(struct store *s, const char *by, const char *reason)
{
	struct failing w = { .by = by, .reason = reason };
	enum err e;

	if (by[0] == 0 || strlen(by) >= STAMPER_NAME)
		return ERR_RANGE;
	if ((e = store_now(s, &w.now)) != OK)
		return e;
	return env_change(s->env, run_failed, &w, 0);
}

/* ---- witnesses ---- */

struct cosigned {
	struct store *store;
	const char *by;
	struct slice note, lines;
	uint64_t size;
	struct reading now;
};

static enum err
run_cosigned(struct txn *t, void *arg)
{
	const struct cosigned *w = arg;
	struct stamper by;
	enum err e;

	if ((e = ledger_cosign(w->store->ledger, t, w->note, w->lines)) != OK)
		return e;
	stampers_get(t, w->by, &by);
	by.tried = by.done = w->now.wall;
	by.place = PLACE(w->store->meta.log, w->size);
	by.failures = 0;
	by.reason[0] = 0;
	stampers_put(t, &by);
	return t->err;
}

enum err
act_cosigned(struct store *s, const char *by, struct slice note,
    struct slice lines)
{
	struct cosigned w = { .store = s,
		.by = by,
		.note = note,
		.lines = lines };
	struct checkpoint c;
	struct slice text;
	enum err e;

	if (by[0] == 0 || strlen(by) >= STAMPER_NAME)
		return ERR_RANGE;
	if ((e = note_open(note, &s->key, &text)) != OK ||
	    (e = checkpoint_read(text, &c)) != OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	w.size = c.size;
	return env_change(s->env, run_cosigned, &w, 1024 + lines.n);
}

static enum err
run_knows(struct txn *t, void *arg)
{
	const struct cosigned *w = arg;
	struct stamper by;

	stampers_get(t, w->by, &by);
	by.place = PLACE(w->store->meta.log, w->size);
	stampers_put(t, &by);
	return t->err;
}

enum err
act_witness_knows(struct store *s, const char *by, uint64_t size)
{
	struct cosigned w = { .store = s, .by = by, .size = size };

	if (by[0] == 0 || strlen(by) >= STAMPER_NAME)
		return ERR_RANGE;
	return env_change(s->env, run_knows, &w, 0);
}
