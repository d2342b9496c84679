/*
 * why.c - why a unit's numbers are what they are, and what they would be.
 *
 * Knows what of it a reader may see. Touches cells, submissions, tallies,
 * results and ranks, for reading.
 */
#include <stdlib.h>

#include "store/before.h"
#include "store/look/at.h"
#include "store/look/hide.h"
#include "store/look/looks.h"
#include "store/sheet.h"

void
look_why_free(struct why *w)
{
	pool_free(&w->pool);
}

/* What the reader may see of the unit; the fault is said. */
static enum err
admit(const struct at *at, const struct who *who, struct unit_id unit,
    unsigned *index, struct fault *why)
{
	int i;

	if (!at_may(at, who, MAY_READ_SHEET, unit))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not read the sheet of unit \"%s\".",
		    role_name(who->role), unit.text);
	if ((i = plan_unit(at->plan, unit)) < 0)
		return fault_set(why, ERR_UNKNOWN_UNIT, "",
		    "Period %s has no unit \"%s\".", at->row.id.text,
		    unit.text);
	*index = (unsigned)i;
	return OK;
}

static unsigned
rank_of(struct txn *t, const struct plan *p, unsigned unit)
{
	struct standing *list = calloc(p->n_units, sizeof *list);
	unsigned rank = 0;
	size_t n;

	if (list == NULL) {
		(void)txn_require(t, ERR_NO_MEMORY);
		return 0;
	}
	n = ranks_get(t, p, p->units[unit].block, list);
	for (size_t i = 0; i < n; i++)
		if (list[i].unit == unit)
			rank = list[i].rank;
	free(list);
	return rank;
}

static enum err
read_numbers(struct store *s, const struct at *at, struct moment now,
    struct why *w)
{
	struct result *r = malloc(sizeof *r);
	struct txn t;
	enum err e;

	if (r == NULL)
		return ERR_NO_MEMORY;
	at_read(&t, s, at);
	if (results_get(&t, w->plan, w->unit, r))
		w->score = r->score;
	else
		w->score = (struct unit_score){ .group = -1, .class = -1 };
	if (w->ranks)
		w->rank = rank_of(&t, w->plan, w->unit);
	txn_require(&t, sheet_gather(&t, w->plan, w->unit, now, &w->facts));
	e = txn_end(&t);
	free(r);
	return e;
}

static enum err
read_change(struct store *s, const struct at *at, struct why *w)
{
	const struct standing now = { w->unit, w->score.points, w->score.max,
		w->rank };
	struct before before;
	enum err e = before_find(s, at->plan,
	    at->revision.n == 0 ? NULL : &at->past, &before);

	change_of(before.ranking, w->plan, &now, w->score.review, &w->change);
	w->pool = before.pool;
	return e;
}

enum err
look_why(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, uint64_t which, struct why *out, struct fault *why)
{
	static const struct unit_id nobody;
	struct reading now;
	struct at at;
	enum err e;

	memset(out, 0, sizeof *out);
	if ((e = at_find(s, period, which, &at, why)) != OK ||
	    (e = admit(&at, who, unit, &out->unit, why)) != OK ||
	    (e = store_now(s, &now)) != OK)
		return e;
	if (at.revision.n != 0)
		now.wall = at.revision.time;
	out->plan = at.plan;
	out->revision = at.revision.n;
	out->survey_points = at_may(&at, who, MAY_READ_SURVEY_POINTS, unit);
	out->ranks = at_may(&at, who, MAY_READ_RESULTS, nobody);
	if ((e = read_numbers(s, &at, now.wall, out)) != OK)
		return e;
	if (!out->survey_points)
		hide_surveys(out->plan, &out->score);
	return read_change(s, &at, out);
}

/* The sheet as it is kept now, gathered. */
static enum err
gather(struct store *s, const struct plan *p, unsigned unit,
    struct sheet_facts *facts)
{
	struct reading now;
	struct txn t;
	enum err e;

	if ((e = store_now(s, &now)) != OK)
		return e;
	txn_read(&t, s->env);
	txn_require(&t, sheet_gather(&t, p, unit, now.wall, facts));
	return txn_end(&t);
}

static enum err
suppose(struct store *s, const struct jv *body, struct what_if *out,
    struct fault *why)
{
	struct sheet_facts *facts = malloc(sizeof *facts);
	enum err e;

	if (facts == NULL)
		return ERR_NO_MEMORY;
	if ((e = supposed_read(out->plan, out->unit, body, &out->supposed,
		 why)) == OK &&
	    (e = gather(s, out->plan, out->unit, facts)) == OK &&
	    (e = unit_score(out->plan, out->unit, facts, &out->now)) == OK)
		e = supposed_score(out->plan, out->unit, &out->supposed, facts,
		    &out->would);
	free(facts);
	return e;
}

enum err
look_what_if(struct store *s, const struct who *who, struct period_id period,
    struct unit_id unit, const struct jv *body, struct what_if *out,
    struct fault *why)
{
	struct at at;
	enum err e;

	memset(out, 0, sizeof *out);
	if ((e = at_find(s, period, REVISION_WORKING, &at, why)) != OK ||
	    (e = admit(&at, who, unit, &out->unit, why)) != OK)
		return e;
	out->plan = at.plan;
	out->survey_points =
	    who_may_in(who, MAY_READ_SURVEY_POINTS, period, unit);
	if ((e = suppose(s, body, out, why)) != OK)
		return e;
	if (!out->survey_points)
		hide_surveys(out->plan, &out->now);
	/* supposed surveys give none of the real ones away */
	if (!out->survey_points && !out->supposed.has_surveys)
		hide_surveys(out->plan, &out->would);
	return OK;
}
