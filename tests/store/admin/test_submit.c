/*
 * test_submit.c - `parindex submit` against a server that answers what a test
 * tells it to.
 */
#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/digest.h"
#include "store/base/encode.h"
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define TAKEN                                                                  \
	"{\"id\":\"0190-1\",\"status\":\"queued\","                            \
	"\"receipt\":\"c2sp.org/tlog-proof@v1\\nindex 7\\n\"}"

#define COMMITTED                                                              \
	"{\"id\":\"0190-0\",\"receipt\":\"c2sp.org/tlog-proof@v1\\n"           \
	"index 6\\n\"}"

/* Takes one request whole and gives one answer; with a `first` one, that to a
 * request before it. */
struct server {
	int fd;
	char url[64];
	int status;
	const char *answer, *first;
	struct buf request, before;
	pthread_t thread;
};

static size_t
content_length(struct buf *request)
{
	const char *at = strstr(buf_cstr(request), "Content-Length: ");

	return at == NULL ? 0 : strtoul(at + 16, NULL, 10);
}

static bool
is_whole(struct buf *request)
{
	const char *end = strstr(buf_cstr(request), "\r\n\r\n");

	return end != NULL &&
	       request->n - (size_t)(end + 4 - buf_cstr(request)) >=
		   content_length(request);
}

static void
serve_one(struct server *s, int status, const char *body, struct buf *request)
{
	int fd = accept(s->fd, NULL, NULL);
	struct buf answer = { 0 };
	char part[4096];
	ssize_t n = 1;

	while (fd >= 0 && n > 0 && !is_whole(request))
		if ((n = read(fd, part, sizeof part)) > 0)
			buf_bytes(request, part, (size_t)n);
	buf_print(&answer,
	    "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n"
	    "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
	    status, strlen(body), body);
	(void)send(fd, answer.p, answer.n, MSG_NOSIGNAL);
	buf_free(&answer);
	(void)close(fd);
}

static void *
serve(void *arg)
{
	struct server *s = arg;

	if (s->first != NULL)
		serve_one(s, 201, s->first, &s->before);
	serve_one(s, s->status, s->answer, &s->request);
	return NULL;
}

static void
server_start_after(struct server *s, const char *first, int status,
    const char *answer)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof at;

	*s = (struct server){ .status = status,
		.answer = answer,
		.first = first };
	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(s->fd, 0);
	ck_assert_int_eq(bind(s->fd, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_eq(listen(s->fd, 1), 0);
	ck_assert_int_eq(getsockname(s->fd, (struct sockaddr *)&at, &n), 0);
	(void)snprintf(s->url, sizeof s->url, "http://127.0.0.1:%u/parindex/v1",
	    (unsigned)ntohs(at.sin_port));
	ck_assert_int_eq(pthread_create(&s->thread, NULL, serve, s), 0);
}

static void
server_start(struct server *s, int status, const char *answer)
{
	server_start_after(s, NULL, status, answer);
}

static void
server_stop(struct server *s)
{
	ck_assert_int_eq(pthread_join(s->thread, NULL), 0);
	(void)close(s->fd);
}

static void
write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fputs(text, f), 0);
	ck_assert_int_eq(fclose(f), 0);
}

struct parcel {
	struct desk desk;
	char document[FOLDER_ROOM + 64], token[FOLDER_ROOM + 16],
	    receipt[FOLDER_ROOM + 80];
};

static struct parcel
parcel_make(void)
{
	struct parcel p = { .desk = desk_make(PARINDEX) };

	(void)snprintf(p.document, sizeof p.document, "%s/Kế hoạch.PDF",
	    p.desk.folder.path);
	(void)snprintf(p.token, sizeof p.token, "%s/token", p.desk.folder.path);
	(void)snprintf(p.receipt, sizeof p.receipt, "%s.tlog-proof",
	    p.document);
	write_file(p.document, "%PDF-1.4 thử\n");
	write_file(p.token, "par_secret\n");
	return p;
}

static struct ran
submit(const struct parcel *p, const char *url, const char *more,
    const char *value)
{
	return operate(&p->desk, "submit", p->document, "--url", url,
	    "--token-file", p->token, "--period", "2022", "--unit", "D16",
	    "--leaf", "1.1.1", "--leaf", "1.1.2", "--secrecy", "thuong",
	    "--note", "a&b=c d", more, value, NULL);
}

static bool
asked(struct server *s, const char *what)
{
	return strstr(buf_cstr(&s->request), what) != NULL;
}

START_TEST(a_document_is_sent_whole_and_its_receipt_kept)
{
	struct parcel p = parcel_make();
	struct buf digest = { 0 };
	struct server s;
	char kept[64] = "";
	struct stat st;
	struct ran r;
	FILE *f;

	server_start(&s, 202, TAKEN);
	r = submit(&p, s.url, NULL, NULL);
	server_stop(&s);
	ck_assert_msg(r.status == 0, "%s", buf_cstr(&r.err));
	ck_assert_str_eq(buf_cstr(&r.out), "0190-1\n");
	ck_assert(asked(&s,
	    "POST /parindex/v1/submissions?period=2022&unit=D16&leaf=1.1.1&"
	    "leaf=1.1.2&secrecy=thuong&note=a%26b%3Dc%20d&"
	    "file=K%E1%BA%BF%20ho%E1%BA%A1ch.PDF HTTP/1.1\r\n"));
	ck_assert(asked(&s, "\r\nAuthorization: Bearer par_secret\r\n"));
	ck_assert(asked(&s, "\r\nContent-Type: application/pdf\r\n"));
	ck_assert(asked(&s, "\r\nIdempotency-Key: \""));
	buf_text(&digest, "\r\nContent-Digest: sha-256=:");
	base64_put(&digest,
	    slice_of(digest_of(slice_text("%PDF-1.4 thử\n")).b, DIGEST_BYTES));
	buf_text(&digest, ":\r\n");
	ck_assert(asked(&s, buf_cstr(&digest)));
	ck_assert(asked(&s, "\r\n\r\n%PDF-1.4 thử\n"));
	ck_assert_ptr_nonnull(f = fopen(p.receipt, "rb"));
	ck_assert_uint_gt(fread(kept, 1, sizeof kept - 1, f), 0);
	(void)fclose(f);
	ck_assert_str_eq(kept, "c2sp.org/tlog-proof@v1\nindex 7\n");
	ck_assert_int_eq(stat(p.receipt, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	buf_free(&digest);
	buf_free(&s.request);
	ran_free(&r);
	desk_remove(&p.desk);
}
END_TEST

/* The value of the request's Idempotency-Key, of a submission with `more`. */
static void
key_sent(const struct parcel *p, const char *more, const char *value,
    char key[80])
{
	const char *at;
	struct server s;
	struct ran r;

	server_start(&s, 200, TAKEN);
	r = submit(p, s.url, more, value);
	server_stop(&s);
	ck_assert_int_eq(r.status, 0);
	at = strstr(buf_cstr(&s.request), "Idempotency-Key: ");
	ck_assert_ptr_nonnull(at);
	(void)sscanf(at + 17, "%79[^\r]", key);
	ran_free(&r);
	buf_free(&s.request);
}

START_TEST(the_same_request_has_the_same_key_and_another_leaf_another)
{
	struct parcel p = parcel_make();
	char first[80], again[80], leaf[80], own[80];

	key_sent(&p, NULL, NULL, first);
	key_sent(&p, "--page", "3", again);
	key_sent(&p, "--leaf", "1.2.1", leaf);
	key_sent(&p, "--key", "my-own", own);
	ck_assert_uint_eq(strlen(first), 66);
	ck_assert_str_eq(first, again);
	ck_assert_str_ne(first, leaf);
	ck_assert_str_eq(own, "\"my-own\"");
	desk_remove(&p.desk);
}
END_TEST

static void
ck_kept(const char *path, const char *text)
{
	char kept[64] = "";
	FILE *f = fopen(path, "rb");

	ck_assert_msg(f != NULL, "%s", path);
	ck_assert_uint_gt(fread(kept, 1, sizeof kept - 1, f), 0);
	(void)fclose(f);
	ck_assert_str_eq(kept, text);
}

START_TEST(of_what_is_not_taken_the_receipt_that_says_so_is_kept)
{
	struct parcel p = parcel_make();
	char path[sizeof p.document + 32];
	struct server s;
	struct ran r;

	server_start(&s, 422,
	    "{\"detail\":\"Returned, as entry 7 of the log says.\","
	    "\"log\":{\"index\":7},"
	    "\"receipt\":\"c2sp.org/tlog-proof@v1\\nindex 7\\n\"}");
	r = submit(&p, s.url, NULL, NULL);
	server_stop(&s);
	ck_assert_int_eq(r.status, 3);
	ck_assert_str_eq(buf_cstr(&r.out), "");
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.err), "entry 7 of the log"));
	(void)snprintf(path, sizeof path, "%s.refused.tlog-proof", p.document);
	ck_assert_msg(strstr(buf_cstr(&r.err), path) != NULL, "%s",
	    buf_cstr(&r.err));
	ck_kept(path, "c2sp.org/tlog-proof@v1\nindex 7\n");
	ck_assert_int_ne(access(p.receipt, F_OK), 0);
	buf_free(&s.request);
	ran_free(&r);
	desk_remove(&p.desk);
}
END_TEST

START_TEST(a_commitment_goes_first_and_the_document_completes_it)
{
	struct parcel p = parcel_make();
	char path[FOLDER_ROOM + 96], hex[DIGEST_TEXT], body[256];
	struct server s;
	struct ran r;

	server_start_after(&s, COMMITTED, 202, TAKEN);
	r = submit(&p, s.url, "--commit-first", NULL);
	server_stop(&s);
	ck_assert_msg(r.status == 0, "%s", buf_cstr(&r.err));
	digest_text(digest_of(slice_text("%PDF-1.4 thử\n")), hex);
	(void)snprintf(body, sizeof body,
	    "\r\n\r\n{\"leaves\":[\"1.1.1\",\"1.1.2\"],\"documents\":"
	    "[{\"sha256\":\"%s\",\"size\":15}]}",
	    hex);
	ck_assert_msg(strstr(buf_cstr(&s.before), body) != NULL, "%s",
	    buf_cstr(&s.before));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&s.before),
	    "POST /parindex/v1/periods/2022/units/D16/commitments HTTP/1.1"));
	ck_assert_ptr_nonnull(
	    strstr(buf_cstr(&s.before), "\r\nContent-Type: application/json"));
	ck_assert(asked(&s, "&commitment=0190-0&file="));
	ck_assert(asked(&s, "\r\n\r\n%PDF-1.4 thử\n"));
	(void)snprintf(path, sizeof path, "%s.commitment.tlog-proof",
	    p.document);
	ck_kept(path, "c2sp.org/tlog-proof@v1\nindex 6\n");
	ck_kept(p.receipt, "c2sp.org/tlog-proof@v1\nindex 7\n");
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.out), path));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.out), "0190-1\n"));
	buf_free(&s.request);
	buf_free(&s.before);
	ran_free(&r);
	desk_remove(&p.desk);
}
END_TEST

/* The value of the Idempotency-Key of a request. */
static void
key_in(struct buf *request, char key[80])
{
	const char *at = strstr(buf_cstr(request), "Idempotency-Key: ");

	ck_assert_ptr_nonnull(at);
	(void)sscanf(at + 17, "%79[^\r]", key);
}

START_TEST(a_commitment_has_a_key_of_its_own_that_repeats)
{
	struct parcel p = parcel_make();
	char first[2][80], again[2][80];
	struct server s;
	struct ran r;

	for (int i = 0; i < 2; i++) {
		server_start_after(&s, COMMITTED, 202, TAKEN);
		r = submit(&p, s.url, "--commit-first", NULL);
		server_stop(&s);
		key_in(&s.before, i == 0 ? first[0] : again[0]);
		key_in(&s.request, i == 0 ? first[1] : again[1]);
		buf_free(&s.request);
		buf_free(&s.before);
		ran_free(&r);
	}
	ck_assert_str_ne(first[0], first[1]);
	ck_assert_str_eq(first[0], again[0]);
	ck_assert_str_eq(first[1], again[1]);
	desk_remove(&p.desk);
}
END_TEST

START_TEST(a_commitment_that_is_refused_keeps_the_document_at_home)
{
	struct parcel p = parcel_make();
	struct server s;
	struct ran r;

	/* a second request would not be answered, and be no refusal */
	server_start(&s, 403, "{\"detail\":\"The window has closed.\"}");
	r = submit(&p, s.url, "--commit-first", NULL);
	server_stop(&s);
	ran_expect(&r, 3, "The window has closed", __FILE__, __LINE__);
	ck_assert(!asked(&s, "%PDF"));
	ran_free(&r);
	buf_free(&s.request);
	r = operate(&p.desk, "submit", p.document, "--url", s.url,
	    "--token-file", p.token, "--period", "2022", "--unit", "D16",
	    "--leaf", "1.1.1", "--secrecy", "thuong", "--commit-first",
	    "--commitment", "0190-0", NULL);
	ran_expect(&r, 2, "--commit-first", __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&p.desk);
}
END_TEST

START_TEST(what_the_server_answers_decides_how_it_ends)
{
	static const struct {
		int status;
		const char *answer;
		int ends;
		const char *says;
	} rows[] = {
		{ 200, TAKEN, 0, "0190-1" },
		{ 202, "{}", 1, "no id" },
		{ 202, "not json", 1, "no id" },
		{ 403,
		    "{\"title\":\"forbidden\",\"detail\":\"The window closed "
		    "at 24:00.\"}",
		    3, "403: The window closed at 24:00." },
		{ 400,
		    "{\"detail\":\"No.\",\"errors\":[{\"pointer\":"
		    "\"query:leaf\",\"detail\":\"There is no leaf 9.\"}]}",
		    3, "query:leaf: There is no leaf 9." },
		{ 404, "<html>", 3, "answered 404" },
		{ 301, "", 3, "answered 301" },
		{ 429, "{\"detail\":\"Too many.\"}", 4, "is safe" },
		{ 503, "{\"detail\":\"The disk is full.\"}", 4, "is safe" },
	};
	struct parcel p = parcel_make();
	struct server s;
	struct ran r;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		server_start(&s, rows[i].status, rows[i].answer);
		r = submit(&p, s.url, NULL, NULL);
		server_stop(&s);
		ran_expect(&r, rows[i].ends, rows[i].says, __FILE__, (int)i);
		ran_free(&r);
		buf_free(&s.request);
	}
	desk_remove(&p.desk);
}
END_TEST

START_TEST(a_server_that_is_not_there_can_be_tried_again)
{
	struct parcel p = parcel_make();
	struct server s;
	struct ran r;

	/* a port that was free a moment ago */
	server_start(&s, 200, "");
	(void)shutdown(s.fd, SHUT_RDWR);
	server_stop(&s);
	r = submit(&p, s.url, NULL, NULL);
	ran_expect(&r, 4, "No answer", __FILE__, __LINE__);
	ran_free(&r);
	r = submit(&p, "gopher://127.0.0.1/v1", NULL, NULL);
	ran_expect(&r, 2, NULL, __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&p.desk);
}
END_TEST

START_TEST(what_cannot_be_sent_is_said_before_anything_is)
{
	struct parcel p = parcel_make();
	const char *url = "http://127.0.0.1:1/v1";
	struct ran r;

	expect(&p.desk, 2, "--url is required", "submit", p.document);
	r = submit(&p, url, "--key", "with space");
	ran_expect(&r, 2, "--key", __FILE__, __LINE__);
	ran_free(&r);
	write_file(p.token, "two words\n");
	r = submit(&p, url, NULL, NULL);
	ran_expect(&r, 1, "holds no token", __FILE__, __LINE__);
	ran_free(&r);
	ck_assert_int_eq(remove(p.document), 0);
	r = submit(&p, url, NULL, NULL);
	ran_expect(&r, 1, "cannot be read", __FILE__, __LINE__);
	ran_free(&r);
	desk_remove(&p.desk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_document_is_sent_whole_and_its_receipt_kept,
		the_same_request_has_the_same_key_and_another_leaf_another,
		a_commitment_goes_first_and_the_document_completes_it,
		a_commitment_has_a_key_of_its_own_that_repeats,
		of_what_is_not_taken_the_receipt_that_says_so_is_kept,
		a_commitment_that_is_refused_keeps_the_document_at_home,
		what_the_server_answers_decides_how_it_ends,
		a_server_that_is_not_there_can_be_tried_again,
		what_cannot_be_sent_is_said_before_anything_is,
		NULL,
	};

	return suite_run("submit", tests);
}
