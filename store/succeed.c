/*
 * succeed.c - a successor log is begun.
 *
 * Knows the order: the key's file, then the commit. Died in between, a key
 * file is left that belongs to no log. Touches the store and that file.
 */
#include "store/succeed.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/ledger/succession.h"
#include "store/log_key.h"
#include "store/mark.h"

#define LOGS_MOST 255

struct succeeding {
	struct store *store;
	const struct store_successor *next;
	struct meta meta; /* with the new log's names */
	struct checkpoint old, known;
	struct ledger *ledger; /* the new one */
	struct reading now;
};

/* The old log's last word, signed with the old key, while it still is the one
 * that is written. */
static enum err
last_entry(struct succeeding *w, struct txn *t)
{
	struct ledger *old = w->store->ledger;
	struct buf body = { 0 };
	enum err e;

	entry_str(&body, "next", w->meta.origin);
	entry_str(&body, "vkey", w->meta.vkey);
	entry_str(&body, "reason", w->next->reason);
	entry_int(&body, "by", (int64_t)w->next->by.n);
	if ((e = body.err) == OK)
		e = ledger_add(old, t, ENTRY_ROTATION, &w->now, buf_all(&body),
		    NULL, NULL);
	buf_free(&body);
	if (e != OK || (e = ledger_seal(t, old)) != OK)
		return e;
	return ledger_root(old, t, &w->old.size, &w->old.root);
}

static enum err
begin(struct txn *t, void *arg)
{
	struct succeeding *w = arg;
	const struct succession lines = {
		.origin = w->meta.origin,
		.vkey = w->meta.vkey,
		.store = w->meta.simulated ? "simulated" : "real",
		.old = &w->old,
		.known = &w->known,
		.reason = slice_text(w->next->reason),
	};
	struct buf body = { 0 };
	enum err e;

	if (w->next->rotate && (e = last_entry(w, t)) != OK)
		return e;
	succession_body(&lines, &body);
	meta_put(t, &w->meta);
	if ((e = body.err) == OK)
		e = ledger_add(w->ledger, t, ENTRY_SUCCESSION, &w->now,
		    buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

/* Where the old log ended in this store, and its very first origin. */
static enum err
look_back(struct succeeding *w, char first[ORIGIN_ROOM])
{
	struct ledger_tables tables = store_log;
	struct birth_entry birth;
	struct ledger *l;
	struct txn t;
	enum err e = ledger_new(&l, tables, w->meta.origin, NULL);

	if (e != OK)
		return e;
	txn_read(&t, w->store->env);
	if (!birth_entry_get(l, &t, &birth))
		txn_require(&t, ERR_BROKEN);
	memcpy(w->old.origin, w->meta.origin, sizeof w->old.origin);
	txn_require(&t,
	    ledger_root(w->store->ledger, &t, &w->old.size, &w->old.root));
	e = txn_end(&t);
	memcpy(first, birth.origin, ORIGIN_ROOM);
	ledger_drop(&l);
	return e;
}

/* The mark, when the store does not contain it. */
static void
look_at_mark(struct succeeding *w)
{
	struct store *s = w->store;

	if (s->mark_path == NULL ||
	    mark_read(s, s->mark_path, "", &w->known, NULL) != OK ||
	    mark_holds(s, &w->known, NULL) == OK)
		w->known.origin[0] = 0;
}

static enum err
name_next(struct succeeding *w, struct note_signer **signer, struct fault *why)
{
	struct buf secret = { 0 }, vkey = { 0 };
	char first[ORIGIN_ROOM];
	enum err e;

	if (++w->meta.log > LOGS_MOST)
		return ERR_RANGE;
	if ((e = look_back(w, first)) != OK ||
	    (e = succession_origin(first, w->meta.log, w->meta.origin)) != OK ||
	    (e = note_signer_new(w->meta.origin, signer, &secret)) != OK)
		goto out;
	note_key_text(note_signer_key(*signer), &vkey);
	(void)snprintf(w->meta.vkey, sizeof w->meta.vkey, "%s",
	    buf_cstr(&vkey));
	if ((e = vkey.err) == OK)
		e = log_key_write(w->next->key_path, buf_all(&secret), why);
out:
	if (secret.p != NULL)
		explicit_bzero(secret.p, secret.room);
	buf_free(&secret);
	buf_free(&vkey);
	return e;
}

/* From here on the store's log is the new one, for reading. */
static enum err
take_over(struct succeeding *w)
{
	struct ledger_tables tables = store_log;
	struct store *s = w->store;

	s->meta = w->meta;
	s->mark_path = NULL; /* its maker writes the new log's */
	tables.number = s->meta.log;
	ledger_drop(&s->ledger);
	return note_key_read(slice_text(s->meta.vkey), &s->key) != OK
		   ? ERR_BROKEN
		   : ledger_new(&s->ledger, tables, s->meta.origin, NULL);
}

enum err
store_succeed(struct store *s, const struct store_successor *next,
    struct fault *why)
{
	struct succeeding w = { .store = s, .next = next, .meta = s->meta };
	struct ledger_tables tables = store_log;
	struct note_signer *signer = NULL;
	enum err e;

	if (!next->rotate) /* else the store is writable: it has the mark's */
		look_at_mark(&w);
	if ((e = store_now(s, &w.now)) != OK ||
	    (e = name_next(&w, &signer, why)) != OK)
		goto out;
	tables.number = w.meta.log;
	if ((e = ledger_new(&w.ledger, tables, w.meta.origin, signer)) != OK)
		goto out;
	env_on_seal(s->env, ledger_seal, w.ledger);
	if ((e = env_change(s->env, begin, &w, 0)) == OK)
		e = take_over(&w);
	env_on_seal(s->env, NULL, NULL);
out:
	ledger_drop(&w.ledger);
	note_signer_drop(&signer);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "No successor could be begun: %s.", err_words(e));
}
