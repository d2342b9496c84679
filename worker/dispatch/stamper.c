/*
 * stamper.c - calls to authorities: when, one a child, and what comes of it.
 *
 * Knows the policy of audit.md's queue: newest checkpoint first, each
 * authority its own, back-off. Touches its errands, the store by acts and
 * looks.
 */
#include "worker/dispatch/stamper.h"

#include <stdlib.h>

#include "store/act/acts.h"
#include "store/base/log.h"
#include "store/look/looks.h"
#include "worker/dispatch/errand.h"

#define SECOND_US INT64_C(1000000)
#define LOOK_US (10 * SECOND_US) /* between two looks at the log */
#define BACK_OFF_MOST 300
#define NEAR_SECONDS 10
#define BEFORE_SECONDS 600 /* how long before a deadline is near it */
#define AFTER_SECONDS 180  /* and after, for the entry that closes it */

struct call {
	const struct conf_tsa *tsa;
	struct errand errand;
	int64_t next;
	unsigned failures;
	struct digest imprint;
	struct buf note, request;
};

struct stamper_crew {
	const char *program;
	struct store *store;
	unsigned n;
	struct call calls[CONF_TSAS];
};

int64_t
stamper_back_off(unsigned failures)
{
	int64_t most = BACK_OFF_MOST;

	return failures > 8 ? most : INT64_C(1) << failures;
}

int64_t
stamper_interval(unsigned interval, bool near)
{
	return near && interval > NEAR_SECONDS ? NEAR_SECONDS : interval;
}

struct stamper_crew *
stamper_new(const char *program, const struct conf *conf, struct store *store)
{
	struct stamper_crew *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->program = program;
	c->store = store;
	c->n = conf->n_tsa;
	for (unsigned i = 0; i < c->n; i++) {
		c->calls[i].tsa = &conf->tsa[i];
		c->calls[i].errand = ERRAND_NONE;
	}
	return c;
}

/* ---- beginning ---- */

static enum err
send(const struct stamper_crew *c, struct call *call, int64_t now)
{
	struct slice text;
	enum err e;

	buf_clear(&call->request);
	if ((e = note_text(buf_all(&call->note), &text)) != OK)
		return e;
	call->imprint = digest_of(text);
	if ((e = tsp_ask(call->imprint, &call->request)) != OK)
		return e;
	return errand_begin(&call->errand,
	    &(struct errand_to){ .program = c->program,
		.url = call->tsa->url,
		.sent = "application/timestamp-query",
		.wanted = "application/timestamp-reply",
		.body = buf_all(&call->request) },
	    now);
}

static void
note_failure(const struct stamper_crew *c, struct call *call, int64_t now,
    const char *reason)
{
	enum err e = act_stamp_failed(c->store, call->tsa->name, reason);

	call->failures++;
	call->next = now + stamper_back_off(call->failures) * SECOND_US;
	log_line(LOG_IS_WARNING, "not-stamped", "%s, failure %u: %s",
	    call->tsa->name, call->failures, reason);
	if (e != OK)
		log_line(LOG_IS_ERROR, "stamp-state-not-kept", "%s",
		    err_words(e));
}

/* When its next token is due, and for which checkpoint; an empty note when
 * nothing but tokens came since. */
static enum err
is_due(const struct stamper_crew *c, struct call *call, bool *due)
{
	struct reading wall;
	struct moment done;
	bool near;
	enum err e;

	*due = false;
	buf_clear(&call->note);
	if ((e = store_now(c->store, &wall)) != OK ||
	    (e = look_deadline_near(c->store, wall.wall,
		 seconds(BEFORE_SECONDS), seconds(AFTER_SECONDS), &near)) !=
		OK ||
	    (e = look_unstamped(c->store, call->tsa->name, &call->note,
		 &done)) != OK)
		return e;
	*due = call->note.n > 0 &&
	       (done.us == 0 || wall.wall.us < done.us ||
		   wall.wall.us - done.us >=
		       stamper_interval(call->tsa->interval, near) * SECOND_US);
	return OK;
}

static void
begin(const struct stamper_crew *c, struct call *call, int64_t now)
{
	bool due;
	enum err e = is_due(c, call, &due);

	call->next = now + LOOK_US;
	if (e == OK && !due)
		return;
	if (e == OK)
		e = send(c, call, now);
	if (e != OK)
		note_failure(c, call, now, err_words(e));
}

/* ---- ending ---- */

static enum err
keep(const struct stamper_crew *c, const struct call *call, struct slice answer,
    struct fault *why)
{
	struct tsp_trust trust = { call->tsa->ca, call->tsa->policies };
	struct stamping in = { .by = call->tsa->name,
		.note = buf_all(&call->note),
		.request = buf_all(&call->request),
		.response = answer };
	enum err e = tsp_check(&trust, call->imprint, in.request, answer,
	    &in.token, why);

	if (e != OK)
		return e;
	e = act_stamped(c->store, &in);
	return e == OK ? OK
		       : fault_set(why, e, "", "The token was not kept: %s.",
			     err_words(e));
}

/* The call is back, or is not yet. */
static void
take(const struct stamper_crew *c, struct call *call, int64_t now)
{
	struct fault why = { .err = OK };
	struct buf answer = { 0 };
	enum errand_how how = errand_look(&call->errand, now, &answer);
	enum err e = OK;

	if (how == ERRAND_OUT)
		return;
	if (how == ERRAND_CONFLICT)
		e = fault_set(&why, ERR_IO, "",
		    "The authority answered with status 409.");
	else if (how == ERRAND_FAILED)
		e = fault_set(&why, ERR_IO, "", "%.200s", buf_cstr(&answer));
	else
		e = keep(c, call, buf_all(&answer), &why);
	buf_free(&answer);
	if (e != OK) {
		note_failure(c, call, now,
		    why.detail[0] == 0 ? err_words(e) : why.detail);
		return;
	}
	log_line(LOG_IS_INFO, "stamped", "%s", call->tsa->name);
	call->failures = 0;
	call->next = now + LOOK_US;
}

int64_t
stamper_tend(struct stamper_crew *c, int64_t now)
{
	int64_t again = INT64_MAX;

	for (unsigned i = 0; i < c->n; i++) {
		struct call *call = &c->calls[i];
		int64_t next;

		if (call->errand.pid != 0)
			take(c, call, now);
		if (call->errand.pid == 0 && now >= call->next)
			begin(c, call, now);
		next = call->errand.pid != 0 ? errand_next(&call->errand, now)
					     : call->next;
		if (next < again)
			again = next;
	}
	return again;
}

void
stamper_stop(struct stamper_crew **crew)
{
	struct stamper_crew *c = *crew;

	for (unsigned i = 0; c != NULL && i < c->n; i++) {
		struct call *call = &c->calls[i];

		errand_stop(&call->errand);
		buf_free(&call->note);
		buf_free(&call->request);
	}
	free(c);
	*crew = NULL;
}
