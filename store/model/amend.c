/*
 * amend.c - what an amendment may do.
 *
 * Knows the law of amend.h. Touches nothing but its arguments.
 */
#include "store/model/amend.h"

#include <stdio.h>

#include "store/model/outage.h"

struct amending {
	const struct plan *was, *is;
	struct moment now;
	const struct interval *outage; /* NULL: not by one */
	struct faults *fs;
};

/* ---- what records refer to (1 to 4) ---- */

static void
gone(struct amending *a, const char *pointer, const char *kind,
    const char *name)
{
	faults_add(a->fs, ERR_CONFLICT, pointer,
	    "%s %s of the period as it is open is not at its place any more: "
	    "what is recorded refers to it.",
	    kind, name);
}

static void
check_names(struct amending *a)
{
	const struct plan *was = a->was, *is = a->is;
	char pointer[64];

	for (unsigned i = 0; i < was->n_blocks; i++) {
		(void)snprintf(pointer, sizeof pointer, "/criteria/blocks/%u",
		    i);
		if (i >= is->n_blocks ||
		    !block_id_eq(was->blocks[i].id, is->blocks[i].id))
			gone(a, pointer, "Block", was->blocks[i].id.text);
	}
	for (unsigned i = 0; i < was->n_fields; i++) {
		(void)snprintf(pointer, sizeof pointer, "/criteria/fields/%u",
		    i);
		if (i >= is->n_fields ||
		    strcmp(was->fields[i].id.text, is->fields[i].id.text) != 0)
			gone(a, pointer, "Field", was->fields[i].id.text);
	}
}

/* What is recorded is a number: a level's is its place. */
static bool
same_var(const struct var *was, const struct var *is)
{
	if (strcmp(was->key, is->key) != 0 || was->type != is->type ||
	    was->n_levels > is->n_levels)
		return false;
	for (unsigned i = 0; i < was->n_levels; i++)
		if (strcmp(was->levels[i], is->levels[i]) != 0)
			return false;
	return true;
}

static bool
same_leaf(const struct leaf *was, const struct leaf *is)
{
	if (!leaf_id_eq(was->id, is->id) || was->field != is->field ||
	    was->mode != is->mode || is->n_vars < was->n_vars)
		return false;
	for (unsigned i = 0; i < was->n_vars; i++)
		if (!same_var(&was->vars[i], &is->vars[i]))
			return false;
	return true;
}

static void
check_leaves(struct amending *a)
{
	const struct plan *was = a->was, *is = a->is;
	char pointer[64];

	for (unsigned i = 0; i < was->n_leaves; i++) {
		(void)snprintf(pointer, sizeof pointer, "/criteria/leaves/%u",
		    i);
		if (i >= is->n_leaves ||
		    !same_leaf(&was->leaves[i], &is->leaves[i]))
			gone(a, pointer,
			    "With its field, mode and variables, leaf",
			    was->leaves[i].id.text);
	}
}

static bool
same_survey(const struct survey *was, const struct survey *is)
{
	if (strcmp(was->id.text, is->id.text) != 0 || was->kind != is->kind ||
	    was->block != is->block || was->n_questions != is->n_questions)
		return false;
	for (unsigned i = 0; i < was->n_questions; i++)
		if (was->questions[i].leaf != is->questions[i].leaf ||
		    was->questions[i].scale != is->questions[i].scale)
			return false;
	return true;
}

static void
check_surveys(struct amending *a)
{
	char pointer[64];

	for (unsigned i = 0; i < a->was->n_surveys; i++) {
		(void)snprintf(pointer, sizeof pointer, "/period/surveys/%u",
		    i);
		if (i >= a->is->n_surveys ||
		    !same_survey(&a->was->surveys[i], &a->is->surveys[i]))
			gone(a, pointer, "With its questions, survey",
			    a->was->surveys[i].id.text);
	}
}

static void
check_units(struct amending *a)
{
	char pointer[64];
	int at;

	for (unsigned i = 0; i < a->was->n_units; i++) {
		const struct unit *u = &a->was->units[i];

		at = plan_unit(a->is, u->id);
		(void)snprintf(pointer, sizeof pointer, "/units/units/%d",
		    at < 0 ? (int)i : at);
		if (at < 0 || a->is->units[at].block != u->block)
			gone(a, pointer, "In its block, unit", u->id.text);
	}
}

/* ---- windows (5 to 8) ---- */

static const struct window *
row_of(const struct plan *p, const struct window *w)
{
	return plan_window_version(p, w->block, w->stage, w->version);
}

static bool
same_row(const struct plan *p, const struct window *a, const struct plan *q,
    const struct window *b)
{
	if ((a->unit == WINDOW_FOR_ALL) != (b->unit == WINDOW_FOR_ALL) ||
	    (a->unit != WINDOW_FOR_ALL &&
		!unit_id_eq(p->units[a->unit].id, q->units[b->unit].id)))
		return false;
	return a->opens.us == b->opens.us &&
	       a->on_time_until.us == b->on_time_until.us &&
	       a->closes.us == b->closes.us;
}

static void
check_old_rows(struct amending *a)
{
	const struct window *w, *is;
	char pointer[64];

	for (unsigned i = 0; i < a->was->n_windows; i++) {
		w = &a->was->windows[i];
		is = w->block < a->is->n_blocks ? row_of(a->is, w) : NULL;
		if (is != NULL && same_row(a->was, w, a->is, is))
			continue;
		(void)snprintf(pointer, sizeof pointer, "/period/windows/%u",
		    is == NULL ? i : (unsigned)(is - a->is->windows));
		faults_add(a->fs, ERR_CONFLICT, pointer,
		    "Version %u of the %s window of block %s was announced and "
		    "stays as it is: a change is a further version.",
		    w->version, stage_name(w->stage),
		    a->was->blocks[w->block].id.text);
	}
}

/* The window of the old plan that a new row takes the place of. */
static const struct window *
followed(const struct amending *a, const struct window *w)
{
	int unit = -1;

	if (w->unit != WINDOW_FOR_ALL)
		unit = plan_unit(a->was, a->is->units[w->unit].id);
	return unit >= 0 ? plan_unit_window(a->was, (unsigned)unit, w->stage)
			 : plan_window(a->was, w->block, w->stage);
}

static uint32_t
highest(const struct plan *p, unsigned block, enum stage stage)
{
	uint32_t n = 0;

	for (unsigned i = 0; i < p->n_windows; i++)
		if (p->windows[i].block == block &&
		    p->windows[i].stage == stage && p->windows[i].version > n)
			n = p->windows[i].version;
	return n;
}

/* 7. */
static void
check_end(struct amending *a, const struct window *w, const struct window *old,
    const char *pointer)
{
	char until[MOMENT_TEXT], now[MOMENT_TEXT];
	struct moment moved;

	moment_text(w->on_time_until, until);
	moment_text(a->now, now);
	if (old != NULL && w->on_time_until.us == old->on_time_until.us)
		return;
	if (a->outage == NULL && !moment_before(a->now, w->on_time_until))
		faults_add(a->fs, ERR_BACKWARDS, pointer,
		    "The %s window may not be moved into the past: it would "
		    "end at %s, and it is %s.",
		    stage_name(w->stage), until, now);
	if (a->outage != NULL &&
	    (old == NULL || w->stage != STAGE_EVIDENCE ||
		!outage_moves(&a->was->outage, old->on_time_until,
		    a->outage->earliest, a->outage->latest, &moved) ||
		moved.us != w->on_time_until.us))
		faults_add(a->fs, ERR_CONFLICT, pointer,
		    "The rule that was announced for outages does not move "
		    "this deadline to %s.",
		    until);
}

static void
check_new_row(struct amending *a, unsigned row)
{
	const struct window *w = &a->is->windows[row], *old = followed(a, w);
	const char *stage = stage_name(w->stage);
	char pointer[64];

	(void)snprintf(pointer, sizeof pointer,
	    "/period/windows/%u/on_time_until", row);
	check_end(a, w, old, pointer);
	(void)snprintf(pointer, sizeof pointer, "/period/windows/%u/version",
	    row);
	if (w->version <= highest(a->was, w->block, w->stage))
		faults_add(a->fs, ERR_CONFLICT, pointer,
		    "A new %s window of block %s must have a version above %u.",
		    stage, a->is->blocks[w->block].id.text,
		    highest(a->was, w->block, w->stage));
	(void)snprintf(pointer, sizeof pointer, "/period/windows/%u/opens",
	    row);
	if (old != NULL && !moment_before(a->now, old->opens) &&
	    w->opens.us != old->opens.us)
		faults_add(a->fs, ERR_CONFLICT, pointer,
		    "The %s window has opened: its opening cannot change.",
		    stage);
}

void
amend_check(const struct plan *was, const struct plan *is, struct moment now,
    const struct interval *outage, struct faults *fs)
{
	struct amending a = { was, is, now, outage, fs };
	size_t before = fs->n;

	if (!period_id_eq(was->period, is->period))
		faults_add(fs, ERR_CONFLICT, "/period/id",
		    "This is period %s, not %s.", is->period.text,
		    was->period.text);
	if (was->doubt != is->doubt)
		faults_add(fs, ERR_CONFLICT, "/period/doubt",
		    "Whose the clock's doubt is was announced before the "
		    "period opened, and stays.");
	check_names(&a);
	if (fs->n != before) /* what follows is by their index */
		return;
	check_leaves(&a);
	check_surveys(&a);
	check_units(&a);
	check_old_rows(&a);
	for (unsigned i = 0; i < is->n_windows; i++) {
		const struct window *w = &is->windows[i];

		if (w->block >= was->n_blocks || row_of(was, w) == NULL)
			check_new_row(&a, i);
	}
}

bool
amend_moves(const struct plan *was, const struct plan *is, struct unit_id unit,
    enum stage stage)
{
	int old = plan_unit(was, unit), new = plan_unit(is, unit);
	const struct window *a, *b;

	if (old < 0 || new < 0)
		return false;
	a = plan_unit_window(was, (unsigned)old, stage);
	b = plan_unit_window(is, (unsigned)new, stage);
	return a != NULL && b != NULL && a->version != b->version;
}
