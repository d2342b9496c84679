/*
 * web.c - FastCGI records.
 *
 * Knows the FastCGI 1.0 specification, sections 3 and 5. Touches sockets.
 */
#include "tests/kit/web.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define RECORD_MOST 65535

int
web_connect(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_uint_lt(strlen(path), sizeof at.sun_path);
	strcpy(at.sun_path, path);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
	return fd;
}

void
web_put(struct buf *to, enum web_record type, struct slice content)
{
	uint8_t head[8] = { 1, (uint8_t)type, 0, 1, (uint8_t)(content.n >> 8),
		(uint8_t)content.n, 0, 0 };

	ck_assert_uint_le(content.n, RECORD_MOST);
	buf_bytes(to, head, sizeof head);
	buf_slice(to, content);
}

static void
length(struct buf *to, size_t n)
{
	uint8_t wide[4] = { (uint8_t)(n >> 24 | 0x80), (uint8_t)(n >> 16),
		(uint8_t)(n >> 8), (uint8_t)n };

	if (n < 128)
		buf_byte(to, (uint8_t)n);
	else
		buf_bytes(to, wide, sizeof wide);
}

void
web_pair(struct buf *to, const char *name, const char *value)
{
	length(to, strlen(name));
	length(to, strlen(value));
	buf_text(to, name);
	buf_text(to, value);
}

void
web_head(struct buf *to, bool keep, const char *method, const char *target,
    long length_n, const char *const *more)
{
	uint8_t begin[8] = { 0, 1, keep ? WEB_KEEP : 0 };
	const char *mark = strchr(target, '?');
	struct buf pairs = { 0 };
	char text[24];

	web_put(to, WEB_BEGIN, slice_of(begin, sizeof begin));
	web_pair(&pairs, "REQUEST_METHOD", method);
	web_pair(&pairs, "REQUEST_URI", target);
	web_pair(&pairs, "QUERY_STRING", mark == NULL ? "" : mark + 1);
	snprintf(text, sizeof text, "%ld", length_n);
	web_pair(&pairs, "CONTENT_LENGTH", length_n < 0 ? "" : text);
	for (; more != NULL && *more != NULL; more += 2)
		web_pair(&pairs, more[0], more[1]);
	web_put(to, WEB_PARAMS, buf_all(&pairs));
	web_put(to, WEB_PARAMS, SLICE_NONE);
	buf_free(&pairs);
}

void
web_body(struct buf *to, struct slice body, bool whole)
{
	while (body.n > 0) {
		size_t n = body.n < RECORD_MOST ? body.n : RECORD_MOST;

		web_put(to, WEB_STDIN, slice_of(body.p, n));
		body = slice_of(body.p + n, body.n - n);
	}
	if (whole)
		web_put(to, WEB_STDIN, SLICE_NONE);
}

bool
web_send(int fd, struct slice bytes)
{
	while (bytes.n > 0) {
		ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes = slice_of(bytes.p + n, bytes.n - (size_t)n);
	}
	return true;
}

static bool
take(int fd, void *to, size_t n)
{
	return n == 0 || recv(fd, to, n, MSG_WAITALL) == (ssize_t)n;
}

void
web_read(int fd, struct web_answer *to)
{
	uint8_t head[8], content[RECORD_MOST + 255];

	*to = (struct web_answer){ .status = 0 };
	while (!to->ended && !to->closed) {
		size_t n;

		if (!take(fd, head, sizeof head)) {
			to->closed = true;
			break;
		}
		n = (size_t)head[4] << 8 | head[5];
		to->closed = !take(fd, content, n + head[6]);
		if (head[1] == WEB_STDOUT && !to->closed)
			buf_bytes(&to->out, content, n);
		to->ended = head[1] == WEB_END;
	}
	sscanf(buf_cstr(&to->out), "Status: %d", &to->status);
}

struct slice
web_content(const struct web_answer *a)
{
	const uint8_t *mark = memmem(a->out.p, a->out.n, "\r\n\r\n", 4);

	ck_assert_ptr_nonnull(mark);
	return slice_of(mark + 4, a->out.n - (size_t)(mark + 4 - a->out.p));
}

void
web_answer_free(struct web_answer *a)
{
	buf_free(&a->out);
}

void
web_ask(int fd, bool keep, const char *method, const char *target,
    struct slice body, struct web_answer *to)
{
	struct buf out = { 0 };

	web_head(&out, keep, method, target, (long)body.n, NULL);
	web_body(&out, body, true);
	ck_assert(web_send(fd, buf_all(&out)));
	web_read(fd, to);
	buf_free(&out);
}
