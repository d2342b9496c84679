/*
 * admin.h - what every command of the operator is given: the configuration,
 * the store when it needs one, its arguments; and how it ends.
 */
#ifndef STORE_ADMIN_ADMIN_H
#define STORE_ADMIN_ADMIN_H

#include <argp.h>

#include "store/base/conf.h"
#include "store/model/role.h"
#include "store/store.h"

/* What a command ends with; parindex(1) lists them. */
enum ending {
	END_OK = 0,
	END_FAILED = 1,      /* a sentence on stderr says why */
	END_USAGE = 2,       /* the command was not written as it must be */
	END_REFUSED = 3,     /* submit: the server said no */
	END_UNREACHABLE = 4, /* submit: no answer; trying again may help */
};

struct admin {
	struct conf conf;
	/* --config, --store, --key; the last two from the configuration when
	 * they were not given. */
	const char *conf_path, *store_path, *key_path;
	const char *mark_path; /* with --key: beside that */
	char own_mark[CONF_TEXT];
	struct store *store; /* open when the command needs one */
	struct who who;      /* the operator, local */
	struct fault why;    /* the acts and looks fill it */
};

/* What must be ready before a command runs. */
enum need {
	NEEDS_NOTHING, /* and takes none of the common options */
	NEEDS_LATER,   /* what its arguments say: it opens that itself */
	NEEDS_CONF,
	NEEDS_STORE,  /* open for reading */
	NEEDS_KEY,    /* open, with the log's key, and writable */
	NEEDS_SIGNER, /* the same, writable or not */
};

#define CALL_ARGS 8
#define CALL_OPTIONS 64

/* A command's own arguments and options, as they were written. */
struct call {
	const char *arg[CALL_ARGS];
	unsigned n_args;
	struct {
		int key;
		const char *value; /* "" for a flag */
	} option[CALL_OPTIONS];
	unsigned n_options;
};

/* One row of the command table in main.c. */
struct command {
	const char *noun, *verb; /* verb "": the noun alone */
	enum need need;
	unsigned least, most; /* arguments */
	const char *args;     /* "PERIOD UNIT", for the help */
	const char *about;
	const struct argp_option *options; /* its own; NULL: none */
	enum ending (*run)(struct admin *a, const struct call *c);
};

/* Reads a command's words (argv[0] is replaced by its name). Ends the process
 * with END_USAGE when they are wrong, with END_OK after --help. */
void call_read(const struct command *command, struct admin *a, int argc,
    char **argv, struct call *out);

/* The last value given for an option; NULL when it was not given. */
const char *call_option(const struct call *c, int key);

/* The options that every command with a store takes. */
extern const struct argp_option common_options[];
bool common_take(struct admin *a, int key, const char *value);

/* A key that is not the configured one has its mark beside it: its path. */
const char *mark_beside(struct admin *a, const char *key_path);

/* Opens what `need` says. */
enum err admin_open(struct admin *a, enum need need);

/* "parindex: <sentence>" on stderr: a->why when an act or look filled it, else
 * the words of `e`. Returns END_OK for OK, else END_FAILED. */
enum ending admin_end(struct admin *a, enum err e);

/* The same with a sentence of the command's own. */
enum ending admin_fail(const char *sentence, ...)
    __attribute__((format(printf, 1, 2)));
enum ending admin_usage(const char *sentence, ...)
    __attribute__((format(printf, 1, 2)));

/* Readers of arguments: false after saying on stderr what is wrong. */
bool arg_period(const char *text, struct period_id *out);
bool arg_unit(const char *text, struct unit_id *out);
bool arg_number(const char *text, const char *what, uint64_t *out);
bool arg_moment(const char *text, struct moment *out);
/* A --revision; NULL: the newest (looks.h). */
bool arg_revision(const char *text, uint64_t *out);

/* A period's plan and row, and the index of a block of it (-1: all). OK, or
 * the failure, with a->why filled. */
enum err admin_plan(struct admin *a, const char *period,
    const struct plan **plan, struct period *row);
enum err admin_block(struct admin *a, const struct plan *plan,
    const char *block, int *out);

#endif
