/*
 * amendment.c - what a change of an open period's data would do, before it is
 * made; and which verdicts are to be given again after it was.
 *
 * Knows how verdicts reach points and ranks. Touches submissions, sheets,
 * results and ranks, for reading.
 */
#include <assert.h>
#include <stdlib.h>

#include "store/judge.h"
#include "store/look/foresight.h"
#include "store/look/looks.h"
#include "store/sheet.h"
#include "store/table/closings.h"
#include "store/table/counts.h"
#include "store/table/submissions.h"

/* ---- which are to be judged again ---- */

struct misjudged {
	struct txn *t;
	const struct plan *plan;
	struct submission_id *list;
	size_t room, n;
};

static bool
take_misjudged(void *self, const struct submission *s)
{
	struct misjudged *m = self;
	const struct window *w;
	enum verdict is = judge_now(m->t, m->plan, s, &w);

	if (w != NULL && is != s->verdict)
		m->list[m->n++] = s->id;
	return m->n < m->room;
}

enum err
look_misjudged(struct store *s, struct period_id period, struct unit_id unit,
    struct submission_id *list, size_t room, size_t *n)
{
	struct misjudged m = { .list = list, .room = room };
	struct period row;
	struct txn t;
	enum err e;

	*n = 0;
	if ((e = store_plan(s, period, &m.plan, &row)) != OK)
		return e;
	txn_read(&t, s->env);
	m.t = &t;
	submissions_of_unit(&t, period, unit, take_misjudged, &m);
	*n = m.n;
	return txn_end(&t);
}

/* ---- a preview ---- */

struct foreseeing {
	struct store *store;
	const struct plan *was, *is;
	struct amendment_look *look;
	struct moment now;
	struct txn t;
	unsigned unit; /* of `is` */
	struct sheet_facts facts;
	struct result kept;
	struct unit_score would;
	struct shift_look *shifts; /* by unit of `is` */
	struct standing *standings;
};

/* A document's part in its leaves, with the verdict that it would have. */
static void
take_part(struct foreseeing *f, const struct submission *s, enum verdict would)
{
	bool counts = verdict_counts(would) || s->admitted != 0;
	struct leaf_facts *leaf;
	int at;

	for (unsigned i = 0; i < s->n_leaves; i++) {
		if ((at = plan_leaf(f->is, s->leaf[i])) < 0)
			continue;
		leaf = &f->facts.leaf[at];
		leaf->pending |= s->status == SUBMISSION_QUEUED;
		if (s->status != SUBMISSION_ACCEPTED &&
		    s->status != SUBMISSION_LATE)
			continue;
		leaf->accepted |= counts;
		leaf->late |= !counts;
	}
}

static bool
take_submission(void *self, const struct submission *s)
{
	struct foreseeing *f = self;
	struct verdict_flip flip = { .submission = s };

	flip.would = judge_now(&f->t, f->is, s, &flip.window);
	if (flip.window == NULL)
		flip.would = s->verdict;
	take_part(f, s, flip.would);
	if (flip.would != s->verdict) {
		f->look->flips++;
		f->look->flip(f->look->self, &flip);
	}
	return true;
}

/* Evidence is taken from the submissions as they would be judged. */
static void
forget_evidence(struct foreseeing *f)
{
	for (unsigned i = 0; i < f->is->n_leaves; i++) {
		f->facts.leaf[i].accepted = false;
		f->facts.leaf[i].late = false;
		f->facts.leaf[i].pending = false;
	}
}

/* By the questions that would feed a leaf. */
static void
count_answers(struct foreseeing *f)
{
	struct tally tallies[LEAVES_MOST];

	counts_tally(&f->t, f->is, f->unit, tallies);
	for (unsigned i = 0; i < f->is->n_leaves; i++)
		f->facts.leaf[i].tally = tallies[i];
}

static enum err
foresee_unit(struct foreseeing *f)
{
	struct shift_look *shift = &f->shifts[f->unit];
	struct unit_id id = f->is->units[f->unit].id;
	int old = plan_unit(f->was, id);
	enum err e;

	shift->unit = &f->is->units[f->unit];
	txn_read(&f->t, f->store->env);
	if ((e = sheet_gather(&f->t, f->is, f->unit, f->now, &f->facts)) ==
	    OK) {
		forget_evidence(f);
		submissions_of_unit(&f->t, f->is->period, id, take_submission,
		    f);
		sheet_sightings(&f->t, f->is, f->unit, &f->facts);
		count_answers(f);
		e = unit_score(f->is, f->unit, &f->facts, &f->would);
	}
	if (e == OK && old >= 0 &&
	    results_get(&f->t, f->was, (unsigned)old, &f->kept)) {
		shift->was = f->kept.score.points;
		shift->max_was = f->kept.score.max;
	} else {
		shift->waits = old >= 0;
	}
	shift->would = f->would.points;
	shift->max_would = f->would.max;
	txn_require(&f->t, e);
	return txn_end(&f->t);
}

static void
take_old_ranks(struct foreseeing *f, unsigned block)
{
	size_t n = ranks_get(&f->t, f->was, block, f->standings);
	int unit;

	for (size_t i = 0; i < n; i++) {
		unit = plan_unit(f->is, f->was->units[f->standings[i].unit].id);
		if (unit >= 0)
			f->shifts[unit].rank_was = f->standings[i].rank;
	}
}

static void
rank_anew(struct foreseeing *f, unsigned block)
{
	size_t n = 0;

	for (unsigned i = 0; i < f->is->n_units; i++)
		if (f->is->units[i].block == block)
			f->standings[n++] = (struct standing){ .unit = i,
				.points = f->shifts[i].would,
				.max = f->shifts[i].max_would };
	rank_units(f->is, f->standings, n);
	for (size_t i = 0; i < n; i++)
		f->shifts[f->standings[i].unit].rank_would =
		    f->standings[i].rank;
}

/* Refusals counted under the windows that others take the place of, or that
 * would judge otherwise. */
static void
count_refused(struct foreseeing *f)
{
	struct closing c;

	for (unsigned i = 0; i < f->was->n_windows; i++) {
		const struct window *w = &f->was->windows[i], *again;

		if (w->stage != STAGE_EVIDENCE ||
		    !plan_window_in_force(f->was, w))
			continue;
		again =
		    plan_window_version(f->is, w->block, w->stage, w->version);
		if (again != NULL && plan_window_in_force(f->is, again) &&
		    f->was->doubt == f->is->doubt)
			continue;
		closings_get(&f->t, f->was->period, w, &c);
		if (c.refused > f->look->refused)
			f->look->refused = c.refused;
	}
}

static enum err
foresee_all(struct foreseeing *f)
{
	enum err e = OK;

	for (f->unit = 0; e == OK && f->unit < f->is->n_units; f->unit++)
		e = foresee_unit(f);
	if (e != OK)
		return e;
	txn_read(&f->t, f->store->env);
	for (unsigned b = 0; b < f->was->n_blocks; b++)
		take_old_ranks(f, b);
	count_refused(f);
	e = txn_end(&f->t);
	for (unsigned b = 0; b < f->is->n_blocks; b++)
		rank_anew(f, b);
	for (unsigned i = 0; e == OK && i < f->is->n_units; i++) {
		const struct shift_look *x = &f->shifts[i];

		if (x->waits)
			continue;
		if (x->was.millionths == x->would.millionths &&
		    x->max_was.millionths == x->max_would.millionths &&
		    x->rank_was == x->rank_would)
			continue;
		f->look->shifts++;
		f->look->shift(f->look->self, x);
	}
	return e;
}

static enum err
foresee(struct foreseeing *f)
{
	enum err e = ERR_NO_MEMORY;

	assert(f->is != NULL);
	f->shifts = calloc(f->is->n_units, sizeof *f->shifts);
	f->standings = calloc((size_t)f->is->n_units + f->was->n_units,
	    sizeof *f->standings);
	if (f->shifts != NULL && f->standings != NULL)
		e = foresee_all(f);
	free(f->shifts);
	free(f->standings);
	return e;
}

enum err
look_amendment(struct store *s, const struct who *who, struct period_id period,
    const struct amendment *in, struct amendment_look *look, struct fault *why)
{
	static const struct unit_id nobody;
	struct foreseeing *f;
	struct amend_kept kept;
	struct plan *is = NULL;
	struct reading now = { .wall = { 0 } };
	struct period row;
	enum err e;

	look->flips = look->shifts = look->refused = 0;
	if (!who_may_in(who, MAY_AMEND, period, nobody))
		return fault_set(why, ERR_FORBIDDEN, "",
		    "Role \"%s\" may not foresee a change of the period.",
		    role_name(who->role));
	if ((f = calloc(1, sizeof *f)) == NULL)
		return ERR_NO_MEMORY;
	f->store = s;
	f->look = look;
	if ((e = store_plan(s, period, &f->was, &row)) != OK)
		(void)fault_set(why, e, "", "There is no period \"%s\".",
		    period.text);
	else if (row.state != PERIOD_OPEN)
		e = fault_set(why, ERR_WRONG_STATE, "",
		    "Period %s has not been opened.", row.id.text);
	else if ((e = store_now(s, &now)) == OK)
		e = amended_plan(s, f->was, in, &now, &is, &kept, look->faults,
		    why);
	if (e == OK) {
		f->is = is;
		f->now = now.wall;
		e = foresee(f);
	}
	plan_free(&is);
	free(f);
	return e;
}
