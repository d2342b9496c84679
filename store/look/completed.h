/*
 * completed.h - what became of a commitment, within a transaction. Inside
 * store/look.
 */
#ifndef STORE_LOOK_COMPLETED_H
#define STORE_LOOK_COMPLETED_H

#include "store/look/looks.h"

void completed_at(struct txn *t, const struct commitment *c,
    struct commitment_look *out);

#endif
