/*
 * council.c - the council decides many values at once, under one record: all of
 * them or none; and what that would come to.
 *
 * Knows the list. Touches cells, ledger, feed and outbox; for the preview
 * sheets, for reading.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/act/scoring.h"
#include "store/base/said.h"
#include "store/cell_said.h"
#include "store/sheet.h"
#include "store/table/outbox.h"

#define FAULTS_TOLD 100

struct deciding {
	struct store *store;
	const struct who *who;
	const struct plan *plan;
	struct reading now;
	uint64_t record;
	uint64_t seen; /* no value may be younger than this entry; 0: any */
	char reason[1000];
	struct scoring *value; /* [n] */
	uint64_t *version;     /* [n]: the one that was seen; UINT64_MAX: any */
	bool *said;            /* [units * leaves]: is there one already */
	unsigned n;
	struct faults *fs;
};

static void
drop(struct deciding *d)
{
	free(d->value);
	free(d->version);
	free(d->said);
}

/* ---- what is wrong ---- */

/* A fault of value `i`, wherever in it. */
static void
blame(struct deciding *d, unsigned i, const struct fault *f)
{
	const struct cell *cell = &d->value[i].asked;
	char pointer[sizeof f->pointer];

	if (d->fs->n >= FAULTS_TOLD)
		return;
	if (strncmp(f->pointer, "/values/", 8) == 0)
		(void)snprintf(pointer, sizeof pointer, "%s", f->pointer);
	else
		(void)snprintf(pointer, sizeof pointer, "/values/%u%.160s", i,
		    f->pointer[0] == '/' ? f->pointer : "");
	(void)faults_add(d->fs, f->err, pointer, "%s, %s: %.300s",
	    cell->unit.text, cell->leaf.text, f->detail);
}

static enum err
outcome(const struct deciding *d)
{
	if (d->fs->lost)
		return ERR_NO_MEMORY;
	return d->fs->n == 0 ? OK : d->fs->list[0].err;
}

/* ---- the list, read ---- */

static enum err
read_names(const struct jv *v, struct cell *cell, struct fault *why)
{
	static const char *const known[] = { "unit", "leaf", "inputs",
		"not_applicable", "reason", "lost", "version", NULL };
	struct jv at = jv_unknown(v, known);
	struct slice text;

	if (jv_kind(v) != JSON_IS_OBJECT || jv_kind(&at) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "A value has \"unit\", \"leaf\", \"inputs\", "
		    "\"not_applicable\", \"reason\", \"lost\", \"version\".");
	at = jv_get(v, "unit");
	if (!jv_text(&at, &text) || unit_id_read(text, &cell->unit) != OK)
		return fault_set(why, ERR_MISSING_FIELD, "/unit",
		    "\"unit\" is a unit's code.");
	at = jv_get(v, "leaf");
	if (!jv_text(&at, &text) || leaf_id_read(text, &cell->leaf) != OK)
		return fault_set(why, ERR_MISSING_FIELD, "/leaf",
		    "\"leaf\" is a criterion's code.");
	return OK;
}

static enum err
read_version(const struct jv *v, uint64_t *out, struct fault *why)
{
	struct jv at = jv_get(v, "version");
	int64_t n = 0;

	*out = UINT64_MAX;
	if (jv_kind(&at) == JSON_NONE)
		return OK;
	if (!jv_int(&at, &n) || n < 0)
		return fault_set(why, ERR_MALFORMED, "/version",
		    "\"version\" is the number of the version seen, 0 when "
		    "there was none.");
	*out = (uint64_t)n;
	return OK;
}

static enum err
say_once(struct deciding *d, const struct scoring *w, struct fault *why)
{
	bool *said = &d->said[(size_t)w->unit * d->plan->n_leaves + w->leaf];

	if (*said)
		return fault_set(why, ERR_EXISTS, "",
		    "The list has this criterion of this unit twice.");
	*said = true;
	return OK;
}

static enum err
read_value(struct deciding *d, const struct jv *v, unsigned i,
    struct fault *why)
{
	struct scoring *w = &d->value[i];
	int leaf;
	enum err e;

	*w = (struct scoring){ .store = d->store,
		.who = d->who,
		.plan = d->plan,
		.now = d->now,
		.why = why,
		.asked = { .period = d->plan->period,
		    .column = COLUMN_COUNCIL } };
	if ((e = read_names(v, &w->asked, why)) != OK ||
	    (e = read_version(v, &d->version[i], why)) != OK)
		return e;
	if ((leaf = plan_leaf(d->plan, w->asked.leaf)) < 0)
		return fault_set(why, ERR_UNKNOWN_LEAF, "/leaf",
		    "Period %s has no criterion \"%s\".", d->plan->period.text,
		    w->asked.leaf.text);
	if ((e = cell_said(v, &d->plan->leaves[leaf], &w->asked, why)) != OK)
		return e;
	if (w->asked.reason[0] == 0)
		memcpy(w->asked.reason, d->reason, sizeof d->reason);
	w->asked.record = d->record;
	if ((e = scoring_prepare(w)) != OK)
		return e;
	return say_once(d, w, why);
}

static enum err
read_head(struct deciding *d, const struct jv *root, struct fault *why)
{
	static const char *const known[] = { "decision", "reason", "seen",
		"values", "preview", NULL };
	struct jv v = jv_unknown(root, known);
	int64_t seen = 0;
	enum err e;

	if (jv_kind(&v) != JSON_NONE)
		return fault_set(why, ERR_UNKNOWN_FIELD, "",
		    "Known are \"decision\", \"reason\", \"seen\", "
		    "\"values\", \"preview\".");
	if ((e = cell_said_record(root, &d->record, why)) != OK ||
	    (e = said_text(root, "reason", d->reason, sizeof d->reason, why)) !=
		OK)
		return e;
	if (d->record == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/decision",
		    "What the council decides names its record: the number "
		    "under which minutes or decision are kept in this period.");
	v = jv_get(root, "seen");
	if (jv_kind(&v) != JSON_NONE && (!jv_int(&v, &seen) || seen < 1))
		return fault_set(why, ERR_MALFORMED, "/seen",
		    "\"seen\" is the number that the preview gave.");
	d->seen = (uint64_t)seen;
	return OK;
}

static enum err
make_room(struct deciding *d, size_t n)
{
	d->n = (unsigned)n;
	d->value = calloc(n, sizeof *d->value);
	d->version = calloc(n, sizeof *d->version);
	d->said = calloc((size_t)d->plan->n_units * d->plan->n_leaves,
	    sizeof *d->said);
	return d->value == NULL || d->version == NULL || d->said == NULL
		   ? ERR_NO_MEMORY
		   : OK;
}

static enum err
read_values(struct deciding *d, const struct jv *root, struct fault *why)
{
	struct jv list = jv_get(root, "values"), v;
	size_t n = jv_count(&list);
	enum err e;

	if (jv_kind(&list) != JSON_IS_ARRAY || n < 1 || n > COUNCIL_MOST)
		return fault_set(why, ERR_RANGE, "/values",
		    "\"values\" is a list of 1 to %d values.", COUNCIL_MOST);
	if ((e = make_room(d, n)) != OK)
		return e;
	for (size_t i = 0; i < n && !d->fs->lost; i++) {
		struct fault one = { 0 };

		v = jv_at(&list, i);
		if ((e = read_value(d, &v, (unsigned)i, &one)) == OK)
			continue;
		one.err = e;
		blame(d, (unsigned)i, &one);
	}
	return outcome(d);
}

/* Everything that can be known outside a transaction. */
static enum err
prepare(struct deciding *d, struct period_id period, const struct jv *root)
{
	static const struct unit_id nobody;
	struct fault why = { 0 };
	enum err e;

	if ((e = part_may(d->who, MAY_SCORE_COUNCIL, period, nobody, &why)) ==
		OK &&
	    (e = part_plan(d->store, period, &d->plan, &why)) == OK &&
	    (e = store_now(d->store, &d->now)) == OK &&
	    (e = read_head(d, root, &why)) == OK)
		e = read_values(d, root, &why);
	if (why.err != OK)
		(void)faults_add(d->fs, why.err, why.pointer, "%s", why.detail);
	return e;
}

/* ---- whether each may be written now ---- */

static enum err
check_seen(const struct deciding *d, unsigned i, const struct cell *kept,
    struct fault *why)
{
	if (d->version[i] != UINT64_MAX && d->version[i] != kept->version)
		return fault_set(why, ERR_STALE, "/version",
		    "The council's value is at version %llu, not %llu.",
		    (unsigned long long)kept->version,
		    (unsigned long long)d->version[i]);
	if (d->seen != 0 && kept->version != 0 && kept->entry >= d->seen)
		return fault_set(why, ERR_STALE, "",
		    "The council's value was written after the preview.");
	return OK;
}

static void
check_value(struct deciding *d, struct txn *t, unsigned i, struct cell *kept)
{
	struct scoring *w = &d->value[i];
	struct fault one = { 0 };
	enum err e;

	w->why = &one;
	if ((e = scoring_check(w, t, kept)) == OK)
		e = check_seen(d, i, kept, &one);
	w->why = NULL;
	if (e == OK || t->err != OK)
		return;
	one.err = e;
	blame(d, i, &one);
}

/* ---- written ---- */

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
		check_value(d, t, i, &kept);
		if (d->fs->n != 0)
			continue; /* nothing is kept: look for further faults */
		if ((e = scoring_write(&d->value[i], t, &kept, &out)) != OK)
			return e;
		entry[d->value[i].unit] = out.entry;
	}
	if (t->err == OK && (e = outcome(d)) != OK)
		return e;
	ask_results(d, t, entry);
	return t->err;
}

enum err
act_council(struct store *s, const struct who *who, struct period_id period,
    const struct jv *root, unsigned *n, struct faults *fs)
{
	struct deciding d = { .store = s, .who = who, .fs = fs };
	enum err e = prepare(&d, period, root);

	*n = 0;
	if (e == OK)
		e = env_change(s->env, run, &d, (size_t)d.n * 3072 + 4096);
	if (e == OK)
		*n = d.n;
	drop(&d);
	return e;
}

/* ---- foreseen ---- */

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
			check_value(d, &t, i, &kept);
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
	return e == OK ? outcome(d) : e;
}

enum err
act_council_foresee(struct store *s, const struct who *who,
    struct period_id period, const struct jv *root, struct council_look *look,
    struct faults *fs)
{
	struct deciding d = { .store = s, .who = who, .fs = fs };
	enum err e = prepare(&d, period, root);

	if (e == OK)
		e = foresee(&d, look);
	drop(&d);
	return e;
}
