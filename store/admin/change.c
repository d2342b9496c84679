/*
 * change.c - a change of an open period: foreseen, then made.
 *
 * Knows how both are shown. Touches the store through act and look.
 */
#include "store/admin/change.h"

#include <stdio.h>

#include "store/admin/grid.h"
#include "store/look/foresight.h"
#include "store/look/looks.h"

enum err
change_mandate(struct admin *a, const struct call *c, struct mandate *out)
{
	static const int keys[] = { OPT_DECISION, OPT_DATE, OPT_REASON_OF,
		OPT_PERSON };
	struct slice in[4];
	const char *value;

	for (unsigned i = 0; i < 4; i++) {
		value = call_option(c, keys[i]);
		in[i] = slice_text(value == NULL ? "" : value);
	}
	return mandate_read(in[0], in[1], in[2], in[3], out, &a->why);
}

struct showing {
	struct grid flips, shifts;
};

static void
show_flip(void *self, const struct verdict_flip *f)
{
	struct showing *x = self;
	char id[UUID_TEXT];

	submission_id_text(f->submission->id, id);
	grid_cell(&x->flips, f->submission->unit.text);
	grid_cell(&x->flips, f->submission->leaf[0].text);
	grid_cell(&x->flips, id);
	grid_moment(&x->flips, f->submission->received.latest);
	grid_cell(&x->flips, verdict_name(f->submission->verdict));
	grid_cell(&x->flips, verdict_name(f->would));
}

static void
cell_rank(struct grid *g, unsigned rank)
{
	if (rank == 0)
		grid_cell(g, "-");
	else
		grid_print(g, "%u", rank);
}

static void
cell_points(struct grid *g, struct points p, struct points max)
{
	struct buf text = { 0 };

	points_put(&text, p, 2);
	buf_byte(&text, '/');
	points_put(&text, max, 2);
	grid_cell(g, buf_cstr(&text));
	buf_free(&text);
}

static void
show_shift(void *self, const struct shift_look *s)
{
	struct showing *x = self;

	grid_cell(&x->shifts, s->unit->id.text);
	cell_points(&x->shifts, s->was, s->max_was);
	cell_points(&x->shifts, s->would, s->max_would);
	cell_rank(&x->shifts, s->rank_was);
	cell_rank(&x->shifts, s->rank_would);
	grid_cell(&x->shifts, s->unit->name_vi);
}

static enum err
preview(struct admin *a, struct period_id period, const struct amendment *in,
    struct faults *faults)
{
	static const struct grid_column flips[] = {
		{ "unit", GRID_LEFT },
		{ "leaf", GRID_LEFT },
		{ "submission", GRID_LEFT },
		{ "received", GRID_LEFT },
		{ "verdict", GRID_LEFT },
		{ "would be", GRID_LEFT },
	};
	static const struct grid_column shifts[] = {
		{ "unit", GRID_LEFT },
		{ "points", GRID_RIGHT },
		{ "would be", GRID_RIGHT },
		{ "rank", GRID_RIGHT },
		{ "would be", GRID_RIGHT },
		{ "name", GRID_LEFT },
	};
	struct showing x = { grid_start(flips, 6), grid_start(shifts, 6) };
	struct amendment_look look = { .flip = show_flip,
		.shift = show_shift,
		.self = &x,
		.faults = faults };
	enum err shown,
	    e = look_amendment(a->store, &a->who, period, in, &look, &a->why);

	if (e == OK)
		(void)printf("%llu verdicts would change\n",
		    (unsigned long long)look.flips);
	shown = look.flips > 0 ? grid_show(&x.flips, stdout) : OK;
	if (e == OK && look.refused > 0)
		(void)printf("%llu documents were refused and not kept: they "
			     "must be sent again\n",
		    (unsigned long long)look.refused);
	if (e == OK)
		(void)printf("%llu units would have other points or ranks\n",
		    (unsigned long long)look.shifts);
	if (look.shifts > 0)
		shown = grid_show(&x.shifts, stdout);
	return e != OK ? e : shown;
}

enum err
change_period(struct admin *a, const struct call *c, struct period_id period,
    struct amendment *in, struct faults *faults)
{
	bool only_preview = call_option(c, OPT_PREVIEW) != NULL;
	struct period row;
	enum err e = OK;

	if (!only_preview)
		e = change_mandate(a, c, &in->mandate);
	if (e == OK)
		e = preview(a, period, in, faults);
	if (e != OK || only_preview)
		return e;
	e = act_amend_period(a->store, &a->who, period, in, &row, &a->why);
	if (e == OK)
		(void)printf("period %s is at version %u, log entry %llu\n",
		    row.id.text, row.version, (unsigned long long)row.rules);
	return e;
}
