/*
 * results.c - the results of a period, asked for and checked.
 *
 * Knows who sees which numbers. Touches results and ranks, for reading.
 */
#include <stdlib.h>

#include "store/before.h"
#include "store/look/at.h"
#include "store/look/hide.h"
#include "store/look/looks.h"
#include "store/sheet.h"
#include "store/table/records.h"

void
look_results_free(struct results *r)
{
	free(r->unit);
	free(r->scored);
	free(r->ranked);
	pool_free(&r->pool);
	*r = (struct results){ 0 };
}

/* What the reader may see; ERR_FORBIDDEN when nothing. */
static enum err
admit(const struct at *at, const struct who *who, struct results *r,
    struct fault *why)
{
	static const struct unit_id nobody;

	r->only = -1;
	if (at_may(at, who, MAY_READ_RESULTS, nobody)) {
		r->ranks = true;
		r->survey_points =
		    at_may(at, who, MAY_READ_SURVEY_POINTS, nobody);
		return OK;
	}
	if (at_may(at, who, MAY_READ_OWN_RESULT, nobody))
		return OK; /* of whatever unit */
	if (at_may(at, who, MAY_READ_OWN_RESULT, who->unit)) {
		r->only = plan_unit(r->plan, who->unit);
		if (r->only >= 0)
			return OK;
	}
	return fault_set(why, ERR_FORBIDDEN, "",
	    "Role \"%s\" may not read results before publication.",
	    role_name(who->role));
}

/* What they may be called, and by which decision. */
static void
read_status(struct txn *t, const struct at *at, struct moment now,
    struct results *r)
{
	r->published = at->revision;
	r->decision = (struct record){ .period = at->revision.period,
		.n = at->revision.record };
	if (at->revision.n != 0) {
		r->status = RESULTS_PUBLISHED;
		(void)records_get(t, &r->decision);
	} else {
		r->status = results_status_of(appraisal_over(r->plan, now),
		    records_have(t, at->revision.period, RECORD_MINUTES));
	}
}

static void
read_all(struct txn *t, struct results *r)
{
	const struct plan *p = r->plan;

	for (unsigned i = 0; i < p->n_units; i++) {
		if (r->only >= 0 && (unsigned)r->only != i)
			continue;
		r->scored[i] = results_get(t, p, i, &r->unit[i]);
		if (!r->survey_points)
			hide_surveys(p, &r->unit[i].score);
		if (r->unit[i].rests_on >= r->revision) {
			r->revision = r->unit[i].rests_on;
			r->as_of = r->unit[i].as_of;
		}
	}
	for (unsigned b = 0; b < p->n_blocks && r->ranks; b++)
		r->n_ranked += ranks_get(t, p, b, r->ranked + r->n_ranked);
}

/* The year before, whose memory `r` takes over. */
static enum err
read_previous(struct store *s, const struct at *at, struct results *r)
{
	struct before before;
	enum err e = before_find(s, at->plan,
	    at->revision.n == 0 ? NULL : &at->past, &before);

	r->previous = before.ranking;
	r->pool = before.pool;
	return e;
}

enum err
look_results_of(struct store *s, const struct who *who, struct period_id period,
    uint64_t which, struct results *out, struct fault *why)
{
	struct reading now;
	struct at at;
	struct txn t;
	enum err e;

	*out = (struct results){ .simulated = s->meta.simulated };
	if ((e = at_find(s, period, which, &at, why)) != OK)
		return e;
	out->plan = at.plan;
	if ((e = admit(&at, who, out, why)) != OK ||
	    (e = store_now(s, &now)) != OK)
		return e;
	out->unit = calloc(out->plan->n_units, sizeof *out->unit);
	out->scored = calloc(out->plan->n_units, sizeof *out->scored);
	out->ranked =
	    calloc(2 * (size_t)out->plan->n_units, sizeof *out->ranked);
	if (out->unit == NULL || out->scored == NULL || out->ranked == NULL) {
		look_results_free(out);
		return ERR_NO_MEMORY;
	}
	at_read(&t, s, &at);
	read_status(&t, &at, now.wall, out);
	read_all(&t, out);
	if ((e = txn_end(&t)) == OK)
		e = read_previous(s, &at, out);
	if (e != OK)
		look_results_free(out);
	return e;
}

enum err
look_results(struct store *s, const struct who *who, struct period_id period,
    struct results *out, struct fault *why)
{
	return look_results_of(s, who, period, REVISION_NEWEST, out, why);
}

struct recomputing {
	const struct plan *plan;
	struct moment now;
	struct sheet_facts facts;
	struct result kept, again;
};

static enum err
recompute_unit(struct txn *t, struct recomputing *r, unsigned unit, bool *same)
{
	enum err e;

	*same = results_get(t, r->plan, unit, &r->kept);
	memset(&r->again, 0, sizeof r->again);
	if ((e = sheet_gather(t, r->plan, unit, r->now, &r->facts)) != OK ||
	    (e = unit_score(r->plan, unit, &r->facts, &r->again.score)) != OK)
		return e;
	*same = *same && results_same(r->plan, &r->kept, &r->again);
	return OK;
}

enum err
look_recompute_of(struct store *s, struct period_id period, uint64_t which,
    void (*differs)(void *self, const struct plan *plan, unsigned unit),
    void *self, struct fault *why)
{
	struct recomputing *r = calloc(1, sizeof *r);
	struct reading now;
	struct at at;
	struct txn t;
	enum err e;
	bool same;

	if (r == NULL)
		return ERR_NO_MEMORY;
	if ((e = at_find(s, period, which, &at, why)) != OK ||
	    (e = store_now(s, &now)) != OK)
		goto out;
	r->plan = at.plan;
	r->now = at.revision.n == 0 ? now.wall : at.revision.time;
	at_read(&t, s, &at);
	for (unsigned i = 0; i < r->plan->n_units && t.err == OK; i++) {
		if (txn_require(&t, recompute_unit(&t, r, i, &same)) == OK &&
		    !same)
			differs(self, r->plan, i);
	}
	e = txn_end(&t);
out:
	free(r);
	return e;
}

enum err
look_recompute(struct store *s, struct period_id period,
    void (*differs)(void *self, const struct plan *plan, unsigned unit),
    void *self)
{
	return look_recompute_of(s, period, REVISION_WORKING, differs, self,
	    NULL);
}
