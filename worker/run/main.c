/*
 * main.c - parindex-worker: does jobs; as `--probe`, looks at one document.
 *
 * Owns the signals. Touches the store through its jobs.
 */
#include <argp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "store/base/conf.h"
#include "store/base/log.h"
#include "store/store.h"
#include "worker/job/jobs.h"
#include "worker/probe/probe.h"
#include "worker/run/shift.h"

const char *argp_program_version = "parindex-worker " PARINDEX_VERSION;

/* Everything a running worker has. */
struct worker {
	struct conf conf;
	struct hands hands;
	struct bus *bus;
	struct shift *shift;
	int signals;
};

/* What was said on the command line. */
struct words {
	const char *config;
	pid_t parent; /* 0: none to end with */
};

static error_t
parse(int key, char *arg, struct argp_state *state)
{
	struct words *words = state->input;

	switch (key) {
	case 'c':
		words->config = arg;
		return 0;
	case 'p':
		words->parent = (pid_t)strtol(arg, NULL, 10);
		return 0;
	case ARGP_KEY_ARG:
		argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static sigset_t
ends(void)
{
	sigset_t set;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	return set;
}

/* While a job runs, a request to stop ends the process where it stands: the
 * job is one act and no half of it is kept, as with a power cut. */
static enum err
work(void *self, const struct job *job, struct fault *why)
{
	struct worker *w = self;
	sigset_t set = ends();
	enum err e;

	(void)sigprocmask(SIG_UNBLOCK, &set, NULL);
	e = job_run(&w->hands, job, why);
	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	return e;
}

static enum err
open_all(struct worker *w, struct fault *why)
{
	struct store_options o = { .path = w->conf.store_path,
		.key_path = w->conf.log_key,
		.mark_path = w->conf.log_mark,
		.map_bytes = w->conf.map_bytes };
	struct shift_work job = { work, w };
	char address[BUS_ADDRESS], name[BUS_NAME_MOST + 1];
	sigset_t set = ends();
	enum err e;

	(void)sigprocmask(SIG_BLOCK, &set, NULL);
	if ((w->signals = signalfd(-1, &set, SFD_CLOEXEC)) < 0)
		return ERR_IO;
	if ((e = store_open(&w->hands.store, &o, why)) != OK ||
	    (e = store_writable(w->hands.store, why)) != OK ||
	    (e = bus_open(&w->bus, why)) != OK)
		return e;
	/* Process ids come again; with the time they do not. */
	(void)snprintf(name, sizeof name, "%d-%llx", (int)getpid(),
	    (unsigned long long)store_run(w->hands.store));
	(void)snprintf(address, sizeof address, "ipc://%s/jobs.ipc",
	    w->conf.bus_dir);
	return shift_open(&w->shift, w->bus, address, name, job, why);
}

static void
close_all(struct worker *w)
{
	shift_close(&w->shift);
	bus_close(&w->bus);
	probe_close(&w->hands.probe);
	store_close(&w->hands.store);
	if (w->signals >= 0)
		(void)close(w->signals);
}

static int
fail(const char *event, const struct fault *why, enum err e)
{
	log_line(LOG_IS_ERROR, event, "%s",
	    why->detail[0] == '\0' ? err_words(e) : why->detail);
	return EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
	static const struct argp_option known[] = {
		{ "config", 'c', "FILE", 0,
		    "read FILE, not /etc/parindex/parindex.conf", 0 },
		{ "parent", 'p', "PID", 0,
		    "end when PID, the process that started this one, does",
		    0 },
		{ 0 },
	};
	static const struct argp argp = { known, parse, NULL,
		"Does the jobs that parindex-dispatch hands out.", NULL, NULL,
		NULL };
	struct worker w = { .signals = -1 };
	struct fault why = { .err = OK };
	struct words words = { .config = NULL };
	int status = EXIT_SUCCESS;
	enum err e;

	if (argc > 1 && strcmp(argv[1], "--probe") == 0)
		probe_become();
	(void)argp_parse(&argp, argc, argv, 0, NULL, &words);
	/* A dispatcher that was killed is followed by another with a crew of
	 * its own. The parent may have ended before this could be asked. */
	if (words.parent != 0 && (prctl(PR_SET_PDEATHSIG, SIGTERM) != 0 ||
				     getppid() != words.parent))
		return EXIT_FAILURE;
	log_open("parindex-worker", LOG_IS_INFO);
	if ((e = conf_read(words.config, &w.conf, &why)) != OK)
		return fail("not-configured", &why, e);
	log_open("parindex-worker", log_level_read(w.conf.log_level));
	if ((e = open_all(&w, &why)) != OK) {
		status = fail("not-started", &why, e);
	} else {
		log_line(LOG_IS_INFO, "started", "%s", w.conf.bus_dir);
		while (!shift_turn(w.shift, w.signals))
			;
		log_line(LOG_IS_INFO, "stopped", "asked to");
	}
	close_all(&w);
	return status;
}
