/*
 * errand.c - one call to the outside, as a child.
 *
 * Touches its child and two memory files.
 */
#include "worker/dispatch/errand.h"

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND_US INT64_C(1000000)
#define CALL_US (200 * SECOND_US) /* the child's own limit is 180 s */
#define ANSWER_MOST (64 * 1024)
#define WORD_ROOM 320
#define STATUS_CONFLICT 3 /* of parindex-stamp */

extern char **environ;

/* A memory file with these bytes, to be read from its start; -1. */
static int
memory_file(struct slice bytes)
{
	int fd = memfd_create("errand", MFD_CLOEXEC);

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
spawn(struct errand *e, const struct errand_to *to, int in)
{
	char words[3][WORD_ROOM];
	char *argv[] = { (char[]){ "parindex-stamp" }, words[0], words[1],
		words[2], NULL };
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t none;
	int rc;

	(void)snprintf(words[0], WORD_ROOM, "%s", to->url);
	(void)snprintf(words[1], WORD_ROOM, "%s", to->sent);
	(void)snprintf(words[2], WORD_ROOM, "%s", to->wanted);
	(void)sigemptyset(&none);
	(void)posix_spawn_file_actions_init(&acts);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	rc = posix_spawn_file_actions_adddup2(&acts, in, STDIN_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(&acts, e->out,
		    STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(&acts, 3);
	if (rc == 0)
		rc = posix_spawn(&e->pid, to->program, &acts, &attr, argv,
		    environ);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&acts);
	if (rc != 0)
		e->pid = 0;
	return rc == 0 ? OK : ERR_IO;
}

static void
finish(struct errand *e)
{
	if (e->out >= 0)
		(void)close(e->out);
	*e = ERRAND_NONE;
}

enum err
errand_begin(struct errand *e, const struct errand_to *to, int64_t now)
{
	int in = memory_file(to->body);
	enum err err;

	e->out = memory_file(SLICE_NONE);
	e->end = now + CALL_US;
	err = in < 0 || e->out < 0 ? ERR_IO : spawn(e, to, in);
	if (in >= 0)
		(void)close(in);
	if (err != OK)
		finish(e);
	return err;
}

static enum errand_how
answer_read(const struct errand *e, int status, struct buf *answer)
{
	uint8_t *at = buf_room(answer, ANSWER_MOST);
	ssize_t n = at == NULL ? -1 : pread(e->out, at, ANSWER_MOST, 0);

	if (n < 0 || !WIFEXITED(status)) {
		buf_text(answer, "The call was ended before it had an answer.");
		return ERRAND_FAILED;
	}
	answer->n += (size_t)n;
	if (WEXITSTATUS(status) == 0)
		return ERRAND_ANSWERED;
	return WEXITSTATUS(status) == STATUS_CONFLICT ? ERRAND_CONFLICT
						      : ERRAND_FAILED;
}

enum errand_how
errand_look(struct errand *e, int64_t now, struct buf *answer)
{
	enum errand_how how;
	int status = 0;

	if (now >= e->end)
		(void)kill(e->pid, SIGKILL);
	if (waitpid(e->pid, &status, WNOHANG) != e->pid)
		return ERRAND_OUT;
	how = answer_read(e, status, answer);
	finish(e);
	return how;
}

int64_t
errand_next(const struct errand *e, int64_t now)
{
	/* killed, not yet gone: a second later */
	return e->end > now ? e->end : now + SECOND_US;
}

void
errand_stop(struct errand *e)
{
	if (e->pid != 0) {
		(void)kill(e->pid, SIGKILL);
		(void)waitpid(e->pid, NULL, 0);
	}
	finish(e);
}
