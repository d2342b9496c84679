/*
 * amend.c - what an amendment may do to windows, and what follows from it.
 *
 * Knows the law of amend.h from 7 on. Touches nothing but its arguments.
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

/* ---- windows (7 to 10) ---- */

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

/* 9. */
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
    const struct interval *outage, const struct amend_kept *kept,
    struct faults *fs)
{
	struct amending a = { was, is, now, outage, fs };
	size_t before = fs->n;

	if (!unit_id_eq(was->owner, is->owner))
		faults_add(fs, ERR_CONFLICT, "/period/owner",
		    "Whose round it is was announced and stays.");
	if (was->commitment.us != is->commitment.us)
		faults_add(fs, ERR_CONFLICT, "/period/commitments",
		    "What counts of a commitment was announced before the "
		    "window opened, and stays.");
	amend_check_names(was, is, kept, fs);
	if (fs->n != before) /* what follows is by the blocks' places */
		return;
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
	return a != NULL && b != NULL &&
	       (a->version != b->version || a->block != b->block);
}

bool
amend_rejudges(const struct plan *was, const struct plan *is,
    struct unit_id unit)
{
	return was->doubt != is->doubt || was->cure.us != is->cure.us ||
	       amend_moves(was, is, unit, STAGE_EVIDENCE) ||
	       amend_moves(was, is, unit, STAGE_EXPLANATION);
}
