/*
 * test_plain.c - plain CGI: environment, a pipe in, a pipe out.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgi/wire/wire.h"
#include "store/base/buf.h"
#include "tests/kit/suite.h"

static void
answer(void *self, struct ask *a, struct reply *r)
{
	struct buf body = { 0 };
	enum err e = ask_read_all(a, 1000, &body);

	(void)self;
	if (a->stamped)
		e = ERR_FORBIDDEN;
	reply_bytes(r, e == OK ? 200 : 400, MEDIA_TEXT,
	    e == OK ? buf_all(&body) : slice_text(err_name(e)));
	buf_free(&body);
}

static void
serve(char *const *variables, int in, int out)
{
	struct wire_options o = { .prefix = "/p", .handle = answer };

	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	_exit(wire_plain(&o, variables) != OK);
}

static const struct {
	const char *length, *coding, *body, *answer;
} rows[] = {
	{ "CONTENT_LENGTH=5", "X=y", "hello",
	    "Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
	    "Content-Length: 5\r\n\r\nhello" },
	{ "CONTENT_LENGTH=9", "X=y", "hello",
	    "Status: 400 Bad Request\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Length: 9\r\n\r\ntruncated" },
	{ "CONTENT_LENGTH=", "X=y", "no body is announced",
	    "Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
	    "Content-Length: 0\r\n\r\n" },
	{ "CONTENT_LENGTH=", "HTTP_TRANSFER_ENCODING=chunked", "chunks",
	    "Status: 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
	    "Content-Length: 6\r\n\r\nchunks" },
};

START_TEST(one_request_is_answered_on_stdout)
{
	char *variables[] = { strdup("REQUEST_METHOD=POST"),
		strdup("REQUEST_URI=/p/v1"),
		strdup("PARINDEX_LAST_BYTE=1673370000.123"),
		strdup(rows[_i].length), strdup(rows[_i].coding), NULL };
	struct buf heard = { 0 };
	int in[2], out[2], status;
	size_t n = strlen(rows[_i].body);
	ssize_t got;
	pid_t child;

	ck_assert(pipe(in) == 0 && pipe(out) == 0);
	if ((child = fork()) == 0) {
		close(in[1]);
		serve(variables, in[0], out[1]);
	}
	close(out[1]);
	ck_assert_int_eq(write(in[1], rows[_i].body, n), (ssize_t)n);
	close(in[1]);
	while ((got = read(out[0], buf_room(&heard, 512), 512)) > 0)
		heard.n += (size_t)got;
	waitpid(child, &status, 0);
	ck_assert_int_eq(status, 0);
	ck_assert_str_eq(buf_cstr(&heard), rows[_i].answer);
	close(in[0]);
	close(out[0]);
	buf_free(&heard);
	for (char **v = variables; *v != NULL; v++)
		free(*v);
}
END_TEST

START_TEST(how_it_was_started_decides_the_mode)
{
	unsetenv("GATEWAY_INTERFACE");
	ck_assert_int_eq(wire_mode_of(NULL), WIRE_NONE);
	ck_assert_int_eq(wire_mode_of("/run/x.sock"), WIRE_FASTCGI);
	setenv("GATEWAY_INTERFACE", "CGI/1.1", 1);
	ck_assert_int_eq(wire_mode_of("/run/x.sock"), WIRE_PLAIN);
	ck_assert_int_eq(wire_mode_of(NULL), WIRE_PLAIN);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire/plain");
	TCase *c = tcase_create("plain");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, c);
	tcase_add_loop_test(c, one_request_is_answered_on_stdout, 0,
	    (int)(sizeof rows / sizeof *rows));
	tcase_add_test(c, how_it_was_started_decides_the_mode);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
