/*
 * test_door.c - problems, the fence, the throttle.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgi/door/fence.h"
#include "cgi/door/problem.h"
#include "cgi/door/throttle.h"
#include "store/base/json_in.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

START_TEST(every_error_has_a_status_and_a_document_that_parses)
{
	for (int e = OK + 1; e < ERR_COUNT; e++) {
		struct reply r;
		struct json *doc;
		struct fault why = { .err = (enum err)e,
			.pointer = "/leaf",
			.detail = "the \"leaf\" is not there" };
		struct jv root, v;
		int64_t status = 0;
		struct slice text = SLICE_NONE;
		char type[96];

		ck_assert_int_ge(problem_status((enum err)e), 400);
		ck_assert_int_le(problem_status((enum err)e), 503);
		ck_assert_str_ne(status_words(problem_status((enum err)e)),
		    "Status");
		reply_open(&r);
		problem_reply(&r, (enum err)e, &why);
		ck_assert(reply_whole(&r));
		memset(&why, 0, sizeof why);
		ck_assert_err(json_parse(buf_all(&r.body), 4096, &doc, &why),
		    OK);
		root = json_root(doc);
		v = jv_get(&root, "status");
		ck_assert(jv_int(&v, &status) && status == r.status);
		snprintf(type, sizeof type, "%s%s", PROBLEM_TYPE,
		    err_name((enum err)e));
		v = jv_get(&root, "type");
		ck_assert(jv_text(&v, &text) && slice_is(text, type));
		v = jv_get(&root, "errors");
		ck_assert_int_eq(jv_count(&v) == 1, r.status != 500);
		ck_assert_int_eq(reply_has(&r, "Retry-After").p != NULL,
		    r.status == 429 || r.status == 503);
		ck_assert_int_eq(reply_has(&r, "WWW-Authenticate").p != NULL,
		    r.status == 401);
		json_free(&doc);
		reply_close(&r);
	}
}
END_TEST

START_TEST(a_problem_of_https_own_keeps_what_explains_it)
{
	struct reply r;

	reply_open(&r);
	reply_header_text(&r, "Allow", "GET");
	problem_reply_status(&r, 405, NULL);
	ck_assert_int_eq(r.status, 405);
	ck_assert(slice_is(reply_has(&r, "Allow"), "GET"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&r.body), "method-not-allowed"));
	reply_close(&r);
}
END_TEST

static bool
can_open(const char *folder, const char *name, int flags)
{
	char path[FOLDER_ROOM + 64];
	int fd;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	fd = open(path, flags, 0600);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* What the store does behind the fence: an unnamed file, linked elsewhere. */
static bool
can_stage(const char *folder)
{
	char from[64], to[FOLDER_ROOM + 64];
	int fd = open(folder, O_TMPFILE | O_WRONLY, 0600);
	int done;

	snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
	snprintf(to, sizeof to, "%s/sub", folder);
	if (fd < 0 || mkdir(to, 0700) != 0)
		return false;
	snprintf(to, sizeof to, "%s/sub/kept", folder);
	done = linkat(AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW);
	close(fd);
	return done == 0;
}

/* In a child: a fence is for good. Each bit is a promise kept. */
static int
behind_the_fence(const char *in, const char *out)
{
	struct fence_gap gaps[] = { { in, FENCE_WRITE },
		{ "/proc/sys/kernel/random", FENCE_READ },
		{ "/nowhere/at/all", FENCE_READ } };
	int kept = 0;

	if (fence_close(gaps, 3) != OK)
		return 0;
	kept |= can_open(in, "new", O_CREAT | O_WRONLY) ? 1 : 0;
	kept |=
	    can_open("/proc/sys/kernel/random", "boot_id", O_RDONLY) ? 2 : 0;
	kept |= !can_open(out, "old", O_RDONLY) ? 4 : 0;
	kept |= !can_open(out, "new", O_CREAT | O_WRONLY) ? 8 : 0;
	kept |= can_stage(in) ? 16 : 0;
	return kept;
}

START_TEST(behind_the_fence_only_the_gaps_are_left)
{
	struct folder in = folder_make(), out = folder_make();
	int status = 0;
	pid_t child;

	ck_assert(can_open(out.path, "old", O_CREAT | O_WRONLY));
	if ((child = fork()) == 0)
		_exit(behind_the_fence(in.path, out.path));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	/* Without Landlock nothing is kept out, and all else works. */
	if (WEXITSTATUS(status) != (1 | 2 | 16))
		ck_assert_int_eq(WEXITSTATUS(status), 1 | 2 | 4 | 8 | 16);
	folder_remove(&in);
	folder_remove(&out);
}
END_TEST

#define S INT64_C(1000000)

static const struct throttle_options options = { 2, 3, 60 * S, 10 * S };

START_TEST(a_token_has_so_many_requests_at_once)
{
	struct throttle *t;
	struct token_id one = { 1 }, other = { 257 };

	ck_assert_err(throttle_open(&t, options), OK);
	for (int i = 0; i < 3; i++) {
		ck_assert_err(throttle_enter(t, one), OK);
		ck_assert_err(throttle_enter(t, other), OK);
		ck_assert_err(throttle_enter(t, one), OK);
		ck_assert_err(throttle_enter(t, one), ERR_QUOTA);
		throttle_leave(t, one);
		ck_assert_err(throttle_enter(t, one), OK);
		throttle_leave(t, one);
		throttle_leave(t, one);
		throttle_leave(t, other);
	}
	throttle_close(&t);
	ck_assert_ptr_null(t);
}
END_TEST

START_TEST(failed_sign_ins_pause_their_address_and_longer_each_time)
{
	struct throttle *t;
	struct slice bad = slice_text("192.0.2.1");
	struct slice good = slice_text("2001:db8::1");
	unsigned wait;

	ck_assert_err(throttle_open(&t, options), OK);
	for (int i = 0; i < 3; i++) {
		ck_assert_err(throttle_may_sign_in(t, bad, i * S, &wait), OK);
		throttle_failed(t, bad, i * S);
	}
	ck_assert_err(throttle_may_sign_in(t, bad, 2 * S, &wait), ERR_QUOTA);
	ck_assert_uint_eq(wait, 10);
	ck_assert_err(throttle_may_sign_in(t, bad, 12 * S - 1, &wait),
	    ERR_QUOTA);
	ck_assert_uint_eq(wait, 1);
	ck_assert_err(throttle_may_sign_in(t, bad, 12 * S, &wait), OK);
	ck_assert_err(throttle_may_sign_in(t, good, 2 * S, &wait), OK);
	for (int i = 0; i < 2; i++)
		throttle_failed(t, bad, 13 * S);
	ck_assert_err(throttle_may_sign_in(t, bad, 13 * S, &wait), ERR_QUOTA);
	ck_assert_uint_eq(wait, 20);
	throttle_close(&t);
}
END_TEST

START_TEST(slow_failures_never_pause_and_many_addresses_do_no_harm)
{
	struct throttle *t;
	char address[32];
	unsigned wait;

	ck_assert_err(throttle_open(&t, options), OK);
	for (int i = 0; i < 20; i++)
		throttle_failed(t, slice_text("a"), i * 40 * S);
	ck_assert_err(throttle_may_sign_in(t, slice_text("a"), 760 * S, &wait),
	    OK);
	for (int i = 0; i < 3; i++)
		throttle_failed(t, slice_text("b"), 1000 * S);
	for (int i = 0; i < 20000; i++) {
		snprintf(address, sizeof address, "10.%d.%d", i / 256, i % 256);
		throttle_failed(t, slice_text(address), 1000 * S);
	}
	ck_assert_err(throttle_may_sign_in(t, slice_text("b"), 1001 * S, &wait),
	    ERR_QUOTA);
	throttle_close(&t);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_error_has_a_status_and_a_document_that_parses,
		a_problem_of_https_own_keeps_what_explains_it,
		behind_the_fence_only_the_gaps_are_left,
		a_token_has_so_many_requests_at_once,
		failed_sign_ins_pause_their_address_and_longer_each_time,
		slow_failures_never_pause_and_many_addresses_do_no_harm,
		NULL,
	};

	return suite_run("door", tests);
}
