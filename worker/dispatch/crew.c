/*
 * crew.c - the dispatcher's worker processes.
 *
 * Knows how to start and stop a process. Touches only those it started.
 */
#include "worker/dispatch/crew.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/base/log.h"

#define AGAIN_US 1000000
#define STOP_STEPS 40 /* of STOP_STEP_MS each */
#define STOP_STEP_MS 100

extern char **environ;

struct member {
	pid_t pid;     /* 0: not running */
	int64_t start; /* not before */
};

struct crew {
	const char *program, *config;
	unsigned n;
	struct member members[];
};

struct crew *
crew_new(const char *program, const char *config, unsigned n)
{
	struct crew *c = calloc(1, sizeof *c + n * sizeof c->members[0]);

	if (c != NULL) {
		c->program = program;
		c->config = config;
		c->n = n;
	}
	return c;
}

/* Nothing of ours but standard input, output and error, no signal held. */
static void
start(struct crew *c, struct member *m)
{
	char option[] = "--config", config[512], parent[32];
	char *argv[] = { (char[]){ "parindex-worker" }, parent, NULL, NULL,
		NULL };
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t none;
	int rc;

	(void)snprintf(parent, sizeof parent, "--parent=%d", (int)getpid());
	if (c->config != NULL && strlen(c->config) < sizeof config) {
		argv[2] = option;
		argv[3] = strcpy(config, c->config);
	}
	(void)sigemptyset(&none);
	(void)posix_spawn_file_actions_init(&acts);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	rc = posix_spawn_file_actions_addclosefrom_np(&acts, 3);
	if (rc == 0)
		rc = posix_spawn(&m->pid, c->program, &acts, &attr, argv,
		    environ);
	if (rc != 0) {
		m->pid = 0;
		log_line(LOG_IS_ERROR, "worker-not-started", "%s: %s",
		    c->program, strerror(rc));
	}
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&acts);
}

static bool
has_ended(struct member *m)
{
	int status = 0;

	if (m->pid == 0 || waitpid(m->pid, &status, WNOHANG) != m->pid)
		return false;
	log_line(LOG_IS_WARNING, "worker-ended", "process %d, %s %d",
	    (int)m->pid, WIFSIGNALED(status) ? "signal" : "status",
	    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
	return true;
}

int64_t
crew_tend(struct crew *c, int64_t now, void (*ended)(void *self, uint64_t pid),
    void *self)
{
	int64_t again = INT64_MAX;

	for (unsigned i = 0; i < c->n; i++) {
		struct member *m = &c->members[i];

		if (has_ended(m)) {
			ended(self, (uint64_t)m->pid);
			*m = (struct member){ 0, now + AGAIN_US };
		}
		if (m->pid == 0 && m->start <= now) {
			m->start = now + AGAIN_US;
			start(c, m);
		}
		if (m->pid == 0 && m->start < again)
			again = m->start;
	}
	return again;
}

static void
send_all(const struct crew *c, int signal)
{
	for (unsigned i = 0; i < c->n; i++)
		if (c->members[i].pid != 0)
			(void)kill(c->members[i].pid, signal);
}

/* Waits a step for somebody to end; returns whether nobody is left. */
static bool
wait_a_step(struct crew *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		struct member *m = &c->members[i];
		struct pollfd end = { .events = POLLIN };

		if (m->pid == 0)
			continue;
		end.fd = pidfd_open(m->pid, 0);
		(void)poll(&end, 1, STOP_STEP_MS);
		if (end.fd >= 0)
			(void)close(end.fd);
		if (waitpid(m->pid, NULL, WNOHANG) != m->pid)
			return false;
		m->pid = 0;
	}
	return true;
}

void
crew_stop(struct crew **crew)
{
	struct crew *c = *crew;

	if (c == NULL)
		return;
	send_all(c, SIGTERM);
	for (int step = 0; step < STOP_STEPS && !wait_a_step(c);)
		step++;
	send_all(c, SIGKILL);
	while (!wait_a_step(c))
		;
	free(c);
	*crew = NULL;
}
