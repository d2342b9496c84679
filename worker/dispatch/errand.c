/*
 * errand.c - when somebody outside is asked, and what comes of it.
 *
 * Knows the policy of a queue to each: newest checkpoint first, back-off.
 * Touches the errands it is given, the store by acts and looks.
 */
#include "worker/dispatch/errand.h"

#include <assert.h>

#include "store/act/acts.h"
#include "store/base/log.h"
#include "store/look/looks.h"

#define SECOND_US INT64_C(1000000)
#define LOOK_US (10 * SECOND_US) /* between two looks at the log */
#define BACK_OFF_MOST 300
#define NEAR_SECONDS 10
#define BEFORE_SECONDS 600 /* how long before a deadline is near it */
#define AFTER_SECONDS 180  /* and after, for the entry that closes it */

int64_t
errand_back_off(unsigned failures)
{
	int64_t most = BACK_OFF_MOST;

	return failures > 8 ? most : INT64_C(1) << failures;
}

int64_t
errand_interval(unsigned interval, bool near)
{
	return near && interval > NEAR_SECONDS ? NEAR_SECONDS : interval;
}

void
errands_add(struct errands *all, struct errand *e)
{
	assert(all->n < sizeof all->list / sizeof *all->list);
	e->call = CALL_NONE;
	all->list[all->n++] = e;
}

static void
note_failure(const struct errands *all, struct errand *e, int64_t now,
    const char *reason)
{
	enum err err = act_stamp_failed(all->store, e->by, reason);

	e->failures++;
	e->next = now + errand_back_off(e->failures) * SECOND_US;
	log_line(LOG_IS_WARNING, e->kind->failed, "%s, failure %u: %s", e->name,
	    e->failures, reason);
	if (err != OK)
		log_line(LOG_IS_ERROR, "failure-not-kept", "%s: %s", e->name,
		    err_words(err));
}

/* Whether there is something new and its time has come; a clock that went
 * back does not delay it. */
static enum err
is_due(const struct errands *all, struct errand *e, bool *due)
{
	struct reading wall;
	struct moment done;
	bool near;
	enum err err;

	*due = false;
	buf_clear(&e->note);
	if ((err = store_now(all->store, &wall)) != OK ||
	    (err = look_deadline_near(all->store, wall.wall,
		 seconds(BEFORE_SECONDS), seconds(AFTER_SECONDS), &near)) !=
		OK ||
	    (err = e->kind->look(e, all, &done)) != OK)
		return err;
	*due = e->note.n > 0 &&
	       (done.us == 0 || wall.wall.us < done.us ||
		   wall.wall.us - done.us >=
		       errand_interval(e->interval, near) * SECOND_US);
	return OK;
}

static void
begin(const struct errands *all, struct errand *e, int64_t now)
{
	bool due;
	enum err err = is_due(all, e, &due);

	e->next = now + LOOK_US;
	if (err == OK && due)
		err = e->kind->send(e, all, now);
	if (err != OK)
		note_failure(all, e, now, err_words(err));
}

/* What came back is worth something, or says why not. */
static enum err
answered(const struct errands *all, struct errand *e, enum call_how how,
    struct buf *answer, struct fault *why)
{
	if (how == CALL_ANSWERED)
		return e->kind->keep(e, all, buf_all(answer), why);
	if (how == CALL_CONFLICT)
		return e->kind->learn(e, all, buf_all(answer), why);
	return fault_set(why, ERR_IO, "", "%.200s", buf_cstr(answer));
}

/* The call is back, or is not yet. */
static void
take(const struct errands *all, struct errand *e, int64_t now)
{
	struct fault why = { .err = OK };
	struct buf answer = { 0 };
	enum call_how how = call_look(&e->call, now, &answer);
	enum err err;

	if (how == CALL_OUT)
		return;
	err = answered(all, e, how, &answer, &why);
	buf_free(&answer);
	if (err != OK) {
		note_failure(all, e, now,
		    why.detail[0] == 0 ? err_words(err) : why.detail);
	} else if (how == CALL_CONFLICT) {
		e->next = now + SECOND_US;
	} else {
		e->failures = 0;
		e->next = now + LOOK_US;
		log_line(LOG_IS_INFO, e->kind->done, "%s", e->name);
	}
}

int64_t
errands_tend(struct errands *all, int64_t now)
{
	int64_t again = INT64_MAX;

	for (unsigned i = 0; i < all->n; i++) {
		struct errand *e = all->list[i];
		int64_t next;

		if (e->call.pid != 0)
			take(all, e, now);
		if (e->call.pid == 0 && now >= e->next)
			begin(all, e, now);
		next = e->call.pid != 0 ? call_next(&e->call, now) : e->next;
		again = next < again ? next : again;
	}
	return again;
}

void
errands_stop(struct errands *all)
{
	for (unsigned i = 0; i < all->n; i++) {
		struct errand *e = all->list[i];

		call_stop(&e->call);
		buf_free(&e->note);
		e->kind->drop(e);
	}
	all->n = 0;
}
