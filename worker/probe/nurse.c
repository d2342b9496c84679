/*
 * nurse.c - a process that has everything loaded and forks a child for each
 * order.
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

/* A message of one order and its descriptors, that of the answers last. */
#define FDS_MOST (PROBE_TOGETHER + 1)
struct note {
	struct order order;
	struct iovec part;
	struct msghdr head;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(FDS_MOST * sizeof(int))];
	} fds;
};

static void
note_start(struct note *n)
{
	n->part = (struct iovec){ &n->order, sizeof n->order };
	n->head = (struct msghdr){ .msg_iov = &n->part,
		.msg_iovlen = 1,
		.msg_control = n->fds.bytes,
		.msg_controllen = sizeof n->fds.bytes };
}

enum err
nurse_ask(int line, const struct order *order, const int *documents,
    int answers)
{
	const size_t n_fds = order->n + 1, bytes = n_fds * sizeof(int);
	int fds[FDS_MOST];
	struct cmsghdr *c;
	struct note n = { .order = *order };
	ssize_t sent;

	memcpy(fds, documents, order->n * sizeof *fds);
	fds[order->n] = answers;
	note_start(&n);
	n.head.msg_controllen = CMSG_SPACE(bytes);
	c = CMSG_FIRSTHDR(&n.head);
	*c = (struct cmsghdr){ .cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
		.cmsg_len = CMSG_LEN(bytes) };
	memcpy(CMSG_DATA(c), fds, bytes);
	do
		sent = sendmsg(line, &n.head, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent < 0 ? ERR_IO : OK;
}

/* Takes a request. False at the parent's end. */
static bool
take(struct note *n, int fds[FDS_MOST])
{
	struct cmsghdr *c;
	ssize_t got;
	size_t bytes;

	note_start(n);
	do
		got = recvmsg(STDIN_FILENO, &n->head, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	c = CMSG_FIRSTHDR(&n->head);
	if (got != (ssize_t)sizeof n->order || n->order.n == 0 ||
	    n->order.n > PROBE_TOGETHER || c == NULL ||
	    c->cmsg_type != SCM_RIGHTS)
		return false;
	bytes = (n->order.n + 1) * sizeof(int);
	if (c->cmsg_len != CMSG_LEN(bytes))
		return false;
	memcpy(fds, CMSG_DATA(c), bytes);
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

/* The child: the first document on 0, the answer on 1, and it dies with its
 * nurse. */
static _Noreturn void
be_child(const struct order *order, int *fds, pid_t nurse, probe_child_fn child,
    void *self)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != nurse ||
	    dup2(fds[0], STDIN_FILENO) < 0 ||
	    dup2(fds[order->n], STDOUT_FILENO) < 0)
		end(PROBE_EXIT_UNSEALED);
	fds[0] = STDIN_FILENO;
	end(child(self, order, fds));
}

void
probe_serve(probe_child_fn child, void *self)
{
	pid_t nurse = getpid(), pid;
	int fds[FDS_MOST], status;
	struct note n;

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		_exit(PROBE_EXIT_UNSEALED);
	while (take(&n, fds)) {
		status = PROBE_EXIT_UNSEALED << 8;
		if ((pid = fork()) == 0)
			be_child(&n.order, fds, nurse, child, self);
		for (unsigned i = 0; i <= n.order.n; i++)
			(void)close(fds[i]);
		while (
		    pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
		if (send(STDIN_FILENO, &status, sizeof status, MSG_NOSIGNAL) <
		    0)
			break;
	}
	end(0);
}
