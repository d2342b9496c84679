/*
 * at.c - the working results, or a published revision.
 *
 * Knows that a revision keeps the rules it was made by. Touches revisions and
 * the parsed plans.
 */
#include "store/look/at.h"

#include "store/look/looks.h"
#include "store/plans.h"
#include "store/table/frozen.h"
#include "store/table/revisions.h"

static enum err
find_revision(struct store *s, uint64_t which, struct at *out,
    struct fault *why)
{
	struct revision *r = &out->revision;
	struct txn t;
	bool found;
	enum err e;

	r->n = which == REVISION_NEWEST ? 0 : which;
	txn_read(&t, s->env);
	found = revisions_get(&t, r);
	if ((e = txn_end(&t)) != OK)
		return e;
	if (!found && which != REVISION_NEWEST)
		return fault_set(why, ERR_NOT_FOUND, "query:revision",
		    "Period %s has no published revision %llu.",
		    out->row.id.text, (unsigned long long)which);
	if (!found) {
		*r = (struct revision){ .period = out->row.id };
		return OK;
	}
	out->past = revision_past(r->period, r->n);
	return plans_get(s->plans, s->env, r->period, r->version, &out->plan);
}

enum err
at_find(struct store *s, struct period_id period, uint64_t which,
    struct at *out, struct fault *why)
{
	enum err e;

	*out = (struct at){ .revision = { .period = period } };
	if ((e = store_plan(s, period, &out->plan, &out->row)) != OK)
		return fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	return which == REVISION_WORKING ? OK
					 : find_revision(s, which, out, why);
}

void
at_read(struct txn *t, struct store *s, const struct at *at)
{
	if (at->revision.n == 0)
		txn_read(t, s->env);
	else
		txn_read_past(t, s->env, &at->past);
}

bool
at_may(const struct at *at, const struct who *who, enum may m,
    struct unit_id unit)
{
	return at->revision.n == 0
		   ? who_may_in(who, m, at->row.id, unit)
		   : who_may_published(who, m, at->row.id, unit);
}
