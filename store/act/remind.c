/*
 * remind.c - reminders are said, each once.
 *
 * Knows who says which: the tick those about a window, a unit's job those
 * about the unit. Touches reminders, feed and outbox.
 */
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/sheet.h"
#include "store/table/events.h"
#include "store/table/outbox.h"
#include "store/table/reminders.h"

static uint64_t
say(struct txn *t, const struct plan *plan, const struct reminder *r,
    const struct unit *unit, struct moment now, unsigned missing)
{
	struct event e = { .kind = reminder_rules[r->kind].event,
		.time = now,
		.period = plan->period,
		.block = plan->blocks[r->window->block].id,
		.entry = UINT64_MAX,
		.window = r->window->version,
		.stage = r->window->stage,
		.days = r->days,
		.missing = missing,
		.until = r->window->on_time_until };

	if (unit != NULL)
		e.unit = unit->id;
	events_add(t, &e);
	return e.number;
}

/* ---- about windows ---- */

struct reminding {
	const struct plan *plan;
	struct reminder what;
	struct moment now;
};

/* Has the job of every unit that the window is for run. */
static void
ask_units(struct txn *t, const struct reminding *w, uint64_t entry)
{
	const struct plan *plan = w->plan;

	for (unsigned i = 0; i < plan->n_units; i++)
		if (plan_unit_window(plan, i, STAGE_EVIDENCE) == w->what.window)
			outbox_raise(t, JOB_REMIND_UNIT, plan->period,
			    plan->units[i].id, entry);
}

/* The only unit that the window is for; NULL: for all of the block. */
static const struct unit *
whose(const struct reminding *w)
{
	int unit = w->what.window->unit;

	return unit == WINDOW_FOR_ALL ? NULL : &w->plan->units[unit];
}

static enum err
run(struct txn *t, void *arg)
{
	const struct reminding *w = arg;
	struct period period;
	uint64_t number = 0;
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK ||
	    !periods_get(t, w->plan->period, &period))
		return e;
	if (reminders_said(t, w->plan, &w->what, NULL))
		return t->err;
	if (reminder_rules[w->what.kind].cause == CAUSE_UNIT)
		ask_units(t, w, period.entry);
	else
		number = say(t, w->plan, &w->what, whose(w), w->now, 0);
	reminders_put(t, w->plan, &w->what, NULL, w->now, number);
	return t->err;
}

/* Those due about a window in force that were not said yet. */
static enum err
unsaid(struct store *s, const struct plan *plan, const struct window *window,
    struct moment now, struct reminder *list, unsigned *n)
{
	unsigned due = reminders_due(plan, window, now, list), kept = 0;
	struct txn t;

	txn_read(&t, s->env);
	for (unsigned i = 0; i < due; i++)
		if (!reminders_said(&t, plan, &list[i], NULL))
			list[kept++] = list[i];
	*n = kept;
	return txn_end(&t);
}

enum err
part_remind(struct store *s, const struct plan *plan, const struct reading *now)
{
	struct reminding w = { .plan = plan, .now = now->wall };
	struct reminder list[REMINDER_KINDS];
	const struct window *window;
	unsigned n;
	enum err e = OK;

	for (unsigned i = 0; e == OK && i < plan->n_windows; i++) {
		window = &plan->windows[i];
		if (!plan_window_in_force(plan, window))
			continue;
		e = unsaid(s, plan, window, now->wall, list, &n);
		for (unsigned k = 0; e == OK && k < n; k++) {
			w.what = list[k];
			e = env_change(s->env, run, &w, 4096);
		}
	}
	return e;
}

/* ---- about a unit ---- */

struct reminding_unit {
	const struct plan *plan;
	const struct job *job;
	unsigned unit;
	struct moment now;
	struct sheet_facts *facts; /* room, given because it is large */
};

static enum err
say_missing(const struct reminding_unit *w, struct txn *t,
    const struct reminder *r)
{
	const struct unit *unit = &w->plan->units[w->unit];
	uint64_t number = 0;
	unsigned missing;
	enum err e;

	if (reminders_said(t, w->plan, r, &unit->id))
		return t->err;
	e = sheet_gather(t, w->plan, w->unit, w->now, w->facts);
	if (e != OK)
		return e;
	missing = evidence_missing(w->plan, w->unit, w->facts);
	if (missing > 0)
		number = say(t, w->plan, r, unit, w->now, missing);
	reminders_put(t, w->plan, r, &unit->id, w->now, number);
	return t->err;
}

static enum err
run_unit(struct txn *t, void *arg)
{
	const struct reminding_unit *w = arg;
	const struct window *window =
	    plan_unit_window(w->plan, w->unit, STAGE_EVIDENCE);
	struct reminder list[REMINDER_KINDS];
	unsigned n = 0;
	enum err e;

	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	if (window != NULL)
		n = reminders_due(w->plan, window, w->now, list);
	for (unsigned i = 0; e == OK && i < n; i++)
		if (reminder_rules[list[i].kind].cause == CAUSE_UNIT)
			e = say_missing(w, t, &list[i]);
	if (e == OK)
		(void)outbox_settle(t, w->job);
	return e != OK ? e : t->err;
}

enum err
act_remind_unit(struct store *s, const struct job *job)
{
	struct reminding_unit w = { .job = job };
	struct reading now;
	enum err e;

	if ((e = part_job(s, job, &w.plan, &w.unit, &now)) != OK)
		return e;
	w.now = now.wall;
	if ((w.facts = malloc(sizeof *w.facts)) == NULL)
		return ERR_NO_MEMORY;
	e = env_change(s->env, run_unit, &w, 1024);
	free(w.facts);
	return e;
}
