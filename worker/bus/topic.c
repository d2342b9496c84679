/*
 * topic.c - the names under which events are published.
 *
 * Knows their parts and order. Touches nothing but its arguments.
 */
#include "worker/bus/topic.h"

#include <assert.h>
#include <stdio.h>

static const char *
or_dash(const char *text)
{
	return text[0] == '\0' ? "-" : text;
}

size_t
topic_text(struct period_id period, struct block_id block, struct unit_id unit,
    const char *event, char out[TOPIC_TEXT])
{
	int n = snprintf(out, TOPIC_TEXT, "parindex.%s.%s.%s.%s",
	    or_dash(period.text), or_dash(block.text), or_dash(unit.text),
	    event);

	assert(n > 0 && n < TOPIC_TEXT);
	return (size_t)n;
}
