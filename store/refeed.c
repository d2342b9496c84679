/*
 * refeed.c - a copy of a store gets a change feed of its own.
 *
 * Knows one row. Touches the copy.
 */
#include "store/refeed.h"

#include "store/base/clock.h"
#include "store/base/id.h"
#include "store/db/env.h"
#include "store/table/meta.h"
#include "store/table/schema.h"

static enum err
put_feed(struct txn *t, void *arg)
{
	const struct submission_id *feed = arg;
	struct meta meta;

	if (!meta_get(t, &meta))
		return ERR_NOT_A_STORE;
	submission_id_text(*feed, meta.feed);
	meta_put(t, &meta);
	return t->err;
}

enum err
store_refeed(const char *path, struct fault *why)
{
	struct env_options o = { .path = path,
		.tables = table_names,
		.n_tables = TABLES,
		.codes = table_codes,
		.version = STORE_VERSION };
	struct clocks machine = clocks_system();
	struct submission_id feed;
	struct env *env = NULL;
	struct reading now;
	enum err e;

	if ((e = machine.wall(machine.self, &now)) == OK &&
	    (e = submission_id_new(now.wall.us, &feed)) == OK &&
	    (e = env_open(&env, &o, why)) == OK)
		e = env_change(env, put_feed, &feed, 0);
	env_close(&env);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "The copy %s could not be given a change feed of "
			     "its own: %s.",
			     path, err_words(e));
}
