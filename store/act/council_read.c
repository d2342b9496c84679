/*
 * council_read.c - the council's list of values, read and checked.
 *
 * Knows the list's members. Touches cells, lives and records, for reading.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/act/deciding.h"
#include "store/base/said.h"
#include "store/cell_said.h"

#define FAULTS_TOLD 100

void
deciding_drop(struct deciding *d)
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

enum err
deciding_outcome(const struct deciding *d)
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
	return deciding_outcome(d);
}

/* Everything that can be known outside a transaction. */
enum err
deciding_read(struct deciding *d, struct period_id period,
    const struct jv *root)
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

void
deciding_check(struct deciding *d, struct txn *t, unsigned i, struct cell *kept)
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
