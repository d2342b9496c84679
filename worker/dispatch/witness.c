/*
 * witness.c - add-checkpoint to each witness, and what comes of it.
 *
 * Knows the protocol's client side. Touches its errands, the store by acts and
 * looks.
 */
#include "worker/dispatch/witness.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/base/encode.h"
#include "store/base/log.h"
#include "store/ledger/lines.h"
#include "store/look/looks.h"
#include "worker/dispatch/errand.h"
#include "worker/dispatch/stamper.h"

#define SECOND_US INT64_C(1000000)
#define LOOK_US (10 * SECOND_US) /* between two looks at the log */
#define BEFORE_SECONDS 600
#define AFTER_SECONDS 180
#define LINES_MOST 8192 /* bytes of cosignatures in one answer */

struct call {
	const struct conf_witness *witness;
	struct note_key key;
	char by[STAMPER_NAME]; /* the row of its state */
	struct errand errand;
	int64_t next;
	unsigned failures;
	uint64_t size; /* of the checkpoint that is out */
	struct buf note;
};

struct witness_crew {
	const char *program;
	struct store *store;
	unsigned n;
	struct call calls[CONF_WITNESSES];
};

enum err
witness_new(struct witness_crew **out, const char *program,
    const struct conf *conf, struct store *store, struct fault *why)
{
	struct witness_crew *c = calloc(1, sizeof *c);

	if ((*out = c) == NULL)
		return ERR_NO_MEMORY;
	c->program = program;
	c->store = store;
	for (; c->n < conf->n_witness; c->n++) {
		struct call *call = &c->calls[c->n];

		call->witness = &conf->witness[c->n];
		call->errand = ERRAND_NONE;
		(void)snprintf(call->by, sizeof call->by, "witness:%s",
		    call->witness->name);
		if (note_key_read(slice_text(call->witness->vkey),
			&call->key) != OK ||
		    call->key.type != NOTE_COSIGNATURE)
			return fault_set(why, ERR_MALFORMED, "",
			    "[witness %s] vkey is no key of a witness (type "
			    "04).",
			    call->witness->name);
	}
	return OK;
}

static void
note_failure(const struct witness_crew *c, struct call *call, int64_t now,
    const char *reason)
{
	enum err e = act_stamp_failed(c->store, call->by, reason);

	call->failures++;
	call->next = now + stamper_back_off(call->failures) * SECOND_US;
	log_line(LOG_IS_WARNING, "not-cosigned", "%s, failure %u: %s",
	    call->witness->name, call->failures, reason);
	if (e != OK)
		log_line(LOG_IS_ERROR, "witness-state-not-kept", "%s",
		    err_words(e));
}

/* ---- asking ---- */

/* "old N", the proof, an empty line, the checkpoint. */
static void
body_put(struct buf *to, uint64_t old, const struct tree_path *proof,
    struct slice note)
{
	buf_print(to, "old %llu\n", (unsigned long long)old);
	for (unsigned i = 0; i < proof->n; i++) {
		base64_put(to,
		    slice_of(proof->hash[i].b, sizeof proof->hash[i].b));
		buf_byte(to, '\n');
	}
	buf_byte(to, '\n');
	buf_slice(to, note);
}

static bool
interval_is_over(const struct call *call, struct moment now, struct moment done,
    bool near)
{
	return done.us == 0 || now.us < done.us ||
	       now.us - done.us >=
		   stamper_interval(call->witness->interval, near) * SECOND_US;
}

static enum err
send(const struct witness_crew *c, struct call *call, uint64_t old,
    const struct tree_path *proof, int64_t now)
{
	struct buf url = { 0 }, body = { 0 };
	struct checkpoint checkpoint;
	struct slice text;
	enum err e;

	if ((e = note_text(buf_all(&call->note), &text)) != OK ||
	    (e = checkpoint_read(text, &checkpoint)) != OK)
		return e;
	call->size = checkpoint.size;
	body_put(&body, old, proof, buf_all(&call->note));
	buf_print(&url, "%s/add-checkpoint", call->witness->url);
	e = url.err != OK ? url.err : body.err;
	if (e == OK)
		e = errand_begin(&call->errand,
		    &(struct errand_to){ .program = c->program,
			.url = buf_cstr(&url),
			.sent = "text/plain; charset=utf-8",
			.wanted = "",
			.body = buf_all(&body) },
		    now);
	buf_free(&url);
	buf_free(&body);
	return e;
}

static void
begin(const struct witness_crew *c, struct call *call, int64_t now)
{
	struct tree_path proof;
	struct reading wall;
	struct moment done;
	uint64_t old;
	bool near;
	enum err e;

	call->next = now + LOOK_US;
	buf_clear(&call->note);
	if ((e = store_now(c->store, &wall)) == OK &&
	    (e = look_deadline_near(c->store, wall.wall,
		 seconds(BEFORE_SECONDS), seconds(AFTER_SECONDS), &near)) == OK)
		e = look_uncosigned(c->store, call->by, &call->note, &old,
		    &proof, &done);
	if (e == OK && (call->note.n == 0 ||
			   !interval_is_over(call, wall.wall, done, near)))
		return;
	if (e == OK)
		e = send(c, call, old, &proof, now);
	if (e != OK)
		note_failure(c, call, now, err_words(e));
}

/* ---- answers ---- */

/* Every line a cosignature, the witness's own among them, and it holds. */
static enum err
keep(const struct witness_crew *c, const struct call *call, struct slice answer,
    struct fault *why)
{
	struct buf more = { 0 };
	struct slice text;
	uint64_t time;
	enum err e = ERR_MALFORMED;

	buf_slice(&more, buf_all(&call->note));
	buf_slice(&more, answer);
	if (more.err != OK)
		e = more.err;
	else if (answer.n > LINES_MOST ||
		 note_open(buf_all(&more), &c->store->key, &text) != OK)
		fault_set(why, e, "", "The answer is no cosignature.");
	else if ((e = note_cosigned(buf_all(&more), &call->key, &time)) != OK)
		fault_set(why, e, "",
		    e == ERR_UNAUTHENTICATED
			? "The witness's own cosignature is not in its answer."
			: "The cosignature does not hold.");
	else if ((e = act_cosigned(c->store, call->by, buf_all(&call->note),
		      answer)) != OK)
		fault_set(why, e, "", "The cosignature was not kept: %s.",
		    err_words(e));
	buf_free(&more);
	return e;
}

/* The witness knows another size than we thought. */
static enum err
learn(const struct witness_crew *c, const struct call *call,
    struct slice answer, struct fault *why)
{
	uint64_t size;

	if (answer.n == 0 || answer.p[answer.n - 1] != '\n' ||
	    number_read(slice_of(answer.p, answer.n - 1), &size) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "The witness refused and named no size.");
	if (size > call->size)
		return fault_set(why, ERR_BACKWARDS, "",
		    "The witness has seen %llu entries of this log, which has "
		    "%llu: it was set back.",
		    (unsigned long long)size, (unsigned long long)call->size);
	return act_witness_knows(c->store, call->by, size);
}

static void
take(const struct witness_crew *c, struct call *call, int64_t now)
{
	struct fault why = { .err = OK };
	struct buf answer = { 0 };
	enum errand_how how = errand_look(&call->errand, now, &answer);
	enum err e = OK;

	switch (how) {
	case ERRAND_OUT:
		return;
	case ERRAND_ANSWERED:
		e = keep(c, call, buf_all(&answer), &why);
		break;
	case ERRAND_CONFLICT:
		e = learn(c, call, buf_all(&answer), &why);
		break;
	case ERRAND_FAILED:
		e = fault_set(&why, ERR_IO, "", "%.200s", buf_cstr(&answer));
		break;
	}
	buf_free(&answer);
	if (e != OK) {
		note_failure(c, call, now,
		    why.detail[0] == 0 ? err_words(e) : why.detail);
		return;
	}
	call->next = how == ERRAND_CONFLICT ? now + SECOND_US : now + LOOK_US;
	if (how == ERRAND_CONFLICT)
		return;
	call->failures = 0;
	log_line(LOG_IS_INFO, "cosigned", "%s", call->witness->name);
}

int64_t
witness_tend(struct witness_crew *c, int64_t now)
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
witness_stop(struct witness_crew **crew)
{
	struct witness_crew *c = *crew;

	for (unsigned i = 0; c != NULL && i < CONF_WITNESSES; i++) {
		if (c->calls[i].witness != NULL)
			errand_stop(&c->calls[i].errand);
		buf_free(&c->calls[i].note);
	}
	free(c);
	*crew = NULL;
}
