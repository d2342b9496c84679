/*
 * cell.c - a column of a sheet, as JSON.
 *
 * Knows the shape. Touches nothing but its arguments.
 */
#include "cgi/page/cell.h"

#include "store/view/views.h"

static void
put_writer(struct jout *j, const struct cell *cell)
{
	if (cell->role != ROLE_NOBODY)
		jout_kstr(j, "role", role_name(cell->role));
	if (cell->person.text[0] != 0)
		jout_kstr(j, "person", cell->person.text);
	if (cell->via != ROLE_NOBODY)
		jout_kstr(j, "via", role_name(cell->via));
}

static void
put_lost(struct jout *j, const struct cell *cell)
{
	if (cell->n_lost == 0)
		return;
	jout_key(j, "lost");
	jout_array(j);
	for (unsigned i = 0; i < cell->n_lost; i++)
		jout_str(j, cell->lost[i]);
	jout_array_end(j);
}

/* Computed where it is read, and kept nowhere. */
static void
put_score(struct jout *j, const struct plan *p, unsigned unit, unsigned leaf,
    const struct inputs *in)
{
	struct buf trace = { 0 };
	struct leaf_score score;

	if (column_score(p, unit, leaf, in, &score, &trace) == OK) {
		jout_kstr(j, "status", leaf_status_name(score.status));
		view_kpoints(j, "points", p, score.points);
		jout_ktext(j, "arithmetic", buf_all(&trace));
	}
	buf_free(&trace);
}

void
cell_json(struct jout *j, const struct plan *p, unsigned unit, unsigned leaf,
    const struct cell *cell)
{
	const struct leaf *l = &p->leaves[leaf];

	jout_object(j);
	jout_kuint(j, "version", cell->version);
	jout_key(j, "inputs");
	inputs_put(j, l->vars, l->n_vars, &cell->inputs);
	jout_kbool(j, "not_applicable", cell->inputs.not_applicable);
	jout_kstr(j, "reason", cell->reason);
	put_score(j, p, unit, leaf, &cell->inputs);
	jout_kmoment(j, "time", cell->time);
	put_lost(j, cell);
	if (cell->record != 0)
		jout_kuint(j, "decision", cell->record);
	jout_kuint(j, "by", cell->by.n);
	put_writer(j, cell);
	jout_kuint(j, "log_index", cell->entry);
	jout_kuint(j, "rules", p->version);
	jout_object_end(j);
}
