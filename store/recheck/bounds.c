/*
 * bounds.c - submissions that an unfit clock took in, or that are judged by a
 * commitment that it took in: the tokens around them.
 *
 * Knows the law of store/model/bounds.h. Touches the recheck's memory, which
 * grows with such submissions.
 */
#include <stdlib.h>

#include "store/ledger/lines.h"
#include "store/recheck/inside.h"

enum err
recheck_unfit(struct recheck *a, const struct told_unfit *row)
{
	size_t room = a->unfit_room == 0 ? 64 : a->unfit_room * 2;
	struct told_unfit *list;

	if (a->n_unfit == a->unfit_room) {
		if ((list = realloc(a->unfit, room * sizeof *list)) == NULL)
			return ERR_NO_MEMORY;
		a->unfit = list;
		a->unfit_room = room;
	}
	list = &a->unfit[a->n_unfit++];
	*list = *row;
	list->about = a->next;
	list->after_by = a->last_token;
	return OK;
}

struct told_unfit *
recheck_unfit_of(const struct recheck *a, uint64_t about)
{
	size_t from = 0, to = a->n_unfit;

	while (from < to) {
		size_t at = from + (to - from) / 2;

		if (a->unfit[at].about == about)
			return &a->unfit[at];
		if (a->unfit[at].about < about)
			from = at + 1;
		else
			to = at;
	}
	return NULL;
}

void
recheck_moved(struct recheck *a, uint64_t about, uint32_t version,
    struct moment until)
{
	struct told_unfit *u = recheck_unfit_of(a, about);

	if (u == NULL)
		return;
	u->version = version;
	u->until = until;
}

/* ---- outside times ---- */

static bool
time_of(const struct recheck *a, uint64_t place, struct outside_time *out)
{
	struct slice bytes;
	struct entry token;

	return a->to.entry(a->to.self, place, &bytes) &&
	       entry_read(bytes, &token) == OK &&
	       outside_time_read(&token, out);
}

const struct told_unfit *
recheck_covering(const struct recheck *a, const struct told_unfit *u)
{
	return u != NULL && u->commitment != 0
		   ? recheck_unfit_of(a, u->commitment)
		   : u;
}

bool
recheck_tokens(const struct recheck *a, const struct told_unfit *u,
    struct bounds *b, struct outside_time *after)
{
	const struct told_unfit *row = recheck_covering(a, u);
	struct outside_time before;

	*b = (struct bounds){ .before_by = 0 };
	if (row == NULL || row->before_by == 0)
		return true;
	b->before_by = row->before_by;
	b->after_by = row->after_by;
	if (!time_of(a, b->before_by, &before) ||
	    (b->after_by != 0 && !time_of(a, b->after_by, after)))
		return false;
	b->before = before.latest;
	return true;
}

bool
recheck_after(const struct recheck *a, uint64_t place, struct bounds *b,
    const struct outside_time *after)
{
	struct entry judged;
	struct slice bytes;

	return b->after_by == 0 ||
	       (a->to.entry(a->to.self, place, &bytes) &&
		   entry_read(bytes, &judged) == OK &&
		   outside_after(&judged, after, &b->after));
}

/* Do the tokens around what came at that place leave nothing of what it says of
 * its time? */
static bool
is_against(const struct recheck *a, const struct told_unfit *u)
{
	struct outside_time after;
	struct interval when;
	struct entry judged;
	struct arrived in;
	struct slice bytes;
	struct bounds b;

	return a->to.entry != NULL && recheck_tokens(a, u, &b, &after) &&
	       recheck_after(a, u->about, &b, &after) &&
	       a->to.entry(a->to.self, u->about, &bytes) &&
	       entry_read(bytes, &judged) == OK &&
	       recheck_arrived(&judged, &in) &&
	       bounds_cut(trust_of(judged.status, judged.source), in.received,
		   &b, &when) == BOUNDED_AGAINST;
}

/* A token is over all of them before `place`; those that had none have it now.
 * What cannot be in the time it gives is told. */
enum err
recheck_covered(struct recheck *a, uint64_t place, struct moment at)
{
	for (;
	     a->n_bounded < a->n_unfit && a->unfit[a->n_bounded].about < place;
	     a->n_bounded++) {
		struct told_unfit *u = &a->unfit[a->n_bounded];

		if (u->commitment != 0)
			continue;
		u->before_by = a->next;
		u->since = at;
		if (is_against(a, u))
			recheck_tell(a, GRAVE_ERROR, a->next, "fence",
			    "The outside times around entry %llu leave nothing "
			    "of the interval in which its unfit clock says "
			    "that it arrived.",
			    (unsigned long long)u->about);
	}
	return OK;
}
