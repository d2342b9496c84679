/*
 * stamps.h - time-stamp tokens that authorities gave for checkpoints, and how
 * each authority stands.
 */
#ifndef STORE_TABLE_STAMPS_H
#define STORE_TABLE_STAMPS_H

#include "store/base/moment.h"
#include "store/db/txn.h"

#define STAMPER_NAME 32
#define STAMPER_REASON 256

/* A token that was found good, with both halves of its exchange. */
struct stamp {
	uint64_t place; /* PLACE(log, size) of the checkpoint (ledger.h) */
	char by[STAMPER_NAME];
	struct slice request, response; /* DER, borrowed */
	struct moment time;             /* genTime */
	bool has_accuracy;
	struct span accuracy;
	uint64_t entry; /* place of its entry */
};

/* Puts where none is; false when this checkpoint has a token of `by`. */
bool stamps_add(struct txn *t, const struct stamp *s);

/* Every token, by checkpoint; slices are borrowed from t. */
void stamps_each(struct txn *t, void (*each)(void *self, const struct stamp *s),
    void *self);

/* Those over checkpoints of that place or behind, in order, until `each`
 * returns false; and those before it, the newest first. */
void stamps_from(struct txn *t, uint64_t place,
    bool (*each)(void *self, const struct stamp *s), void *self);
void stamps_before(struct txn *t, uint64_t place,
    bool (*each)(void *self, const struct stamp *s), void *self);

/* How an authority (or witness) stands. */
struct stamper {
	char name[STAMPER_NAME];
	struct moment tried, done; /* last try; last that was good; 0: never */
	uint64_t place;            /* checkpoint it last answered for */
	uint64_t entry;            /* place of that token's entry */
	struct moment after;       /* that token's time less its accuracy; 0
				    * where there is none */
	uint64_t failures;         /* since then, in a row */
	char reason[STAMPER_REASON]; /* of the last failure, a sentence */
};

/* All zero but the name where there is no row yet. */
void stampers_get(struct txn *t, const char *name, struct stamper *out);
void stampers_put(struct txn *t, const struct stamper *s);
void stampers_each(struct txn *t,
    void (*each)(void *self, const struct stamper *s), void *self);

#endif
