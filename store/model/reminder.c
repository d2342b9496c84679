/*
 * reminder.c - what people are reminded of, and when.
 *
 * Knows THE table of rules. Touches nothing but its arguments.
 */
#include "store/model/reminder.h"

/* clang-format off */
const struct reminder_rule reminder_rules[REMINDER_KINDS] = {
	[REMIND_OPENED] =      { EVENT_WINDOW_OPENED,         CAUSE_WINDOW, false },
	[REMIND_CLOSING] =     { EVENT_WINDOW_CLOSING,        CAUSE_WINDOW, false },
	[REMIND_MISSING] =     { EVENT_EVIDENCE_MISSING,      CAUSE_UNIT,   true },
	[REMIND_EXPLANATION] = { EVENT_EXPLANATION_REQUESTED, CAUSE_ACT,    false },
	[REMIND_PUBLISHED] =   { EVENT_RESULTS_PUBLISHED,     CAUSE_ACT,    false },
};
/* clang-format on */

/* The days before the window's end that the period gives the rule; none when
 * the rule is about the opening. */
static const struct remind_days *
days_of(const struct plan *p, enum reminder_kind kind)
{
	switch (kind) {
	case REMIND_CLOSING:
		return &p->closing;
	case REMIND_MISSING:
		return &p->missing;
	default:
		return NULL;
	}
}

/* The nearest day that has come; false when none has. A day that would come
 * before the window opens is none: the opening says as much. */
static bool
nearest(const struct remind_days *days, const struct window *w,
    struct moment now, struct reminder *out)
{
	struct moment due;

	for (unsigned i = days->n; i-- > 0;) {
		due = moment_plus(w->on_time_until,
		    seconds(-INT64_C(86400) * days->day[i]));
		if (moment_before(now, due) || !moment_before(w->opens, due))
			continue;
		out->days = days->day[i];
		out->due = due;
		return true;
	}
	return false;
}

static bool
is_due(const struct plan *p, enum reminder_kind kind, const struct window *w,
    struct moment now, struct reminder *out)
{
	const struct reminder_rule *rule = &reminder_rules[kind];
	const struct remind_days *days = days_of(p, kind);

	*out = (struct reminder){ .kind = kind, .window = w, .due = w->opens };
	if (rule->cause == CAUSE_ACT ||
	    (rule->evidence_only && w->stage != STAGE_EVIDENCE))
		return false;
	return days == NULL || nearest(days, w, now, out);
}

unsigned
reminders_due(const struct plan *p, const struct window *w, struct moment now,
    struct reminder list[REMINDER_KINDS])
{
	unsigned n = 0;

	if (moment_before(now, w->opens) ||
	    !moment_before(now, w->on_time_until))
		return 0;
	for (enum reminder_kind k = 0; k < REMINDER_KINDS; k++)
		n += is_due(p, k, w, now, &list[n]);
	return n;
}

unsigned
evidence_missing(const struct plan *p, unsigned unit,
    const struct sheet_facts *facts)
{
	unsigned missing = 0;

	for (unsigned i = 0; i < p->n_leaves; i++) {
		const struct leaf_facts *f = &facts->leaf[i];

		if (p->leaves[i].mode != LEAF_EVIDENCE ||
		    p->fields[p->leaves[i].field].kind != FIELD_INSIDE ||
		    plan_applies(p, unit, i) != APPLIES || f->accepted ||
		    f->late || f->pending)
			continue;
		missing += !(p->leaves[i].na_allowed && f->has[COLUMN_SELF] &&
			     f->inputs[COLUMN_SELF].not_applicable);
	}
	return missing;
}
