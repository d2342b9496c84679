/*
 * die.c - kills its process at a chosen call: the crash test's trigger.
 *
 * A shared library for LD_PRELOAD; the programs themselves hold no fault
 * points. Knows which library calls matter to durability. Told by environment:
 *
 *   DIE=WHAT:N:WHEN     WHAT commit  the outermost LMDB write commits
 *                            link    linkat, renameat and rename
 *                            flush   fsync, fdatasync, writes through O_DSYNC
 *                            send    ZeroMQ sends
 *                       N   counts from 1, in each process for itself
 *                       WHEN before | after the call
 *   DIE_PROGRAM=NAME    only in programs of this name
 *   DIE_ONCE=PATH       made as the process dies; while it is there nobody
 *                       dies, so a restarted program lives
 *   DIE_COUNT=PATH      nobody dies; a process that ends adds a line "NAME
 *                       COMMITS LINKS FLUSHES SENDS" there
 *
 * Death is SIGKILL. Counting goes on in all threads at once.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>
#include <zmq.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum what {
	COMMIT,
	LINK,
	FLUSH,
	SEND,
	WHATS
};

static const char *const names[WHATS] = { "commit", "link", "flush", "send" };

/* A preloaded library has no main() to keep its state in. */
static struct {
	bool armed, after;
	enum what what;
	unsigned long n;
	const char *once, *count;
	atomic_ulong calls[WHATS];
	_Atomic(MDB_txn *) top; /* the open write transaction without parent */
} fate;

static bool
fate_read(const char *text)
{
	const char *colon = strchr(text, ':');
	char *end;

	if (colon == NULL)
		return false;
	for (fate.what = 0; fate.what < WHATS; fate.what++)
		if (strlen(names[fate.what]) == (size_t)(colon - text) &&
		    strncmp(names[fate.what], text, (size_t)(colon - text)) ==
			0)
			break;
	fate.n = strtoul(colon + 1, &end, 10);
	fate.after = strcmp(end, ":after") == 0;
	return fate.what < WHATS && fate.n > 0 &&
	       (fate.after || strcmp(end, ":before") == 0);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *text = getenv("DIE"), *program = getenv("DIE_PROGRAM");

	fate.count = getenv("DIE_COUNT");
	if (fate.count != NULL || text == NULL ||
	    (program != NULL &&
		strcmp(program, program_invocation_short_name) != 0))
		return;
	fate.once = getenv("DIE_ONCE");
	fate.armed = fate_read(text);
	if (!fate.armed) {
		fprintf(stderr, "die: DIE=%s is not WHAT:N:WHEN\n", text);
		abort();
	}
}

/* In one write: several processes may end at once. */
__attribute__((destructor)) static void
end(void)
{
	char line[128];
	int fd, n;

	if (fate.count == NULL)
		return;
	n = snprintf(line, sizeof line, "%s %lu %lu %lu %lu\n",
	    program_invocation_short_name, fate.calls[COMMIT], fate.calls[LINK],
	    fate.calls[FLUSH], fate.calls[SEND]);
	fd = REAL(open)(fate.count, O_CREAT | O_APPEND | O_WRONLY, 0600);
	if (fd < 0 || REAL(write)(fd, line, (size_t)n) != n) {
		perror("die: DIE_COUNT");
		abort();
	}
	close(fd);
}

static void
die(void)
{
	if (fate.once != NULL &&
	    REAL(open)(fate.once, O_CREAT | O_EXCL | O_WRONLY, 0600) < 0)
		return;
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

/* Whether the call now made is the fatal one; dies if death comes before. */
static bool
call_begin(enum what what)
{
	unsigned long n = atomic_fetch_add(&fate.calls[what], 1) + 1;
	bool fatal = fate.armed && what == fate.what && n == fate.n;

	if (fatal && !fate.after)
		die();
	return fatal;
}

static void
call_end(bool fatal)
{
	int kept = errno;

	if (fatal && fate.after)
		die();
	errno = kept;
}

#define AROUND(type, what, call)                                               \
	do {                                                                   \
		bool fatal_ = call_begin(what);                                \
		type result_ = (call);                                         \
		call_end(fatal_);                                              \
		return result_;                                                \
	} while (0)

int
mdb_txn_begin(MDB_env *env, MDB_txn *parent, unsigned int flags, MDB_txn **txn)
{
	int rc = REAL(mdb_txn_begin)(env, parent, flags, txn);

	if (rc == 0 && parent == NULL && (flags & MDB_RDONLY) == 0)
		atomic_store(&fate.top, *txn);
	return rc;
}

int
mdb_txn_commit(MDB_txn *txn)
{
	if (txn != atomic_load(&fate.top))
		return REAL(mdb_txn_commit)(txn);
	AROUND(int, COMMIT, REAL(mdb_txn_commit)(txn));
}

int
linkat(int from, const char *path, int to, const char *target, int flags)
{
	AROUND(int, LINK, REAL(linkat)(from, path, to, target, flags));
}

int
renameat(int from, const char *path, int to, const char *target)
{
	AROUND(int, LINK, REAL(renameat)(from, path, to, target));
}

int
rename(const char *path, const char *target)
{
	AROUND(int, LINK, REAL(rename)(path, target));
}

int
fsync(int fd)
{
	AROUND(int, FLUSH, REAL(fsync)(fd));
}

int
fdatasync(int fd)
{
	AROUND(int, FLUSH, REAL(fdatasync)(fd));
}

/* LMDB writes its meta page through a descriptor that flushes by itself. */
ssize_t
pwrite(int fd, const void *bytes, size_t length, off_t at)
{
	bool asked = fate.count != NULL || (fate.armed && fate.what == FLUSH);
	int flags = asked ? fcntl(fd, F_GETFL) : 0;

	if (flags < 0 || (flags & O_DSYNC) == 0)
		return REAL(pwrite)(fd, bytes, length, at);
	AROUND(ssize_t, FLUSH, REAL(pwrite)(fd, bytes, length, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at)
    __attribute__((alias("pwrite")));

int
zmq_send(void *socket, const void *bytes, size_t length, int flags)
{
	AROUND(int, SEND, REAL(zmq_send)(socket, bytes, length, flags));
}

int
zmq_msg_send(zmq_msg_t *message, void *socket, int flags)
{
	AROUND(int, SEND, REAL(zmq_msg_send)(message, socket, flags));
}
