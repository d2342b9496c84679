/*
 * plan_warn.c - windows that end on a day off or reach into appraisal, and
 * questions that count nowhere.
 *
 * Touches nothing but its arguments.
 */
#include "store/model/plan_warn.h"

#include <stdio.h>

/* A sentence in `text`, when the last moment before `end` is on a day off. */
static bool
ends_on_day_off(const struct plan *p, struct moment end, const char *what,
    char *text, size_t room)
{
	struct moment last = { end.us - 1 };
	char day[MOMENT_TEXT];
	const char *name;

	if (!plan_day_off(p, last, &name))
		return false;
	moment_text(last, day);
	(void)snprintf(text, room, "%s ends on a day off, %.10s (%s).", what,
	    day, *name != 0 ? name : "weekend");
	return true;
}

/* The appraisal that the same units face. */
static const struct window *
appraisal_of(const struct plan *p, const struct window *w)
{
	return w->unit == WINDOW_FOR_ALL
		   ? plan_window(p, w->block, STAGE_APPRAISAL)
		   : plan_unit_window(p, (unsigned)w->unit, STAGE_APPRAISAL);
}

static void
warn_of_overlap(const struct plan *p, unsigned row, struct faults *out)
{
	const struct window *w = &p->windows[row];
	const struct window *appraisal = appraisal_of(p, w);
	char pointer[64], opens[MOMENT_TEXT];

	if (w->stage != STAGE_EVIDENCE || appraisal == NULL ||
	    !moment_before(appraisal->opens, w->on_time_until))
		return;
	moment_text(appraisal->opens, opens);
	(void)snprintf(pointer, sizeof pointer,
	    "/period/windows/%u/on_time_until", row);
	faults_add(out, ERR_RANGE, pointer,
	    "The evidence window of %s %s overlaps its appraisal, which opens "
	    "at %s.",
	    w->unit == WINDOW_FOR_ALL ? "block" : "unit",
	    w->unit == WINDOW_FOR_ALL ? p->blocks[w->block].id.text
				      : p->units[w->unit].id.text,
	    opens);
}

/* Where commitments count, documents may come in time that long after it. */
static void
warn_of_commitments(const struct plan *p, unsigned row, struct faults *out)
{
	const struct window *w = &p->windows[row];
	const struct window *appraisal = appraisal_of(p, w);
	struct moment until = w->on_time_until;
	char opens[MOMENT_TEXT];

	until.us += p->commitment.us;
	if (p->commitment.us == 0 || w->stage != STAGE_EVIDENCE ||
	    appraisal == NULL || !moment_before(appraisal->opens, until))
		return;
	moment_text(appraisal->opens, opens);
	faults_add(out, ERR_RANGE, "/period/commitments/hours",
	    "What %s %s committed to may come, and count, when its appraisal "
	    "has opened at %s.",
	    w->unit == WINDOW_FOR_ALL ? "block" : "unit",
	    w->unit == WINDOW_FOR_ALL ? p->blocks[w->block].id.text
				      : p->units[w->unit].id.text,
	    opens);
}

static void
warn_of(const struct plan *p, unsigned row, struct moment end,
    const char *member, const char *verb, struct faults *out)
{
	const struct window *w = &p->windows[row];
	char what[160], pointer[64], text[256];

	(void)snprintf(what, sizeof what, "The %s window of %s %s (%s)",
	    stage_name(w->stage), w->unit == WINDOW_FOR_ALL ? "block" : "unit",
	    w->unit == WINDOW_FOR_ALL ? p->blocks[w->block].id.text
				      : p->units[w->unit].id.text,
	    verb);
	if (!ends_on_day_off(p, end, what, text, sizeof text))
		return;
	(void)snprintf(pointer, sizeof pointer, "/period/windows/%u/%s", row,
	    member);
	faults_add(out, ERR_RANGE, pointer, "%s", text);
}

static void
warn_of_questions(const struct plan *p, unsigned survey, struct faults *out)
{
	const struct survey *s = &p->surveys[survey];
	char pointer[64];

	for (unsigned i = 0; i < s->n_questions; i++) {
		if (s->questions[i].leaf != FEEDS_NO_LEAF)
			continue;
		(void)snprintf(pointer, sizeof pointer,
		    "/period/surveys/%u/questions/%u", survey, i);
		faults_add(out, ERR_MISSING_FIELD, pointer,
		    "Question %s of survey %s feeds no leaf: its answers "
		    "count nowhere.",
		    s->questions[i].id, s->id.text);
	}
}

void
plan_warn(const struct plan *p, struct faults *out)
{
	for (unsigned i = 0; i < p->n_surveys; i++)
		warn_of_questions(p, i, out);
	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *w = &p->windows[i];

		if (!plan_window_in_force(p, w))
			continue;
		warn_of_overlap(p, i, out);
		warn_of_commitments(p, i, out);
		warn_of(p, i, w->on_time_until, "on_time_until", "on time",
		    out);
		if (w->closes.us != w->on_time_until.us)
			warn_of(p, i, w->closes, "closes", "open", out);
	}
}
