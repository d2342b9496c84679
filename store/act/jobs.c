/*
 * jobs.c - failures, retries, burials, and what the time brings.
 *
 * Knows the policy of job rows. Touches outbox, periods and keys.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/table/keys.h"
#include "store/table/outbox.h"

struct fate {
	const struct job *job;
	const char *reason;
	enum {
		FATE_FAILED,
		FATE_RETRY,
		FATE_BURY
	} what;
};

static enum err
run_fate(struct txn *t, void *arg)
{
	const struct fate *f = arg;
	struct job row = { .kind = f->job->kind,
		.period = f->job->period,
		.unit = f->job->unit };

	if (!outbox_get(t, &row))
		return f->what == FATE_FAILED ? OK : ERR_NOT_FOUND;
	switch (f->what) {
	case FATE_FAILED:
		row.failures++;
		row.buried = row.failures >= job_policies[row.kind].tries;
		break;
	case FATE_RETRY:
		row.failures = 0;
		row.buried = false;
		break;
	case FATE_BURY:
		row.buried = true;
		break;
	}
	(void)snprintf(row.reason, sizeof row.reason, "%s", f->reason);
	outbox_put(t, &row);
	return t->err;
}

enum err
act_job_failed(struct store *s, const struct job *job, const char *reason)
{
	struct fate f = { job, reason, FATE_FAILED };

	return env_change(s->env, run_fate, &f, 0);
}

enum err
act_job_retry(struct store *s, const struct who *who, const struct job *job)
{
	struct fate f = { job, "", FATE_RETRY };
	enum err e;

	if ((e = part_operator(who, NULL)) != OK)
		return e;
	return env_change(s->env, run_fate, &f, 0);
}

enum err
act_job_bury(struct store *s, const struct who *who, const struct job *job,
    const char *reason)
{
	struct fate f = { job, reason, FATE_BURY };
	enum err e;

	if ((e = part_operator(who, NULL)) != OK)
		return e;
	return env_change(s->env, run_fate, &f, 0);
}

/* ---- what the time brings ---- */

/* How many ends of windows (on time, closed) lie behind `now`. */
static uint32_t
ends_passed(const struct plan *plan, struct moment now)
{
	uint32_t n = 0;

	for (unsigned i = 0; i < plan->n_windows; i++) {
		n += !moment_before(now, plan->windows[i].on_time_until);
		n += !moment_before(now, plan->windows[i].closes);
	}
	return n;
}

struct passing {
	const struct plan *plan;
	uint32_t passed;
};

static enum err
run_pass(struct txn *t, void *arg)
{
	const struct passing *p = arg;
	struct period period;
	enum err e;

	if ((e = store_plan_holds(t, p->plan)) != OK ||
	    !periods_get(t, p->plan->period, &period))
		return e;
	if (period.passed >= p->passed)
		return OK;
	period.passed = p->passed;
	periods_put(t, &period);
	part_rescore(t, p->plan, period.entry);
	return t->err;
}

static enum err
pass(struct store *s, const struct period *row, const struct reading *now)
{
	struct passing p;
	struct period again;
	enum err e;

	if ((e = store_plan(s, row->id, &p.plan, &again)) != OK ||
	    (e = part_close_windows(s, p.plan, now)) != OK ||
	    (e = part_remind(s, p.plan, now)) != OK)
		return e;
	p.passed = ends_passed(p.plan, now->wall);
	if (p.passed <= row->passed)
		return OK;
	return env_change(s->env, run_pass, &p, 0);
}

static enum err
run_expire(struct txn *t, void *arg)
{
	const struct moment *now = arg;

	(void)keys_expire(t, *now, 256);
	return t->err;
}

static enum err
expire_keys(struct store *s, struct moment now)
{
	struct txn t;
	bool any;
	enum err e;

	txn_read(&t, s->env);
	any = keys_any_expired(&t, now);
	if ((e = txn_end(&t)) != OK || !any)
		return e;
	return env_change(s->env, run_expire, &now, 0);
}

enum err
act_tick(struct store *s)
{
	struct open_periods open;
	struct reading now;
	enum err e;

	if ((e = store_now(s, &now)) != OK ||
	    (e = part_open_periods(s, &open)) != OK)
		return e;
	for (unsigned i = 0; i < open.n; i++)
		if ((e = pass(s, &open.list[i], &now)) != OK)
			return e;
	if ((e = part_bound(s)) != OK)
		return e;
	e = expire_keys(s, now.wall);
	return e == OK ? part_carry_out(s) : e;
}
