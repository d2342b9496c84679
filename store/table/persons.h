/*
 * persons.h - persons, and the duties they hold or held. Nothing is dropped:
 * a duty that is over keeps its row.
 */
#ifndef STORE_TABLE_PERSONS_H
#define STORE_TABLE_PERSONS_H

#include "store/base/digest.h"
#include "store/db/txn.h"
#include "store/model/duty.h"

/* What every row of people says of how it came there. */
struct noted {
	struct token_id by;
	struct moment time;
	uint64_t entry;   /* log index */
	uint8_t salt[32]; /* of that entry */
};

struct person_row {
	struct person person;
	struct noted noted;
};
/* Fill person.id. */
bool persons_get(struct txn *t, struct person_row *p);
void persons_put(struct txn *t, const struct person_row *p);
/* Takes name, position and unit out of a person's row, digesting it as it was
 * (disposals.h); false when they are gone already. */
bool persons_erase(struct txn *t, struct person_id id,
    struct digest_stream *to);
void persons_each(struct txn *t,
    void (*each)(void *self, const struct person_row *p), void *self);

struct duty_row {
	struct duty duty;
	struct noted noted;
};
/* Fill duty.number. */
bool duties_get(struct txn *t, struct duty_row *d);
void duties_put(struct txn *t, const struct duty_row *d);
uint64_t duties_last(struct txn *t); /* the last number given, 0: none */

/* By number; `person` NULL: everybody's. */
void duties_each(struct txn *t, const struct person_id *person,
    void (*each)(void *self, const struct duty_row *d), void *self);

/* How many duties in force one person's acts look at. */
#define DUTIES_MOST 32

/* The person's duties in force on `day`, at most `room`; how many. */
unsigned duties_in_force(struct txn *t, struct person_id person, int64_t day,
    struct duty *list, unsigned room);

#endif
