/*
 * log_bench.c - what the log costs, and how fast it is verified.
 *
 *     bench-log commit DIR BATCH SECONDS
 *         {"with":rate,"without":rate}: commits a second of BATCH acts, each a
 *         document of 64 KiB with its record, with an entry and a signed
 *         checkpoint and without; in turn, on the same disk
 *     bench-log verify DIR ENTRIES
 *         {"rate":entries a second of processor time}, as `openssl speed`
 *         counts: one thread, nothing of it waits for the disk
 *
 * Touches DIR, which must exist and be empty.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "store/db/env.h"
#include "store/db/key.h"
#include "store/ledger/ledger.h"

#define ORIGIN "bench.example/log"
#define DOCUMENT 65536
#define RECORD 512
#define MAP (UINT64_C(8) << 30)
#define FILL 10000 /* entries a commit while a log is made */

enum {
	ENTRIES,
	NODES,
	CHECKPOINTS,
	HEAD,
	DOCUMENTS,
	RECORDS,
	TABLES
};

static const char *const names[TABLES] = { "entries", "nodes", "checkpoints",
	"head", "documents", "records" };

struct bench {
	struct env *env;
	struct ledger *ledger;
	struct note_signer *signer;
	struct reading clock;
	struct buf body; /* of an entry */
	uint64_t made;   /* documents */
	unsigned batch;
	bool logs;
};

static void
must(enum err e, const char *what)
{
	if (e == OK)
		return;
	(void)fprintf(stderr, "bench-log: %s: %s\n", what, err_words(e));
	exit(1);
}

static double
time_of(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
now(void)
{
	return time_of(CLOCK_MONOTONIC);
}

static void
start(struct bench *b, const char *folder)
{
	static const struct ledger_tables tables = { ENTRIES, NODES,
		CHECKPOINTS, HEAD, 0 };
	struct env_options o = { .path = folder,
		.tables = names,
		.n_tables = TABLES,
		.version = 1,
		.map_bytes = MAP,
		.create = true };
	struct clocks machine = clocks_system();
	struct buf secret = { 0 };
	struct fault why = { 0 };

	if (mkdir(folder, 0700) != 0)
		must(ERR_IO, folder);
	must(env_open(&b->env, &o, &why), why.detail);
	must(note_signer_new(ORIGIN, &b->signer, &secret), "key");
	must(ledger_new(&b->ledger, tables, ORIGIN, b->signer), "log");
	must(machine.wall(machine.self, &b->clock), "clock");
	env_on_seal(b->env, ledger_seal, b->ledger);
	buf_free(&secret);
}

static void
stop(struct bench *b)
{
	env_close(&b->env);
	ledger_drop(&b->ledger);
	note_signer_drop(&b->signer);
	buf_free(&b->body);
}

/* The lines of a submission, as long as they usually are. */
static void
submission(struct buf *body)
{
	static const struct leaf_id leaf = { "1.1.2" };
	struct digest d = digest_of(slice_text("document"));
	const struct entry_arrival a = { .period = "2022",
		.unit = d,
		.leaf = &leaf,
		.n_leaves = 1,
		.document = d,
		.manifest = d,
		.size = DOCUMENT,
		.received = { { INT64_C(1673369999998999) },
		    { INT64_C(1673369999999999) } },
		.source = "front",
		.window = 1,
		.on_time_until = { INT64_C(1673370000000000) },
		.verdict = "on-time" };

	entry_str(body, "id", "0185a0c4-7a80-7000-8000-000000000001");
	entry_arrival(body, &a);
	entry_int(body, "by", 7);
}

/* What an upload writes; with its entry, or without. */
static enum err
acts(struct txn *t, void *arg)
{
	static uint8_t document[DOCUMENT], record[RECORD];
	struct bench *b = arg;
	uint64_t number = b->made;
	enum err e = OK;

	for (unsigned i = 0; e == OK && i < b->batch; i++) {
		struct digest d;
		struct key k;

		number++;
		memcpy(document, &number, sizeof number);
		d = digest_of(slice_of(&number, sizeof number));
		txn_put(t, DOCUMENTS, slice_of(d.b, sizeof d.b),
		    slice_of(document, sizeof document));
		key_start(&k);
		key_u64(&k, number);
		txn_put(t, RECORDS, key_all(&k),
		    slice_of(record, sizeof record));
		if (b->logs)
			e = ledger_add(b->ledger, t, ENTRY_SUBMISSION,
			    &b->clock, buf_all(&b->body), NULL, NULL);
	}
	return e != OK ? e : t->err;
}

/* Adds commits to the count and seconds to the time of one side. */
static void
round_of(struct bench *b, bool logs, double seconds, double *n, double *took)
{
	double begin = now(), end = begin;

	b->logs = logs;
	for (; end - begin < seconds; end = now()) {
		must(env_change(b->env, acts, b, 0), "commit");
		b->made += b->batch;
		*n += 1;
	}
	*took += end - begin;
}

static void
bench_commit(const char *folder, unsigned batch, double seconds)
{
	struct bench b = { .batch = batch };
	double n[2] = { 0 }, took[2] = { 0 };

	start(&b, folder);
	submission(&b.body);
	/* Short turns: what the disk does meanwhile falls on both alike. */
	for (unsigned turn = 0; turn < 10; turn++)
		for (unsigned side = 0; side < 2; side++) {
			bool logs = (turn + side) % 2 == 0;

			round_of(&b, logs, seconds / 20, &n[logs], &took[logs]);
		}
	(void)printf("{\"with\":%.1f,\"without\":%.1f}\n", n[1] / took[1],
	    n[0] / took[0]);
	stop(&b);
}

static enum err
fill(struct txn *t, void *arg)
{
	struct bench *b = arg;
	enum err e = OK;

	for (unsigned i = 0; e == OK && i < b->batch; i++)
		e = ledger_add(b->ledger, t, ENTRY_HEARTBEAT, &b->clock,
		    buf_all(&b->body), NULL, NULL);
	return e;
}

static void
bench_verify(const char *folder, uint64_t entries)
{
	struct ledger_progress quiet = { 0 };
	struct bench b = { .batch = FILL };
	struct fault why = { 0 };
	struct txn t;
	double begin;

	start(&b, folder);
	entry_int(&b.body, "size", 1000000);
	entry_int(&b.body, "free", INT64_C(123456789012));
	for (uint64_t made = 0; made < entries; made += b.batch) {
		if (entries - made < b.batch)
			b.batch = (unsigned)(entries - made);
		must(env_change(b.env, fill, &b, 0), "filling");
	}
	begin = time_of(CLOCK_PROCESS_CPUTIME_ID);
	txn_read(&t, b.env);
	must(ledger_verify(b.ledger, &t, note_signer_key(b.signer), quiet,
		 &why),
	    why.detail);
	must(txn_end(&t), "reading");
	begin = time_of(CLOCK_PROCESS_CPUTIME_ID) - begin;
	(void)printf("{\"rate\":%.1f}\n", (double)entries / begin);
	stop(&b);
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "commit") == 0)
		bench_commit(argv[2], (unsigned)strtoul(argv[3], NULL, 10),
		    strtod(argv[4], NULL));
	else if (argc == 4 && strcmp(argv[1], "verify") == 0)
		bench_verify(argv[2], strtoull(argv[3], NULL, 10));
	else
		return 2;
	return 0;
}
