/*
 * council.c - the council decides many values at once, under one record: all of
 * them or none.
 *
 * Touches cells, ledger, feed and outbox.
 */
#include "store/act/deciding.h"
#include "store/table/outbox.h"

static void
ask_results(const struct deciding *d, struct txn *t, const uint64_t *entry)
{
	for (unsigned u = 0; u < d->plan->n_units; u++)
		if (entry[u] != 0)
			outbox_raise(t, JOB_SCORE_UNIT, d->plan->period,
			    d->plan->units[u].id, entry[u]);
}

static enum err
run(struct txn *t, void *arg)
{
	struct deciding *d = arg;
	uint64_t entry[UNITS_MOST] = { 0 };
	struct cell kept, out;
	enum err e;

	d->fs->n = 0;
	if ((e = store_plan_holds(t, d->plan)) != OK)
		return e;
	for (unsigned i = 0; t->err == OK && i < d->n; i++) {
		deciding_check(d, t, i, &kept);
		if (d->fs->n != 0)
			continue; /* nothing is kept: look for further faults */
		if ((e = scoring_write(&d->value[i], t, &kept, &out)) != OK)
			return e;
		entry[d->value[i].unit] = out.entry;
	}
	if (t->err == OK && (e = deciding_outcome(d)) != OK)
		return e;
	ask_results(d, t, entry);
	return t->err;
}

enum err
act_council(struct store *s, const struct who *who, struct period_id period,
    const struct jv *root, unsigned *n, struct faults *fs)
{
	struct deciding d = { .store = s, .who = who, .fs = fs };
	enum err e = deciding_read(&d, period, root);

	*n = 0;
	if (e == OK)
		e = env_change(s->env, run, &d, (size_t)d.n * 3072 + 4096);
	if (e == OK)
		*n = d.n;
	deciding_drop(&d);
	return e;
}
