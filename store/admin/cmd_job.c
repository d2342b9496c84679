/*
 * cmd_job.c - promised work: what waits, what was given up, and why.
 *
 * Touches the outbox through acts and looks.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"

enum {
	OPT_ALL = 256,
	OPT_REASON,
};

const struct argp_option retry_options[] = {
	{ "all", OPT_ALL, NULL, 0, "Every buried job", 0 },
	{ 0 },
};

const struct argp_option bury_options[] = {
	{ "reason", OPT_REASON, "TEXT", 0, "Why (required)", 0 },
	{ 0 },
};

static bool
add_job(void *self, const struct job *job)
{
	struct grid *g = self;

	grid_cell(g, job_policies[job->kind].name);
	grid_cell(g, job->period.text);
	grid_cell(g, job->unit.text);
	grid_cell(g, job->buried ? "buried" : "due");
	grid_print(g, "%llu", (unsigned long long)job->wanted);
	grid_print(g, "%u", job->failures);
	grid_cell(g, job->reason[0] == 0 ? "-" : job->reason);
	return true;
}

enum ending
cmd_job_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "kind", GRID_LEFT },
		{ "period", GRID_LEFT },
		{ "unit", GRID_LEFT },
		{ "state", GRID_LEFT },
		{ "wanted", GRID_RIGHT },
		{ "failures", GRID_RIGHT },
		{ "last reason", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 7);
	enum err shown, e;

	(void)c;
	e = look_jobs(a->store, add_job, &g);
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

static enum ending
read_job(const struct call *c, struct job *job)
{
	*job = (struct job){ .kind = job_kind_read(slice_text(c->arg[0])) };
	if (job->kind == JOB_KINDS)
		return admin_usage("There is no kind of job \"%s\".",
		    c->arg[0]);
	if (!arg_period(c->arg[1], &job->period) ||
	    !arg_unit(c->arg[2], &job->unit))
		return END_USAGE;
	return END_OK;
}

static enum err
not_there(struct admin *a, enum err e, const struct job *job)
{
	if (e != ERR_NOT_FOUND)
		return e;
	return fault_set(&a->why, e, "", "There is no job %s %s %s.",
	    job_policies[job->kind].name, job->period.text, job->unit.text);
}

/* ---- every buried one ---- */

struct buried {
	struct job *list;
	size_t n, room;
	bool lost;
};

static bool
take_buried(void *self, const struct job *job)
{
	struct buried *b = self;
	struct job *grown;

	if (!job->buried)
		return true;
	if (b->n == b->room) {
		b->room = b->room == 0 ? 64 : b->room * 2;
		grown = realloc(b->list, b->room * sizeof *grown);
		if (grown == NULL) {
			b->lost = true;
			return false;
		}
		b->list = grown;
	}
	b->list[b->n++] = *job;
	return true;
}

static enum err
retry_all(struct admin *a)
{
	struct buried b = { 0 };
	enum err e = look_jobs(a->store, take_buried, &b);

	if (e == OK && b.lost)
		e = ERR_NO_MEMORY;
	for (size_t i = 0; e == OK && i < b.n; i++) {
		e = act_job_retry(a->store, &a->who, &b.list[i]);
		if (e == ERR_NOT_FOUND)
			e = OK; /* settled meanwhile */
	}
	if (e == OK)
		(void)printf("due again: %zu\n", b.n);
	free(b.list);
	return e;
}

enum ending
cmd_job_retry(struct admin *a, const struct call *c)
{
	bool all = call_option(c, OPT_ALL) != NULL;
	struct job job;
	enum ending end;
	enum err e;

	if (c->n_args != (all ? 0 : 3))
		return admin_usage("Name one job by KIND PERIOD UNIT, or all "
				   "buried ones by --all.");
	if (all)
		return admin_end(a, retry_all(a));
	if ((end = read_job(c, &job)) != END_OK)
		return end;
	e = not_there(a, act_job_retry(a->store, &a->who, &job), &job);
	if (e == OK)
		(void)printf("job %s %s %s is due again\n", c->arg[0],
		    c->arg[1], c->arg[2]);
	return admin_end(a, e);
}

enum ending
cmd_job_bury(struct admin *a, const struct call *c)
{
	const char *reason = call_option(c, OPT_REASON);
	struct job job;
	enum ending end;
	enum err e;

	if (reason == NULL || reason[0] == 0)
		return admin_usage("--reason says why the job is given up.");
	if ((end = read_job(c, &job)) != END_OK)
		return end;
	e = not_there(a, act_job_bury(a->store, &a->who, &job, reason), &job);
	if (e == OK)
		(void)printf("job %s %s %s is buried\n", c->arg[0], c->arg[1],
		    c->arg[2]);
	return admin_end(a, e);
}
