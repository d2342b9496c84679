/*
 * outside.c - outside time out of the log's entries.
 *
 * Knows the lines of tokens and arrivals. Touches nothing but its arguments.
 */
#include "store/ledger/outside.h"

#include <string.h>

#include "store/ledger/lines.h"
#include "store/ledger/tsp.h"

bool
outside_time_read(const struct entry *token, struct outside_time *out)
{
	int64_t size, time, accuracy = TSP_ACCURACY_US;
	struct slice line;

	if (token->type != ENTRY_STAMP ||
	    !entry_number(token->body, "size", &size) || size < 1 ||
	    !entry_number(token->body, "stamped", &time) || time < 0 ||
	    time > INT64_MAX / 2)
		return false;
	if (entry_value(token->body, "accuracy", 0, &line) &&
	    (!entry_number(token->body, "accuracy", &accuracy) ||
		accuracy < 0 || accuracy > INT64_MAX / 4))
		return false;
	*out = (struct outside_time){ .size = (uint64_t)size,
		.earliest = { time - accuracy },
		.latest = { time + accuracy },
		.boottime_us = token->boottime_us };
	memcpy(out->boot_id, token->boot_id, sizeof out->boot_id);
	return true;
}

int64_t
outside_wait(const struct entry *e, const struct outside_time *token)
{
	int64_t by;

	if (memcmp(e->boot_id, token->boot_id, sizeof token->boot_id) != 0 ||
	    __builtin_sub_overflow(token->boottime_us, e->boottime_us, &by))
		return 0;
	return by > 0 ? by : 0;
}

/* How long before the handler read it the front server had it. */
static bool
waited(const struct entry *submission, int64_t *by)
{
	struct slice line, word;
	int64_t earliest, latest;

	if (!entry_value(submission->body, "received", 0, &line) ||
	    !word_take(&line, &word) || integer_read(word, &earliest) != OK ||
	    !word_take(&line, &word) || integer_read(word, &latest) != OK ||
	    __builtin_sub_overflow(latest, earliest, by) ||
	    __builtin_sub_overflow(*by, submission->bound.us, by) ||
	    __builtin_sub_overflow(*by, submission->bound.us, by))
		return false;
	*by = *by > 0 ? *by : 0;
	return true;
}

bool
outside_after(const struct entry *submission, const struct outside_time *token,
    struct moment *out)
{
	int64_t wait, at;

	if (!waited(submission, &wait) ||
	    __builtin_sub_overflow(token->earliest.us, wait, &at) ||
	    __builtin_sub_overflow(at, outside_wait(submission, token), &at))
		return false;
	out->us = at;
	return true;
}
