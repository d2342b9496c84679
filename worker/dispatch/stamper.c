/*
 * stamper.c - calls to authorities: when, one a child, and what comes of it.
 *
 * Knows the policy of audit.md's queue: newest checkpoint first, each
 * authority its own, back-off. Touches its children, the store by acts and
 * looks. Requests and answers travel in memory files, so no pipe can block.
 */
#include "worker/dispatch/stamper.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/base/log.h"
#include "store/look/looks.h"

#define SECOND_US INT64_C(1000000)
#define LOOK_US (10 * SECOND_US)  /* between two looks at the log */
#define CALL_US (200 * SECOND_US) /* the child's own limit is 180 s */
#define BACK_OFF_MOST 300
#define NEAR_SECONDS 10
#define BEFORE_SECONDS 600 /* how long before a deadline is near it */
#define AFTER_SECONDS 180  /* and after, for the entry that closes it */

extern char **environ;

struct call {
	const struct conf_tsa *tsa;
	pid_t pid; /* 0: nothing is out */
	int out;   /* the answer's memory file; -1 */
	int64_t next, end;
	unsigned failures;
	struct digest imprint;
	struct buf note, request;
};

struct stamper_crew {
	const char *program;
	struct store *store;
	unsigned n;
	struct call calls[CONF_TSAS];
};

int64_t
stamper_back_off(unsigned failures)
{
	int64_t most = BACK_OFF_MOST;

	return failures > 8 ? most : INT64_C(1) << failures;
}

int64_t
stamper_interval(unsigned interval, bool near)
{
	return near && interval > NEAR_SECONDS ? NEAR_SECONDS : interval;
}

struct stamper_crew *
stamper_new(const char *program, const struct conf *conf, struct store *store)
{
	struct stamper_crew *c = calloc(1, sizeof *c);

	if (c == NULL)
		return NULL;
	c->program = program;
	c->store = store;
	c->n = conf->n_tsa;
	for (unsigned i = 0; i < c->n; i++) {
		c->calls[i].tsa = &conf->tsa[i];
		c->calls[i].out = -1;
	}
	return c;
}

/* ---- beginning ---- */

/* A memory file with these bytes, to be read from its start; -1. */
static int
memory_file(struct slice bytes)
{
	int fd = memfd_create("stamp", MFD_CLOEXEC);

	if (fd < 0)
		return -1;
	if (write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n ||
	    lseek(fd, 0, SEEK_SET) != 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* The child has its two files, standard error and nothing else of ours. */
static enum err
spawn(const struct stamper_crew *c, struct call *call, int in)
{
	char sent[] = "application/timestamp-query",
	     wanted[] = "application/timestamp-reply", url[CONF_TEXT];
	char *argv[] = { (char[]){ "parindex-stamp" }, url, sent, wanted,
		NULL };
	posix_spawn_file_actions_t acts;
	posix_spawnattr_t attr;
	sigset_t none;
	int rc;

	(void)snprintf(url, sizeof url, "%s", call->tsa->url);
	(void)sigemptyset(&none);
	(void)posix_spawn_file_actions_init(&acts);
	(void)posix_spawnattr_init(&attr);
	(void)posix_spawnattr_setsigmask(&attr, &none);
	(void)posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	rc = posix_spawn_file_actions_adddup2(&acts, in, STDIN_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(&acts, call->out,
		    STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addclosefrom_np(&acts, 3);
	if (rc == 0)
		rc = posix_spawn(&call->pid, c->program, &acts, &attr, argv,
		    environ);
	(void)posix_spawnattr_destroy(&attr);
	(void)posix_spawn_file_actions_destroy(&acts);
	if (rc != 0)
		call->pid = 0;
	return rc == 0 ? OK : ERR_IO;
}

static enum err
send(const struct stamper_crew *c, struct call *call)
{
	struct slice text;
	enum err e;
	int in = -1;

	buf_clear(&call->request);
	if ((e = note_text(buf_all(&call->note), &text)) != OK)
		return e;
	call->imprint = digest_of(text);
	if ((e = tsp_ask(call->imprint, &call->request)) != OK)
		return e;
	in = memory_file(buf_all(&call->request));
	call->out = memory_file(SLICE_NONE);
	e = in < 0 || call->out < 0 ? ERR_IO : spawn(c, call, in);
	if (in >= 0)
		(void)close(in);
	return e;
}

static void
finish(struct call *call)
{
	if (call->out >= 0)
		(void)close(call->out);
	call->out = -1;
	call->pid = 0;
}

static void
note_failure(const struct stamper_crew *c, struct call *call, int64_t now,
    const char *reason)
{
	enum err e = act_stamp_failed(c->store, call->tsa->name, reason);

	call->failures++;
	call->next = now + stamper_back_off(call->failures) * SECOND_US;
	log_line(LOG_IS_WARNING, "not-stamped", "%s, failure %u: %s",
	    call->tsa->name, call->failures, reason);
	if (e != OK)
		log_line(LOG_IS_ERROR, "stamp-state-not-kept", "%s",
		    err_words(e));
	finish(call);
}

/* When its next token is due, and for which checkpoint; an empty note when
 * nothing but tokens came since. */
static enum err
is_due(const struct stamper_crew *c, struct call *call, bool *due)
{
	struct reading wall;
	struct moment done;
	bool near;
	enum err e;

	*due = false;
	buf_clear(&call->note);
	if ((e = store_now(c->store, &wall)) != OK ||
	    (e = look_deadline_near(c->store, wall.wall,
		 seconds(BEFORE_SECONDS), seconds(AFTER_SECONDS), &near)) !=
		OK ||
	    (e = look_unstamped(c->store, call->tsa->name, &call->note,
		 &done)) != OK)
		return e;
	*due = call->note.n > 0 &&
	       (done.us == 0 || wall.wall.us < done.us ||
		   wall.wall.us - done.us >=
		       stamper_interval(call->tsa->interval, near) * SECOND_US);
	return OK;
}

static void
begin(const struct stamper_crew *c, struct call *call, int64_t now)
{
	bool due;
	enum err e = is_due(c, call, &due);

	call->next = now + LOOK_US;
	if (e == OK && !due)
		return;
	call->end = now + CALL_US;
	if (e == OK)
		e = send(c, call);
	if (e != OK)
		note_failure(c, call, now, err_words(e));
}

/* ---- ending ---- */

static enum err
answer_read(const struct call *call, struct buf *to)
{
	uint8_t *at = buf_room(to, TSP_ANSWER_MOST + 1);
	ssize_t n =
	    at == NULL ? -1 : pread(call->out, at, TSP_ANSWER_MOST + 1, 0);

	if (n < 0)
		return ERR_IO;
	to->n = (size_t)n;
	return OK;
}

static enum err
keep(const struct stamper_crew *c, const struct call *call, struct slice answer,
    struct fault *why)
{
	struct tsp_trust trust = { call->tsa->ca, call->tsa->policies };
	struct stamping in = { .by = call->tsa->name,
		.note = buf_all(&call->note),
		.request = buf_all(&call->request),
		.response = answer };
	enum err e = tsp_check(&trust, call->imprint, in.request, answer,
	    &in.token, why);

	if (e != OK)
		return e;
	e = act_stamped(c->store, &in);
	return e == OK ? OK
		       : fault_set(why, e, "", "The token was not kept: %s.",
			     err_words(e));
}

static void
take(const struct stamper_crew *c, struct call *call, int64_t now, int status)
{
	bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	struct fault why = { .err = OK };
	struct buf answer = { 0 };
	enum err e = answer_read(call, &answer);

	if (e == OK && !well)
		e = fault_set(&why, ERR_IO, "", "%.*s",
		    (int)(answer.n > 200 ? 200 : answer.n),
		    WIFEXITED(status) ? buf_cstr(&answer)
				      : "The call was ended by a signal.");
	if (e == OK)
		e = keep(c, call, buf_all(&answer), &why);
	buf_free(&answer);
	if (e != OK) {
		note_failure(c, call, now,
		    why.detail[0] == 0 ? err_words(e) : why.detail);
		return;
	}
	log_line(LOG_IS_INFO, "stamped", "%s", call->tsa->name);
	call->failures = 0;
	call->next = now + LOOK_US;
	finish(call);
}

int64_t
stamper_tend(struct stamper_crew *c, int64_t now)
{
	int64_t again = INT64_MAX;

	for (unsigned i = 0; i < c->n; i++) {
		struct call *call = &c->calls[i];
		int64_t next;
		int status = 0;

		if (call->pid != 0 && now >= call->end)
			(void)kill(call->pid, SIGKILL);
		if (call->pid != 0 &&
		    waitpid(call->pid, &status, WNOHANG) == call->pid)
			take(c, call, now, status);
		if (call->pid == 0 && now >= call->next)
			begin(c, call, now);
		next = call->pid != 0 ? call->end : call->next;
		if (call->pid != 0 && next <= now)
			next = now + SECOND_US; /* killed, not yet gone */
		if (next < again)
			again = next;
	}
	return again;
}

void
stamper_stop(struct stamper_crew **crew)
{
	struct stamper_crew *c = *crew;

	for (unsigned i = 0; c != NULL && i < c->n; i++) {
		struct call *call = &c->calls[i];

		if (call->pid != 0) {
			(void)kill(call->pid, SIGKILL);
			(void)waitpid(call->pid, NULL, 0);
		}
		finish(call);
		buf_free(&call->note);
		buf_free(&call->request);
	}
	free(c);
	*crew = NULL;
}
