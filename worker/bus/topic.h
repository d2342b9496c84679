/*
 * topic.h - the names under which events are published.
 *
 *     parindex.<period>.<block>.<unit>.<event>      '-' where a part is empty
 *
 * ZeroMQ compares topics by their beginning, so a listener may ask for a
 * period, a block or a unit. A name may hold dots, and the parts before a
 * part asked for must then be given whole.
 */
#ifndef WORKER_BUS_TOPIC_H
#define WORKER_BUS_TOPIC_H

#include "store/base/id.h"

#define TOPIC_TEXT 160

/* Writes the topic and returns its length. `event` is an event's name of at
 * most 40 bytes. */
size_t topic_text(struct period_id period, struct block_id block,
    struct unit_id unit, const char *event, char out[TOPIC_TEXT]);

#endif
