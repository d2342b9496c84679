/*
 * cmd_period.c - a period is checked, loaded, opened, shown, scored again.
 *
 * Knows the commands' words. Touches the files it is given and the store
 * through acts and looks.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/admin/period_files.h"
#include "store/admin/recompute.h"
#include "store/look/looks.h"

/* Reads the files and lists their faults. */
static enum ending
read_files(struct admin *a, const char *path, struct period_files *f)
{
	enum err e = period_files_read(path, f, &a->why);

	if (e != OK)
		return admin_end(a, e);
	if (f->plan != NULL)
		return END_OK;
	period_files_complain(f);
	return admin_fail("%s has %zu fault%s.", path, f->faults.n,
	    f->faults.n == 1 ? "" : "s");
}

enum ending
cmd_period_check(struct admin *a, const struct call *c)
{
	struct period_files f = { 0 };
	enum ending end = read_files(a, c->arg[0], &f);

	if (end == END_OK) {
		period_files_warn(&f);
		plan_summary(f.plan, buf_all(&f.bundle));
	}
	period_files_free(&f);
	return end;
}

enum ending
cmd_period_load(struct admin *a, const struct call *c)
{
	struct period_files f = { 0 };
	enum ending end = read_files(a, c->arg[0], &f);
	struct period row;

	if (end == END_OK)
		end = admin_end(a, act_load_period(a->store, &a->who,
				       buf_all(&f.bundle), &row, &a->why));
	if (end == END_OK)
		(void)printf("period %s version %u loaded\n", row.id.text,
		    row.version);
	period_files_free(&f);
	return end;
}

enum ending
cmd_period_open(struct admin *a, const struct call *c)
{
	struct period_id id;
	enum err e;

	if (!arg_period(c->arg[0], &id))
		return END_USAGE;
	if ((e = act_open_period(a->store, &a->who, id, &a->why)) == OK)
		(void)printf("period %s is open\n", id.text);
	return admin_end(a, e);
}

const struct argp_option amend_options[] = { DECISION_OPTIONS, PREVIEW_OPTION,
	{ 0 } };

/* A fault of the new data is said where it stands, in a file or in a cell of
 * a workbook. */
static enum ending
end_amend(struct admin *a, struct period_files *f, enum err e)
{
	const struct fault *why = &a->why;
	const char *within;

	if (e == OK || bundle_locate(why->pointer, &within) == BUNDLE_PARTS)
		return admin_end(a, e);
	if (f->faults.n == 0) /* found by the act alone */
		faults_add(&f->faults, why->err, why->pointer, "%s",
		    why->detail);
	period_files_complain(f);
	return admin_fail("The period cannot become what %s says.",
	    buf_cstr(&f->path[BUNDLE_PERIOD]));
}

enum ending
cmd_period_amend(struct admin *a, const struct call *c)
{
	struct period_files f = { 0 };
	enum ending end = read_files(a, c->arg[0], &f);
	struct amendment in = { .from = 0 };

	if (end == END_OK) {
		period_files_warn(&f);
		in.bundle = buf_all(&f.bundle);
		end = end_amend(a, &f,
		    change_period(a, c, f.plan->period, &in, &f.faults));
	}
	period_files_free(&f);
	return end;
}

static void
add_period(void *self, const struct period *p)
{
	struct grid *g = self;

	grid_cell(g, p->id.text);
	grid_cell(g, period_state_name(p->state));
	grid_print(g, "%u", p->version);
	grid_moment(g, p->loaded);
	grid_moment(g, p->opened);
}

static enum ending
show_all(struct admin *a)
{
	static const struct grid_column columns[] = {
		{ "period", GRID_LEFT },
		{ "state", GRID_LEFT },
		{ "version", GRID_RIGHT },
		{ "loaded", GRID_LEFT },
		{ "opened", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 5);
	enum err shown, e = look_periods(a->store, add_period, &g);

	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

static void
show_row(const struct period *p)
{
	char digest[DIGEST_TEXT], loaded[MOMENT_TEXT], opened[MOMENT_TEXT];

	digest_text(p->bundle, digest);
	moment_text(p->loaded, loaded);
	(void)printf("state %s\nversion %u\nbundle %s\nloaded %s\n",
	    period_state_name(p->state), p->version, digest, loaded);
	if (p->state != PERIOD_OPEN)
		return;
	moment_text(p->opened, opened);
	(void)printf("opened %s\nlog entry %llu\n", opened,
	    (unsigned long long)p->entry);
}

static void
show_version(void *self, const struct version_look *v)
{
	char time[MOMENT_TEXT];

	(void)self;
	moment_text(v->time, time);
	(void)printf("version %u from %s, log entry %llu", v->version, time,
	    (unsigned long long)v->entry);
	if (v->outage != 0)
		(void)printf(", outage %llu", (unsigned long long)v->outage);
	if (v->has_mandate)
		(void)printf("\n    decision %s of %s, %s: %s",
		    v->mandate.number, v->mandate.date, v->mandate.person,
		    v->mandate.reason);
	(void)putchar('\n');
}

enum {
	OPT_VERSION = 640
};

const struct argp_option show_options[] = {
	{ "version", OPT_VERSION, "N", 0, "The data as it was in that version",
	    0 },
	{ 0 },
};

/* The version that --version names, or the row's. */
static enum err
shown_version(struct admin *a, const struct call *c, struct period *row,
    const struct plan **plan)
{
	const char *text = call_option(c, OPT_VERSION);
	uint64_t n;
	enum err e;

	if (text == NULL)
		return OK;
	if (!arg_number(text, "--version", &n))
		return ERR_MALFORMED;
	e = n > UINT32_MAX
		? ERR_NOT_FOUND
		: look_plan_version(a->store, row->id, (uint32_t)n, plan);
	if (e != OK)
		return fault_set(&a->why, e, "",
		    "Version %s of period %s was never in force.", text,
		    row->id.text);
	row->version = (uint32_t)n;
	return OK;
}

enum ending
cmd_period_show(struct admin *a, const struct call *c)
{
	const struct plan *plan;
	struct buf bundle = { 0 };
	struct period row, shown;
	enum err e;

	if (c->n_args == 0)
		return show_all(a);
	if ((e = admin_plan(a, c->arg[0], &plan, &row)) == OK) {
		shown = row;
		e = shown_version(a, c, &shown, &plan);
	}
	if (e == OK && (e = look_bundle_version(a->store, row.id, shown.version,
			    &bundle)) == OK) {
		show_row(&row);
		e = look_versions(a->store, &a->who, row.id, show_version,
		    NULL);
		plan_summary(plan, buf_all(&bundle));
	}
	buf_free(&bundle);
	return admin_end(a, e);
}

enum ending
cmd_period_rescore(struct admin *a, const struct call *c)
{
	const struct plan *plan;
	struct period row;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &plan, &row)) == OK)
		e = act_rescore(a->store, &a->who, row.id);
	if (e == OK)
		(void)printf("%u units wait to be scored again\n",
		    plan->n_units);
	if (e == ERR_WRONG_STATE)
		(void)fault_set(&a->why, e, "", "Period %s is not open.",
		    row.id.text);
	return admin_end(a, e);
}

enum {
	OPT_REVISION = 300,
};

const struct argp_option recompute_options[] = {
	{ "revision", OPT_REVISION, "N", 0,
	    "A published revision, from the inputs frozen with it", 0 },
	{ 0 },
};

enum ending
cmd_period_recompute(struct admin *a, const struct call *c)
{
	const char *revision = call_option(c, OPT_REVISION);
	uint64_t which = REVISION_WORKING;
	struct recomputed n = { 0 };
	const struct plan *plan;
	struct period row;
	enum err e;

	if (revision != NULL && !arg_revision(revision, &which))
		return END_USAGE;
	e = admin_plan(a, c->arg[0], &plan, &row);
	if (e == OK && which != REVISION_WORKING)
		e = recompute_revision(a, row.id, which, &n);
	else if (e == OK)
		e = recompute_period(a, row.id, true, &n);
	if (e != OK)
		return admin_end(a, e);
	if (n.waiting + n.wrong != 0)
		return admin_fail("%u of %u results differ.",
		    n.waiting + n.wrong, plan->n_units);
	(void)printf("%u results, all as their records give them\n",
	    plan->n_units);
	return END_OK;
}
