/*
 * recheck.c - the entries of a log, one after the other.
 *
 * Knows which checks an entry of each type must stand. Touches nothing but
 * its own memory.
 */
#include "store/recheck/recheck.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/recheck/inside.h"

const char *
gravity_name(enum gravity s)
{
	static const char *const names[] = { "note", "warning", "error" };

	return names[s];
}

void
recheck_tell(struct recheck *a, enum gravity s, uint64_t index,
    const char *code, const char *text, ...)
{
	struct objection f = { .gravity = s,
		.index = PLACE_INDEX(index),
		.log = PLACE_LOG(index),
		.code = code };
	va_list args;

	va_start(args, text);
	(void)vsnprintf(f.text, sizeof f.text, text, args);
	va_end(args);
	a->count[s]++;
	a->to.tell(a->to.self, &f);
}

struct recheck *
recheck_new(struct recheck_to to)
{
	struct recheck *a = calloc(1, sizeof *a);

	if (a != NULL)
		a->to = to;
	return a;
}

uint64_t
recheck_count(const struct recheck *a, enum gravity s)
{
	return a->count[s];
}

struct sign
recheck_sign(const struct entry *e, uint64_t index)
{
	struct sign s = { .index = index,
		.time = e->time,
		.wall = { e->clock.earliest.us + e->bound.us },
		.boottime_us = e->boottime_us,
		.simulated = e->status == CLOCK_SIMULATED };

	memcpy(s.boot_id, e->boot_id, sizeof s.boot_id);
	return s;
}

/* A change of the clock's state is told once, not with every entry. */
static void
check_state(struct recheck *a, const struct entry *e)
{
	bool fit = e->status == CLOCK_FIT || e->status == CLOCK_SIMULATED;

	if (a->next > 0 && e->status == a->status)
		return;
	if (a->next > 0 || !fit)
		recheck_tell(a, fit ? GRAVE_NOTE : GRAVE_WARNING, a->next,
		    "clock-state",
		    "From here on the clock is %s (%s, +- %lld us).",
		    clock_status_name(e->status),
		    clock_source_name(e->status, e->source),
		    (long long)e->bound.us);
	a->status = e->status;
}

/* An entry that tells the log's size tells its own place. */
static void
check_size(struct recheck *a, const struct entry *e)
{
	int64_t size;

	if (!entry_number(e->body, "size", &size) || size < 0 ||
	    (uint64_t)size != PLACE_INDEX(a->next))
		recheck_tell(a, GRAVE_ERROR, a->next, "size",
		    "This entry says another number of entries before it than "
		    "there are.");
}

static bool
same_value(const struct entry *a, const struct entry *b, const char *key)
{
	struct slice x, y;

	return entry_value(a->body, key, 0, &x) &&
	       entry_value(b->body, key, 0, &y) && slice_eq(x, y);
}

/* What a withdrawal says about a submission must be its own words. */
static void
check_about(struct recheck *a, const struct entry *e)
{
	struct slice bytes;
	struct entry other;
	int64_t about;

	if (!entry_number(e->body, "about", &about) || about < 0 ||
	    (uint64_t)about >= a->next) {
		recheck_tell(a, GRAVE_ERROR, a->next, "about",
		    "This entry is about one that does not come before it.");
		return;
	}
	if (a->to.entry == NULL)
		return;
	if (!a->to.entry(a->to.self, (uint64_t)about, &bytes) ||
	    entry_read(bytes, &other) != OK ||
	    !entry_is_submission(other.type) || !same_value(e, &other, "id"))
		recheck_tell(a, GRAVE_ERROR, a->next, "about",
		    "Entry %lld, which this one is about, says another id.",
		    (long long)about);
}

static enum err
check_body(struct recheck *a, const struct entry *e)
{
	switch (e->type) {
	case ENTRY_RULES:
	case ENTRY_OPENING:
	case ENTRY_AMENDMENT:
		return recheck_rules(a, e);
	case ENTRY_COMMITMENT_RULE:
		recheck_commitment_rule(a, e);
		break;
	case ENTRY_SUBMISSION:
	case ENTRY_COMMITTED:
	case ENTRY_REFUSAL:
		return recheck_arrival(a, e);
	case ENTRY_RETURNED:
		return recheck_returned(a, e);
	case ENTRY_COMMITMENT:
		return recheck_commitment(a, e);
	case ENTRY_VERDICT:
		return recheck_verdict(a, e);
	case ENTRY_REJUDGEMENT:
		return recheck_rejudgement(a, e);
	case ENTRY_ADMISSION:
		recheck_admission(a, e);
		break;
	case ENTRY_WITHDRAWAL:
		check_about(a, e);
		break;
	case ENTRY_HEARTBEAT:
		check_size(a, e);
		recheck_beat(a);
		break;
	case ENTRY_INCIDENT:
	case ENTRY_OUTAGE:
		recheck_explained(a, e);
		break;
	case ENTRY_CLOSED:
		check_size(a, e);
		recheck_closing(a, e);
		break;
	case ENTRY_STAMP:
		return recheck_token(a, e);
	case ENTRY_BOUNDED:
		return recheck_bounded(a, e);
	case ENTRY_RULING:
		return recheck_ruling(a, e);
	case ENTRY_ROTATION:
		recheck_rotation(a, e);
		break;
	default:
		break;
	}
	return OK;
}

enum err
recheck_entry(struct recheck *a, struct slice bytes)
{
	struct entry e;
	struct sign is;
	enum err err;

	if ((err = entry_read(bytes, &e)) != OK)
		return err;
	is = recheck_sign(&e, a->next);
	if (PLACE_INDEX(a->next) > 0) {
		if (!moment_before(a->last.time, e.time))
			recheck_tell(a, GRAVE_ERROR, a->next, "order",
			    "Time did not go forward.");
		recheck_break(a, &is);
	}
	recheck_rotated(a, &e);
	check_state(a, &e);
	recheck_fenced(a, &e);
	err = check_body(a, &e);
	a->last = is;
	a->next++;
	return err;
}

void
recheck_next_log(struct recheck *a)
{
	recheck_unexplained(a);
	a->n_breaks = 0;
	a->next = PLACE(PLACE_LOG(a->next) + 1, 0);
}

enum err
recheck_finish(struct recheck *a)
{
	recheck_unexplained(a);
	recheck_unsucceeded(a);
	return recheck_unbounded(a);
}

void
recheck_free(struct recheck **recheck)
{
	struct recheck *a = *recheck;

	if (a == NULL)
		return;
	for (unsigned i = 0; i < a->n_periods; i++) {
		free(a->periods[i].windows);
		free(a->periods[i].closings);
	}
	free(a->unfit);
	free(a->verdicts);
	free(a->rejections);
	free(a);
	*recheck = NULL;
}
