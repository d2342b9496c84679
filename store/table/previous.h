/*
 * previous.h - last year's ranking of a period, as it was imported, or taken
 * from the period before when results were published.
 */
#ifndef STORE_TABLE_PREVIOUS_H
#define STORE_TABLE_PREVIOUS_H

#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/db/txn.h"

struct previous_row {
	struct slice text; /* JSON (store/model/previous.h); borrowed from t */
	bool taken;        /* from the period before, at publication */
	struct token_id by;
	struct moment time;
	uint64_t entry; /* log index; of a taken one 0 */
};

bool previous_get(struct txn *t, struct period_id period,
    struct previous_row *out);
void previous_keep(struct txn *t, struct period_id period,
    const struct previous_row *row);

#endif
