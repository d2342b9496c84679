/*
 * hold.c - what a legal hold lies on.
 *
 * Touches nothing but its arguments.
 */
#include "store/model/hold.h"

bool
hold_covers(const struct hold *h, const struct submission *use)
{
	return h->ended == 0 &&
	       (h->period.text[0] == 0 ||
		   period_id_eq(h->period, use->period)) &&
	       (h->unit.text[0] == 0 || unit_id_eq(h->unit, use->unit)) &&
	       (!h->has_document || digest_eq(h->document, use->document));
}

bool
hold_touches(const struct hold *h, struct period_id period)
{
	return h->ended == 0 &&
	       (h->period.text[0] == 0 || period_id_eq(h->period, period));
}
