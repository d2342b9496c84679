/*
 * assignments.h - who appraises which field of which unit in a period. Several
 * persons may appraise the same one.
 */
#ifndef STORE_TABLE_ASSIGNMENTS_H
#define STORE_TABLE_ASSIGNMENTS_H

#include "store/table/persons.h"

struct assignment {
	struct period_id period;
	struct unit_id unit;
	struct field_id field;
	struct person_id person;
	struct noted noted;
};

/* Fill the first four. */
bool assignments_get(struct txn *t, struct assignment *a);
void assignments_put(struct txn *t, const struct assignment *a);
bool assignments_drop(struct txn *t, const struct assignment *a);

/* A period's, by unit, field and person. */
void assignments_each(struct txn *t, struct period_id period,
    void (*each)(void *self, const struct assignment *a), void *self);

#endif
