/*
 * check.h - what the files that check a store share. For store/look only.
 */
#ifndef STORE_LOOK_CHECK_H
#define STORE_LOOK_CHECK_H

#include "store/look/looks.h"

struct checking {
	struct store *store;
	void (*bad)(void *self, const char *sentence);
	void *self;
};

void complain(struct checking *c, const char *sentence, ...)
    __attribute__((format(printf, 2, 3)));

/* Every commitment against its log entry. `*n` counts them. */
enum err check_commitments(struct checking *c, uint64_t *n);

/* Does the submission's entry say what it completes as its record does, and is
 * that commitment kept, and its own? */
bool check_completes(struct txn *t, const struct submission *s,
    const struct entry *entry);

/* Every cell of every sheet against its log entry: who wrote what. `*n` counts
 * them. */
enum err check_cells(struct checking *c, uint64_t *n);

/* Every published revision's rows against the digest that the log has. */
enum err check_revisions(struct checking *c, uint64_t *n);

#endif
