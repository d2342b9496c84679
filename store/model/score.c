/*
 * score.c - a unit's sheet to its result: leaves to fields to the whole.
 *
 * Knows the order in which a sheet is scored and summed. Touches nothing but
 * its arguments.
 */
#include "store/model/score.h"

#include <assert.h>
#include <stdlib.h>

#include "store/model/grade.h"
#include "store/model/outside.h"
#include "store/model/score_leaf.h"

static const char *const column_names[] = {
	[COLUMN_SELF] = "self",
	[COLUMN_ROUND1] = "round1",
	[COLUMN_ROUND2] = "round2",
	[COLUMN_COUNCIL] = "council",
};
static_assert(sizeof column_names / sizeof *column_names == COLUMNS,
    "all named");

const char *
column_name(enum column c)
{
	assert(c < COLUMNS);
	return column_names[c];
}

enum column
column_read(struct slice name)
{
	for (unsigned c = 0; c < COLUMNS; c++)
		if (slice_is(name, column_names[c]))
			return (enum column)c;
	return COLUMNS;
}

const char *
leaf_status_name(enum leaf_status s)
{
	static const char *const names[] = {
		[LEAF_SCORED] = "scored",
		[LEAF_NOT_ASSESSED] = "not-assessed",
		[LEAF_NOT_APPLICABLE] = "not-applicable",
		[LEAF_NO_INPUTS] = "no-inputs",
		[LEAF_NO_EVIDENCE] = "no-evidence",
		[LEAF_WAITING] = "waiting",
		[LEAF_FAULTY] = "faulty",
	};
	static_assert(sizeof names / sizeof *names == LEAF_STATUSES,
	    "all named");

	assert(s < LEAF_STATUSES);
	return names[s];
}

/* The system's own leaves last: they look at all the others. */
static void
score_leaves(const struct scoring *s)
{
	const struct plan *p = s->p;

	for (unsigned i = 0; i < p->n_leaves; i++)
		if (p->leaves[i].mode != LEAF_SYSTEM)
			score_leaf(s, i, NULL);
	for (unsigned i = 0; i < p->n_leaves; i++)
		if (p->leaves[i].mode == LEAF_SYSTEM)
			score_leaf(s, i, NULL);
}

static enum err
add_leaf(const struct leaf_score *l, struct points *points, struct points *max)
{
	enum err e = points_add(*points, l->points, points);

	return e == OK ? points_add(*max, l->max, max) : e;
}

/* Neither a value of the unit's own nor any document. */
static bool
nothing_came(const struct plan *p, const struct sheet_facts *facts)
{
	for (unsigned i = 0; i < p->n_leaves; i++) {
		const struct leaf_facts *f = &facts->leaf[i];

		if (f->has[COLUMN_SELF] || f->accepted || f->late ||
		    f->pending || f->rejected)
			return false;
	}
	return true;
}

enum err
unit_score(const struct plan *p, unsigned unit, const struct sheet_facts *facts,
    struct unit_score *out)
{
	struct scoring s = { p, unit, facts, out };
	enum err e;

	*out = (struct unit_score){ .group = -1, .class = -1 };
	score_leaves(&s);
	for (unsigned i = 0; i < p->n_leaves; i++) {
		unsigned f = p->leaves[i].field;

		e = add_leaf(&out->leaf[i], &out->field[f].points,
		    &out->field[f].max);
		if (e == OK && p->fields[f].kind == FIELD_INSIDE)
			e = add_leaf(&out->leaf[i], &out->points, &out->max);
		if (e != OK)
			return e;
	}
	outside_apply(p, unit, out);
	out->nothing = nothing_came(p, facts);
	grade_unit(p, unit, out);
	return OK;
}

enum err
leaf_explain(const struct plan *p, unsigned unit, unsigned leaf,
    const struct sheet_facts *facts, struct buf *trace)
{
	struct unit_score *out = malloc(sizeof *out);
	struct scoring s = { p, unit, facts, out };
	size_t start = trace->n;

	if (out == NULL)
		return ERR_NO_MEMORY;
	score_leaves(&s);
	score_leaf(&s, leaf, trace);
	leaf_status_put(p, &out->leaf[leaf], trace->n > start, trace);
	free(out);
	return trace->err;
}
