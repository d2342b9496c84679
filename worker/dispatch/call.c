/*
 * call.c - one call to the outside, as a child.
 *
 * Touches its child and two memory files.
 */
#include "worker/dispatch/call.h"

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND_US INT64_C(1000000)
/* How long behind its own limit a child is ended. */
#define GRACE_US (20 * SECOND_US)
#define ANSWER_MOST 65536
#define WORD_ROOM 320
#define STATUS_CONFLICT 3 /* of parindex-stamp */

extern char **environ;

/* A memory file with these bytes, to be read from its start; -1. */
static int
memory_file(struct slice bytes)
{
	int fd = memfd_create("call", MFD_CLOEXEC);

	if (fd < 0)
		return -1;
	if (bytes.n > 0 && (write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n ||
			       lseek(fd, 0, SEEK_SET) != 0)) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* The child has its two files, standard error and nothing else of ours. */
static enum err
spawn(struct call *c, const struct call_to *to, int in)
{
	char words[4][WORD_ROOM];
	char *argv[] = { (char[]){ "parindex-stamp" }, words[0], words[1],
		words[2], words[3], NULL };
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t none;
	int rc;

	(void)snprintf(words[0], WORD_ROOM, "%s", to->url);
	(void)snprintf(words[1], WORD_ROOM, "%s", to->sent);
	(void)snprintf(words[2], WORD_ROOM, "%s", to->wanted);
	(void)snprintf(words[3], WORD_ROOM, "%u", to->limit);
	(void)sigemptyset(&none);
	(void)posix_spawn_file_actions_init(&acts);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	rc = posix_spawn_file_actions_adddup2(&acts, in, STDIN_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(&acts, c->out,
		    STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(&acts, 3);
	if (rc == 0)
		rc = posix_spawn(&c->pid, to->program, &acts, &attr, argv,
		    environ);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&acts);
	if (rc != 0)
		c->pid = 0;
	return rc == 0 ? OK : ERR_IO;
}

static void
finish(struct call *c)
{
	if (c->out >= 0)
		(void)close(c->out);
	*c = CALL_NONE;
}

enum err
call_begin(struct call *c, const struct call_to *to, int64_t now)
{
	int in = memory_file(to->body);
	enum err err;

	c->out = memory_file(SLICE_NONE);
	c->end = now + to->limit * SECOND_US + GRACE_US;
	err = in < 0 || c->out < 0 ? ERR_IO : spawn(c, to, in);
	if (in >= 0)
		(void)close(in);
	if (err != OK)
		finish(c);
	return err;
}

static enum call_how
answer_read(const struct call *c, int status, struct buf *answer)
{
	uint8_t *at = buf_room(answer, ANSWER_MOST);
	ssize_t n = at == NULL ? -1 : pread(c->out, at, ANSWER_MOST, 0);

	if (n < 0 || !WIFEXITED(status)) {
		buf_text(answer, "The call was ended before it had an answer.");
		return CALL_FAILED;
	}
	answer->n += (size_t)n;
	if (WEXITSTATUS(status) == 0)
		return CALL_ANSWERED;
	return WEXITSTATUS(status) == STATUS_CONFLICT ? CALL_CONFLICT
						      : CALL_FAILED;
}

enum call_how
call_look(struct call *c, int64_t now, struct buf *answer)
{
	enum call_how how;
	int status = 0;

	if (now >= c->end)
		(void)kill(c->pid, SIGKILL);
	if (waitpid(c->pid, &status, WNOHANG) != c->pid)
		return CALL_OUT;
	how = answer_read(c, status, answer);
	finish(c);
	return how;
}

int64_t
call_next(const struct call *c, int64_t now)
{
	/* killed, not yet gone: a second later */
	return c->end > now ? c->end : now + SECOND_US;
}

void
call_stop(struct call *c)
{
	if (c->pid != 0) {
		(void)kill(c->pid, SIGKILL);
		(void)waitpid(c->pid, NULL, 0);
	}
	finish(c);
}
