/*
 * remarked.h - the remarks about a submission that a reader may see. For
 * store/look only.
 */
#ifndef STORE_LOOK_REMARKED_H
#define STORE_LOOK_REMARKED_H

#include "store/look/looks.h"

void remarks_seen(struct txn *t, const struct who *who,
    const struct submission *sub, struct remarks_look *out);

#endif
