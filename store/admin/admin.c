/*
 * admin.c - what commands share: opening, complaining, reading arguments.
 *
 * Touches the configuration, the store and stderr.
 */
#include "store/admin/admin.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/look/looks.h"

const char *
mark_beside(struct admin *a, const char *key_path)
{
	(void)snprintf(a->own_mark, sizeof a->own_mark, "%s.mark", key_path);
	return a->own_mark;
}

enum err
admin_open(struct admin *a, enum need need)
{
	struct store_options o;
	enum err e;

	a->who = (struct who){ .role = ROLE_OPERATOR, .label = "local" };
	if (need == NEEDS_NOTHING || need == NEEDS_LATER)
		return OK;
	if ((e = conf_read(a->conf_path, &a->conf, &a->why)) != OK)
		return e;
	if (a->store_path == NULL)
		a->store_path = a->conf.store_path;
	a->mark_path = a->conf.log_mark;
	if (a->key_path == NULL)
		a->key_path = a->conf.log_key;
	else
		a->mark_path = mark_beside(a, a->key_path);
	if (need == NEEDS_CONF)
		return OK;
	o = (struct store_options){ .path = a->store_path,
		.key_path = need == NEEDS_STORE ? NULL : a->key_path,
		.mark_path = a->mark_path,
		.map_bytes = a->conf.map_bytes };
	if ((e = store_open(&a->store, &o, &a->why)) == OK && need == NEEDS_KEY)
		e = store_writable(a->store, &a->why);
	return e;
}

static void
say(const char *pointer, const char *sentence)
{
	(void)fflush(stdout);
	(void)fprintf(stderr, "parindex: %s%s%s\n", pointer,
	    pointer[0] == 0 ? "" : ": ", sentence);
}

enum ending
admin_end(struct admin *a, enum err e)
{
	if (e == OK)
		return END_OK;
	if (a->why.err != OK)
		say(a->why.pointer, a->why.detail);
	else
		say("", err_words(e));
	return END_FAILED;
}

enum ending
admin_fail(const char *sentence, ...)
{
	char text[1024];
	va_list args;

	va_start(args, sentence);
	(void)vsnprintf(text, sizeof text, sentence, args);
	va_end(args);
	say("", text);
	return END_FAILED;
}

enum ending
admin_usage(const char *sentence, ...)
{
	char text[1024];
	va_list args;

	va_start(args, sentence);
	(void)vsnprintf(text, sizeof text, sentence, args);
	va_end(args);
	say("", text);
	return END_USAGE;
}

bool
arg_period(const char *text, struct period_id *out)
{
	if (period_id_read(slice_text(text), out) == OK)
		return true;
	(void)admin_usage("\"%s\" is not a period's id.", text);
	return false;
}

bool
arg_unit(const char *text, struct unit_id *out)
{
	if (unit_id_read(slice_text(text), out) == OK)
		return true;
	(void)admin_usage("\"%s\" is not a unit's id.", text);
	return false;
}

bool
arg_number(const char *text, const char *what, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(text, &end, 10);
	if (text[0] >= '0' && text[0] <= '9' && *end == 0 && errno == 0)
		return true;
	(void)admin_usage("%s must be a whole number, not \"%s\".", what, text);
	return false;
}

bool
arg_moment(const char *text, struct moment *out)
{
	if (moment_read(slice_text(text), out) == OK)
		return true;
	(void)admin_usage("\"%s\" is not a time like "
			  "2023-01-10T23:59:59+07:00 (RFC 3339).",
	    text);
	return false;
}

enum err
admin_plan(struct admin *a, const char *period, const struct plan **plan,
    struct period *row)
{
	struct period_id id;
	enum err e;

	if (period_id_read(slice_text(period), &id) != OK)
		return fault_set(&a->why, ERR_UNKNOWN_PERIOD, "",
		    "\"%s\" is not a period's id.", period);
	e = store_plan(a->store, id, plan, row);
	if (e == ERR_UNKNOWN_PERIOD)
		return fault_set(&a->why, e, "", "There is no period \"%s\".",
		    period);
	return e;
}

enum err
admin_block(struct admin *a, const struct plan *plan, const char *block,
    int *out)
{
	struct block_id id;

	*out = -1;
	if (block == NULL)
		return OK;
	if (block_id_read(slice_text(block), &id) == OK)
		*out = plan_block(plan, id);
	if (*out >= 0)
		return OK;
	return fault_set(&a->why, ERR_NOT_FOUND, "",
	    "Period %s has no block \"%s\".", plan->period.text, block);
}

bool
arg_revision(const char *text, uint64_t *out)
{
	*out = REVISION_NEWEST;
	if (text == NULL)
		return true;
	if (strcmp(text, "working") == 0) {
		*out = REVISION_WORKING;
		return true;
	}
	return arg_number(text, "--revision", out);
}
