/*
 * rejudge.c - verdicts again, after the windows changed or outside times came
 * around what an unfit clock took in: each change an entry that names both.
 *
 * Knows what must stand or fall together when a verdict changes. Touches
 * submissions, ledger, feed and outbox.
 */
#include <assert.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/judge.h"
#include "store/table/outbox.h"
#include "store/table/submissions.h"

struct rejudging {
	struct store *store;
	const struct plan *plan;
	unsigned unit;
	const struct job *job;
	const struct submission_id *list;
	unsigned n;
	struct reading now;
	bool *done;
};

/* An outside time and the token's entry that gives it. */
static void
bound_line(struct buf *body, const char *key, uint64_t by, struct moment at)
{
	struct buf line = { 0 };

	buf_print(&line, "%llu %lld", (unsigned long long)by, (long long)at.us);
	entry_line(body, key, buf_all(&line));
	buf_free(&line);
}

static enum err
log_it(struct rejudging *w, struct txn *t, const struct submission *s,
    uint64_t rules, const struct window *window, enum verdict is,
    uint64_t *entry, struct moment *time)
{
	bool bounded = s->bounds.before_by != 0;
	struct buf body = { 0 };
	enum err e;

	entry_int(&body, "about", (int64_t)s->entry);
	entry_int(&body, "rules", (int64_t)rules);
	part_window_line(&body, window);
	if (s->bounds.after_by != 0)
		bound_line(&body, "after", s->bounds.after_by, s->bounds.after);
	if (bounded)
		bound_line(&body, "before", s->bounds.before_by,
		    s->bounds.before);
	entry_str(&body, "was", verdict_name(s->verdict));
	entry_str(&body, "verdict", verdict_name(is));
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t,
		    bounded ? ENTRY_BOUNDED : ENTRY_REJUDGEMENT, &w->now,
		    buf_all(&body), entry, time);
	buf_free(&body);
	return e;
}

static enum err
rejudge_one(struct rejudging *w, struct txn *t, const struct period *p,
    struct submission_id id)
{
	const struct window *window;
	struct submission s;
	struct moment time;
	enum verdict is;
	uint64_t entry;
	char reason[sizeof s.reason];
	enum err e;

	if ((e = part_job_submission(t, w->job, id, &s)) != OK)
		return e;
	is = judge_now(t, w->plan, &s, &window);
	if (window == NULL || is == s.verdict)
		return t->err; /* judged meanwhile */
	if ((e = log_it(w, t, &s, p->rules, window, is, &entry, &time)) != OK)
		return e;
	s.verdict = is;
	s.window_version = window->version;
	s.rejudged = entry;
	memcpy(reason, s.reason, sizeof reason);
	submissions_move(t, &s, submission_restated(&s), reason);
	part_event(t, EVENT_SUBMISSION_REJUDGED, w->plan, w->unit, s.id,
	    s.leaf[0], time, entry);
	outbox_raise(t, JOB_SCORE_UNIT, s.period, s.unit, entry);
	return t->err;
}

static enum err
run(struct txn *t, void *arg)
{
	struct rejudging *w = arg;
	struct period p;
	enum err e;

	*w->done = false;
	if ((e = store_plan_holds(t, w->plan)) != OK)
		return e;
	(void)periods_get(t, w->plan->period, &p);
	for (unsigned i = 0; i < w->n; i++)
		if ((e = rejudge_one(w, t, &p, w->list[i])) != OK)
			return e;
	if (w->n == 0)
		*w->done = outbox_settle(t, w->job);
	return t->err;
}

enum err
act_rejudge_unit(struct store *s, const struct job *job,
    const struct submission_id *list, unsigned n, bool *done)
{
	struct rejudging w = { .store = s,
		.job = job,
		.list = list,
		.n = n,
		.done = done };
	enum err e;

	assert(n <= CHECKS_MOST);
	if ((e = part_job(s, job, &w.plan, &w.unit, &w.now)) != OK)
		return e;
	return env_change(s->env, run, &w, (size_t)n * 1024);
}
