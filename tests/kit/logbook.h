/*
 * logbook.h - a log in a store of its own, for tests of the log.
 */
#ifndef TESTS_KIT_LOGBOOK_H
#define TESTS_KIT_LOGBOOK_H

#include "store/db/env.h"
#include "store/ledger/ledger.h"
#include "tests/kit/folder.h"

#define LOGBOOK_ORIGIN "log.example.vn/test"

enum logbook_table {
	LOGBOOK_ENTRIES,
	LOGBOOK_NODES,
	LOGBOOK_CHECKPOINTS,
	LOGBOOK_HEAD,
	LOGBOOK_TABLES
};

struct logbook {
	struct folder folder;
	struct env *env;
	struct note_signer *signer;
	struct ledger *ledger;
	struct reading clock; /* what the next entries are stamped with */
};

/* Opens an empty log with a fresh key, its clock at 2023-01-10T17:00Z. */
void logbook_open(struct logbook *b);
void logbook_close(struct logbook *b);

/* Appends `n` heartbeats in one change; returns env_change's answer. */
enum err logbook_add(struct logbook *b, unsigned n);

/* As many changes of one entry each. */
void logbook_grow(struct logbook *b, unsigned n);

/* Verifies all of it. */
enum err logbook_verify(struct logbook *b, struct fault *why);

/* What verifying says once a row's value is another one; changes nothing. */
enum err logbook_verify_with(struct logbook *b, unsigned table,
    struct slice key, struct slice value, struct fault *why);

/* Replaces a row's value as damage would, past the ledger; drops a row. */
void logbook_damage(struct logbook *b, unsigned table, struct slice key,
    struct slice value);
void logbook_drop_row(struct logbook *b, unsigned table, struct slice key);

#endif
