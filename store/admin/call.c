/*
 * call.c - a command's words taken apart.
 *
 * Knows argp. Touches its arguments; argp ends the process for --help and for
 * words it cannot read.
 */
#include <stdio.h>

#include "store/admin/admin.h"

enum {
	OPT_CONFIG = 'c',
	OPT_STORE = 1000,
	OPT_KEY,
};

const struct argp_option common_options[] = {
	{ "config", OPT_CONFIG, "FILE", 0,
	    "The configuration (/etc/parindex/parindex.conf)", -2 },
	{ "store", OPT_STORE, "DIR", 0, "The store's folder", -2 },
	{ "key", OPT_KEY, "FILE", 0, "The log's private key", -2 },
	{ 0 },
};

bool
common_take(struct admin *a, int key, const char *value)
{
	switch (key) {
	case OPT_CONFIG:
		a->conf_path = value;
		return true;
	case OPT_STORE:
		a->store_path = value;
		return true;
	case OPT_KEY:
		a->key_path = value;
		return true;
	default:
		return false;
	}
}

struct reading_call {
	const struct command *command;
	struct admin *admin;
	struct call *call;
};

static void
take_option(struct argp_state *state, struct call *c, int key,
    const char *value)
{
	if (c->n_options == CALL_OPTIONS)
		argp_error(state, "at most %d options can be given",
		    CALL_OPTIONS);
	c->option[c->n_options].key = key;
	c->option[c->n_options++].value = value == NULL ? "" : value;
}

static error_t
take_common(int key, char *value, struct argp_state *state)
{
	const struct reading_call *r = state->input;

	return common_take(r->admin, key, value) ? 0 : ARGP_ERR_UNKNOWN;
}

static error_t
take_own(int key, char *value, struct argp_state *state)
{
	const struct reading_call *r = state->input;
	struct call *c = r->call;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = state->input;
		return 0;
	case ARGP_KEY_ARG:
		if (c->n_args == r->command->most)
			argp_error(state, "\"%s\" is one argument too many",
			    value);
		if (value[0] == 0)
			argp_error(state, "an argument is empty");
		c->arg[c->n_args++] = value;
		return 0;
	case ARGP_KEY_END:
		if (c->n_args < r->command->least)
			argp_error(state, "too few arguments: %s",
			    r->command->args);
		return 0;
	default:
		if (key < 256 || key >= OPT_STORE)
			return ARGP_ERR_UNKNOWN;
		take_option(state, c, key, value);
		return 0;
	}
}

void
call_read(const struct command *command, struct admin *a, int argc, char **argv,
    struct call *out)
{
	const struct argp common = { .options = command->need == NEEDS_NOTHING
						    ? NULL
						    : common_options,
		.parser = take_common };
	const struct argp_child children[] = { { .argp = &common }, { 0 } };
	const struct argp argp = { .options = command->options,
		.parser = take_own,
		.args_doc = command->args,
		.doc = command->about,
		.children = children };
	struct reading_call r = { command, a, out };
	char name[64], *was = argv[0];

	*out = (struct call){ .n_args = 0 };
	(void)snprintf(name, sizeof name, "parindex %s%s%s", command->noun,
	    command->verb[0] == 0 ? "" : " ", command->verb);
	argv[0] = name;
	(void)argp_parse(&argp, argc, argv, 0, NULL, &r);
	argv[0] = was;
}

const char *
call_option(const struct call *c, int key)
{
	for (unsigned i = c->n_options; i-- > 0;)
		if (c->option[i].key == key)
			return c->option[i].value;
	return NULL;
}
