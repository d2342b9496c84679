/*
 * council_foresee.c - what the council's list of values would come to.
 *
 * Touches sheets, for reading.
 */
#include <stdlib.h>

#include "store/act/deciding.h"
#include "store/sheet.h"

struct foreseeing {
	struct sheet_facts facts;
	struct unit_score now, would;
	struct council_unit unit;
};

static void
suppose(struct foreseeing *f, const struct scoring *w)
{
	struct leaf_facts *leaf = &f->facts.leaf[w->leaf];

	leaf->has[COLUMN_COUNCIL] = true;
	leaf->inputs[COLUMN_COUNCIL] = w->asked.inputs;
	f->unit.leaf[f->unit.n++] = w->leaf;
}

static enum err
foresee_unit(struct deciding *d, unsigned unit, struct foreseeing *f)
{
	struct cell kept;
	struct txn t;
	enum err e;

	f->unit = (struct council_unit){ .plan = d->plan,
		.unit = unit,
		.now = &f->now,
		.would = &f->would };
	txn_read(&t, d->store->env);
	if ((e = sheet_gather(&t, d->plan, unit, d->now.wall, &f->facts)) == OK)
		e = unit_score(d->plan, unit, &f->facts, &f->now);
	for (unsigned i = 0; e == OK && i < d->n; i++)
		if (d->value[i].unit == unit) {
			deciding_check(d, &t, i, &kept);
			suppose(f, &d->value[i]);
		}
	txn_require(&t, e);
	e = txn_end(&t);
	return e == OK ? unit_score(d->plan, unit, &f->facts, &f->would) : e;
}

static bool
has_unit(const struct deciding *d, unsigned unit)
{
	for (unsigned i = 0; i < d->n; i++)
		if (d->value[i].unit == unit)
			return true;
	return false;
}

static enum err
foresee(struct deciding *d, struct council_look *look)
{
	struct foreseeing *f = malloc(sizeof *f);
	struct txn t;
	enum err e;

	if (f == NULL)
		return ERR_NO_MEMORY;
	txn_read(&t, d->store->env);
	look->seen = ledger_size(d->store->ledger, &t);
	e = txn_end(&t);
	for (unsigned u = 0; e == OK && u < d->plan->n_units; u++) {
		if (!has_unit(d, u))
			continue;
		if ((e = foresee_unit(d, u, f)) == OK)
			look->each(look->self, &f->unit);
	}
	free(f);
	return e == OK ? deciding_outcome(d) : e;
}

enum err
act_council_foresee(struct store *s, const struct who *who,
    struct period_id period, const struct jv *root, struct council_look *look,
    struct faults *fs)
{
	struct deciding d = { .store = s, .who = who, .fs = fs };
	enum err e = deciding_read(&d, period, root);

	if (e == OK)
		e = foresee(&d, look);
	deciding_drop(&d);
	return e;
}
