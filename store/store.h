/*
 * store.h - the whole store as one thing: engine, ledger, documents, clocks
 * and the plans of its periods. What every program needs, and nothing more.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "store/base/clock.h"
#include "store/blob/blobs.h"
#include "store/db/env.h"
#include "store/ledger/ledger.h"
#include "store/model/plan.h"
#include "store/table/meta.h"
#include "store/table/periods.h"

struct store {
	struct env *env;
	struct ledger *ledger;
	struct blobs *blobs;
	struct clocks clocks; /* of this store: simulated or the machine's */
	struct meta meta;
	struct note_key key;        /* the log's public key */
	struct note_signer *signer; /* NULL: this process cannot write */
	struct plans *plans;        /* parsed once a version, kept to the end */
	/* The log's mark (mark.h) */
	const char *mark_path; /* NULL: none is kept */
	struct fault locked;   /* why this store may only be read; OK: it
				* may be written */
	struct buf mark;       /* the newest checkpoint not yet in the file */
	int64_t marked_us;     /* when the file was written, by the run clock */
	void (*rung)(void *self); /* told after commits */
	void *rung_self;
};

/* What `parindex init` decides. */
struct store_birth {
	const char *path;
	const char *key_path;  /* the log's private key is written here, 0600 */
	const char *mark_path; /* its mark is written here; NULL: none */
	const char *origin;    /* of the log; "/simulated" is added if so */
	bool simulated;
	struct moment start; /* simulated: where its clock stands at first */
	uint64_t map_bytes;
};

/*
 * Makes a store and its log key and writes the genesis entry (birth.c).
 * Interrupted anywhere it leaves no store, so it may be run again; only a key
 * that it had made may have to be removed first. ERR_EXISTS.
 */
enum err store_make(const struct store_birth *birth, struct fault *why);

/* Which tables are the log's. */
extern const struct ledger_tables store_log;

struct store_options {
	const char *path;
	const char *key_path; /* NULL: open for reading */
	/* The log's mark, borrowed for the life of the store. Without it, or
	 * when the store does not contain what it names, the store opens for
	 * reading only (store_writable). NULL: a store whose maker knows that
	 * it was never set back; tests. */
	const char *mark_path;
	uint64_t map_bytes;
};

/* Opens. ERR_UNAUTHENTICATED when the key at `key_path` is not this log's. */
enum err store_open(struct store **out, const struct store_options *o,
    struct fault *why);
void store_close(struct store **s);

/* For a process that takes documents for long (blobs_fill_ahead). */
enum err store_takes_documents(struct store *s);

/* OK; ERR_READ_ONLY, when `*why` says what to do about it. */
enum err store_writable(const struct store *s, struct fault *why);

/* As env_after_commit, which is the store's own. */
void store_after_commit(struct store *s, void (*rung)(void *self), void *self);

/* The wall clock of this store. Not inside a transaction. */
enum err store_now(struct store *s, struct reading *out);

/* The run clock: monotonic microseconds. */
int64_t store_run(struct store *s);

/*
 * The plan in force of a period, borrowed for the life of the store, and the
 * period's row. Not inside a transaction. ERR_UNKNOWN_PERIOD.
 */
enum err store_plan(struct store *s, struct period_id id,
    const struct plan **plan, struct period *period);

/* For an act inside its transaction: OK when the period is open and still has
 * the version `plan` was read from; ERR_WRONG_STATE, or ERR_BUSY when it
 * changed meanwhile and the act must begin again. */
enum err store_plan_holds(struct txn *t, const struct plan *plan);

#endif
