/*
 * test_nginx.c - the shipped nginx configuration in front of the wire.
 *
 * Skips itself, saying so, on a machine without nginx.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cgi/wire/wire.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define NGINX "/usr/sbin/nginx"
#define CONF TEST_SOURCE_DIR "/../cgi/conf/nginx"

struct site {
	struct folder folder;
	char socket[FOLDER_ROOM + 16];
	struct wire *wire;
	pthread_t thread;
	pid_t nginx;
	uint16_t port;
	/* what the handler saw last */
	_Atomic bool stamped;
	_Atomic int64_t stamp_us;
	_Atomic uint64_t taken;
};

static struct moment
wall(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (
	    struct moment){ t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000 };
}

static void
answer(void *self, struct ask *a, struct reply *r)
{
	struct site *s = self;
	uint8_t room[65536];
	size_t got = 1;

	s->stamped = a->stamped;
	s->stamp_us = a->front_stamp.us;
	while (got > 0 && ask_read(a, room, sizeof room, &got) == OK)
		continue;
	s->taken = a->taken;
	reply_bytes(r, a->refused != 0 ? a->refused : 200, MEDIA_TEXT,
	    slice_text("ours"));
	reply_header_text(r, "ETag", "\"v1\"");
}

static void *
run(void *self)
{
	struct site *s = self;

	(void)wire_run(s->wire);
	return NULL;
}

/* A port that was free a moment ago. */
static uint16_t
free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t n = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, n), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	close(fd);
	return ntohs(at.sin_port);
}

static int
dial(const struct site *s)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(s->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
		return fd;
	close(fd);
	return -1;
}

static void
start_nginx(struct site *s)
{
	char command[2048];
	int fd;

	s->port = free_port();
	snprintf(command, sizeof command,
	    "sed 's|@PORT@|%u|; s|@DIR@|%s|g; s|@SOCKET@|%s|; s|@CONF@|%s|' "
	    "%s/nginx.conf.in > %s/nginx.conf",
	    s->port, s->folder.path, s->socket, CONF, CONF, s->folder.path);
	ck_assert_int_eq(system(command), 0);
	snprintf(command, sizeof command, "%s/nginx.conf", s->folder.path);
	if ((s->nginx = fork()) == 0) {
		execl(NGINX, "nginx", "-e", "/dev/null", "-c", command, "-g",
		    getuid() == 0 ? "user root;" : "", NULL);
		_exit(127);
	}
	while ((fd = dial(s)) < 0) {
		ck_assert_int_eq(waitpid(s->nginx, NULL, WNOHANG), 0);
		(void)poll(NULL, 0, 10);
	}
	close(fd);
}

static void
start(struct site *s)
{
	struct wire_options o = { .prefix = "/parindex",
		.threads = 2,
		.patience = 10,
		.handle = answer,
		.self = s };
	struct fault why = { .err = OK };

	memset(s, 0, sizeof *s);
	s->folder = folder_make();
	snprintf(s->socket, sizeof s->socket, "%s/cgi.sock", s->folder.path);
	o.socket = s->socket;
	ck_assert_err(wire_open(&s->wire, &o, &why), OK);
	ck_assert_int_eq(pthread_create(&s->thread, NULL, run, s), 0);
	start_nginx(s);
}

static void
end(struct site *s)
{
	kill(s->nginx, SIGTERM);
	waitpid(s->nginx, NULL, 0);
	wire_stop(s->wire);
	pthread_join(s->thread, NULL);
	wire_close(&s->wire);
	folder_remove(&s->folder);
}

static void
say(int fd, const char *text)
{
	ck_assert_int_eq(send(fd, text, strlen(text), MSG_NOSIGNAL),
	    (ssize_t)strlen(text));
}

/* Reads to the end of the connection. */
static int
hear(int fd, char *to, size_t room)
{
	size_t n = 0;
	ssize_t got;
	int status = 0;

	while (n < room - 1 && (got = recv(fd, to + n, room - 1 - n, 0)) > 0)
		n += (size_t)got;
	to[n] = '\0';
	sscanf(to, "HTTP/1.1 %d", &status);
	close(fd);
	return status;
}

#define HEAD " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"

START_TEST(the_stamp_of_a_slow_body_is_its_last_bytes)
{
	struct site s;
	struct moment before;
	char text[4096];
	int fd;

	start(&s);
	fd = dial(&s);
	say(fd, "POST /parindex/v1/x" HEAD "Content-Length: 20\r\n"
		"PARINDEX_LAST_BYTE: 1.000\r\nParindex-Last-Byte: 1.000\r\n"
		"\r\n");
	for (int i = 0; i < 19; i++) {
		say(fd, "x");
		(void)poll(NULL, 0, 100);
	}
	before = wall();
	say(fd, "y");
	ck_assert_int_eq(hear(fd, text, sizeof text), 200);
	ck_assert_uint_eq(s.taken, 20);
	ck_assert(s.stamped);
	/* $msec has whole milliseconds; a busy machine adds some. */
	ck_assert_int_ge(s.stamp_us, before.us - 2000);
	ck_assert_int_le(s.stamp_us, before.us + 250000);
	end(&s);
}
END_TEST

START_TEST(a_chunked_body_arrives_whole_with_its_length)
{
	struct site s;
	char text[4096];
	int fd;

	start(&s);
	fd = dial(&s);
	say(fd, "POST /parindex/v1/x" HEAD "Transfer-Encoding: chunked\r\n\r\n"
		"5\r\nhello\r\n3\r\nyou\r\n0\r\n\r\n");
	ck_assert_int_eq(hear(fd, text, sizeof text), 200);
	ck_assert_uint_eq(s.taken, 8);
	ck_assert_ptr_nonnull(strstr(text, "ETag: \"v1\""));
	ck_assert_ptr_nonnull(strstr(text, "nosniff"));
	end(&s);
}
END_TEST

START_TEST(a_body_beyond_the_limit_is_a_problem_document)
{
	struct site s;
	char text[4096];
	int fd;

	start(&s);
	fd = dial(&s);
	say(fd, "POST /parindex/v1/x" HEAD "Content-Length: 230000000\r\n\r\n");
	ck_assert_int_eq(hear(fd, text, sizeof text), 413);
	ck_assert_ptr_nonnull(strstr(text, "application/problem+json"));
	ck_assert_ptr_nonnull(strstr(text, "urn:parindex:problem:too-big"));
	end(&s);
}
END_TEST

START_TEST(a_service_that_is_away_is_a_503_to_try_again)
{
	struct site s;
	char text[4096];
	int fd;

	start(&s);
	wire_stop(s.wire);
	pthread_join(s.thread, NULL);
	wire_close(&s.wire);
	fd = dial(&s);
	say(fd, "GET /parindex/healthz" HEAD "\r\n");
	ck_assert_int_eq(hear(fd, text, sizeof text), 503);
	ck_assert_ptr_nonnull(strstr(text, "Retry-After: 5"));
	ck_assert_ptr_nonnull(strstr(text, "application/problem+json"));
	kill(s.nginx, SIGTERM);
	waitpid(s.nginx, NULL, 0);
	folder_remove(&s.folder);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_stamp_of_a_slow_body_is_its_last_bytes,
		a_chunked_body_arrives_whole_with_its_length,
		a_body_beyond_the_limit_is_a_problem_document,
		a_service_that_is_away_is_a_503_to_try_again,
		NULL,
	};

	if (access(NGINX, X_OK) != 0) {
		puts("skipped: there is no " NGINX);
		return 0;
	}
	return suite_run("wire/nginx", tests);
}
