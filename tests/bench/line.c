/*
 * line.c - one connection that uploads document after document.
 *
 * Knows as much HTTP/1.1 as its own requests need. Talks to 127.0.0.1 only.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/line.h"

enum {
	HEAD_ROOM = 4096,
	ANSWER_ROOM = 65536
};

int64_t
line_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
line_complain(struct line *l, const char *what)
{
	l->errors++;
	if (l->complaint[0] == '\0')
		snprintf(l->complaint, sizeof l->complaint, "%s", what);
}

static bool
line_connect(struct line *l)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(l->wish->port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int one = 1;

	if (l->fd >= 0)
		return true;
	if ((l->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0)
		return false;
	setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (connect(l->fd, (struct sockaddr *)&to, sizeof to) == 0)
		return true;
	close(l->fd);
	l->fd = -1;
	return false;
}

static void
line_hang_up(struct line *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

static bool
line_send(struct line *l)
{
	char head[HEAD_ROOM];
	struct iovec parts[2] = {
		{ head, (size_t)snprintf(head, sizeof head,
			    "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n"
			    "Content-Length: %zu\r\n%s\r\n",
			    l->wish->path, l->wish->port, l->paper.length,
			    l->wish->headers) },
		{ l->paper.bytes, l->paper.length },
	};
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = 2 };

	if (parts[0].iov_len >= sizeof head)
		return false;
	while (parts[1].iov_len > 0) {
		ssize_t n = sendmsg(l->fd, &message, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		for (int i = 0; i < 2; i++) {
			size_t part = (size_t)n < parts[i].iov_len
					  ? (size_t)n
					  : parts[i].iov_len;

			parts[i].iov_base = (char *)parts[i].iov_base + part;
			parts[i].iov_len -= part;
			n -= (ssize_t)part;
		}
	}
	return true;
}

/* Where the answer ends, or 0 while that cannot be told yet. */
static size_t
answer_end(const char *answer, size_t length)
{
	const char *blank = strstr(answer, "\r\n\r\n");
	const char *stated;
	size_t head;

	if (blank == NULL)
		return 0;
	head = (size_t)(blank - answer) + 4;
	stated = strcasestr(answer, "\r\nContent-Length:");
	if (stated != NULL && stated < blank) {
		size_t whole = head + strtoul(stated + 17, NULL, 10);

		return length >= whole ? whole : 0;
	}
	return length >= head + 5 &&
		       memcmp(answer + length - 5, "0\r\n\r\n", 5) == 0
		   ? length
		   : 0;
}

/* Reads one answer; true when it took the document in. */
static bool
line_receive(struct line *l)
{
	char answer[ANSWER_ROOM];
	const char *closes;
	size_t length = 0;
	bool taken;

	do {
		ssize_t n =
		    recv(l->fd, answer + length, sizeof answer - 1 - length, 0);

		if (n <= 0)
			return false;
		length += (size_t)n;
		answer[length] = '\0';
	} while (answer_end(answer, length) == 0);

	taken = strncmp(answer + 8, " 202", 4) == 0 ||
		strncmp(answer + 8, " 201", 4) == 0;
	if (!taken && l->complaint[0] == '\0')
		snprintf(l->complaint, sizeof l->complaint, "%.*s",
		    (int)sizeof l->complaint - 1, answer);
	closes = strcasestr(answer, "\r\nConnection: close");
	if (closes != NULL)
		line_hang_up(l);
	return taken;
}

void
line_note(struct line *l, int64_t took_us)
{
	if (l->taken == l->room) {
		l->room = l->room == 0 ? 1024 : l->room * 2;
		l->took_us = realloc(l->took_us, l->room * sizeof *l->took_us);
		if (l->took_us == NULL)
			exit(2);
	}
	l->took_us[l->taken++] = (uint32_t)took_us;
}

void *
line_run(void *self)
{
	struct line *l = self;
	int64_t began;

	while ((began = line_now_us()) < l->until_us &&
	       (l->wish->count == 0 || l->taken + l->errors < l->wish->count)) {
		paper_number(&l->paper, l->serial++);
		if (!line_connect(l)) {
			line_complain(l, "no connection");
			break;
		}
		if (line_send(l) && line_receive(l)) {
			line_note(l, line_now_us() - began);
			continue;
		}
		line_complain(l, "the connection broke");
		line_hang_up(l);
	}
	line_hang_up(l);
	return NULL;
}
