/*
 * main.c - parindex-dispatch: hands jobs to workers, publishes events, keeps
 * time.
 *
 * Owns the clock, the signals and the lock that makes it the only one. Touches
 * the store through acts and looks.
 */
#include <argp.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/base/conf.h"
#include "store/base/draft.h"
#include "store/base/log.h"
#include "store/look/looks.h"
#include "store/store.h"
#include "worker/dispatch/crew.h"
#include "worker/dispatch/desk.h"
#include "worker/dispatch/outside.h"
#include "worker/dispatch/stamper.h"
#include "worker/dispatch/witness.h"
#include "worker/publish/tail.h"

#define TICK_US INT64_C(5000000)
#define REAP_US INT64_C(60000000)
#define ROWS_AT_FIRST 256

const char *argp_program_version = "parindex-dispatch " PARINDEX_VERSION;

struct options {
	const char *config;
	bool no_workers;
};

/* Everything a running dispatcher has. */
struct dispatcher {
	struct conf conf;
	struct store *store;
	struct bus *bus;
	struct sock *tell;
	struct desk *desk;
	struct crew *crew;
	struct errands outside;
	struct tail tail;
	struct pulse pulse;
	int lock, signals;
	int64_t next_tick, next_reap, next_crew, next_errand;
	struct job *rows;
	size_t room;
	bool stop;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'c':
		o->config = arg;
		return 0;
	case 'n':
		o->no_workers = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* ---- the outbox, as the desk sees it ---- */

static enum err
due(void *self, const struct job **list, size_t *n)
{
	struct dispatcher *d = self;
	size_t room = d->room == 0 ? ROWS_AT_FIRST : d->room;
	enum err e = OK;

	do {
		if (room > d->room) {
			struct job *grown =
			    realloc(d->rows, room * sizeof *grown);

			if (grown == NULL)
				return ERR_NO_MEMORY;
			d->rows = grown;
			d->room = room;
		}
		e = look_due_jobs(d->store, d->rows, d->room, n);
		room = d->room * 2;
	} while (e == OK && *n == d->room);
	*list = d->rows;
	return e;
}

static enum err
failed(void *self, const struct job *job, const char *reason)
{
	struct dispatcher *d = self;

	return act_job_failed(d->store, job, reason);
}

/* ---- opening ---- */

static int
fail(const char *event, const struct fault *why, enum err e)
{
	log_line(LOG_IS_ERROR, event, "%s",
	    why->detail[0] == '\0' ? err_words(e) : why->detail);
	return EXIT_FAILURE;
}

/* The lock is held as long as the descriptor is open. */
static enum err
lock(struct dispatcher *d, struct fault *why)
{
	char path[CONF_TEXT + 32];

	(void)snprintf(path, sizeof path, "%s/dispatch.lock", d->conf.bus_dir);
	d->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (d->lock < 0)
		return fault_set(why, ERR_IO, "", "%s cannot be opened: %s.",
		    path, strerror(errno));
	if (flock(d->lock, LOCK_EX | LOCK_NB) != 0)
		return fault_set(why, ERR_EXISTS, "",
		    "Another parindex-dispatch holds %s.", path);
	return OK;
}

static enum err
open_events(struct dispatcher *d, struct fault *why)
{
	struct sock_options o = { .kind = SOCK_EVENTS_TELL,
		.address = d->conf.publish };
	struct curve keys;
	struct buf text = { 0 };
	enum err e = OK;

	if (d->conf.publish_keys[0] != '\0') {
		e = file_read(d->conf.publish_keys, 65536, &text);
		if (e != OK)
			fault_set(why, e, "", "%s cannot be read: %s.",
			    d->conf.publish_keys, err_words(e));
		else
			e = curve_read(buf_all(&text), &keys, why);
		o.curve = &keys;
	}
	buf_free(&text);
	return e != OK ? e : sock_open(&d->tell, d->bus, &o, why);
}

static enum err
open_store(struct dispatcher *d, struct fault *why)
{
	struct store_options o = { .path = d->conf.store_path,
		.key_path = d->conf.log_key,
		.mark_path = d->conf.log_mark,
		.map_bytes = d->conf.map_bytes };
	enum err e = store_open(&d->store, &o, why);

	return e != OK ? e : store_writable(d->store, why);
}

static enum err
open_signals(struct dispatcher *d)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigaddset(&set, SIGCHLD);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return ERR_IO;
	d->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return d->signals < 0 ? ERR_IO : OK;
}

static enum err
open_all(struct dispatcher *d, struct fault *why)
{
	struct desk_rows rows = { due, failed, d };
	uint64_t ticket;
	enum err e;

	if ((e = open_signals(d)) != OK ||
	    (e = bus_folder(d->conf.bus_dir, why)) != OK ||
	    (e = lock(d, why)) != OK || (e = open_store(d, why)) != OK ||
	    (e = bus_open(&d->bus, why)) != OK ||
	    (e = open_events(d, why)) != OK)
		return e;
	/* A restart begins beyond every ticket of the life before. */
	ticket = (uint64_t)store_run(d->store) << 8;
	e = desk_open(&d->desk, d->bus, d->conf.bus_dir, rows, ticket | 1, why);
	return e != OK ? e : tail_start(&d->tail, d->store, d->tell);
}

static enum err
open_crew(struct dispatcher *d, const struct options *o, char *program,
    size_t room)
{
	char self[CONF_TEXT];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);

	d->next_crew = INT64_MAX;
	if (o->no_workers)
		return OK;
	if (n < 0)
		return ERR_IO;
	self[n] = '\0';
	(void)snprintf(program, room, "%s/parindex-worker", dirname(self));
	d->crew = crew_new(program, o->config, d->conf.workers);
	d->next_crew = 0;
	return d->crew == NULL ? ERR_NO_MEMORY : OK;
}

/* The calls to authorities and witnesses; none when none is configured. */
static enum err
open_outside(struct dispatcher *d, char *program, size_t room,
    struct fault *why)
{
	char self[CONF_TEXT];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	enum err e;

	if (n < 0)
		return ERR_IO;
	self[n] = '\0';
	(void)snprintf(program, room, "%s/parindex-stamp", dirname(self));
	d->outside = (struct errands){ .store = d->store, .program = program };
	if ((e = outside_name(d->store, &d->conf)) != OK)
		return fault_set(why, e, "",
		    "The log could not name its authorities and witnesses: "
		    "%s.",
		    err_words(e));
	e = stampers_send(&d->outside, &d->conf);
	return e != OK ? e : witnesses_send(&d->outside, &d->conf, why);
}

static void
close_all(struct dispatcher *d)
{
	crew_stop(&d->crew);
	errands_stop(&d->outside);
	desk_close(&d->desk);
	sock_close(&d->tell);
	bus_close(&d->bus);
	store_close(&d->store);
	free(d->rows);
	if (d->signals >= 0)
		(void)close(d->signals);
	if (d->lock >= 0)
		(void)close(d->lock);
}

/* ---- running ---- */

static void
worker_ended(void *self, uint64_t pid)
{
	struct dispatcher *d = self;

	desk_worker_ended(d->desk, pid);
}

static void
take_signals(struct dispatcher *d)
{
	struct signalfd_siginfo s;

	while (read(d->signals, &s, sizeof s) == (ssize_t)sizeof s)
		if (s.ssi_signo == SIGCHLD)
			d->next_crew = d->next_errand = 0;
		else
			d->stop = true;
}

static void
publish(struct dispatcher *d)
{
	bool more = true;
	enum err e = OK;

	while (more && e == OK)
		e = tail_publish(&d->tail, &more);
	if (e != OK)
		log_line(LOG_IS_ERROR, "feed-not-read", "%s", err_words(e));
}

static void
keep_time(struct dispatcher *d, int64_t now)
{
	enum err e;

	if (now >= d->next_tick) {
		d->next_tick = now + TICK_US;
		if ((e = act_tick(d->store)) != OK)
			log_line(LOG_IS_ERROR, "tick-failed", "%s",
			    err_words(e));
		if ((e = act_heartbeat(d->store, &d->pulse)) != OK)
			log_line(LOG_IS_ERROR, "no-heartbeat", "%s",
			    err_words(e));
		publish(d);
	}
	if (now >= d->next_reap) {
		d->next_reap = now + REAP_US;
		(void)env_reap(d->store->env);
	}
	if (d->crew != NULL && now >= d->next_crew)
		d->next_crew = crew_tend(d->crew, now, worker_ended, d);
	if (now >= d->next_errand)
		d->next_errand = errands_tend(&d->outside, now);
}

static int64_t
next_time(const struct dispatcher *d)
{
	int64_t next =
	    d->next_tick < d->next_reap ? d->next_tick : d->next_reap;

	next = next < d->next_crew ? next : d->next_crew;
	return next < d->next_errand ? next : d->next_errand;
}

static void
run(struct dispatcher *d)
{
	while (!d->stop) {
		int64_t now = store_run(d->store);

		keep_time(d, now);
		if (desk_turn(d->desk, now))
			publish(d);
		if (desk_wait(d->desk, d->signals, now, next_time(d)))
			take_signals(d);
	}
}

int
main(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "config", 'c', "FILE", 0,
		    "read FILE, not /etc/parindex/parindex.conf", 0 },
		{ "no-workers", 'n', NULL, 0,
		    "start no workers: somebody else does", 0 },
		{ 0 },
	};
	static const struct argp argp = { known, parse, NULL,
		"Hands the jobs of a parindex store to its workers and "
		"publishes its events.",
		NULL, NULL, NULL };
	struct dispatcher d = { .lock = -1, .signals = -1 };
	struct options o = { 0 };
	struct fault why = { .err = OK };
	char program[CONF_TEXT + 32], stamp[CONF_TEXT + 32];
	int status = EXIT_SUCCESS;
	enum err e;

	(void)argp_parse(&argp, argc, argv, 0, NULL, &o);
	log_open("parindex-dispatch", LOG_IS_INFO);
	if ((e = conf_read(o.config, &d.conf, &why)) != OK)
		return fail("not-configured", &why, e);
	log_open("parindex-dispatch", log_level_read(d.conf.log_level));
	if ((e = open_all(&d, &why)) != OK ||
	    (e = open_crew(&d, &o, program, sizeof program)) != OK ||
	    (e = open_outside(&d, stamp, sizeof stamp, &why)) != OK) {
		status = fail("not-started", &why, e);
	} else {
		log_line(LOG_IS_INFO, "started", "%s", d.conf.bus_dir);
		run(&d);
		log_line(LOG_IS_INFO, "stopped", "asked to");
	}
	close_all(&d);
	return status;
}
