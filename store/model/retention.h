/*
 * retention.h - how long what kind of record is kept, and from when it may be
 * destroyed. Pure.
 *
 * Years are counted from the first of January after the period's last window
 * has closed, as for files that are complete. A kind without a number of years
 * is kept for ever; so are the log, the results, the sheets, the counts of
 * survey answers and what submissions say, whatever becomes of the rest.
 */
#ifndef STORE_MODEL_RETENTION_H
#define STORE_MODEL_RETENTION_H

#include "store/model/plan.h"
#include "store/model/submission.h"

const char *retained_name(enum retained kind);  /* "evidence" */
enum retained retained_read(struct slice name); /* RETAINED if none */

/* Which kind a submission's document is of: that of one that counted or may
 * count, or of one that was rejected, withdrawn or superseded. */
enum retained retained_of(enum submission_status status);

/* Are they documents, whose bytes are destroyed? Else they are rows. */
static inline bool
retained_documents(enum retained kind)
{
	return kind == RETAINED_EVIDENCE || kind == RETAINED_UNACCEPTED;
}

/* The day from which the years are counted. */
int64_t retention_begins(const struct plan *p);

/* The first day on which records of the kind may be destroyed, days since
 * 1970-01-01; false: never. */
bool retention_ends(const struct plan *p, enum retained kind, int64_t *day);

#endif
