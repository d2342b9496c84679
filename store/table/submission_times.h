/*
 * submission_times.h - what is known of a submission's arrival besides its own
 * interval: trust in the clock, outside times, a ruling, the commitment that it
 * completes. Tags 38 to 51 of its record (submission_rec.c).
 */
#ifndef STORE_TABLE_SUBMISSION_TIMES_H
#define STORE_TABLE_SUBMISSION_TIMES_H

#include "store/base/buf.h"
#include "store/db/rec.h"
#include "store/model/submission.h"

void submission_pack_times(struct buf *to, const struct submission *s);

/* The field at hand; one that is another's is read over. */
void submission_unpack_time(struct rec *r, struct submission *s);

/* Whether what was read is one of what there is. */
bool submission_times_are(const struct submission *s);

#endif
