/*
 * extend.c - which rows of windows an extension adds.
 *
 * Knows the law of extend.h. Touches nothing but its arguments.
 */
#include "store/model/extend.h"

#include <stdlib.h>

#include "store/model/outage.h"

struct extending {
	const struct plan *p;
	const struct extension *x;
	struct extension_rows *out;
	uint32_t version[BLOCKS_MOST]; /* the highest of the stage so far */
	bool moved[BLOCKS_MOST];
	bool found;          /* there is a window to extend */
	struct moment least; /* the latest deadline in force */
};

static void
take_versions(struct extending *e)
{
	for (unsigned i = 0; i < e->p->n_windows; i++) {
		const struct window *w = &e->p->windows[i];

		if (w->stage == e->x->stage &&
		    w->version > e->version[w->block])
			e->version[w->block] = w->version;
	}
}

static void
add_row(struct extending *e, const struct window *old, int unit,
    struct moment until)
{
	struct window *w = &e->out->list[e->out->n++];

	*w = *old;
	w->unit = unit;
	w->version = ++e->version[old->block];
	w->on_time_until = until;
	if (e->x->closes.us != 0 && moment_before(w->closes, e->x->closes))
		w->closes = e->x->closes;
	if (moment_before(w->closes, until))
		w->closes = until;
}

/* Where the window's deadline moves to, when it moves forwards. */
static bool
moves(struct extending *e, const struct window *w, struct moment *until)
{
	const struct extension *x = e->x;

	e->found = true;
	if (moment_before(e->least, w->on_time_until))
		e->least = w->on_time_until;
	if (x->by_outage)
		return outage_moves(&e->p->outage, w->on_time_until, x->from,
		    x->to, until);
	*until = x->until.us == 0 ? w->on_time_until : x->until;
	return moment_before(w->on_time_until, *until) ||
	       (w->on_time_until.us == until->us &&
		   moment_before(w->closes, x->closes));
}

/* A unit's own window that reaches further than what its block gets. */
static void
keep_granted(struct extending *e, unsigned block, struct moment until)
{
	for (unsigned u = 0; u < e->p->n_units; u++) {
		const struct window *w;

		if (e->p->units[u].block != block)
			continue;
		w = plan_unit_window(e->p, u, e->x->stage);
		if (w->unit != WINDOW_FOR_ALL &&
		    moment_before(until, w->on_time_until))
			add_row(e, w, (int)u, w->on_time_until);
	}
}

static void
extend_block(struct extending *e, unsigned block)
{
	const struct window *w = plan_window(e->p, block, e->x->stage);
	struct moment until;

	if (w == NULL || !moves(e, w, &until))
		return;
	add_row(e, w, WINDOW_FOR_ALL, until);
	e->moved[block] = true;
	keep_granted(e, block, until);
}

static void
extend_unit(struct extending *e, unsigned unit)
{
	const struct window *w = plan_unit_window(e->p, unit, e->x->stage);
	struct moment until;

	if (w != NULL && moves(e, w, &until))
		add_row(e, w, (int)unit, until);
}

/* What an outage does not move of the block it may move of a unit of it. */
static void
extend_granted(struct extending *e, unsigned unit)
{
	const struct window *w = plan_unit_window(e->p, unit, e->x->stage);
	struct moment until;

	if (w != NULL && w->unit != WINDOW_FOR_ALL && !e->moved[w->block] &&
	    moves(e, w, &until))
		add_row(e, w, (int)unit, until);
}

static enum err
nothing(const struct extending *e, struct fault *why)
{
	char least[MOMENT_TEXT];

	if (!e->found)
		return fault_set(why, ERR_NOT_FOUND, "",
		    "There is no %s window to extend.",
		    stage_name(e->x->stage));
	if (e->x->by_outage)
		return fault_set(why, ERR_WRONG_STATE, "",
		    "The rule that was announced for outages moves no "
		    "deadline in force.");
	moment_text(e->least, least);
	return fault_set(why, ERR_BACKWARDS, "/until",
	    "This is no extension: the %s window is on time until %s "
	    "already.",
	    stage_name(e->x->stage), least);
}

static void
extend_blocks(struct extending *e)
{
	for (unsigned b = 0; b < e->p->n_blocks; b++)
		if (e->x->block == EXTEND_ALL || e->x->block == (int)b)
			extend_block(e, b);
	if (!e->x->by_outage)
		return;
	for (unsigned u = 0; u < e->p->n_units; u++)
		if (e->x->block == EXTEND_ALL ||
		    e->x->block == (int)e->p->units[u].block)
			extend_granted(e, u);
}

enum err
extend_rows(const struct plan *p, const struct extension *x,
    struct extension_rows *out, struct fault *why)
{
	struct extending e = { .p = p,
		.x = x,
		.out = out,
		.least = { INT64_MIN } };

	*out = (struct extension_rows){ .list = NULL };
	if (x->by_outage && p->outage.least.us == 0)
		return fault_set(why, ERR_WRONG_STATE, "",
		    "Period %s announced no rule for outages (\"outage\").",
		    p->period.text);
	out->list =
	    calloc(p->n_blocks + 2 * (size_t)p->n_units + 1, sizeof *out->list);
	if (out->list == NULL)
		return ERR_NO_MEMORY;
	take_versions(&e);
	if (x->unit != EXTEND_ALL)
		extend_unit(&e, (unsigned)x->unit);
	else
		extend_blocks(&e);
	return out->n > 0 ? OK : nothing(&e, why);
}
