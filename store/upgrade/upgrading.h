/*
 * upgrading.h - an upgrade under way, and the tables of older versions. For
 * store/upgrade only.
 */
#ifndef STORE_UPGRADE_UPGRADING_H
#define STORE_UPGRADE_UPGRADING_H

#include "store/base/buf.h"
#include "store/blob/blobs.h"
#include "store/db/env_older.h"
#include "store/db/txn.h"
#include "store/table/schema.h"
#include "store/upgrade/upgrade.h"

/* What was a tree of its own in older versions and is none now: from_1.h and
 * from_2.h say of what. */
enum {
	T_1_DOCUMENT_BYTES = TABLES,
	T_1_UNCHECKED,
	T_1_SAME,
	T_2_USAGE,
	T_2_OUTBOX,
	T_2_CLOSINGS,
	T_2_HEAD,
	OLDER_END,
	OLDER_TABLES = OLDER_END - TABLES
};
extern const char *const older_tables[OLDER_TABLES];

struct upgrading {
	const struct upgrade *asked;
	struct upgraded *done;
	struct env_older older;
	struct env *env;
	struct blobs *blobs;
};

/* Tells how far it is. */
void upgrade_tell(const struct upgrading *w, const char *what, uint64_t done,
    uint64_t all);

#endif
