/*
 * frozen.h - the rows that a published revision is made of and rests on, which
 * nothing writes any more.
 */
#ifndef STORE_TABLE_FROZEN_H
#define STORE_TABLE_FROZEN_H

#include "store/db/txn.h"
#include "store/model/publication.h"

/* Copies every row that a period's results are made of and rest on into
 * revision r->n, which must be new, and fills r->rows. */
void revisions_freeze(struct txn *t, struct revision *r);

/* r->rows again, of what is kept now. */
struct digest frozen_digest(struct txn *t, const struct revision *r);

/* What a reader is given to look at revision `n` (txn_read_past). */
struct past revision_past(struct period_id period, uint64_t n);

#endif
