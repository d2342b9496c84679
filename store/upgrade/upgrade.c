/*
 * upgrade.c - the order of an upgrade.
 *
 * Knows which versions there were. Touches the store's folder.
 */
#include "store/upgrade/upgrade.h"

#include <string.h>

#include "store/upgrade/from_1.h"
#include "store/upgrade/from_2.h"

#define OLDEST 1
/* Packs are taken whole, and the engine copies pages. */
#define SLACK (UINT64_C(64) << 20)

const char *const older_tables[OLDER_TABLES] = { "document-bytes", "unchecked",
	"same", "usage", "outbox", "closings", "head" };

/* Is there room for what a version 1 has within and this one has beside? */
static enum err
check_room(struct upgrading *w, struct fault *why)
{
	uint64_t bytes = 0;
	enum err e;

	if (w->older.version > 1)
		return OK;
	if ((e = from_1_needs(w, &bytes)) != OK)
		return e;
	if (blobs_room_for(w->blobs, bytes + SLACK) == OK)
		return OK;
	return fault_set(why, ERR_NO_SPACE, "",
	    "The upgrade needs %llu MiB of disk beside the reserve; nothing "
	    "was changed.",
	    (unsigned long long)((bytes + SLACK) >> 20));
}

/* What is kept in another way, and the old way's bytes gone. Documents leave
 * the data file from version 1 on: only then is it worth being written anew. */
static enum err
rewrite(struct upgrading *w, const struct env_options *o, struct fault *why)
{
	bool from_1 = w->older.version == 1;
	enum err e = OK;

	if (from_1 && (e = from_1_documents(w)) == OK)
		e = from_1_leaves(w);
	if (e != OK || (e = from_2_small(w)) != OK ||
	    (e = env_older_drop(w->env, o, why)) != OK || !from_1)
		return e;
	upgrade_tell(w, "data file", 0, 1);
	if ((e = env_older_compact(&w->env, o, &w->older, why)) == OK)
		upgrade_tell(w, "data file", 1, 1);
	return e;
}

static enum err
convert(struct upgrading *w, const struct env_options *o, struct fault *why)
{
	enum err e;

	if ((e = env_older_alone(w->env, why)) != OK ||
	    (e = blobs_open(&w->blobs, o->path, why)) != OK ||
	    (e = check_room(w, why)) != OK ||
	    (e = env_older_begin(w->env, o, &w->older, why)) != OK)
		return e;
	w->done->tables = w->older.missing;
	if (w->older.version < STORE_VERSION && (e = rewrite(w, o, why)) != OK)
		return fault_set(why, e, "",
		    "The upgrade stopped: %s. What is done stays done; begun "
		    "again, it goes on.",
		    err_words(e));
	return env_older_end(w->env, o, why);
}

enum err
store_upgrade(const struct upgrade *u, struct upgraded *out, struct fault *why)
{
	struct env_options o = { .path = u->path,
		.tables = table_names,
		.n_tables = TABLES,
		.codes = table_codes,
		.version = STORE_VERSION,
		.map_bytes = u->map_bytes };
	struct upgrading w = { .asked = u,
		.done = out,
		.older = { .tables = older_tables, .n_tables = OLDER_TABLES } };
	enum err e;

	*out = (struct upgraded){ .to = STORE_VERSION };
	if ((e = env_older_open(&w.env, &o, &w.older, why)) != OK)
		return e;
	out->from = w.older.version;
	out->went_on = w.older.begun;
	if (w.older.version < OLDEST)
		e = fault_set(why, ERR_STORE_OLDER, "",
		    "The store has version %u; this program upgrades from "
		    "version %u on.",
		    w.older.version, OLDEST);
	else if (w.older.version < STORE_VERSION || w.older.begun ||
		 w.older.missing > 0)
		e = convert(&w, &o, why);
	if (w.blobs != NULL)
		blobs_close(&w.blobs);
	env_close(&w.env);
	return e;
}
