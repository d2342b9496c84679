/*
 * nurse.c - a process that has everything loaded and forks a child for each
 * document.
 *
 * Knows how to hand descriptors on. Touches its socket on descriptor 0, and of
 * documents nothing but their descriptors.
 */
#include "worker/probe/nurse.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker/probe/exits.h"
#include "worker/probe/probe.h"

/* A message of one order and two descriptors. */
struct note {
	struct order order;
	struct iovec part;
	struct msghdr head;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(2 * sizeof(int))];
	} fds;
};

static void
note_start(struct note *n)
{
	*n = (struct note){ .order = { .extension = "" } };
	n->part = (struct iovec){ &n->order, sizeof n->order };
	n->head = (struct msghdr){ .msg_iov = &n->part,
		.msg_iovlen = 1,
		.msg_control = n->fds.bytes,
		.msg_controllen = sizeof n->fds.bytes };
}

enum err
nurse_ask(int line, const struct order *order, int document, int answers)
{
	const int fds[2] = { document, answers };
	struct cmsghdr *c;
	struct note n;
	ssize_t sent;

	note_start(&n);
	n.order = *order;
	c = CMSG_FIRSTHDR(&n.head);
	*c = (struct cmsghdr){ .cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
		.cmsg_len = CMSG_LEN(sizeof fds) };
	memcpy(CMSG_DATA(c), fds, sizeof fds);
	do
		sent = sendmsg(line, &n.head, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? ERR_IO : OK;
}

/* Takes a request. False at the parent's end. */
static bool
take(struct note *n, int fds[2])
{
	struct cmsghdr *c;
	ssize_t got;

	note_start(n);
	do
		got = recvmsg(STDIN_FILENO, &n->head, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	c = CMSG_FIRSTHDR(&n->head);
	if (got != (ssize_t)sizeof n->order || c == NULL ||
	    c->cmsg_type != SCM_RIGHTS ||
	    c->cmsg_len != CMSG_LEN(2 * sizeof(int)))
		return false;
	memcpy(fds, CMSG_DATA(c), 2 * sizeof(int));
	return true;
}

/* Ends without ceremony: whatever a library, or a sanitizer, would still do
 * at the end is more than the seal lets it. */
static _Noreturn void
end(int status)
{
	for (;;)
		(void)syscall(SYS_exit_group, status);
}

/* The child: the document on 0, the answer on 1, nothing else, and it dies
 * with its nurse. */
static _Noreturn void
be_child(const struct note *n, const int fds[2], pid_t nurse,
    int (*child)(void *self, const struct order *o), void *self)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != nurse ||
	    dup2(fds[0], STDIN_FILENO) < 0 || dup2(fds[1], STDOUT_FILENO) < 0 ||
	    close_range(3, ~0u, 0) != 0)
		end(PROBE_EXIT_UNSEALED);
	end(child(self, &n->order));
}

void
probe_serve(int (*child)(void *self, const struct order *o), void *self)
{
	pid_t nurse = getpid(), pid;
	int fds[2], status;
	struct note n;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		_exit(PROBE_EXIT_UNSEALED);
	while (take(&n, fds)) {
		status = PROBE_EXIT_UNSEALED << 8;
		if ((pid = fork()) == 0)
			be_child(&n, fds, nurse, child, self);
		(void)close(fds[0]);
		(void)close(fds[1]);
		while (
		    pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (send(STDIN_FILENO, &status, sizeof status, MSG_NOSIGNAL) <
		    0)
			break;
	}
	end(0);
}
