/*
 * probe.c - has a document judged, and believes little.
 *
 * Knows processes, and nothing about documents. Touches the nurse it started,
 * one pipe and one timer.
 */
#include "worker/probe/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker/probe/exits.h"
#include "worker/probe/nurse.h"

/* Longer than a job's lease: a child that yields to uploads (main.c) may wait
 * for the processor long, and that is no fault of its document's. What it may
 * use is bounded by seal_limits. */
#define WALL_MS 120000

/* One order's child and what it has said so far. */
struct child {
	int ended; /* the nurse's line: readable once the child ended */
	int timer; /* readable once its time is up */
	int line;  /* the reading end of its descriptor 1 */
	int status;
	uint8_t said[PROBE_TOGETHER * PROBE_LINE_MOST + 1];
	size_t n, most; /* a line for each document, and one byte more */
};

static void
drop(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* Its end of the line on descriptor 0, 1 and 2 nowhere, no others, no
 * environment, no signal held. */
static int
spawn(pid_t *pid, const char *program, int line)
{
	char *argv[] = { (char[]){ "parindex-worker" }, (char[]){ "--probe" },
		NULL };
	char *environment[] = { NULL };
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int rc;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	(void)posix_spawn_file_actions_init(&acts);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawn_file_actions_adddup2(&acts, line, 0);
	(void)posix_spawn_file_actions_addopen(&acts, 1, "/dev/null", O_WRONLY,
	    0);
	(void)posix_spawn_file_actions_addopen(&acts, 2, "/dev/null", O_WRONLY,
	    0);
	rc = posix_spawn_file_actions_addclosefrom_np(&acts, 3);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setsigdefault(&attr, &all);
	(void)posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	if (rc == 0)
		rc = posix_spawn(pid, program, &acts, &attr, argv, environment);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&acts);
	return rc;
}

static enum err
hire(struct probe *p)
{
	const char *program =
	    p->program == NULL ? "/proc/self/exe" : p->program;
	int ends[2], rc;

	if (p->nurse != 0)
		return OK;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return ERR_IO;
	rc = spawn(&p->nurse, program, ends[1]);
	drop(&ends[1]);
	p->line = ends[0];
	if (rc == 0)
		return OK;
	drop(&p->line);
	p->nurse = 0;
	return ERR_IO;
}

/* Ends the nurse and, by its death, the child. */
static void
dismiss(struct probe *p)
{
	if (p->nurse == 0)
		return;
	(void)kill(p->nurse, SIGKILL);
	while (waitpid(p->nurse, NULL, 0) < 0 && errno == EINTR)
		;
	drop(&p->line);
	p->nurse = 0;
}

static int
timer_in(unsigned ms)
{
	struct itimerspec when = { .it_value = { ms / 1000,
				       (long)(ms % 1000) * 1000000 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

	if (fd >= 0 && timerfd_settime(fd, 0, &when, NULL) != 0)
		drop(&fd);
	return fd;
}

/* The order for some documents, whose kinds are known, and their descriptors.
 */
static void
order_of(const struct asked *asked, unsigned n, struct order *order, int *fds)
{
	*order = (struct order){ .n = n };
	for (unsigned i = 0; i < n; i++) {
		struct task *t = &order->tasks[i];

		(void)snprintf(t->extension, sizeof t->extension, "%s",
		    file_kind(asked[i].extension)->extension);
		t->at = asked[i].part.at;
		t->size = asked[i].part.size;
		fds[i] = asked[i].part.fd;
	}
}

static enum err
child_start(struct child *c, struct probe *p, const struct asked *asked,
    unsigned n)
{
	struct order order;
	int ends[2], fds[PROBE_TOGETHER];
	enum err e;

	order_of(asked, n, &order, fds);
	c->most = (size_t)n * PROBE_LINE_MOST + 1;
	c->timer = timer_in(p->wall_ms == 0 ? WALL_MS : p->wall_ms);
	if (c->timer < 0 || pipe2(ends, O_CLOEXEC) != 0)
		return ERR_IO;
	c->line = ends[0];
	e = fcntl(c->line, F_SETFL, O_NONBLOCK) != 0 ? ERR_IO : hire(p);
	if (e == OK && (e = nurse_ask(p->line, &order, fds, ends[1])) != OK) {
		/* It may have died since the last document. */
		dismiss(p);
		if ((e = hire(p)) == OK)
			e = nurse_ask(p->line, &order, fds, ends[1]);
	}
	drop(&ends[1]);
	c->ended = p->line;
	return e;
}

/* Takes what it said since. False at the end, or when it says too much. */
static bool
child_hear(struct child *c)
{
	ssize_t got;

	do {
		got = read(c->line, c->said + c->n, c->most - c->n);
		c->n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && c->n < c->most);
	return got < 0 && (errno == EAGAIN || errno == EINTR);
}

/* How a wait for a child comes to its end. */
enum outcome {
	ENDED, /* by itself; there is a status */
	TOO_LONG,
	TOO_MUCH, /* it says more than its lines */
	LOST,     /* the nurse is gone */
};

static enum outcome
child_status(struct child *c)
{
	ssize_t got = recv(c->ended, &c->status, sizeof c->status, 0);

	(void)child_hear(c);
	return got == (ssize_t)sizeof c->status ? ENDED : LOST;
}

/* Its line may end before the child does. */
static enum outcome
child_wait(struct child *c)
{
	struct pollfd fds[] = {
		{ .fd = c->ended, .events = POLLIN },
		{ .fd = c->timer, .events = POLLIN },
		{ .fd = c->line, .events = POLLIN },
	};

	for (;;) {
		if (poll(fds, 3, -1) < 0) {
			if (errno == EINTR)
				continue;
			return LOST;
		}
		if (fds[2].fd >= 0 && fds[2].revents != 0 && !child_hear(c)) {
			if (c->n == c->most)
				return TOO_MUCH;
			fds[2].fd = -1;
		}
		if (fds[0].revents != 0)
			return child_status(c);
		if (fds[1].revents != 0)
			return TOO_LONG;
	}
}

/* A line, when it has the right shape and agrees with the document's name. */
static bool
believe_line(struct slice line, const struct file_kind *kind,
    struct probe_result *out)
{
	return probe_result_read(line, out) == OK &&
	       (out->verdict != PROBE_OK || strcmp(out->type, kind->type) == 0);
}

/* What the end and the line of one document's child are worth. */
static enum err
believe(const struct child *c, struct asked *a)
{
	struct probe_result said;
	int status = c->status;

	if (WIFSIGNALED(status)) {
		if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)
			a->result.verdict = PROBE_EXCESSIVE;
		return OK;
	}
	if (WEXITSTATUS(status) == PROBE_EXIT_UNSEALED ||
	    WEXITSTATUS(status) == PROBE_EXIT_UNREAD)
		return ERR_IO;
	if (WEXITSTATUS(status) == 0 && believe_line(slice_of(c->said, c->n),
					    file_kind(a->extension), &said))
		a->result = said;
	return OK;
}

/* The same of a child that had several documents: true when it answered for
 * each. */
static bool
believe_all(const struct child *c, struct asked *a, unsigned n)
{
	struct slice rest = slice_of(c->said, c->n);

	if (!WIFEXITED(c->status) || WEXITSTATUS(c->status) != 0)
		return false;
	for (unsigned i = 0; i < n; i++) {
		const uint8_t *end = memchr(rest.p, '\n', rest.n);
		size_t line = end == NULL ? 0 : (size_t)(end + 1 - rest.p);

		if (line == 0 || !believe_line(slice_of(rest.p, line),
				     file_kind(a[i].extension), &a[i].result))
			return false;
		a[i].err = OK;
		rest = slice_of(rest.p + line, rest.n - line);
	}
	return rest.n == 0;
}

/* Has a child look at them, to its end. */
static enum err
have_looked(struct probe *p, const struct asked *asked, unsigned n,
    struct child *c, enum outcome *outcome)
{
	enum err e;

	*c = (struct child){ .ended = -1, .timer = -1, .line = -1 };
	*outcome = LOST;
	if ((e = child_start(c, p, asked, n)) == OK)
		*outcome = child_wait(c);
	if (*outcome != ENDED)
		dismiss(p);
	drop(&c->timer);
	drop(&c->line);
	return e;
}

static void
judge_alone(struct probe *p, struct asked *a)
{
	enum outcome outcome;
	struct child c;

	a->result = (struct probe_result){ .verdict = PROBE_UNSUPPORTED };
	a->err = OK;
	if (file_kind(a->extension) == NULL)
		return;
	if ((a->err = have_looked(p, a, 1, &c, &outcome)) != OK)
		return;
	a->result.verdict =
	    outcome == TOO_LONG ? PROBE_EXCESSIVE : PROBE_CRASHED;
	if (outcome == ENDED)
		a->err = believe(&c, a);
	else if (outcome == LOST)
		a->err = ERR_IO;
}

/* How many of the first ones may share a child; 1 at least. */
static unsigned
sharers(const struct asked *a, unsigned n)
{
	unsigned k = 0;

	while (k < n && k < PROBE_TOGETHER && a[k].part.size > 0 &&
	       a[k].part.size <= PROBE_SMALL &&
	       file_kind(a[k].extension) != NULL)
		k++;
	return k == 0 ? 1 : k;
}

static bool
judge_together(struct probe *p, struct asked *a, unsigned n)
{
	enum outcome outcome;
	struct child c;

	return have_looked(p, a, n, &c, &outcome) == OK && outcome == ENDED &&
	       believe_all(&c, a, n);
}

void
probe_documents(struct probe *p, struct asked *asked, unsigned n)
{
	unsigned k;

	for (unsigned i = 0; i < n; i += k) {
		k = sharers(asked + i, n - i);
		if (k > 1 && judge_together(p, asked + i, k))
			continue;
		for (unsigned j = i; j < i + k; j++)
			judge_alone(p, &asked[j]);
	}
}

enum err
probe_document(struct probe *p, struct part part, const char *extension,
    struct probe_result *out)
{
	struct asked a = { .part = part, .extension = extension };

	probe_documents(p, &a, 1);
	*out = a.result;
	return a.err;
}

void
probe_become(void)
{
	char *argv[] = { (char[]){ "parindex-probe" }, NULL };
	char *environment[] = { NULL };
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 32);

	if (n > 0) {
		path[n] = '\0';
		(void)snprintf(strrchr(path, '/') + 1, 32, "%s", argv[0]);
		(void)execve(path, argv, environment);
	}
	_exit(PROBE_EXIT_UNSEALED);
}

void
probe_close(struct probe *p)
{
	dismiss(p);
}
