/*
 * submission_rec.h - a submission to bytes and back.
 */
#ifndef STORE_TABLE_SUBMISSION_REC_H
#define STORE_TABLE_SUBMISSION_REC_H

#include "store/base/buf.h"
#include "store/db/rec.h"
#include "store/model/submission.h"

void submission_pack(struct buf *to, const struct submission *s);

/* ERR_BROKEN when the bytes are not a submission. */
enum err submission_unpack(struct slice bytes, struct submission_id id,
    struct submission *out);

/* The next of the leaves that a record names; beyond SUBMISSION_LEAVES the
 * record is broken. */
void leaf_unpack(struct rec *r, struct leaf_id list[SUBMISSION_LEAVES],
    unsigned *n);

#endif
