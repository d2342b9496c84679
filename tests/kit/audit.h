/*
 * audit.h - what tests of the auditor's report share: entries as somebody's
 * server might have written them, and rows of a table.
 */
#ifndef TESTS_KIT_AUDIT_H
#define TESTS_KIT_AUDIT_H

#include "tests/kit/world.h"

#define S INT64_C(1000000)
#define MORNING "2022-12-27T08:00:00+07:00"
#define LAST_HALF "2023-01-10T23:30:00+07:00" /* before the deadline */
#define MUCH_LATER "2024-06-01T08:00:00+07:00"

/* Appends an entry of that body by that clock; with a cell, keeps it with the
 * entry's place. */
void audit_put(struct world *w, enum entry_type type, struct reading clock,
    const char *body, struct cell *cell);

/* A fit clock, `us` after `from`, as long after its boot. */
struct reading audit_fit(const char *from, int64_t us);

/* What brings a finding, or nearly does: how many of that kind there are. */
struct audit_row {
	void (*arrange)(struct world *w);
	enum finding_code code;
	unsigned n;
};
void audit_row(const struct audit_row *row);

/* The report, as an auditor gets it. */
struct findings audit_of(struct world *w);

#endif
