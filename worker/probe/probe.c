/*
 * probe.c - starts the probe's child, waits for its line, believes little.
 *
 * Knows processes, and nothing about documents. Touches one pipe, one timer
 * and the child it started.
 */
#include "worker/probe/probe.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker/probe/exits.h"

#define WALL_MS 20000

/* One child and what it has said so far. */
struct child {
	pid_t pid;
	int pidfd; /* readable once it has ended */
	int timer; /* readable once its time is up */
	int line;  /* the reading end of its descriptor 1 */
	uint8_t said[PROBE_LINE_MOST + 1];
	size_t n;
};

#define CHILD_NONE                                                             \
	((struct child){ .pid = -1, .pidfd = -1, .timer = -1, .line = -1 })

/* Descriptors 0 and 1 as given, 2 nowhere, no others, no signal held. */
static int
spawn(pid_t *pid, const char *program, int document, int answers,
    const char *extension)
{
	char *argv[] = { (char[]){ "parindex-worker" }, (char[]){ "--probe" },
		NULL, NULL };
	char *environment[] = { NULL };
	char word[16];
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int rc;

	assert(strlen(extension) < sizeof word);
	argv[2] = strcpy(word, extension);
	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	(void)posix_spawn_file_actions_init(&acts);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawn_file_actions_adddup2(&acts, document, 0);
	(void)posix_spawn_file_actions_adddup2(&acts, answers, 1);
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

static int
timer_in(unsigned ms)
{
	struct itimerspec when = { .it_value = { ms / 1000,
				       (long)(ms % 1000) * 1000000 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);

	if (fd >= 0 && timerfd_settime(fd, 0, &when, NULL) != 0) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

static void
drop(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

static enum err
child_start(struct child *c, const struct probe *p, int document,
    const char *extension)
{
	const char *program =
	    p->program == NULL ? "/proc/self/exe" : p->program;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return ERR_IO;
	c->line = ends[0];
	if (fcntl(c->line, F_SETFL, O_NONBLOCK) == 0 &&
	    (c->timer = timer_in(p->wall_ms == 0 ? WALL_MS : p->wall_ms)) >=
		0 &&
	    spawn(&c->pid, program, document, ends[1], extension) != 0)
		c->pid = -1;
	drop(&ends[1]);
	if (c->pid < 0)
		return ERR_IO;
	c->pidfd = pidfd_open(c->pid, 0);
	return c->pidfd < 0 ? ERR_IO : OK;
}

/* Takes what it said since. False at the end, or when it says too much. */
static bool
child_hear(struct child *c)
{
	ssize_t got;

	do {
		got = read(c->line, c->said + c->n, sizeof c->said - c->n);
		c->n += got > 0 ? (size_t)got : 0;
	} while (got > 0 && c->n < sizeof c->said);
	return got < 0 && (errno == EAGAIN || errno == EINTR);
}

/* Waits until the child ends by itself: true. False when its time is up or it
 * says more than one line. Its line may end before the child does. */
static bool
child_wait(struct child *c)
{
	struct pollfd fds[] = {
		{ .fd = c->pidfd, .events = POLLIN },
		{ .fd = c->timer, .events = POLLIN },
		{ .fd = c->line, .events = POLLIN },
	};

	for (;;) {
		if (poll(fds, 3, -1) < 0) {
			if (errno == EINTR)
				continue;
			return false;
		}
		if (fds[2].fd >= 0 && fds[2].revents != 0 && !child_hear(c)) {
			if (c->n == sizeof c->said)
				return false;
			fds[2].fd = -1;
		}
		if (fds[0].revents != 0)
			return true;
		if (fds[1].revents != 0)
			return false;
	}
}

/* Ends the child if it has not ended, and takes its status. */
static int
child_end(struct child *c)
{
	int status = 0;

	if (c->pid > 0) {
		(void)kill(c->pid, SIGKILL);
		while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	drop(&c->pidfd);
	drop(&c->timer);
	drop(&c->line);
	return status;
}

/* What the child's end and its line are worth. */
static enum err
believe(const struct child *c, int status, const struct file_kind *kind,
    struct probe_result *out)
{
	struct probe_result said;

	if (WIFSIGNALED(status)) {
		if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)
			out->verdict = PROBE_EXCESSIVE;
		return OK;
	}
	if (WEXITSTATUS(status) == PROBE_EXIT_UNSEALED ||
	    WEXITSTATUS(status) == PROBE_EXIT_UNREAD)
		return ERR_IO;
	if (WEXITSTATUS(status) != 0 ||
	    probe_result_read(slice_of(c->said, c->n), &said) != OK)
		return OK;
	if (said.verdict == PROBE_OK && strcmp(said.type, kind->type) != 0)
		return OK;
	*out = said;
	return OK;
}

enum err
probe_document(const struct probe *p, int fd, const char *extension,
    struct probe_result *out)
{
	const struct file_kind *kind = file_kind(extension);
	struct child c = CHILD_NONE;
	bool ended = false;
	int status;
	enum err e;

	*out = (struct probe_result){ .verdict = PROBE_UNSUPPORTED };
	if (kind == NULL)
		return OK;
	if ((e = child_start(&c, p, fd, kind->extension)) == OK)
		ended = child_wait(&c);
	if (ended)
		(void)child_hear(&c);
	status = child_end(&c);
	if (e != OK)
		return e;
	out->verdict = PROBE_CRASHED;
	if (ended)
		return believe(&c, status, kind, out);
	if (c.n < sizeof c.said)
		out->verdict = PROBE_EXCESSIVE;
	return OK;
}

enum err
probe_bytes(const struct probe *p, struct slice bytes, const char *extension,
    struct probe_result *out)
{
	int fd = memfd_create("document", MFD_CLOEXEC);
	size_t done = 0;
	enum err e = OK;
	ssize_t n;

	if (fd < 0)
		return ERR_IO;
	while (e == OK && done < bytes.n) {
		n = write(fd, bytes.p + done, bytes.n - done);
		if (n > 0)
			done += (size_t)n;
		else if (errno != EINTR)
			e = errno == ENOMEM ? ERR_NO_MEMORY : ERR_IO;
	}
	if (e == OK)
		e = probe_document(p, fd, extension, out);
	drop(&fd);
	return e;
}
