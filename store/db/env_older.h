/*
 * env_older.h - an environment of an older version, while it is made one of
 * this program's.
 *
 * From env_older_begin to env_older_end every program refuses it, older ones
 * too, and whatever interrupts that, it is begun again from what is there.
 */
#ifndef STORE_DB_ENV_OLDER_H
#define STORE_DB_ENV_OLDER_H

#include "store/db/env.h"

struct env_older {
	/* Tables of older versions, which are open beside those of this one: as
	 * table n_tables + i. */
	const char *const *tables;
	unsigned n_tables;
	/* Found: */
	uint32_t version; /* before any upgrade */
	bool begun;       /* one was interrupted */
	unsigned missing; /* tables of this version that are not there yet */
};

/* env_open for an environment of this version or an older one. Changes
 * nothing. ERR_STORE_NEWER, and as env_open. */
enum err env_older_open(struct env **out, const struct env_options *o,
    struct env_older *older, struct fault *why);

/* Is the table there? Others may not be used. */
bool env_older_has(const struct env *env, unsigned table);

/* ERR_BUSY, said with whose it is, when another process has it open. */
enum err env_older_alone(struct env *env, struct fault *why);

/* One commit: it is being upgraded, and this version's tables are there. Looks
 * again whether it is alone; if it is not, it may be opened as before. */
enum err env_older_begin(struct env *env, const struct env_options *o,
    struct env_older *older, struct fault *why);

/* One commit: the older tables are gone. */
enum err env_older_drop(struct env *env, const struct env_options *o,
    struct fault *why);

/*
 * Writes what is kept into a new data file, which takes the place of the old
 * one, and overwrites that: what was dropped from tables is on the disk no
 * more, and the file is as small as can be. Needs room for all that is kept.
 * Between env_older_begin and env_older_end; *env is another one then, or NULL
 * after a failure.
 */
enum err env_older_compact(struct env **env, const struct env_options *o,
    struct env_older *older, struct fault *why);

/* One commit: it is of this version. */
enum err env_older_end(struct env *env, const struct env_options *o,
    struct fault *why);

#endif
