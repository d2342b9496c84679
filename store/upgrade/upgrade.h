/*
 * upgrade.h - a store that an older program made becomes one of this program's.
 *
 * In many commits, after the first of which no program opens the store until
 * the last one; wherever it is interrupted, it is begun again from what is
 * there. Nothing in the log changes, and nothing is added to it: what the store
 * says stays as it is, only how it is kept changes.
 */
#ifndef STORE_UPGRADE_UPGRADE_H
#define STORE_UPGRADE_UPGRADE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/fault.h"

struct upgrade {
	const char *path;   /* the store's folder */
	uint64_t map_bytes; /* env.h */
	/* Told now and then how far it is; may be NULL. */
	void (*tell)(void *self, const char *what, uint64_t done, uint64_t all);
	void *self;
};

struct upgraded {
	uint32_t from, to;  /* alike: nothing but tables may have been added */
	bool went_on;       /* with an upgrade that was interrupted */
	unsigned tables;    /* that were missing and are there now */
	uint64_t documents; /* moved into packs, now */
	uint64_t bytes;     /* of these */
	uint64_t damaged; /* of these not what their digest says; moved as they
			   * are, for `store check` to name */
	uint64_t rows;    /* that got another key, now */
};

/*
 * ERR_BUSY, said: a program has the store open. ERR_NO_SPACE, said with how
 * much is needed. ERR_STORE_NEWER, ERR_NOT_A_STORE and whatever env_open gives.
 * Before any of these nothing has changed.
 */
enum err store_upgrade(const struct upgrade *u, struct upgraded *out,
    struct fault *why);

#endif
