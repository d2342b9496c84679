/*
 * analysis.c - sums over all units of a period.
 *
 * Knows how results, documents and cells are counted. Touches nothing but its
 * arguments.
 */
#include "store/model/analysis.h"

#include <assert.h>
#include <stdlib.h>

const char *
proof_name(enum proof p)
{
	static const char *const names[] = {
		[PROOF_NOT_ASKED] = "not-asked",
		[PROOF_MISSING] = "missing",
		[PROOF_REJECTED] = "rejected",
		[PROOF_LATE] = "late",
		[PROOF_WAITING] = "waiting",
		[PROOF_ACCEPTED] = "accepted",
	};
	static_assert(sizeof names / sizeof *names == PROOFS, "all named");

	assert(p < PROOFS);
	return names[p];
}

static struct leaf_analysis *
leaf_at(struct analysis *a, unsigned unit, unsigned leaf)
{
	const struct plan *p = a->results.plan;

	return &a->leaf[p->units[unit].block * p->n_leaves + leaf];
}

static enum proof *
proof_at(struct analysis *a, unsigned unit, unsigned leaf)
{
	return &a->proof[unit * a->results.plan->n_leaves + leaf];
}

enum err
analysis_start(struct analysis *a)
{
	const struct plan *p = a->results.plan;

	a->proof =
	    calloc((size_t)p->n_units * p->n_leaves + 1, sizeof *a->proof);
	a->unit = calloc(p->n_units, sizeof *a->unit);
	a->leaf =
	    calloc((size_t)p->n_blocks * p->n_leaves + 1, sizeof *a->leaf);
	return a->proof == NULL || a->unit == NULL || a->leaf == NULL
		   ? ERR_NO_MEMORY
		   : OK;
}

static enum proof
proof_of(enum submission_status status)
{
	switch (status) {
	case SUBMISSION_ACCEPTED:
		return PROOF_ACCEPTED;
	case SUBMISSION_LATE:
		return PROOF_LATE;
	case SUBMISSION_REJECTED:
		return PROOF_REJECTED;
	case SUBMISSION_QUEUED:
		return PROOF_WAITING;
	default: /* withdrawn, superseded: no longer there */
		return PROOF_NOT_ASKED;
	}
}

void
analysis_document(struct analysis *a, unsigned unit, unsigned leaf,
    enum submission_status status)
{
	enum proof p = proof_of(status);

	if (p == PROOF_NOT_ASKED)
		return;
	a->unit[unit].proofs[p]++;
	if (p > *proof_at(a, unit, leaf))
		*proof_at(a, unit, leaf) = p;
}

static void
add(struct points *to, struct points more)
{
	to->millionths += more.millionths;
}

static enum field_kind
kind_of(const struct analysis *a, unsigned leaf)
{
	const struct plan *p = a->results.plan;

	return p->fields[p->leaves[leaf].field].kind;
}

/* L1 to L3. */
static struct points
lost_on(const struct analysis *a, unsigned unit, unsigned leaf)
{
	const struct leaf_score *s = &a->results.unit[unit].score.leaf[leaf];

	switch (kind_of(a, leaf)) {
	case FIELD_BONUS:
		return (struct points){ 0 };
	case FIELD_PENALTY:
		return s->points;
	default:
		return (
		    struct points){ s->max.millionths - s->points.millionths };
	}
}

void
analysis_cell(struct analysis *a, unsigned unit, unsigned leaf, bool self,
    enum column counts, const int *reasons, unsigned n)
{
	const struct leaf_score *s = &a->results.unit[unit].score.leaf[leaf];
	struct unit_analysis *u = &a->unit[unit];
	struct leaf_analysis *l = leaf_at(a, unit, leaf);
	enum proof *proof = proof_at(a, unit, leaf);

	if (s->max.millionths == 0)
		return;
	if (self && *proof == PROOF_NOT_ASKED)
		*proof = PROOF_MISSING; /* L4 */
	for (unsigned i = 0; i < n; i++)
		if (reasons[i] >= 0 && reasons[i] < ANALYSIS_REASONS)
			l->reason[reasons[i]]++;
	if (n == 0 && lost_on(a, unit, leaf).millionths > 0 &&
	    counts != COLUMNS && counts != COLUMN_SELF)
		l->unreasoned++;
	if (!self || counts == COLUMNS || counts == COLUMN_SELF)
		return;
	u->compared++;
	add(&u->self, s->by_column[COLUMN_SELF]);
	add(&u->appraised, s->by_column[counts]);
	add(&l->self, s->by_column[COLUMN_SELF]);
	add(&l->appraised, s->by_column[counts]);
}

static void
finish_proof(struct analysis *a, unsigned unit, unsigned leaf)
{
	const struct leaf_score *s = &a->results.unit[unit].score.leaf[leaf];
	enum proof *proof = proof_at(a, unit, leaf);

	if (a->results.plan->leaves[leaf].mode != LEAF_EVIDENCE ||
	    s->max.millionths == 0)
		*proof = PROOF_NOT_ASKED;
	else if (*proof == PROOF_NOT_ASKED && kind_of(a, leaf) == FIELD_INSIDE)
		*proof = PROOF_MISSING;
	a->unit[unit].leaves[*proof]++;
}

static void
finish_leaf(struct analysis *a, unsigned unit, unsigned leaf)
{
	const struct leaf_score *s = &a->results.unit[unit].score.leaf[leaf];
	struct leaf_analysis *l = leaf_at(a, unit, leaf);
	struct points lost = lost_on(a, unit, leaf);

	finish_proof(a, unit, leaf);
	if (s->max.millionths == 0)
		return;
	l->units++;
	l->losing += lost.millionths > 0;
	l->status[s->status]++;
	add(&l->lost, lost);
	add(&l->of, s->max);
	add(&a->unit[unit].lost, lost);
	if (kind_of(a, leaf) != FIELD_BONUS)
		return;
	l->winning += s->points.millionths > 0;
	add(&l->won, s->points);
	add(&a->unit[unit].won, s->points);
}

/* `sum` of printed percentages to their mean, printed alike. */
static void
take_mean(const struct plan *p, struct mean *m)
{
	struct fraction f = { m->percent.millionths, 1 };

	if (m->n == 0)
		return;
	f.den = (__int128)m->n * POINTS_ONE;
	if (fraction_points_rounded(f, p->index_decimals, &m->percent) != OK)
		m->n = 0;
}

static void
add_percent(const struct plan *p, struct mean *m, struct points points,
    struct points max)
{
	if (max.millionths == 0)
		return;
	m->n++;
	add(&m->percent, percent_rounded(points, max, p->index_decimals));
}

static void
finish_unit(struct analysis *a, unsigned unit)
{
	const struct plan *p = a->results.plan;
	const struct unit_score *s = &a->results.unit[unit].score;
	struct block_analysis *b = &a->block[p->units[unit].block];

	for (unsigned i = 0; i < p->n_leaves; i++)
		finish_leaf(a, unit, i);
	add_percent(p, &b->index, s->points, s->max);
	for (unsigned f = 0; f < p->n_fields; f++)
		if (p->fields[f].kind == FIELD_INSIDE)
			add_percent(p, &b->field[f], s->field[f].points,
			    s->field[f].max);
}

void
analysis_finish(struct analysis *a)
{
	const struct plan *p = a->results.plan;

	for (unsigned i = 0; i < p->n_units; i++)
		if (a->results.scored[i])
			finish_unit(a, i);
	for (unsigned b = 0; b < p->n_blocks; b++) {
		take_mean(p, &a->block[b].index);
		for (unsigned f = 0; f < p->n_fields; f++)
			take_mean(p, &a->block[b].field[f]);
	}
}

bool
analysis_on_time(const struct analysis *a, unsigned unit,
    struct points *percent)
{
	const unsigned *n = a->unit[unit].proofs;
	struct points good = { n[PROOF_ACCEPTED] },
		      all = { (int64_t)n[PROOF_ACCEPTED] + n[PROOF_LATE] };

	*percent = percent_rounded(good, all, a->results.plan->index_decimals);
	return all.millionths != 0;
}

struct sorting {
	const struct leaf_analysis *leaf; /* of the block */
};

static int
by_lost(const void *one, const void *other, void *self)
{
	const struct sorting *s = self;
	unsigned a = *(const unsigned *)one, b = *(const unsigned *)other;
	int64_t x = s->leaf[a].lost.millionths, y = s->leaf[b].lost.millionths;

	return x != y ? (x < y) - (x > y) : (a > b) - (a < b);
}

unsigned
analysis_losses(const struct analysis *a, unsigned block, unsigned *list)
{
	const struct plan *p = a->results.plan;
	struct sorting s = { a->leaf + (size_t)block * p->n_leaves };
	unsigned n = 0;

	for (unsigned i = 0; i < p->n_leaves; i++)
		if (s.leaf[i].units > 0 &&
		    (kind_of(a, i) != FIELD_PENALTY || s.leaf[i].losing > 0))
			list[n++] = i;
	qsort_r(list, n, sizeof *list, by_lost, &s);
	return n;
}
