/*
 * seconds.h - forms that somebody entered a second time, to compare.
 */
#ifndef STORE_TABLE_SECONDS_H
#define STORE_TABLE_SECONDS_H

#include "store/table/forms.h"

struct second {
	struct form_facts facts; /* entry, by */
	struct moment time;
	uint64_t differs; /* answers that are not those of the first entry */
	uint32_t against; /* version of the form it was compared with */
	char reason[FORM_REASON_ROOM]; /* why they differ; "" not explained */
	uint64_t explained_by;
	struct moment explained;
};

/* Keeps it over an earlier one of the same number. */
void seconds_put(struct txn *t, const struct plan *plan, unsigned index,
    const struct form *form, const struct second *s);

/* Destroys at most `most` of the survey; how many. */
uint64_t seconds_dispose(struct txn *t, const struct plan *plan, unsigned index,
    uint64_t most, struct digest_stream *to);

bool seconds_get(struct txn *t, const struct plan *plan, unsigned index,
    const char *number, struct pool *pool, struct form *form, struct second *s);

/* Each by number; false from `each` ends. */
void seconds_each(struct txn *t, const struct plan *plan, unsigned index,
    bool (*each)(void *self, const char *number, const struct second *s),
    void *self);

#endif
