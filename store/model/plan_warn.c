/*
 * plan_warn.c - windows that end on a day off.
 *
 * Touches nothing but its arguments.
 */
#include "store/model/plan_warn.h"

#include <stdio.h>

bool
plan_warn_end(const struct plan *p, struct moment end, const char *what,
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
	if (!plan_warn_end(p, end, what, text, sizeof text))
		return;
	(void)snprintf(pointer, sizeof pointer, "/period/windows/%u/%s", row,
	    member);
	faults_add(out, ERR_RANGE, pointer, "%s", text);
}

void
plan_warn(const struct plan *p, struct faults *out)
{
	for (unsigned i = 0; i < p->n_windows; i++) {
		const struct window *w = &p->windows[i];

		if (!plan_window_in_force(p, w))
			continue;
		warn_of(p, i, w->on_time_until, "on_time_until", "on time",
		    out);
		if (w->closes.us != w->on_time_until.us)
			warn_of(p, i, w->closes, "closes", "open", out);
	}
}
