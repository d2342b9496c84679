/*
 * txn.h - transactions that remember their first failure.
 *
 * After a failure every further call does nothing (reads say "not found"),
 * and the end tells. "Not found" is an answer, not a failure.
 */
#ifndef STORE_DB_TXN_H
#define STORE_DB_TXN_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/buf.h"
#include "store/base/err.h"
#include "store/base/slice.h"

struct env;

/*
 * A frozen past: rows that were copied aside. A reader who is given one finds
 * what is kept under `key` in a table with a code in table `from`, under
 * `prefix` | code (1) | key; all other tables as they are.
 */
#define PAST_TABLES 96
struct past {
	uint8_t code[PAST_TABLES]; /* by table; 0: not copied */
	unsigned from;
	uint8_t prefix[40];
	size_t prefix_n;
};

struct txn {
	struct env *env;
	const struct past *past; /* for reading only; NULL: the present */
	void *handle;            /* the engine's */
	enum err err;            /* the first failure */
	bool writes;
	bool wrote; /* something was changed, or tried to be */
};

/* Begins a snapshot for reading, on the caller's stack; txn_end ends it
 * whatever happened. Keep it short: it pins old pages. A thread holds at most
 * one at a time, and none while it calls env_change: both are asserted, for
 * they would deadlock with whoever grows the map. */
void txn_read(struct txn *t, struct env *env);
enum err txn_end(struct txn *t);

/* The same, looking at a frozen past, which must outlive it. */
void txn_read_past(struct txn *t, struct env *env, const struct past *past);

/* The value of `key`, borrowed until the transaction ends or writes. */
bool txn_get(struct txn *t, unsigned table, struct slice key,
    struct slice *value);

void txn_put(struct txn *t, unsigned table, struct slice key,
    struct slice value);

/* The same of a value made in a buffer, which is freed; a failure of the buffer
 * is the transaction's. */
void txn_put_buf(struct txn *t, unsigned table, struct slice key,
    struct buf *value);

/* Puts where nothing is; false (and no failure) when something is. */
bool txn_put_new(struct txn *t, unsigned table, struct slice key,
    struct slice value);

/* Returns whether it was there. */
bool txn_drop(struct txn *t, unsigned table, struct slice key);

/* Remembers `e` if it is the first failure; returns the first failure. */
enum err txn_require(struct txn *t, enum err e);

/* Entries in the whole table. */
uint64_t txn_count(struct txn *t, unsigned table);

#endif
