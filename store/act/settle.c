/*
 * settle.c - the score job's one act: verdicts, points, ranks, settlement.
 *
 * Knows what a unit's job writes. Touches submissions, results, ranks,
 * ledger, feed and outbox.
 */
#include <assert.h>
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/judge.h"
#include "store/sheet.h"
#include "store/table/events.h"
#include "store/table/outbox.h"
#include "store/table/periods.h"
#include "store/table/results.h"
#include "store/table/revisions.h"
#include "store/table/submissions.h"

struct settling {
	struct store *store;
	const struct plan *plan;
	unsigned unit;
	const struct job *job;
	const struct check *checks;
	unsigned n;
	struct reading now;
	struct sheet_facts *facts; /* room, given because it is large */
	struct result *was, *is;
	struct standing *standings;
	struct settled *out;
};

static const struct submission_id no_submission;
static const struct leaf_id no_leaf;

/* The verdict again, from what the act kept: a pure function, so it can only
 * agree; a disagreement is damage. */
static enum err
judge_again(const struct settling *w, struct txn *t, const struct submission *s)
{
	const struct window *window;
	enum verdict then = judge_then(t, w->plan, s, &window);

	return window == NULL || then != s->verdict ? ERR_BROKEN : t->err;
}

static enum err
log_verdict(struct settling *w, struct txn *t, const struct submission *s,
    const struct check *c, uint64_t *entry, struct moment *time)
{
	struct buf body = { 0 };
	enum err e;

	entry_int(&body, "about", (int64_t)s->entry);
	entry_str(&body, "verdict", verdict_name(s->verdict));
	entry_str(&body, "document", c->accepted ? "accepted" : "rejected");
	entry_str(&body, "reason", err_name(c->reason));
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t, ENTRY_VERDICT, &w->now,
		    buf_all(&body), entry, time);
	buf_free(&body);
	return e;
}

/* The windows changed and its verdict was not looked at again yet: that comes
 * first, and until then the document waits. */
static bool
is_to_rejudge(const struct settling *w, struct txn *t)
{
	struct job row = { .kind = JOB_REJUDGE_UNIT,
		.period = w->job->period,
		.unit = w->job->unit };

	return outbox_get(t, &row);
}

static enum err
record_check(struct settling *w, struct txn *t, const struct check *c)
{
	enum submission_status to = SUBMISSION_REJECTED;
	struct submission s;
	struct moment time;
	uint64_t entry;
	enum err e;

	if ((e = part_job_submission(t, w->job, c->id, &s)) != OK)
		return e;
	if (s.status != SUBMISSION_QUEUED)
		return OK; /* withdrawn meanwhile, or judged before */
	if ((e = judge_again(w, t, &s)) == ERR_BROKEN && is_to_rejudge(w, t))
		return OK;
	if (e != OK || (e = log_verdict(w, t, &s, c, &entry, &time)) != OK)
		return e;
	if (c->accepted)
		to = submission_counts(&s) ? SUBMISSION_ACCEPTED
					   : SUBMISSION_LATE;
	else
		s.rejected = time;
	s.claims = c->claims;
	submissions_move(t, &s, to, c->detail);
	if (c->accepted)
		part_remark(t, &s, w->now.wall);
	part_event(t, EVENT_SUBMISSION_JUDGED, w->plan, w->unit, s.id,
	    s.leaf[0], time, entry);
	return t->err;
}

/* What the result rests on: the newest entry that asked for it. */
static void
note_rest(struct settling *w, struct txn *t)
{
	struct slice bytes;
	struct entry entry;

	w->is->rests_on = w->was->rests_on;
	w->is->as_of = w->was->as_of;
	if (w->job->rests_on <= w->was->rests_on && w->was->as_of.us != 0)
		return;
	w->is->rests_on = w->job->rests_on;
	if (ledger_entry(w->store->ledger, t, w->is->rests_on, &bytes) &&
	    entry_read(bytes, &entry) == OK)
		w->is->as_of = entry.time;
	else
		txn_require(t, ERR_BROKEN);
}

/* Is this the unit's first result under the rules in force? They may rank the
 * same points otherwise. */
static bool
rules_changed(const struct settling *w, struct txn *t)
{
	struct period p;

	return periods_get(t, w->plan->period, &p) &&
	       w->was->rests_on < p.rules && w->is->rests_on >= p.rules;
}

static void
rerank(struct settling *w, struct txn *t)
{
	unsigned block = w->plan->units[w->unit].block;
	size_t n = part_standings(t, w->plan, block, w->was, w->standings);
	struct event e = { .kind = EVENT_RANKS_CHANGED,
		.time = w->is->as_of,
		.period = w->plan->period,
		.block = w->plan->blocks[block].id,
		.entry = w->is->rests_on };

	for (size_t i = 0; i < n; i++) {
		if (w->standings[i].unit != w->unit)
			continue;
		w->standings[i].points = w->is->score.points;
		w->standings[i].max = w->is->score.max;
	}
	rank_units(w->plan, w->standings, n);
	if (ranks_put(t, w->plan, block, w->standings, n))
		events_add(t, &e);
}

static enum err
rescore(struct settling *w, struct txn *t)
{
	bool scored = results_get(t, w->plan, w->unit, w->was);
	enum err e;

	memset(w->is, 0, sizeof *w->is);
	if ((e = sheet_gather(t, w->plan, w->unit, w->now.wall, w->facts)) !=
		OK ||
	    (e = unit_score(w->plan, w->unit, w->facts, &w->is->score)) != OK)
		return e;
	note_rest(w, t);
	w->out->changed = !scored || !results_same(w->plan, w->was, w->is);
	if (!results_put(t, w->plan, w->unit, w->is))
		return t->err;
	if (w->out->changed)
		part_event(t, EVENT_RESULT_CHANGED, w->plan, w->unit,
		    no_submission, no_leaf, w->is->as_of, w->is->rests_on);
	if (w->out->changed || rules_changed(w, t))
		rerank(w, t);
	return t->err;
}

/* Whatever is done about a unit after publication, and whatever gives it
 * another result (rules that a newer program reads otherwise, a window that
 * ends), leaves the published rows alone; the council is told, once, that they
 * may be due for correction. */
static void
note_correction(struct settling *w, struct txn *t)
{
	struct revision r = { .period = w->plan->period };
	uint64_t entry = w->job->rests_on;

	if (!revisions_get(t, &r) || (entry <= r.entry && !w->out->changed))
		return;
	if (entry <= r.entry)
		entry = w->is->rests_on;
	if (corrections_put(t, r.period, w->job->unit, entry))
		part_event(t, EVENT_CORRECTION_DUE, w->plan, w->unit,
		    no_submission, no_leaf, w->now.wall, entry);
}

static enum err
run(struct txn *t, void *arg)
{
	struct settling *w = arg;
	struct submission_id more;
	enum err e;

	*w->out = (struct settled){ 0 };
	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	for (unsigned i = 0; i < w->n; i++)
		if ((e = record_check(w, t, &w->checks[i])) != OK)
			return e;
	if ((e = rescore(w, t)) != OK)
		return e;
	note_correction(w, t);
	if (submissions_unchecked(t, w->plan->period, w->job->unit, &more, 1) ==
	    0)
		w->out->done = outbox_settle(t, w->job);
	return t->err;
}

static enum err
settle(struct settling *w)
{
	enum err e = ERR_NO_MEMORY;

	w->facts = malloc(sizeof *w->facts);
	w->was = malloc(sizeof *w->was);
	w->is = malloc(sizeof *w->is);
	w->standings = calloc(w->plan->n_units, sizeof *w->standings);
	if (w->facts != NULL && w->was != NULL && w->is != NULL &&
	    w->standings != NULL)
		e = env_change(w->store->env, run, w, (size_t)w->n * 1024);
	free(w->facts);
	free(w->was);
	free(w->is);
	free(w->standings);
	return e;
}

enum err
act_settle_unit(struct store *s, const struct job *job,
    const struct check *checks, unsigned n, struct settled *out)
{
	struct settling w = { .store = s,
		.job = job,
		.checks = checks,
		.n = n,
		.out = out };
	enum err e;

	assert(n <= CHECKS_MOST);
	e = part_job(s, job, &w.plan, &w.unit, &w.now);
	return e == OK ? settle(&w) : e;
}
