/*
 * plan_read_time.c - what a period announces about time beside its windows:
 * how long a rejected document may be replaced, days off, outages.
 *
 * Knows "cure_hours", "holidays" and "outage" in the "period" part of a
 * bundle; each may be left out.
 */
#include "store/model/plan_read.h"

#define HOUR_US INT64_C(3600000000)
#define MINUTE_US INT64_C(60000000)
#define HOURS_MOST 744 /* 31 days */
#define MINUTES_MOST (INT64_C(60) * HOURS_MOST)
#define HOLIDAYS_MOST 366

static bool
has(const struct jv *object, const char *key)
{
	struct jv v = jv_get(object, key);

	return jv_kind(&v) != JSON_NONE;
}

static void
read_outage(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "last_hours", "least_minutes",
		"hours_after", NULL };
	struct jv v = jv_get(period, "outage");

	if (!object_open(r, &v, known))
		return;
	r->p->outage = (struct outage_rule){
		{ HOUR_US * member_int(r, &v, "last_hours", 1, HOURS_MOST) },
		{ MINUTE_US *
		    member_int(r, &v, "least_minutes", 1, MINUTES_MOST) },
		{ HOUR_US * member_int(r, &v, "hours_after", 1, HOURS_MOST) }
	};
}

static void
read_holidays(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "date", "name_vi", NULL };
	struct holiday *list = NULL;
	struct jv all, one, date;
	unsigned n, i;

	n = member_list(r, period, "holidays", 0, HOLIDAYS_MOST, sizeof *list,
	    &all, &list);
	r->p->holidays = list;
	for (i = 0; i < n; i++) {
		one = jv_at(&all, i);
		date = jv_get(&one, "date");
		list[i].name_vi = "";
		if (!object_open(r, &one, known) ||
		    !member_date(r, &one, "date", &list[i].day))
			continue;
		list[i].name_vi = member_text(r, &one, "name_vi");
		if (i > 0 && list[i].day <= list[i - 1].day)
			fault_at(r, &date, ERR_CONFLICT,
			    "Holidays stand by day, each once: this one does "
			    "not come after the one before it.");
	}
	r->p->n_holidays = n;
}

void
plan_read_time(struct plan_reading *r, const struct jv *period)
{
	if (has(period, "cure_hours"))
		r->p->cure.us = HOUR_US * member_int(r, period, "cure_hours", 0,
					      HOURS_MOST);
	if (has(period, "holidays"))
		read_holidays(r, period);
	if (has(period, "outage"))
		read_outage(r, period);
}
