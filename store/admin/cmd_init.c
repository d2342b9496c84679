/*
 * cmd_init.c - a store and its log's key are made.
 *
 * Knows what must be decided at a store's birth. Touches what it makes.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/admin/commands.h"

enum {
	OPT_SIMULATED = 256,
	OPT_START,
	OPT_ORIGIN,
};

const struct argp_option init_options[] = {
	{ "simulated", OPT_SIMULATED, NULL, 0,
	    "Give the store a clock of its own, which only \"clock set\" "
	    "moves; can never be undone",
	    0 },
	{ "start", OPT_START, "TIME", 0,
	    "Where a simulated clock begins (RFC 3339; now)", 0 },
	{ "origin", OPT_ORIGIN, "NAME", 0,
	    "The log's name, for ever (HOST/parindex)", 0 },
	{ 0 },
};

static enum ending
read_start(const struct call *c, struct store_birth *b)
{
	const char *start = call_option(c, OPT_START);
	struct clocks machine = clocks_system();
	struct reading now;
	enum err e;

	if (start != NULL && !b->simulated)
		return admin_usage("--start goes with --simulated only.");
	if (start != NULL)
		return arg_moment(start, &b->start) ? END_OK : END_USAGE;
	if ((e = machine.wall(machine.self, &now)) != OK)
		return admin_fail("The machine's clock cannot be read: %s.",
		    err_words(e));
	b->start = now.wall;
	return END_OK;
}

static enum ending
show_key(struct admin *a)
{
	struct store_options o = { .path = a->store_path,
		.map_bytes = a->conf.map_bytes };
	enum err e = store_open(&a->store, &o, &a->why);

	if (e == OK)
		(void)printf("log key: %s\n", a->store->meta.vkey);
	return admin_end(a, e);
}

enum ending
cmd_init(struct admin *a, const struct call *c)
{
	const char *origin = call_option(c, OPT_ORIGIN);
	struct store_birth birth = { .path = a->store_path,
		.key_path = a->key_path,
		.mark_path = a->mark_path,
		.simulated = call_option(c, OPT_SIMULATED) != NULL,
		.map_bytes = a->conf.map_bytes };
	char own[ORIGIN_ROOM], host[64] = "";
	enum ending end;
	enum err e;

	if (origin != NULL && strlen(origin) >= ORIGIN_ROOM / 2)
		return admin_usage("An origin has at most %d bytes.",
		    ORIGIN_ROOM / 2 - 1);
	if (origin == NULL) {
		(void)gethostname(host, sizeof host - 1);
		(void)snprintf(own, sizeof own, "%s/parindex", host);
		origin = own;
	}
	birth.origin = origin;
	if ((end = read_start(c, &birth)) != END_OK)
		return end;
	if ((e = store_make(&birth, &a->why)) != OK)
		return admin_end(a, e);
	return show_key(a);
}
