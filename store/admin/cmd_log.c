/*
 * cmd_log.c - the log: its newest checkpoint, its receipts, and whether it is
 * sound.
 *
 * Touches the log, for reading.
 */
#include <stdio.h>
#include <unistd.h>

#include "store/admin/commands.h"
#include "store/look/log_recheck.h"
#include "store/look/looks.h"

enum ending
cmd_log_checkpoint(struct admin *a, const struct call *c)
{
	struct buf note = { 0 };
	uint64_t size;
	enum err e = look_checkpoint(a->store, &note, &size);

	(void)c;
	if (e == OK)
		(void)fwrite(note.p, 1, note.n, stdout);
	buf_free(&note);
	return admin_end(a, e);
}

/* The receipt of any entry, whoever it is about. */
enum ending
cmd_log_receipt(struct admin *a, const struct call *c)
{
	struct store *s = a->store;
	struct buf text = { 0 };
	uint64_t place;
	struct txn t;
	enum err e;

	if (!arg_number(c->arg[0], "INDEX", &place))
		return END_USAGE;
	txn_read(&t, s->env);
	txn_require(&t, ledger_receipt(s->ledger, &t, place, &text));
	if ((e = txn_end(&t)) == OK)
		(void)fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	return admin_end(a, e);
}

/* A bar that is drawn over itself, on a terminal only. */
static void
draw(void *self, uint64_t done, uint64_t of)
{
	enum {
		WIDTH = 40
	};
	unsigned full = of == 0 ? WIDTH : (unsigned)(done * WIDTH / of);
	unsigned *drawn = self;

	if (full == *drawn)
		return;
	*drawn = full;
	(void)fprintf(stderr, "\r[%.*s%*s] %llu of %llu", (int)full,
	    "########################################", (int)(WIDTH - full), "",
	    (unsigned long long)done, (unsigned long long)of);
}

static void
be_quiet(void *self, uint64_t done, uint64_t of)
{
	(void)self;
	(void)done;
	(void)of;
}

void
log_objection(void *self, const struct objection *o)
{
	(void)self;
	if (o->gravity == GRAVE_NOTE)
		return;
	(void)fprintf(stderr, "%s: entry %llu", gravity_name(o->gravity),
	    (unsigned long long)o->index);
	if (o->log > 0)
		(void)fprintf(stderr, " of log %u", o->log + 1);
	(void)fprintf(stderr, ": %s (%s)\n", o->text, o->code);
}

/* Every verdict, closing and clock again, from the entries. */
static enum err
judge_again(struct admin *a)
{
	struct log_recheck found;
	enum err e = look_log_recheck(a->store, log_objection, NULL, &found);

	if (e != OK)
		return e;
	if (found.found[GRAVE_ERROR] > 0)
		return fault_set(&a->why, ERR_BROKEN, "",
		    "%llu of its entries break its rules",
		    (unsigned long long)found.found[GRAVE_ERROR]);
	(void)printf("log %s: every verdict holds, %llu warnings\n",
	    a->store->meta.origin,
	    (unsigned long long)found.found[GRAVE_WARNING]);
	return OK;
}

enum err
log_verify(struct admin *a)
{
	bool tty = isatty(STDERR_FILENO);
	unsigned drawn = UINT32_MAX;
	struct ledger_progress progress = { tty ? draw : be_quiet, &drawn };
	struct store *s = a->store;
	uint64_t size;
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	size = ledger_size(s->ledger, &t);
	e = ledger_verify(s->ledger, &t, &s->key, progress, &a->why);
	(void)txn_end(&t);
	if (drawn != UINT32_MAX)
		(void)fprintf(stderr, "\r%*s\r", 79, "");
	if (e == OK)
		(void)printf("log %s: %llu entries, sound\n", s->meta.origin,
		    (unsigned long long)size);
	return e == OK ? judge_again(a) : e;
}

enum ending
cmd_log_verify(struct admin *a, const struct call *c)
{
	enum err e = log_verify(a);

	(void)c;
	if (e == OK)
		return END_OK;
	return admin_fail("The log %s is damaged: %s.", a->store->meta.origin,
	    a->why.err != OK ? a->why.detail : err_words(e));
}
