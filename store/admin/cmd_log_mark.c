/*
 * cmd_log_mark.c - a log whose mark is lost or ahead of it: proved whole and
 * resumed, or ended and succeeded by another (design section 6); and one that
 * is well, and gets another key.
 *
 * Knows what each of them needs. Touches the mark, and a successor's key.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/admin/commands.h"
#include "store/look/looks.h"
#include "store/mark.h"
#include "store/succeed.h"

enum {
	OPT_CHECKPOINT = 256,
	OPT_NEW_KEY,
	OPT_REASON,
};

const struct argp_option resume_options[] = {
	{ "checkpoint", OPT_CHECKPOINT, "FILE", 0,
	    "The newest checkpoint that anybody kept: from a receipt's end, a "
	    "mirror, signed minutes",
	    0 },
	{ 0 },
};

const struct argp_option succeed_options[] = {
	{ "new-key", OPT_NEW_KEY, "FILE", 0,
	    "Where the new log's private key is to be written", 0 },
	{ "reason", OPT_REASON, "WORDS", 0,
	    "Why; it stands in the log for ever", 0 },
	{ 0 },
};

/* The store's newest checkpoint becomes the mark. */
static enum err
mark_now(struct admin *a)
{
	struct buf note = { 0 };
	uint64_t size;
	enum err e = look_checkpoint(a->store, &note, &size);

	if (e == OK && (e = mark_write(a->mark_path, buf_all(&note))) != OK)
		(void)fault_set(&a->why, e, "", "%s cannot be written: %s.",
		    a->mark_path, err_words(e));
	if (e == OK)
		(void)printf("%s: %llu entries\n", a->mark_path,
		    (unsigned long long)size);
	buf_free(&note);
	return e;
}

enum ending
cmd_log_resume(struct admin *a, const struct call *c)
{
	const char *path = call_option(c, OPT_CHECKPOINT);
	struct checkpoint given, mark;
	enum err e;

	if (path == NULL)
		return admin_usage("--checkpoint FILE is missing: one that "
				   "somebody outside kept.");
	if ((e = mark_read(a->store, path, "The checkpoint", &given,
		 &a->why)) != OK ||
	    (e = mark_holds(a->store, &given, &a->why)) != OK)
		return admin_end(a, e);
	/* A mark that can be read speaks, too. */
	if (mark_read(a->store, a->mark_path, "", &mark, NULL) == OK &&
	    (e = mark_holds(a->store, &mark, &a->why)) != OK)
		return admin_end(a, e);
	if ((e = log_verify(a)) != OK)
		return admin_end(a, e);
	return admin_end(a, mark_now(a));
}

static enum ending
go_on(struct admin *a, const struct call *c, bool rotate)
{
	struct store_successor next = {
		.key_path = call_option(c, OPT_NEW_KEY),
		.reason = call_option(c, OPT_REASON),
		.rotate = rotate,
		.by = a->who.token,
	};
	enum err e;

	if (next.key_path == NULL || next.reason == NULL)
		return admin_usage("--new-key FILE and --reason WORDS are "
				   "needed.");
	if (a->mark_path == a->own_mark)
		a->mark_path = mark_beside(a, next.key_path);
	if ((e = log_verify(a)) != OK ||
	    (e = store_succeed(a->store, &next, &a->why)) != OK ||
	    (e = mark_now(a)) != OK)
		return admin_end(a, e);
	(void)printf("log key: %s\nGive the programs the new key: log_key = %s "
		     "in the configuration. Publish the new public key as the "
		     "old one was.\n",
	    a->store->meta.vkey, next.key_path);
	return END_OK;
}

enum ending
cmd_log_succeed(struct admin *a, const struct call *c)
{
	return go_on(a, c, false);
}

enum ending
cmd_log_rotate(struct admin *a, const struct call *c)
{
	return go_on(a, c, true);
}
