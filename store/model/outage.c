/*
 * outage.c - the law of outage.h.
 *
 * Touches nothing but its arguments.
 */
#include "store/model/outage.h"

bool
outage_moves(const struct outage_rule *rule, struct moment until,
    struct moment from, struct moment to, struct moment *moved)
{
	if (rule->least.us == 0)
		return false;
	if (to.us - from.us < rule->least.us)
		return false;
	if (moment_before(until, from) || to.us <= until.us - rule->last.us)
		return false;
	*moved = moment_plus(to, rule->after);
	return moment_before(until, *moved);
}
