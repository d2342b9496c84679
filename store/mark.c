/*
 * mark.c - the log's mark: written, read, compared with the store.
 *
 * Knows that it is a signed checkpoint. Touches its file.
 */
#include "store/mark.h"

#include <sys/stat.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "store/base/log.h"

#define EVERY_US 1000000

enum err
mark_write(const char *path, struct slice note)
{
	struct draft d = DRAFT_NONE;
	enum err e;

	if ((e = draft_open(&d, path, 0600)) == OK) {
		if (write(d.fd, note.p, note.n) != (ssize_t)note.n)
			e = ERR_IO;
		else
			e = draft_publish(&d);
	}
	draft_drop(&d);
	return e;
}

enum err
mark_read(const struct store *s, const char *path, const char *what,
    struct checkpoint *out, struct fault *why)
{
	struct buf note = { 0 };
	struct slice text;
	enum err e = file_read(path, MARK_MOST, &note);

	if (e != OK)
		e = fault_set(why, e, "", "%s %s cannot be read: %s.", what,
		    path, err_words(e));
	else if (note_open(buf_all(&note), &s->key, &text) != OK ||
		 checkpoint_read(text, out) != OK ||
		 strcmp(out->origin, s->meta.origin) != 0)
		e = fault_set(why, ERR_BROKEN, "",
		    "%s %s is no checkpoint signed by the log %s.", what, path,
		    s->meta.origin);
	buf_free(&note);
	return e;
}

enum err
mark_holds(struct store *s, const struct checkpoint *c, struct fault *why)
{
	struct ledger_nodes nodes;
	struct digest root;
	uint64_t size;
	struct txn t;
	enum err e = OK;

	txn_read(&t, s->env);
	nodes = (struct ledger_nodes){ s->ledger, &t };
	size = ledger_size(s->ledger, &t);
	if (size >= c->size)
		e = tree_root(ledger_tree(&nodes), c->size, &root);
	if (txn_end(&t) != OK)
		return t.err;
	if (size < c->size)
		return fault_set(why, ERR_BACKWARDS, "",
		    "The log of this store ends with entry %llu, but a "
		    "checkpoint of %llu entries was signed: the store was set "
		    "back.",
		    (unsigned long long)size - 1, (unsigned long long)c->size);
	if (e != OK || !digest_eq(root, c->root))
		return fault_set(why, ERR_CONFLICT, "",
		    "The first %llu entries of this store are others than the "
		    "checkpoint of that size was signed for.",
		    (unsigned long long)c->size);
	return OK;
}

enum err
mark_seal(struct txn *t, void *self)
{
	struct store *s = self;
	enum err e = ledger_seal(t, s->ledger);
	struct slice note;

	if (e != OK || s->mark_path == NULL)
		return e;
	buf_clear(&s->mark);
	if (ledger_checkpoint(s->ledger, t, &note))
		buf_slice(&s->mark, note);
	return t->err;
}

/* Another process may have written a newer one meanwhile. */
static bool
is_newer(struct store *s)
{
	struct checkpoint kept, own;
	struct slice text;

	if (s->mark.err != OK || note_text(buf_all(&s->mark), &text) != OK ||
	    checkpoint_read(text, &own) != OK)
		return false;
	return mark_read(s, s->mark_path, "", &kept, NULL) != OK ||
	       kept.size < own.size;
}

void
mark_follow(struct store *s, bool now)
{
	int64_t run;
	enum err e;

	if (s->mark_path == NULL || s->mark.n == 0)
		return;
	run = store_run(s);
	if (!now && run - s->marked_us < EVERY_US)
		return;
	s->marked_us = run;
	if (is_newer(s) &&
	    (e = mark_write(s->mark_path, buf_all(&s->mark))) != OK)
		log_line(LOG_IS_WARNING, "mark", "%s cannot be written: %s",
		    s->mark_path, err_words(e));
	buf_clear(&s->mark);
}
