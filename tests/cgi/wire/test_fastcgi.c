/*
 * test_fastcgi.c - the real FastCGI library behind a pretend web server.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "cgi/wire/wire.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"
#include "tests/kit/web.h"

struct served {
	struct folder folder;
	char path[FOLDER_ROOM + 16];
	struct wire *wire;
	pthread_t thread;
	_Atomic int last; /* how the last body ended */
	_Atomic uint64_t taken;
	_Atomic bool stamped;
	pthread_barrier_t meet;
};

/* The service under test. /echo gives the body back, /early answers 401
 * without reading, /meet waits for another request, /size counts. */
static void
answer(void *self, struct ask *a, struct reply *r)
{
	struct served *s = self;
	struct buf body = { 0 };

	if (a->refused != 0) {
		reply_empty(r, a->refused);
		return;
	}
	if (slice_is(a->path, "/early")) {
		reply_bytes(r, 401, MEDIA_TEXT, slice_text("no"));
		return;
	}
	if (slice_is(a->path, "/meet"))
		pthread_barrier_wait(&s->meet);
	s->stamped = a->stamped;
	s->last = (int)ask_read_all(a, (size_t)1 << 30, &body);
	s->taken = a->taken;
	if (s->last != OK)
		reply_bytes(r, 400, MEDIA_TEXT,
		    slice_text(err_name((enum err)s->last)));
	else if (slice_is(a->path, "/spoilt"))
		reply_header_text(r, "X", "a\r\nSet-Cookie: b");
	else
		reply_bytes(r, 200, MEDIA_TEXT, buf_all(&body));
	buf_free(&body);
}

static void *
run(void *self)
{
	struct served *s = self;

	ck_assert_err(wire_run(s->wire), OK);
	return NULL;
}

static void
serve(struct served *s, unsigned threads, unsigned patience)
{
	struct wire_options o = { .prefix = "/parindex",
		.threads = threads,
		.patience = patience,
		.handle = answer,
		.self = s };
	struct fault why = { .err = OK };

	memset(s, 0, sizeof *s);
	s->folder = folder_make();
	snprintf(s->path, sizeof s->path, "%s/cgi.sock", s->folder.path);
	o.socket = s->path;
	pthread_barrier_init(&s->meet, NULL, 2);
	ck_assert_err(wire_open(&s->wire, &o, &why), OK);
	ck_assert_int_eq(pthread_create(&s->thread, NULL, run, s), 0);
}

static void
end(struct served *s)
{
	wire_stop(s->wire);
	pthread_join(s->thread, NULL);
	wire_close(&s->wire);
	pthread_barrier_destroy(&s->meet);
	folder_remove(&s->folder);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
expect(int fd, const char *target, const char *body, int status)
{
	struct web_answer a;

	web_ask(fd, true, "POST", target, slice_text(body), &a);
	ck_assert_int_eq(a.status, status);
	ck_assert(a.ended);
	if (status == 200)
		ck_assert(slice_is(web_content(&a), body));
	web_answer_free(&a);
}

START_TEST(a_kept_connection_carries_many_requests)
{
	struct served s;
	int fd;

	serve(&s, 2, 5);
	fd = web_connect(s.path);
	for (int i = 0; i < 50; i++)
		expect(fd, "/parindex/echo", "hello", 200);
	expect(fd, "/elsewhere", "x", 404);
	expect(fd, "/parindex/echo", "again", 200);
	close(fd);
	end(&s);
}
END_TEST

START_TEST(a_connection_that_is_not_kept_is_closed_at_once)
{
	struct served s;
	struct web_answer a, b;
	double start;
	int fd;

	serve(&s, 1, 5);
	fd = web_connect(s.path);
	start = now();
	web_ask(fd, false, "GET", "/parindex/echo", SLICE_NONE, &a);
	ck_assert_int_eq(a.status, 200);
	web_read(fd, &b);
	ck_assert(b.closed);
	ck_assert_double_lt(now() - start, 1.0);
	web_answer_free(&a);
	web_answer_free(&b);
	close(fd);
	end(&s);
}
END_TEST

START_TEST(idle_connections_cost_no_thread)
{
	struct served s;
	int idle[40], fd;

	serve(&s, 1, 5);
	for (int i = 0; i < 40; i++) {
		idle[i] = web_connect(s.path);
		if (i % 2 == 0)
			expect(idle[i], "/parindex/echo", "first", 200);
	}
	fd = web_connect(s.path);
	expect(fd, "/parindex/echo", "served", 200);
	for (int i = 0; i < 40; i++) {
		expect(idle[i], "/parindex/echo", "still", 200);
		close(idle[i]);
	}
	close(fd);
	end(&s);
}
END_TEST

struct meeting {
	const char *path;
	int status;
};

static void *
meet(void *self)
{
	struct meeting *m = self;
	struct web_answer a;
	int fd = web_connect(m->path);

	web_ask(fd, true, "GET", "/parindex/meet", SLICE_NONE, &a);
	m->status = a.status;
	web_answer_free(&a);
	close(fd);
	return NULL;
}

START_TEST(two_requests_are_served_at_once)
{
	struct served s;
	struct meeting m[2];
	pthread_t t[2];

	serve(&s, 2, 5);
	for (int i = 0; i < 2; i++) {
		m[i] = (struct meeting){ s.path, 0 };
		pthread_create(&t[i], NULL, meet, &m[i]);
	}
	for (int i = 0; i < 2; i++) {
		pthread_join(t[i], NULL);
		ck_assert_int_eq(m[i].status, 200);
	}
	end(&s);
}
END_TEST

START_TEST(a_body_shorter_than_announced_is_truncated)
{
	struct served s;
	struct buf out = { 0 };
	struct web_answer a;
	int fd;

	serve(&s, 1, 5);
	fd = web_connect(s.path);
	web_head(&out, true, "POST", "/parindex/echo", 100, NULL);
	web_body(&out, slice_text("only this"), true);
	ck_assert(web_send(fd, buf_all(&out)));
	web_read(fd, &a);
	ck_assert_int_eq(a.status, 400);
	ck_assert(slice_is(web_content(&a), "truncated"));
	ck_assert_uint_eq(s.taken, 9);
	web_answer_free(&a);
	buf_free(&out);
	expect(fd, "/parindex/echo", "the connection is sound", 200);
	close(fd);
	end(&s);
}
END_TEST

START_TEST(a_body_without_a_length_is_read_to_its_end)
{
	struct served s;
	struct buf out = { 0 };
	struct web_answer a;
	int fd;

	serve(&s, 1, 5);
	fd = web_connect(s.path);
	web_head(&out, true, "POST", "/parindex/echo", -1, NULL);
	web_body(&out, slice_text("chunked once"), true);
	ck_assert(web_send(fd, buf_all(&out)));
	web_read(fd, &a);
	ck_assert(slice_is(web_content(&a), "chunked once"));
	web_answer_free(&a);
	buf_free(&out);
	close(fd);
	end(&s);
}
END_TEST

/* What a peer does in the middle of a body, and how the handler hears. */
static const struct {
	const char *what;
	bool abort, leave;
	enum err err;
} breaks[] = {
	{ "sends an abort", true, false, ERR_TRUNCATED },
	{ "goes away", false, true, ERR_TRUNCATED },
	{ "falls silent", false, false, ERR_TIMEOUT },
};

START_TEST(a_body_cut_in_the_middle_is_noticed)
{
	struct served s;
	struct buf out = { 0 };
	struct web_answer a;
	int fd;

	serve(&s, 1, 1);
	fd = web_connect(s.path);
	web_head(&out, true, "POST", "/parindex/echo", 100, NULL);
	web_body(&out, slice_text("half"), false);
	if (breaks[_i].abort)
		web_put(&out, WEB_ABORT, SLICE_NONE);
	ck_assert(web_send(fd, buf_all(&out)));
	if (breaks[_i].leave)
		shutdown(fd, SHUT_WR);
	web_read(fd, &a);
	ck_assert(a.closed || a.ended);
	close(fd);
	fd = web_connect(s.path);
	ck_assert_msg(s.last == (int)breaks[_i].err, "a peer that %s: %s",
	    breaks[_i].what, err_name((enum err)s.last));
	expect(fd, "/parindex/echo", "the next one", 200);
	close(fd);
	web_answer_free(&a);
	buf_free(&out);
	end(&s);
}
END_TEST

struct pusher {
	int fd;
	struct buf out;
};

static void *
push(void *self)
{
	struct pusher *p = self;

	(void)web_send(p->fd, buf_all(&p->out));
	return NULL;
}

START_TEST(an_early_answer_arrives_and_the_rest_is_discarded)
{
	struct served s;
	struct pusher p = { 0 };
	struct web_answer a;
	size_t n = (size_t)20 << 20;
	uint8_t *big = calloc(1, n);
	pthread_t t;

	serve(&s, 1, 5);
	p.fd = web_connect(s.path);
	web_head(&p.out, true, "POST", "/parindex/early", (long)n, NULL);
	web_body(&p.out, slice_of(big, n), true);
	pthread_create(&t, NULL, push, &p);
	web_read(p.fd, &a);
	pthread_join(t, NULL);
	ck_assert_int_eq(a.status, 401);
	ck_assert(a.ended);
	expect(p.fd, "/parindex/echo", "not the body's middle", 200);
	web_answer_free(&a);
	buf_free(&p.out);
	free(big);
	close(p.fd);
	end(&s);
}
END_TEST

/* Records nobody sends in good faith. */
static const struct {
	const char *what;
	uint8_t bytes[40];
	size_t n;
} hostile[] = {
	{ "version 9", { 9, 1, 0, 1, 0, 8 }, 16 },
	{ "parameters before a request", { 1, 4, 0, 1, 0, 2, 0, 0, 0, 0 }, 10 },
	{ "lengths of 4 GiB",
	    { 1, 1, 0, 1, 0, 8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 4, 0, 1, 0, 8,
		0, 0, 255, 255, 255, 255, 255, 255, 255, 255 },
	    32 },
	{ "a role that is not ours",
	    { 1, 1, 0, 1, 0, 8, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 1, 4, 0, 1, 0, 0,
		0, 0, 1, 5, 0, 1, 0, 0, 0, 0 },
	    32 },
	{ "a begin of the wrong size", { 1, 1, 0, 1, 0, 3, 0, 0, 0, 1, 0 },
	    11 },
	{ "half a header", { 1, 1, 0 }, 3 },
};

START_TEST(hostile_records_end_their_own_connection_only)
{
	struct served s;
	struct web_answer a;
	int fd, good;

	serve(&s, 1, 1);
	good = web_connect(s.path);
	expect(good, "/parindex/echo", "before", 200);
	fd = web_connect(s.path);
	ck_assert(web_send(fd, slice_of(hostile[_i].bytes, hostile[_i].n)));
	shutdown(fd, SHUT_WR);
	web_read(fd, &a);
	ck_assert_msg(a.closed && a.out.n == 0, "%s", hostile[_i].what);
	expect(good, "/parindex/echo", "after", 200);
	web_answer_free(&a);
	close(fd);
	close(good);
	end(&s);
}
END_TEST

START_TEST(oversized_parameters_are_refused)
{
	struct served s;
	char *big = malloc(9001);
	const char *more[] = { "HTTP_COOKIE", big, NULL };
	struct buf out = { 0 };
	struct web_answer a;
	int fd;

	memset(big, 'x', 9000);
	big[9000] = '\0';
	serve(&s, 1, 5);
	fd = web_connect(s.path);
	web_head(&out, true, "GET", "/parindex/echo", -1, more);
	web_body(&out, SLICE_NONE, true);
	ck_assert(web_send(fd, buf_all(&out)));
	web_read(fd, &a);
	ck_assert_int_eq(a.status, 431);
	web_answer_free(&a);
	buf_free(&out);
	free(big);
	close(fd);
	end(&s);
}
END_TEST

START_TEST(a_spoilt_answer_becomes_a_500)
{
	struct served s;
	int fd;

	serve(&s, 1, 5);
	fd = web_connect(s.path);
	expect(fd, "/parindex/spoilt", "", 500);
	close(fd);
	end(&s);
}
END_TEST

START_TEST(head_has_a_length_and_no_body)
{
	struct served s;
	struct web_answer a;
	int fd;

	serve(&s, 1, 5);
	fd = web_connect(s.path);
	web_ask(fd, true, "HEAD", "/parindex/echo", slice_text("12345"), &a);
	ck_assert_int_eq(a.status, 200);
	ck_assert_uint_eq(web_content(&a).n, 0);
	ck_assert_ptr_nonnull(
	    strstr(buf_cstr(&a.out), "Content-Length: 5\r\n"));
	web_answer_free(&a);
	close(fd);
	end(&s);
}
END_TEST

/* Who is connected when the service is told to stop. */
START_TEST(stopping_is_quick_with_kept_idle_and_half_connections)
{
	struct served s;
	struct buf half = { 0 };
	struct web_answer a;
	double start;
	int kept, idle, stuck;

	serve(&s, 3, 60);
	kept = web_connect(s.path);
	expect(kept, "/parindex/echo", "kept", 200);
	idle = web_connect(s.path);
	stuck = web_connect(s.path);
	web_head(&half, true, "POST", "/parindex/meet", 100, NULL);
	web_body(&half, slice_text("half"), false);
	ck_assert(web_send(stuck, buf_all(&half)));
	pthread_barrier_wait(&s.meet); /* its handler is running now */
	start = now();
	wire_stop(s.wire);
	pthread_join(s.thread, NULL);
	ck_assert_double_lt(now() - start, 5.0);
	wire_close(&s.wire);
	web_read(kept, &a);
	ck_assert(a.closed);
	ck_assert_int_ne(access(s.path, F_OK), 0);
	close(kept);
	close(idle);
	close(stuck);
	buf_free(&half);
	web_answer_free(&a);
	pthread_barrier_destroy(&s.meet);
	folder_remove(&s.folder);
}
END_TEST

START_TEST(a_request_in_progress_is_finished_before_stopping)
{
	struct served s;
	struct meeting m;
	pthread_t t;

	serve(&s, 2, 60);
	m = (struct meeting){ s.path, 0 };
	pthread_create(&t, NULL, meet, &m);
	pthread_barrier_wait(&s.meet); /* its handler is running now */
	wire_stop(s.wire);
	pthread_join(t, NULL);
	pthread_join(s.thread, NULL);
	ck_assert_int_eq(m.status, 200);
	wire_close(&s.wire);
	pthread_barrier_destroy(&s.meet);
	folder_remove(&s.folder);
}
END_TEST

START_TEST(the_stamp_is_the_web_servers_not_a_clients)
{
	struct served s;
	const char *forged[] = { "HTTP_PARINDEX_LAST_BYTE", "1673370000.123",
		NULL };
	const char *real[] = { "PARINDEX_LAST_BYTE", "1673370000.123", NULL };
	struct buf out = { 0 };
	struct web_answer a;
	int fd;

	serve(&s, 1, 5);
	fd = web_connect(s.path);
	for (int i = 0; i < 2; i++) {
		buf_clear(&out);
		web_head(&out, true, "GET", "/parindex/echo", -1,
		    i == 0 ? forged : real);
		web_body(&out, SLICE_NONE, true);
		ck_assert(web_send(fd, buf_all(&out)));
		web_read(fd, &a);
		ck_assert_int_eq(s.stamped, i);
		web_answer_free(&a);
	}
	buf_free(&out);
	close(fd);
	end(&s);
}
END_TEST

START_TEST(a_stale_socket_is_replaced_and_a_live_one_is_not)
{
	struct served s;
	struct wire_options o = { .prefix = "",
		.threads = 1,
		.handle = answer };
	struct wire *other;
	struct fault why = { .err = OK };
	struct stat st;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd;

	serve(&s, 1, 5);
	o.socket = s.path;
	ck_assert_err(wire_open(&other, &o, &why), ERR_EXISTS);
	ck_assert_int_eq(stat(s.path, &st), 0);
	ck_assert_int_eq(st.st_mode & 0777, 0660);
	fd = web_connect(s.path);
	expect(fd, "/parindex/echo", "not disturbed", 200);
	close(fd);
	/* A name without a listener: what a killed process leaves. */
	snprintf(at.sun_path, sizeof at.sun_path, "%.80s/stale.sock",
	    s.folder.path);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	close(fd);
	o.socket = at.sun_path;
	ck_assert_err(wire_open(&other, &o, &why), OK);
	wire_close(&other);
	end(&s);
}
END_TEST

START_TEST(a_socket_path_that_is_too_long_is_refused)
{
	char path[WIRE_SOCKET_PATH_MOST + 2];
	struct wire_options o = { .prefix = "",
		.threads = 1,
		.socket = path,
		.handle = answer };
	struct fault why = { .err = OK };
	struct wire *w;

	memset(path, 'a', sizeof path - 1);
	path[sizeof path - 1] = '\0';
	ck_assert_err(wire_open(&w, &o, &why), ERR_TOO_BIG);
	ck_assert_ptr_null(w);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire/fastcgi");
	TCase *c = tcase_create("fastcgi");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, c);
	tcase_set_timeout(c, 30);
	tcase_add_test(c, a_kept_connection_carries_many_requests);
	tcase_add_test(c, a_connection_that_is_not_kept_is_closed_at_once);
	tcase_add_test(c, idle_connections_cost_no_thread);
	tcase_add_test(c, two_requests_are_served_at_once);
	tcase_add_test(c, a_body_shorter_than_announced_is_truncated);
	tcase_add_test(c, a_body_without_a_length_is_read_to_its_end);
	tcase_add_loop_test(c, a_body_cut_in_the_middle_is_noticed, 0,
	    sizeof breaks / sizeof *breaks);
	tcase_add_test(c, an_early_answer_arrives_and_the_rest_is_discarded);
	tcase_add_loop_test(c, hostile_records_end_their_own_connection_only, 0,
	    sizeof hostile / sizeof *hostile);
	tcase_add_test(c, oversized_parameters_are_refused);
	tcase_add_test(c, a_spoilt_answer_becomes_a_500);
	tcase_add_test(c, head_has_a_length_and_no_body);
	tcase_add_test(c,
	    stopping_is_quick_with_kept_idle_and_half_connections);
	tcase_add_test(c, a_request_in_progress_is_finished_before_stopping);
	tcase_add_test(c, the_stamp_is_the_web_servers_not_a_clients);
	tcase_add_test(c, a_stale_socket_is_replaced_and_a_live_one_is_not);
	tcase_add_test(c, a_socket_path_that_is_too_long_is_refused);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
