/*
 * cmd_not_applicable.c - a criterion, or a whole field, is taken out for a unit
 * of an open period.
 *
 * Knows the command's words. Makes a further mark of the bundle in force, and
 * leaves the rest to change.c.
 */
#include <stdio.h>

#include "store/admin/change.h"
#include "store/admin/commands.h"
#include "store/look/looks.h"
#include "store/model/exempt.h"

const struct argp_option not_applicable_options[] = { DECISION_OPTIONS,
	PREVIEW_OPTION, { 0 } };

static enum err
read_words(struct admin *a, const struct call *c, const struct plan *plan,
    struct exemption *x)
{
	const char *reason = call_option(c, OPT_REASON_OF);
	enum err e = exempt_unit(plan, slice_text(c->arg[1]), x, &a->why);

	for (unsigned i = 2; e == OK && i < c->n_args; i++)
		e = exempt_part(plan, slice_text(c->arg[i]), "", x, &a->why);
	return e != OK ? e
		       : exempt_reason(reason == NULL ? SLICE_NONE
						      : slice_text(reason),
			     x, &a->why);
}

static void
show(const struct plan *plan, const struct exemption *x)
{
	for (unsigned i = 0; i < plan->n_leaves; i++)
		if (x->out[i])
			(void)printf("%s is not applicable to %s: %s\n",
			    plan->leaves[i].id.text,
			    plan->units[x->unit].id.text,
			    plan->leaves[i].name_vi);
}

static enum err
make_bundle(struct admin *a, const struct plan *plan, const struct exemption *x,
    struct buf *out)
{
	struct buf bundle = { 0 };
	enum err e =
	    look_bundle_version(a->store, plan->period, plan->version, &bundle);

	if (e == OK)
		e = bundle_exempt(buf_all(&bundle), plan, x, out);
	buf_free(&bundle);
	return e;
}

enum ending
cmd_period_not_applicable(struct admin *a, const struct call *c)
{
	struct amendment in = { .from = 0 };
	const struct plan *plan;
	struct exemption x;
	struct buf bundle = { 0 };
	struct period row;
	enum err e;

	if ((e = admin_plan(a, c->arg[0], &plan, &row)) == OK &&
	    (e = read_words(a, c, plan, &x)) == OK) {
		show(plan, &x);
		e = make_bundle(a, plan, &x, &bundle);
	}
	in.from = row.version;
	in.bundle = buf_all(&bundle);
	if (e == OK)
		e = change_period(a, c, row.id, &in, NULL);
	buf_free(&bundle);
	return admin_end(a, e);
}
