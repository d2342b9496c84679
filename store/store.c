/*
 * store.c - opens and closes everything a program needs of a store.
 *
 * Knows which parts there are and in what order they live. Touches the store's
 * folder and the log key's file.
 */
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "store/plans.h"
#include "store/table/schema.h"

#define KEY_MOST 1024

static const struct ledger_tables ledger_tables = {
	.entries = T_ENTRIES,
	.nodes = T_NODES,
	.checkpoints = T_CHECKPOINTS,
	.head = T_HEAD,
};

/* A simulated store's wall clock is its own row and stands still between. */
static enum err
simulated_wall(void *self, struct reading *out)
{
	struct store *s = self;
	struct txn t;

	*out = (struct reading){ .status = CLOCK_SIMULATED };
	txn_read(&t, s->env);
	if (!meta_get_clock(&t, &out->wall, &out->bound))
		txn_require(&t, ERR_BROKEN);
	return txn_end(&t);
}

static int64_t
machine_run(void *self)
{
	struct clocks machine = clocks_system();

	(void)self;
	return machine.run(machine.self);
}

static enum err
read_signer(const char *path, struct note_signer **out, struct fault *why)
{
	struct buf secret = { 0 };
	struct stat st;
	enum err e;

	if (stat(path, &st) != 0)
		return fault_set(why, ERR_NOT_FOUND, "",
		    "The log key %s cannot be read.", path);
	if ((st.st_mode & 077) != 0)
		return fault_set(why, ERR_WRONG_OWNER, "",
		    "The log key %s must be readable by its owner only (0600).",
		    path);
	if ((e = file_read(path, KEY_MOST, &secret)) == OK)
		e = note_signer_read(buf_all(&secret), out);
	if (secret.p != NULL)
		explicit_bzero(secret.p, secret.room);
	buf_free(&secret);
	return e == OK ? OK
		       : fault_set(why, e, "", "The log key %s is not a key.",
			     path);
}

static enum err
read_meta(struct store *s, struct fault *why)
{
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	if (!meta_get(&t, &s->meta))
		txn_require(&t, ERR_NOT_A_STORE);
	if ((e = txn_end(&t)) == OK)
		e = note_key_read(slice_text(s->meta.vkey), &s->key);
	if (e != OK)
		return fault_set(why, e, "",
		    "The store says nothing readable "
		    "about itself.");
	return OK;
}

/* The key must be the one the log began with. */
static enum err
match_key(struct store *s, const char *path, struct fault *why)
{
	const struct note_key *k = note_signer_key(s->signer);

	if (memcmp(k->public, s->key.public, sizeof k->public) != 0 ||
	    strcmp(k->name, s->key.name) != 0)
		return fault_set(why, ERR_UNAUTHENTICATED, "",
		    "The key %s is not the key of the log %s.", path,
		    s->meta.origin);
	return OK;
}

static enum err
open_parts(struct store *s, const struct store_options *o, struct fault *why)
{
	struct env_options env = { .path = o->path,
		.tables = table_names,
		.n_tables = TABLES,
		.version = STORE_VERSION,
		.map_bytes = o->map_bytes };
	enum err e;

	if ((s->plans = plans_new()) == NULL)
		return ERR_NO_MEMORY;
	if ((e = env_open(&s->env, &env, why)) != OK ||
	    (e = read_meta(s, why)) != OK ||
	    (e = blobs_open(&s->blobs, o->path, why)) != OK)
		return e;
	if (o->key_path != NULL &&
	    ((e = read_signer(o->key_path, &s->signer, why)) != OK ||
		(e = match_key(s, o->key_path, why)) != OK))
		return e;
	e = ledger_new(&s->ledger, ledger_tables, s->meta.origin, s->signer);
	if (e != OK)
		return e;
	env_on_seal(s->env, ledger_seal, s->ledger);
	s->clocks = clocks_system();
	if (s->meta.simulated)
		s->clocks = (struct clocks){ simulated_wall, machine_run, s };
	return OK;
}

enum err
store_open(struct store **out, const struct store_options *o, struct fault *why)
{
	struct store *s = calloc(1, sizeof *s);
	enum err e = ERR_NO_MEMORY;

	*out = NULL;
	if (s == NULL || (e = open_parts(s, o, why)) != OK) {
		store_close(&s);
		return fault_set(why, e, "",
		    "The store %s cannot be opened: "
		    "%s.",
		    o->path, err_words(e));
	}
	*out = s;
	return OK;
}

void
store_close(struct store **s)
{
	if (*s == NULL)
		return;
	ledger_drop(&(*s)->ledger);
	blobs_close(&(*s)->blobs);
	env_close(&(*s)->env);
	plans_drop(&(*s)->plans);
	note_signer_drop(&(*s)->signer);
	free(*s);
	*s = NULL;
}

enum err
store_now(struct store *s, struct reading *out)
{
	return s->clocks.wall(s->clocks.self, out);
}

int64_t
store_run(struct store *s)
{
	return s->clocks.run(s->clocks.self);
}

enum err
store_plan(struct store *s, struct period_id id, const struct plan **plan,
    struct period *period)
{
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	if (!periods_get(&t, id, period))
		txn_require(&t, ERR_UNKNOWN_PERIOD);
	if ((e = txn_end(&t)) != OK)
		return e;
	return plans_get(s->plans, s->env, id, period->version, plan);
}

enum err
store_plan_holds(struct txn *t, const struct plan *plan)
{
	struct period period;

	if (!periods_get(t, plan->period, &period))
		return ERR_UNKNOWN_PERIOD;
	if (period.state != PERIOD_OPEN)
		return ERR_WRONG_STATE;
	return period.version == plan->version ? OK : ERR_BUSY;
}

/* ---- making one ---- */

struct birth {
	const struct store_birth *asked;
	struct ledger *ledger;
	struct meta meta;
	struct reading now;
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

static enum err
write_key(const char *path, struct slice secret, struct fault *why)
{
	struct draft d = DRAFT_NONE;
	enum err e;

	if ((e = draft_open(&d, path, 0600)) == OK) {
		if (write(d.fd, secret.p, secret.n) != (ssize_t)secret.n)
			e = ERR_IO;
		else
			e = draft_publish_new(&d);
	}
	draft_drop(&d);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "The log key %s cannot be written: %s.", path,
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

static enum err
make_folder(const char *path, struct fault *why)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return OK;
	return fault_set(why, ERR_IO, "", "The folder %s cannot be made.",
	    path);
}

enum err
store_make(const struct store_birth *birth, struct fault *why)
{
	struct env_options o = { .path = birth->path,
		.tables = table_names,
		.n_tables = TABLES,
		.version = STORE_VERSION,
		.map_bytes = birth->map_bytes,
		.create = true };
	struct birth b = { .asked = birth };
	struct note_signer *signer = NULL;
	struct blobs *blobs = NULL;
	struct buf secret = { 0 };
	struct env *env = NULL;
	bool key_is_new = false;
	enum err e;

	/* the key first: no store without one, and an old key stays */
	if ((e = conceive(&b, &signer, &secret)) != OK ||
	    (e = make_folder(birth->path, why)) != OK ||
	    (e = write_key(birth->key_path, buf_all(&secret), why)) != OK)
		goto out;
	key_is_new = true;
	if ((e = env_open(&env, &o, why)) != OK ||
	    (e = blobs_open(&blobs, birth->path, why)) != OK ||
	    (e = ledger_new(&b.ledger, ledger_tables, b.meta.origin, signer)) !=
		OK)
		goto out;
	env_on_seal(env, ledger_seal, b.ledger);
	e = env_change(env, write_genesis, &b, 0);
out:
	if (secret.p != NULL)
		explicit_bzero(secret.p, secret.room);
	buf_free(&secret);
	ledger_drop(&b.ledger);
	blobs_close(&blobs);
	env_close(&env);
	note_signer_drop(&signer);
	if (e != OK && key_is_new)
		(void)unlink(birth->key_path);
	return e == OK
		   ? OK
		   : fault_set(why, e, "", "No store could be made at %s: %s.",
			 birth->path, err_words(e));
}
