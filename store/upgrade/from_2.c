/*
 * from_2.c - tables of few rows into one tree.
 *
 * Knows which tables those are. Touches them.
 */
#include "store/upgrade/from_2.h"

#include "store/db/walk.h"

static const struct {
	unsigned from, to;
} small[] = {
	{ T_2_USAGE, T_USAGE },
	{ T_2_OUTBOX, T_OUTBOX },
	{ T_2_CLOSINGS, T_CLOSINGS },
	{ T_2_HEAD, T_HEAD },
};

static enum err
run(struct txn *t, void *arg)
{
	struct upgrading *w = arg;
	struct walk walk;

	for (size_t i = 0; i < sizeof small / sizeof *small; i++) {
		if (!env_older_has(w->env, small[i].from))
			continue;
		walk_start(&walk, t, small[i].from, SLICE_NONE);
		while (walk_on(&walk))
			txn_put(t, small[i].to, walk.key, walk.value);
		walk_end(&walk);
	}
	return t->err;
}

enum err
from_2_small(struct upgrading *w)
{
	return env_change(w->env, run, w, 0);
}
