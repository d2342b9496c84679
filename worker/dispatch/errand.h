/*
 * errand.h - what is carried to somebody outside again and again: the newest
 * checkpoint, to an authority that stamps it or a witness that cosigns it.
 *
 * When it is due, what a failure means and when it is tried again is the same
 * for all and stands here: every `interval` seconds, 10 around a deadline, when
 * there is something new; after a failure 2 s later, 4 s, ... 5 min. Whatever
 * fails is written down. What is sent and what an answer is worth are a kind's.
 */
#ifndef WORKER_DISPATCH_ERRAND_H
#define WORKER_DISPATCH_ERRAND_H

#include "store/base/conf.h"
#include "store/store.h"
#include "worker/dispatch/call.h"

struct errand;

/* One who sends, and all that is on its way. */
struct errands {
	struct store *store;
	const char *program; /* parindex-stamp's path */
	struct errand *list[CONF_TSAS + CONF_WITNESSES];
	unsigned n;
};

struct errand_kind {
	const char *done, *failed; /* events of our own log */
	/* Appends the checkpoint to send to the errand's note, if there is a
	 * new one; `*done` is when one was last answered, 0: never. */
	enum err (*look)(struct errand *e, const struct errands *all,
	    struct moment *done);
	/* Begins the call that carries the note. */
	enum err (
	    *send)(struct errand *e, const struct errands *all, int64_t now);
	/* What was answered, with status 200, is checked and kept. */
	enum err (*keep)(struct errand *e, const struct errands *all,
	    struct slice answer, struct fault *why);
	/* The same with status 409: OK when we know better now and may ask
	 * again at once. */
	enum err (*learn)(struct errand *e, const struct errands *all,
	    struct slice answer, struct fault *why);
	/* Frees what the kind has around it. */
	void (*drop)(struct errand *e);
};

/* The first member of what a kind has. */
struct errand {
	const struct errand_kind *kind;
	const char *name;  /* in our own log */
	const char *by;    /* the row of its state (store/table/stamps.h) */
	unsigned interval; /* seconds */
	/* its own */
	struct call call;
	struct buf note; /* the checkpoint that is out */
	int64_t next;    /* when to look whether it is due (run clock) */
	unsigned failures;
};

/* Adds an errand, which is dropped by errands_stop. */
void errands_add(struct errands *all, struct errand *e);

/* Takes in the answers of calls that ended and begins those that are due.
 * Returns when to come again (run clock); come too when a child ended. */
int64_t errands_tend(struct errands *all, int64_t now);

/* Ends the calls that are out and drops every errand. */
void errands_stop(struct errands *all);

/* ---- when, as pure functions ---- */

/* Seconds of back-off after the `failures`th in a row: 2, 4, ... 300. */
int64_t errand_back_off(unsigned failures);

/* Seconds between two that succeed: `interval`, but 10 around a deadline. */
int64_t errand_interval(unsigned interval, bool near);

#endif
