/*
 * retention.c - how long records are kept.
 *
 * Knows the calendar of files that are complete. Touches nothing but its
 * arguments.
 */
#include "store/model/retention.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const names[] = {
	[RETAINED_EVIDENCE] = "evidence",
	[RETAINED_UNACCEPTED] = "unaccepted",
	[RETAINED_FORMS] = "forms",
	[RETAINED_PEOPLE] = "people",
	[RETAINED_EVENTS] = "events",
};
static_assert(sizeof names / sizeof *names == RETAINED, "all named");

const char *
retained_name(enum retained kind)
{
	assert(kind < RETAINED);
	return names[kind];
}

enum retained
retained_read(struct slice name)
{
	enum retained kind = 0;

	while (kind < RETAINED && !slice_is(name, names[kind]))
		kind++;
	return kind;
}

enum retained
retained_of(enum submission_status status)
{
	switch (status) {
	case SUBMISSION_REJECTED:
	case SUBMISSION_WITHDRAWN:
	case SUBMISSION_SUPERSEDED:
		return RETAINED_UNACCEPTED;
	default:
		return RETAINED_EVIDENCE;
	}
}

/* The year in which the last window closes, in Viet Nam. */
static int
last_year(const struct plan *p)
{
	struct moment last = { 0 };
	char text[MOMENT_TEXT];

	for (unsigned i = 0; i < p->n_windows; i++)
		if (moment_before(last, p->windows[i].closes))
			last = p->windows[i].closes;
	moment_text(last, text);
	return (int)strtol(text, NULL, 10);
}

static bool
after_years(const struct plan *p, unsigned years, int64_t *day)
{
	char text[DATE_TEXT + 8];

	(void)snprintf(text, sizeof text, "%04d-01-01",
	    last_year(p) + 1 + (int)years);
	return date_read(slice_text(text), day) == OK;
}

int64_t
retention_begins(const struct plan *p)
{
	int64_t day = INT64_MAX;

	(void)after_years(p, 0, &day);
	return day;
}

bool
retention_ends(const struct plan *p, enum retained kind, int64_t *day)
{
	return p->retain_years[kind] != 0 &&
	       after_years(p, p->retain_years[kind], day);
}
