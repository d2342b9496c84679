/*
 * peopling.h - a person or a duty on its way through a transaction: what the
 * acts about one and the act about many share. For store/act/people*.c only.
 */
#ifndef STORE_ACT_PEOPLING_H
#define STORE_ACT_PEOPLING_H

#include "store/act/acts.h"
#include "store/table/persons.h"

struct entering {
	struct store *store;
	const struct who *who;
	struct person_row row; /* with salt and token */
	struct reading now;
};

/* Enters w->row, or changes what is said of the person. */
enum err entering_run(struct entering *w, struct txn *t);

struct duty_asked {
	struct store *store;
	const struct who *who;
	struct duty_row row; /* with salt and token */
	uint64_t ends;       /* the duty that ends on `on`, 0: none */
	int64_t on;
	bool gives; /* row is a new one */
	const struct decision *decision;
	struct reading now;
	struct fault *why;
};

/* Ends one, gives one, or both. */
enum err duty_asked_run(struct duty_asked *w, struct txn *t);

#endif
