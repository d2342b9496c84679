/*
 * birth.c - a store and its log's key are made.
 *
 * Knows the order in which they get their names: the store is written whole in
 * a folder aside, then the key is there, its mark, then the store. Wherever
 * that ends, there is no half store, and at most a key that has signed for
 * nobody. Touches the store's folder and the log key's file.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "store/log_key.h"
#include "store/mark.h"
#include "store/store.h"
#include "store/table/schema.h"

#define PATH_ROOM 4096
#define ASIDE "/making" /* in the store's folder */

struct birth {
	const struct store_birth *asked;
	struct ledger *ledger;
	struct meta meta;
	struct reading now;
	struct buf mark; /* the first checkpoint */
};

static enum err
write_genesis(struct txn *t, void *arg)
{
	struct birth *b = arg;
	struct buf body = { 0 };
	enum err e;

	meta_put(t, &b->meta);
	if (b->meta.simulated)
		meta_put_clock(t, b->asked->start, (struct span){ 0 });
	entry_str(&body, "origin", b->meta.origin);
	entry_str(&body, "store", b->meta.simulated ? "simulated" : "real");
	entry_str(&body, "vkey", b->meta.vkey);
	if ((e = body.err) == OK)
		e = ledger_add(b->ledger, t, ENTRY_GENESIS, &b->now,
		    buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

/* The mark of the one entry that there is; an older one is nobody's. */
static enum err
write_mark(const char *path, struct slice note, struct fault *why)
{
	enum err e = path == NULL ? OK : mark_write(path, note);

	return e == OK ? OK
		       : fault_set(why, e, "",
			     "The log's mark %s cannot be written: %s.", path,
			     err_words(e));
}

/* Who this store will be: a fresh key, a feed id, its first moment. */
static enum err
conceive(struct birth *b, struct note_signer **signer, struct buf *secret)
{
	struct clocks machine = clocks_system();
	struct submission_id feed;
	struct buf vkey = { 0 };
	enum err e;

	(void)snprintf(b->meta.origin, sizeof b->meta.origin, "%s%s",
	    b->asked->origin, b->asked->simulated ? "/simulated" : "");
	if ((e = note_signer_new(b->meta.origin, signer, secret)) != OK ||
	    (e = machine.wall(machine.self, &b->now)) != OK ||
	    (e = submission_id_new(b->now.wall.us, &feed)) != OK)
		return e;
	note_key_text(note_signer_key(*signer), &vkey);
	(void)snprintf(b->meta.vkey, sizeof b->meta.vkey, "%s",
	    buf_cstr(&vkey));
	e = vkey.err;
	buf_free(&vkey);
	submission_id_text(feed, b->meta.feed);
	b->meta.simulated = b->asked->simulated;
	b->meta.made = b->now.wall;
	if (b->asked->simulated)
		b->now = (struct reading){ .wall = b->asked->start,
			.status = CLOCK_SIMULATED };
	return e;
}

/* Nothing may be there that this would replace. */
static enum err
look_around(const struct store_birth *birth, const char *data,
    struct fault *why)
{
	if (access(data, F_OK) == 0)
		return fault_set(why, ERR_EXISTS, "",
		    "There is a store in %s already.", birth->path);
	if (access(birth->key_path, F_OK) == 0)
		return fault_set(why, ERR_EXISTS, "",
		    "There is a log key %s already. If it was left by a "
		    "`parindex init` that was interrupted, it belongs to no "
		    "store and may be removed; else choose another name.",
		    birth->key_path);
	return OK;
}

/* What an interrupted birth left aside goes first. */
static void
clear_aside(const char *aside)
{
	static const char *const names[] = { "data.mdb", "lock.mdb" };
	char path[PATH_ROOM + 16];

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", aside, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(aside);
}

static enum err
read_mark(struct birth *b, struct env *env)
{
	struct slice note;
	struct txn t;

	txn_read(&t, env);
	if (ledger_checkpoint(b->ledger, &t, &note))
		buf_slice(&b->mark, note);
	txn_require(&t, b->mark.err);
	return txn_end(&t);
}

/* The whole store, with its first entry, in the folder aside. */
static enum err
make_aside(struct birth *b, const char *aside, const struct note_signer *signer,
    struct fault *why)
{
	struct env_options o = { .path = aside,
		.tables = table_names,
		.n_tables = TABLES,
		.codes = table_codes,
		.version = STORE_VERSION,
		.map_bytes = b->asked->map_bytes,
		.create = true };
	struct env *env = NULL;
	enum err e;

	if ((e = env_open(&env, &o, why)) == OK &&
	    (e = ledger_new(&b->ledger, store_log, b->meta.origin, signer)) ==
		OK) {
		env_on_seal(env, ledger_seal, b->ledger);
		if ((e = env_change(env, write_genesis, b, 0)) == OK)
			e = read_mark(b, env);
	}
	ledger_drop(&b->ledger);
	env_close(&env);
	return e;
}

static enum err
make_folder(const char *path, int *fd, struct fault *why)
{
	enum err e = OK;

	if (strlen(path) >= PATH_ROOM - sizeof ASIDE "/data.mdb")
		return fault_set(why, ERR_TOO_BIG, "",
		    "The path of the store's folder is too long.");
	if (mkdir(path, 0700) == 0)
		e = folder_flush(path);
	else if (errno != EEXIST)
		e = err_of_errno(errno);
	if (e != OK ||
	    (*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		return fault_set(why, ERR_IO, "",
		    "The folder %s cannot be made.", path);
	if (flock(*fd, LOCK_EX | LOCK_NB) != 0)
		return fault_set(why, ERR_BUSY, "",
		    "Somebody else is making a store in %s.", path);
	return OK;
}

/* In this order everything gets its name. */
static enum err
give_names(const struct store_birth *birth, const char *aside, const char *data,
    struct slice secret, struct slice mark, struct fault *why)
{
	struct blobs *blobs = NULL;
	char from[PATH_ROOM + 16];
	enum err e;

	(void)snprintf(from, sizeof from, "%s/data.mdb", aside);
	if ((e = blobs_open(&blobs, birth->path, why)) != OK)
		return e;
	blobs_close(&blobs);
	if ((e = log_key_write(birth->key_path, secret, why)) != OK ||
	    (e = write_mark(birth->mark_path, mark, why)) != OK)
		return e;
	if (rename(from, data) != 0)
		return err_of_errno(errno);
	clear_aside(aside); /* interrupted here, it stays, and harms nobody */
	return folder_flush(data);
}

enum err
store_make(const struct store_birth *birth, struct fault *why)
{
	char aside[PATH_ROOM], data[PATH_ROOM];
	struct birth b = { .asked = birth };
	struct note_signer *signer = NULL;
	struct buf secret = { 0 };
	int folder = -1;
	enum err e;

	(void)snprintf(aside, sizeof aside, "%s" ASIDE, birth->path);
	(void)snprintf(data, sizeof data, "%s/data.mdb", birth->path);
	if ((e = make_folder(birth->path, &folder, why)) != OK ||
	    (e = look_around(birth, data, why)) != OK ||
	    (e = conceive(&b, &signer, &secret)) != OK)
		goto out;
	clear_aside(aside);
	if ((e = make_aside(&b, aside, signer, why)) == OK)
		e = give_names(birth, aside, data, buf_all(&secret),
		    buf_all(&b.mark), why);
out:
	if (secret.p != NULL)
		explicit_bzero(secret.p, secret.room);
	buf_free(&secret);
	buf_free(&b.mark);
	note_signer_drop(&signer);
	if (folder >= 0)
		(void)close(folder);
	return e == OK
		   ? OK
		   : fault_set(why, e, "", "No store could be made at %s: %s.",
			 birth->path, err_words(e));
}
