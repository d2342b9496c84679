/*
 * at.h - which results are asked about: the working ones, or a published
 * revision, with the rules of its time. For store/look only.
 */
#ifndef STORE_LOOK_AT_H
#define STORE_LOOK_AT_H

#include "store/model/publication.h"
#include "store/model/role.h"
#include "store/store.h"

struct at {
	const struct plan *plan;
	struct period row;
	struct revision revision; /* n 0: the working results */
	struct past past;
};

/* `which` as looks.h has it. ERR_UNKNOWN_PERIOD; ERR_NOT_FOUND for a revision
 * that was not published. */
enum err at_find(struct store *s, struct period_id period, uint64_t which,
    struct at *out, struct fault *why);

/* Begins a transaction that looks at it. */
void at_read(struct txn *t, struct store *s, const struct at *at);

/* Who may what, before or after publication. */
bool at_may(const struct at *at, const struct who *who, enum may m,
    struct unit_id unit);

#endif
