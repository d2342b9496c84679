/*
 * store.c - opens and closes everything a program needs of a store.
 *
 * Knows which parts there are and in what order they live. Touches the store's
 * folder and the log key's file.
 */
#include "store/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/blob/stage.h"
#include "store/log_key.h"
#include "store/mark.h"
#include "store/plans.h"
#include "store/table/schema.h"

const struct ledger_tables store_log = {
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

/* The bell of env_after_commit. */
static void
committed(void *self)
{
	struct store *s = self;

	mark_follow(s, false);
	if (s->rung != NULL)
		s->rung(s->rung_self);
}

/* The log, for writing if there is a key and the mark does not forbid it. */
static enum err
open_log(struct store *s)
{
	struct ledger_tables tables = store_log;
	struct checkpoint mark;
	enum err e;

	tables.number = s->meta.log;
	e = ledger_new(&s->ledger, tables, s->meta.origin, NULL);
	if (e != OK || s->signer == NULL)
		return e;
	if (s->mark_path != NULL &&
	    (mark_read(s, s->mark_path, "The log's mark", &mark, &s->locked) !=
		    OK ||
		mark_holds(s, &mark, &s->locked) != OK))
		return OK;
	ledger_drop(&s->ledger);
	e = ledger_new(&s->ledger, tables, s->meta.origin, s->signer);
	if (e != OK)
		return e;
	env_on_seal(s->env, mark_seal, s);
	env_after_commit(s->env, committed, s);
	return OK;
}

/* The machine's clock as the newest entry tells it: a process that begins while
 * nobody disciplines the clock carries on the last fit reading all the same. */
static void
recall_clock(struct store *s)
{
	struct reading r = { .bound = { 0 } };
	struct slice bytes;
	struct entry e;
	struct txn t;
	uint64_t size;

	txn_read(&t, s->env);
	size = ledger_size(s->ledger, &t);
	if (size > 0 &&
	    ledger_entry(s->ledger, &t, PLACE(s->meta.log, size - 1), &bytes) &&
	    entry_read(bytes, &e) == OK) {
		r.wall.us = e.clock.earliest.us + e.bound.us;
		r.bound = e.bound;
		r.status = e.status;
		r.source = e.source;
		r.boottime_us = e.boottime_us;
		memcpy(r.boot_id, e.boot_id, sizeof r.boot_id);
	}
	if (txn_end(&t) == OK && r.bound.us > 0)
		clocks_system_recall(&r);
}

/* What env_on_cargo calls: the acts' cargo are staged documents (part.h). */
static void
write_staged(void *self, void *const *cargo, unsigned n)
{
	struct staged *stages[STAGES_MOST];

	(void)self;
	assert(n <= STAGES_MOST);
	for (unsigned i = 0; i < n; i++)
		stages[i] = cargo[i];
	stages_write(stages, n);
}

static void
flush_staged(void *self, void *const *cargo, unsigned n)
{
	struct staged *stages[STAGES_MOST];

	(void)self;
	assert(n <= STAGES_MOST);
	for (unsigned i = 0; i < n; i++)
		stages[i] = cargo[i];
	stages_flush(stages, n);
}

static enum err
open_parts(struct store *s, const struct store_options *o, struct fault *why)
{
	struct env_options env = { .path = o->path,
		.tables = table_names,
		.n_tables = TABLES,
		.codes = table_codes,
		.version = STORE_VERSION,
		.map_bytes = o->map_bytes };
	enum err e;

	if ((s->plans = plans_new()) == NULL)
		return ERR_NO_MEMORY;
	if ((e = env_open(&s->env, &env, why)) != OK ||
	    (e = read_meta(s, why)) != OK ||
	    (e = blobs_open(&s->blobs, o->path, why)) != OK)
		return e;
	env_on_cargo(s->env, (struct cargo_hooks){ .write = write_staged,
				 .flush = flush_staged });
	if (o->key_path != NULL &&
	    ((e = log_key_read(o->key_path, &s->signer, why)) != OK ||
		(e = log_key_match(s, s->signer, o->key_path, why)) != OK))
		return e;
	s->clocks = clocks_system();
	if (s->meta.simulated)
		s->clocks = (struct clocks){ simulated_wall, machine_run, s };
	s->mark_path = o->mark_path;
	if ((e = open_log(s)) == OK && !s->meta.simulated)
		recall_clock(s);
	return e;
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

enum err
store_takes_documents(struct store *s)
{
	return blobs_fill_ahead(s->blobs);
}

void
store_close(struct store **s)
{
	if (*s == NULL)
		return;
	mark_follow(*s, true);
	buf_free(&(*s)->mark);
	ledger_drop(&(*s)->ledger);
	blobs_close(&(*s)->blobs);
	env_close(&(*s)->env);
	plans_drop(&(*s)->plans);
	note_signer_drop(&(*s)->signer);
	free(*s);
	*s = NULL;
}

enum err
store_writable(const struct store *s, struct fault *why)
{
	if (s->locked.err == OK)
		return s->signer != NULL ? OK : ERR_READ_ONLY;
	return fault_set(why, ERR_READ_ONLY, "",
	    "The store may only be read. %s If nothing is missing, `parindex "
	    "log resume --checkpoint FILE` proves it; else see `parindex log "
	    "succeed`.",
	    s->locked.detail);
}

void
store_after_commit(struct store *s, void (*rung)(void *self), void *self)
{
	s->rung = rung;
	s->rung_self = self;
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
