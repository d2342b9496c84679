/*
 * cmd_clock.c - the store's wall clock, shown; a simulated one, moved.
 *
 * Touches the store through an act.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"

enum {
	OPT_BOUND = 256
};

const struct argp_option clock_options[] = {
	{ "bound-us", OPT_BOUND, "N", 0,
	    "The clock's own error from now on, in microseconds (0)", 0 },
	{ 0 },
};

static enum ending
show(struct admin *a)
{
	char text[MOMENT_TEXT];
	struct reading now;
	enum err e;

	if ((e = store_now(a->store, &now)) != OK)
		return admin_end(a, e);
	moment_text(now.wall, text);
	(void)printf("%s +- %lld us (%s)\n", text, (long long)now.bound.us,
	    clock_status_name(now.status));
	return END_OK;
}

enum ending
cmd_clock_set(struct admin *a, const struct call *c)
{
	const char *bound = call_option(c, OPT_BOUND);
	struct moment to;
	uint64_t us = 0;
	enum err e;

	if (!arg_moment(c->arg[0], &to) ||
	    (bound != NULL && !arg_number(bound, "The bound", &us)))
		return END_USAGE;
	if (us > INT64_MAX)
		us = INT64_MAX; /* the act refuses it */
	e = act_set_clock(a->store, &a->who, to, (struct span){ (int64_t)us },
	    &a->why);
	return e == OK ? show(a) : admin_end(a, e);
}

enum ending
cmd_clock_show(struct admin *a, const struct call *c)
{
	(void)c;
	return show(a);
}
