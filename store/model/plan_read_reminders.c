/*
 * plan_read_reminders.c - how many days before an end people are reminded.
 *
 * Knows "reminders" in the "period" part of a bundle, and what stands where
 * a province says nothing.
 */
#include "store/model/plan_read.h"

#define DAYS_MOST 60

/* Falling days, or `otherwise` where the member is left out. */
static void
read_days(struct plan_reading *r, const struct jv *object, const char *key,
    struct remind_days otherwise, struct remind_days *out)
{
	struct jv list = jv_get(object, key), one;
	int64_t day, last = DAYS_MOST + 1;
	unsigned n;
	char *room;

	*out = otherwise;
	if (jv_kind(&list) == JSON_NONE)
		return;
	n = member_list(r, object, key, 0, REMIND_DAYS_MOST, 1, &list, &room);
	out->n = 0;
	for (unsigned i = 0; i < n; i++) {
		one = jv_at(&list, i);
		if (!jv_int(&one, &day) || day < 1 || day >= last) {
			fault_at(r, &one, ERR_RANGE,
			    "Days before an end are whole numbers from 1 to "
			    "%d, each smaller than the one before.",
			    DAYS_MOST);
			return;
		}
		out->day[out->n++] = (unsigned)day;
		last = day;
	}
}

void
plan_read_reminders(struct plan_reading *r, const struct jv *period)
{
	static const char *const known[] = { "closing_days", "missing_days",
		NULL };
	static const struct remind_days closing = { 3, { 7, 3, 1 } };
	static const struct remind_days missing = { 2, { 3, 1 } };
	struct jv v = jv_get(period, "reminders");

	r->p->closing = closing;
	r->p->missing = missing;
	if (jv_kind(&v) == JSON_NONE || !object_open(r, &v, known))
		return;
	read_days(r, &v, "closing_days", closing, &r->p->closing);
	read_days(r, &v, "missing_days", missing, &r->p->missing);
}
