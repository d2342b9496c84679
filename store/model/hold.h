/*
 * hold.h - a legal hold: what lies under it may not be destroyed while it
 * lasts (an inspection, a complaint, a court). Pure.
 */
#ifndef STORE_MODEL_HOLD_H
#define STORE_MODEL_HOLD_H

#include <stdbool.h>

#include "store/base/digest.h"
#include "store/base/moment.h"
#include "store/model/submission.h"

/* What is said narrows it: a unit of a period, one document, or both; with
 * nothing said it is over everything. */
struct hold {
	uint64_t n;              /* from 1 */
	struct period_id period; /* "": any */
	struct unit_id unit;     /* "": any */
	bool has_document;
	struct digest document;
	uint64_t entry;     /* that placed it */
	struct moment time; /* of that entry */
	uint64_t ended;     /* the entry that ended it; 0: it lasts */
	struct moment end;
};

/* Does it lie on this document as this submission uses it? */
bool hold_covers(const struct hold *h, const struct submission *use);

/* Does it lie on anything of the period? */
bool hold_touches(const struct hold *h, struct period_id period);

#endif
