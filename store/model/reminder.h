/*
 * reminder.h - what people are reminded of, when, and by which event: one
 * table of rules. Pure.
 *
 * A reminder about a window is due from a moment that the window gives until
 * being on time ends, and is said once. Of several days of one rule the
 * nearest is said: who is told that one day is left need not be told that
 * seven were.
 */
#ifndef STORE_MODEL_REMINDER_H
#define STORE_MODEL_REMINDER_H

#include "store/model/event.h"
#include "store/model/score.h"

enum reminder_kind {
	REMIND_OPENED,      /* a window of any stage opens */
	REMIND_CLOSING,     /* it stops being on time in N days (data) */
	REMIND_MISSING,     /* N days before, evidence is missing */
	REMIND_EXPLANATION, /* an explanation is asked for */
	REMIND_PUBLISHED,   /* results are published */
	REMINDER_KINDS
};

enum reminder_cause {
	CAUSE_WINDOW, /* time: act_tick says it about the window */
	CAUSE_UNIT,   /* time: a job says it about each unit */
	CAUSE_ACT     /* an act says it when it is done */
};

struct reminder_rule {
	enum event_kind event;
	enum reminder_cause cause;
	bool evidence_only; /* about windows of that stage alone */
};
extern const struct reminder_rule reminder_rules[REMINDER_KINDS];

/* One that is due. */
struct reminder {
	enum reminder_kind kind;
	const struct window *window;
	unsigned days;     /* before its end; 0: none */
	struct moment due; /* since when */
};

/* Those about a window that are due at `now`; at most one a rule. */
unsigned reminders_due(const struct plan *p, const struct window *w,
    struct moment now, struct reminder list[REMINDER_KINDS]);

/* How many evidence leaves that apply to the unit, and that it does not say do
 * not, have no document: accepted, late or not yet looked at. */
unsigned evidence_missing(const struct plan *p, unsigned unit,
    const struct sheet_facts *facts);

#endif
