/*
 * main.c - parindex-cgi: evidence and questions come in over HTTP.
 *
 * Opens the store, the bell and the socket, closes the fence, and serves until
 * it is told to stop. Started by a web server as plain CGI it answers one
 * request and ends.
 */
#include <argp.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgi/door/fence.h"
#include "cgi/routes.h"
#include "cgi/wire/wire.h"
#include "store/base/conf.h"
#include "store/base/log.h"
#include "worker/bus/ring.h"

extern char **environ;

static const char doc[] =
    "Serves parindex's HTTP interface over FastCGI (a Unix socket), or as "
    "plain CGI when a web server starts it as one.";

static const struct argp_option options[] = {
	{ "config", 'c', "FILE", 0, "Read this configuration", 0 },
	{ "routes", 'r', NULL, 0, "Print the table of routes and end", 0 },
	{ 0 },
};

struct arguments {
	const char *config;
	bool routes;
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case 'c':
		args->config = arg;
		return 0;
	case 'r':
		args->routes = true;
		return 0;
	case ARGP_KEY_ARG:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static int
fail(const struct fault *why, enum err e)
{
	log_line(LOG_IS_ERROR, "cannot-start", "%s",
	    why->err != OK ? why->detail : err_words(e));
	return EXIT_FAILURE;
}

/* Everything this process holds. */
struct service {
	struct conf conf;
	struct door door;
	struct bus *bus;
	struct bell *bell;
	struct wire *wire;
};

static enum err
open_door(struct service *s, struct fault *why)
{
	struct throttle_options limits = { .open_most = s->conf.threads,
		.failures_most = 10,
		.window_us = 60 * 1000000,
		.pause_us = 10 * 1000000 };
	struct store_options o = { .path = s->conf.store_path,
		.key_path = s->conf.log_key,
		.mark_path = s->conf.log_mark,
		.map_bytes = s->conf.map_bytes };
	enum err e;

	s->door.upload_most = s->conf.upload_most;
	s->door.day_most = s->conf.unit_day_most;
	s->door.threads = s->conf.threads;
	if ((e = routes_check(why)) != OK ||
	    (e = store_open(&s->door.store, &o, why)) != OK)
		return e;
	return throttle_open(&s->door.throttle, limits);
}

/* The bell rings the dispatcher after each commit; without a dispatcher its
 * own scan finds the work. */
static enum err
open_bell(struct service *s, struct fault *why)
{
	char address[CONF_TEXT + 32];
	enum err e;

	(void)snprintf(address, sizeof address, "ipc://%s/bell.ipc",
	    s->conf.bus_dir);
	if ((e = bus_open(&s->bus, why)) != OK ||
	    (e = bell_open(&s->bell, s->bus, address, why)) != OK)
		return e;
	store_after_commit(s->door.store, bell_ring, s->bell);
	return OK;
}

static void
close_all(struct service *s)
{
	wire_close(&s->wire);
	throttle_close(&s->door.throttle);
	store_close(&s->door.store);
	bell_close(&s->bell);
	bus_close(&s->bus);
}

static struct wire_options
wire_options_of(struct service *s)
{
	const char *socket = s->conf.socket;

	return (struct wire_options){ .socket = *socket == 0 ? NULL : socket,
		.prefix = s->conf.prefix,
		.threads = s->conf.threads,
		.patience = 60,
		.handle = routes_handle,
		.self = &s->door };
}

/* Waits for SIGTERM or SIGINT and stops the wire. */
static void *
await_end(void *self)
{
	struct service *s = self;
	sigset_t set;
	int signal;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)sigwait(&set, &signal);
	atomic_store(&s->door.stopping, true);
	wire_stop(s->wire);
	return NULL;
}

static void
folder_of(const char *path, char out[CONF_TEXT])
{
	char *slash;

	(void)snprintf(out, CONF_TEXT, "%s", path);
	if ((slash = strrchr(out, '/')) != NULL)
		*slash = 0;
}

static enum err
fence(const struct service *s)
{
	bool writes = store_writable(s->door.store, NULL) == OK;
	char socket_dir[CONF_TEXT], mark_dir[CONF_TEXT];

	folder_of(s->conf.socket, socket_dir);
	folder_of(s->conf.log_mark, mark_dir);
	const struct fence_gap gaps[] = {
		{ s->conf.store_path, FENCE_WRITE },
		{ s->conf.bus_dir, FENCE_WRITE },
		{ socket_dir, FENCE_WRITE },
		{ "/proc", FENCE_READ },
		/* the report to sign is drawn here */
		{ "/etc/fonts", FENCE_READ },
		{ "/usr/share/fontconfig", FENCE_READ },
		{ "/usr/share/fonts", FENCE_READ },
		{ "/usr/local/share/fonts", FENCE_READ },
		{ "/var/cache/fontconfig", FENCE_READ },
		{ mark_dir, FENCE_WRITE },
	};

	return fence_close(gaps, sizeof gaps / sizeof *gaps - !writes);
}

/* A request's largest piece is its document's buffer. Mapped and unmapped by
 * each request it would cost page faults, and every thread a pause. */
static void
keep_memory(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
	(void)mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

static int
serve(struct service *s)
{
	struct wire_options o = wire_options_of(s);
	struct fault why = { 0 };
	pthread_t ender;
	sigset_t set;
	enum err e;

	keep_memory();
	if ((e = open_bell(s, &why)) != OK ||
	    (e = wire_open(&s->wire, &o, &why)) != OK || (e = fence(s)) != OK)
		return fail(&why, e);
	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	(void)pthread_sigmask(SIG_BLOCK, &set, NULL);
	if (pthread_create(&ender, NULL, await_end, s) != 0)
		return fail(&why, ERR_NO_MEMORY);
	if (store_writable(s->door.store, &why) != OK)
		log_line(LOG_IS_WARNING, "read-only", "%s", why.detail);
	else if ((e = store_takes_documents(s->door.store)) != OK)
		return fail(&why, e);
	log_line(LOG_IS_INFO, "serving", "%s on %s, %u threads",
	    s->door.store->meta.origin, s->conf.socket, s->conf.threads);
	e = wire_run(s->wire);
	/* It waits for this signal, which is blocked, so nobody is killed.
	 * NOLINTNEXTLINE(bugprone-bad-signal-to-kill-thread,cert-pos44-c) */
	(void)pthread_kill(ender, SIGTERM);
	(void)pthread_join(ender, NULL);
	log_line(LOG_IS_INFO, "stopped", "%s", err_words(e));
	return e == OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run(struct service *s)
{
	struct wire_options o = wire_options_of(s);
	struct fault why = { 0 };
	enum err e;

	if ((e = open_door(s, &why)) != OK)
		return fail(&why, e);
	switch (wire_mode_of(o.socket)) {
	case WIRE_PLAIN:
		return wire_plain(&o, environ) == OK ? EXIT_SUCCESS
						     : EXIT_FAILURE;
	case WIRE_FASTCGI:
		return serve(s);
	case WIRE_NONE:
		break;
	}
	(void)fault_set(&why, ERR_MISSING_FIELD, "",
	    "No socket is configured and nobody started this as CGI.");
	return fail(&why, ERR_MISSING_FIELD);
}

static int
print_routes(void)
{
	struct buf text = { 0 };
	int status;

	routes_describe(&text);
	status =
	    fputs(buf_cstr(&text), stdout) < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
	buf_free(&text);
	return status;
}

int
main(int argc, char **argv)
{
	const struct argp argp = { options, parse, NULL, doc, NULL, NULL,
		NULL };
	struct arguments args = { 0 };
	struct fault why = { 0 };
	struct service *s;
	int status;
	enum err e;

	argp_program_version = "parindex-cgi " PARINDEX_VERSION;
	if (argp_parse(&argp, argc, argv, 0, NULL, &args) != 0)
		return EXIT_FAILURE;
	if (args.routes)
		return print_routes();
	if ((s = calloc(1, sizeof *s)) == NULL)
		return EXIT_FAILURE;
	log_open("parindex-cgi", LOG_IS_INFO);
	(void)umask(077);
	(void)signal(SIGPIPE, SIG_IGN);
	if ((e = conf_read(args.config, &s->conf, &why)) != OK) {
		status = fail(&why, e);
	} else {
		log_open("parindex-cgi", log_level_read(s->conf.log_level));
		status = run(s);
	}
	close_all(s);
	free(s);
	return status;
}
