/*
 * expunge.h - what destroying one document and disposing of many share. For
 * store/act only.
 */
#ifndef STORE_ACT_EXPUNGE_H
#define STORE_ACT_EXPUNGE_H

#include "store/act/part.h"
#include "store/model/retention.h"
#include "store/table/expunged.h"

struct expunging {
	struct store *store;
	struct mandated mandated;
	struct digest digest;
	bool disposal;
	/* of a disposal: whether this use may go; NULL: all may */
	bool (*may_go)(void *self, const struct submission *use);
	void *self;
	bool stays; /* set: some use may not go */
	struct reading now;
	struct expunged *out;
	struct fault *why;
	/* within run */
	struct txn *t;
	enum err refused;
};

/* Who may, under which decision, and when: fills mandate and clock. */
enum err expunge_begin(struct expunging *w, const struct who *who,
    const struct mandate *mandate);

/* The change itself, for env_change; `arg` is a struct expunging. OK and
 * w->stays: nothing was done. */
enum err expunge_run(struct txn *t, void *arg);

/* Destroys the rows of a kind that is no document's, a part at a time. */
enum err dispose_rows(struct expunging *w, const struct plan *plan,
    enum retained kind, uint64_t *n);

#endif
