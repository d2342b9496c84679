/*
 * outage.h - what an announced rule makes of an outage (audit.md 4.6 R7).
 * Pure.
 */
#ifndef STORE_MODEL_OUTAGE_H
#define STORE_MODEL_OUTAGE_H

#include "store/model/plan.h"

/*
 * 1. Nothing was announced: no.
 * 2. An outage [from, to) shorter than `least`: no.
 * 3. One that begins after the deadline, or ends `last` or more before it: no.
 * 4. The deadline moves to `to` + `after`, if that is later than it is.
 */
bool outage_moves(const struct outage_rule *rule, struct moment until,
    struct moment from, struct moment to, struct moment *moved);

#endif
