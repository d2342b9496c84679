/*
 * breaks.c - steps of the clock, starts of the machine, silences; and the
 * entries that own up to them.
 *
 * Knows that who keeps the pulse looks back before each heartbeat. Touches
 * the recheck's memory.
 */
#include "store/recheck/inside.h"

/* Heartbeats after which everything before must have been looked at: an entry
 * may come while the first of them is under way. */
#define BEATS 2

static bool
is_outage(const struct recheck *a, const struct sign *is)
{
	for (unsigned p = 0; p < a->n_periods; p++) {
		const struct told_period *period = &a->periods[p];

		for (unsigned i = 0; i < period->n_windows; i++)
			if (period->windows[i].window.stage == STAGE_EVIDENCE &&
			    period->rules <= a->last.index &&
			    sign_outage(&period->windows[i].window,
				a->last.time, is->time))
				return true;
	}
	return false;
}

void
recheck_break(struct recheck *a, const struct sign *is)
{
	struct told_break b = { .after = a->last.index,
		.from = a->last.time,
		.to = is->time };

	if (a->last.simulated || is->simulated)
		return;
	b.clock = sign_clock(&a->last, is, &b.by);
	b.outage = is_outage(a, is);
	if (b.clock == SIGN_ON && !b.outage)
		return;
	if (a->n_breaks == BREAKS_MOST) {
		recheck_tell(a, GRAVE_ERROR, is->index, "unexplained",
		    "More steps and silences than are looked after at once.");
		return;
	}
	a->breaks[a->n_breaks++] = b;
}

static void
tell_outage(struct recheck *a, const struct told_break *b)
{
	recheck_tell(a, GRAVE_WARNING, b->after, "outage",
	    "After this entry nothing was heard for %lld s while documents "
	    "could be handed in; the log says so in entry %llu.",
	    (long long)((b->to.us - b->from.us) / 1000000),
	    (unsigned long long)PLACE_INDEX(a->next));
}

static void
tell_incident(struct recheck *a, const struct told_break *b)
{
	if (b->clock == SIGN_BOOTED)
		recheck_tell(a, GRAVE_NOTE, b->after, "boot",
		    "After this entry the machine was started again; the log "
		    "says so in entry %llu.",
		    (unsigned long long)PLACE_INDEX(a->next));
	else
		recheck_tell(a, GRAVE_WARNING, b->after, "clock-step",
		    "After this entry the clock moved by %lld us too far; the "
		    "log says so in entry %llu.",
		    (long long)b->by, (unsigned long long)PLACE_INDEX(a->next));
}

static bool
is_said(const struct entry *e, const char *key, int64_t want)
{
	int64_t is;

	return entry_number(e->body, key, &is) && is == want;
}

/* An entry that explains a break; a break explained in full is dropped. */
void
recheck_explained(struct recheck *a, const struct entry *e)
{
	for (unsigned i = 0; i < a->n_breaks; i++) {
		struct told_break *b = &a->breaks[i];

		if (!is_said(e, "after", (int64_t)PLACE_INDEX(b->after)))
			continue;
		if (e->type == ENTRY_OUTAGE && b->outage &&
		    is_said(e, "from", b->from.us) &&
		    is_said(e, "until", b->to.us)) {
			tell_outage(a, b);
			b->outage = false;
		} else if (e->type == ENTRY_INCIDENT && b->clock != SIGN_ON &&
			   (b->clock == SIGN_BOOTED ||
			       is_said(e, "by", b->by))) {
			tell_incident(a, b);
			b->clock = SIGN_ON;
		} else {
			continue;
		}
		if (b->clock == SIGN_ON && !b->outage)
			*b = a->breaks[--a->n_breaks];
		return;
	}
	recheck_tell(a, GRAVE_ERROR, a->next, "claim",
	    "This entry tells of a clock or a silence that the entries do not "
	    "show.");
}

static void
tell_unexplained(struct recheck *a, const struct told_break *b, bool surely)
{
	recheck_tell(a, surely ? GRAVE_ERROR : GRAVE_NOTE, b->after,
	    "unexplained", "After this entry %s, and no entry says so%s.",
	    b->outage                 ? "nothing was heard for too long"
	    : b->clock == SIGN_BOOTED ? "the machine was started again"
				      : "the clock stepped",
	    surely ? "" : " yet");
}

void
recheck_beat(struct recheck *a)
{
	for (unsigned i = 0; i < a->n_breaks;) {
		if (++a->breaks[i].heartbeats <= BEATS) {
			i++;
			continue;
		}
		tell_unexplained(a, &a->breaks[i], true);
		a->breaks[i] = a->breaks[--a->n_breaks];
	}
}

void
recheck_unexplained(struct recheck *a)
{
	for (unsigned i = 0; i < a->n_breaks; i++)
		tell_unexplained(a, &a->breaks[i], false);
}
