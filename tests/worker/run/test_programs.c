/* parindex-dispatch and parindex-worker as programs, on a real store. */
#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define DISPATCH TEST_BINARY_DIR "/bin/parindex-dispatch"
#define WORKER TEST_BINARY_DIR "/bin/parindex-worker"
#define SOON_MS 20000 /* far longer than it takes */

static struct folder folder;
static char conf[FOLDER_ROOM + 32];

/* A program that runs, and its standard error. */
struct program {
	pid_t pid;
	int err;
	char said[16384];
	size_t n;
};

static void
setup(void)
{
	char path[FOLDER_ROOM + 32], key[FOLDER_ROOM + 32];
	char mark[FOLDER_ROOM + 32];
	struct store_birth birth = { .path = path,
		.key_path = key,
		.mark_path = mark,
		.origin = "parindex.test",
		.simulated = true,
		.start = { INT64_C(1671926400000000) },
		.map_bytes = UINT64_C(64) << 20 };
	struct fault why = { .err = OK };
	FILE *to;

	folder = folder_make();
	(void)snprintf(path, sizeof path, "%s/store", folder.path);
	(void)snprintf(key, sizeof key, "%s/log.key", folder.path);
	(void)snprintf(mark, sizeof mark, "%s/log.key.mark", folder.path);
	(void)snprintf(conf, sizeof conf, "%s/conf", folder.path);
	ck_assert_msg(store_make(&birth, &why) == OK, "%s", why.detail);
	to = fopen(conf, "w");
	ck_assert_ptr_nonnull(to);
	(void)fprintf(to,
	    "[store]\npath = %s\nlog_key = %s\nlog_mark = %s.mark\n"
	    "map_gib = 1\n"
	    "[bus]\ndir = %s/run\nworkers = 2\n",
	    path, key, key, folder.path);
	ck_assert_int_eq(fclose(to), 0);
}

static void
teardown(void)
{
	folder_remove(&folder);
}

static struct program
run(char *const argv[])
{
	struct program p = { 0 };
	posix_spawn_file_actions_t acts;
	char *none[] = { NULL };
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	(void)posix_spawn_file_actions_init(&acts);
	(void)posix_spawn_file_actions_adddup2(&acts, ends[1], 1);
	(void)posix_spawn_file_actions_adddup2(&acts, ends[1], 2);
	ck_assert_int_eq(posix_spawn(&p.pid, argv[0], &acts, NULL, argv, none),
	    0);
	(void)posix_spawn_file_actions_destroy(&acts);
	(void)close(ends[1]);
	p.err = ends[0];
	return p;
}

static struct program
dispatch(void)
{
	char *argv[] = { (char[]){ DISPATCH }, (char[]){ "--config" }, conf,
		NULL };

	return run(argv);
}

/* Reads until `what` has been said `times` times, or the end (what NULL). */
static void
hear(struct program *p, const char *what, int times)
{
	struct pollfd fd = { .fd = p->err, .events = POLLIN };
	ssize_t got = 1;

	while (got > 0) {
		const char *at = p->said;
		int n = 0;

		p->said[p->n] = '\0';
		while (what != NULL && (at = strstr(at, what)) != NULL) {
			n++;
			at++;
		}
		if (what != NULL && n >= times)
			return;
		ck_assert_msg(poll(&fd, 1, SOON_MS) == 1, "never said %s: %s",
		    what, p->said);
		got = read(p->err, p->said + p->n, sizeof p->said - p->n - 1);
		p->n += got > 0 ? (size_t)got : 0;
	}
	ck_assert_msg(what == NULL, "never said %s: %s", what, p->said);
}

/* Its exit status, or minus the signal. */
static int
ended(struct program *p)
{
	int status;

	ck_assert_int_eq(waitpid(p->pid, &status, 0), p->pid);
	(void)close(p->err);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

START_TEST(a_dispatcher_starts_its_workers_and_all_stop_when_asked)
{
	struct program p = dispatch();

	hear(&p, "\"event\":\"started\"", 3);
	ck_assert_int_eq(kill(p.pid, SIGTERM), 0);
	hear(&p, NULL, 0); /* the end comes when the last one closed it */
	ck_assert_int_eq(ended(&p), 0);
	ck_assert_ptr_nonnull(strstr(p.said, "\"event\":\"stopped\""));
	ck_assert_ptr_null(strstr(p.said, "\"event\":\"worker-ended\""));
}
END_TEST

START_TEST(a_second_dispatcher_is_refused)
{
	struct program first = dispatch(), second;

	hear(&first, "\"event\":\"started\"", 1);
	second = dispatch();
	hear(&second, NULL, 0);
	ck_assert_int_eq(ended(&second), 1);
	ck_assert_ptr_nonnull(
	    strstr(second.said, "Another parindex-dispatch holds"));
	ck_assert_int_eq(kill(first.pid, SIGTERM), 0);
	hear(&first, NULL, 0);
	ck_assert_int_eq(ended(&first), 0);
}
END_TEST

/* The first process that `of` started. */
static pid_t
first_child(pid_t of)
{
	char path[64];
	int pid = 0;
	FILE *from;

	(void)snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)of,
	    (int)of);
	from = fopen(path, "r");
	ck_assert_ptr_nonnull(from);
	ck_assert_int_eq(fscanf(from, "%d", &pid), 1);
	(void)fclose(from);
	return pid;
}

START_TEST(a_worker_that_was_killed_is_started_again)
{
	struct program p = dispatch();

	hear(&p, "\"event\":\"started\"", 3);
	ck_assert_int_eq(kill(first_child(p.pid), SIGKILL), 0);
	hear(&p, "\"event\":\"worker-ended\"", 1);
	hear(&p, "\"event\":\"started\"", 4);
	ck_assert_int_eq(kill(p.pid, SIGTERM), 0);
	hear(&p, NULL, 0);
	ck_assert_int_eq(ended(&p), 0);
}
END_TEST

START_TEST(help_and_version_are_given_and_a_wrong_word_is_refused)
{
	char *const programs[] = { (char[]){ DISPATCH }, (char[]){ WORKER } };
	const struct {
		const char *word;
		int status;
		const char *says;
	} rows[] = {
		{ "--help", 0, "--config=FILE" },
		{ "--version", 0, PARINDEX_VERSION },
		{ "--nonsense", 64, "unrecognized option" },
		{ "--config=/nonexistent", 1, "/nonexistent" },
	};

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
			char word[64];
			char *argv[] = { programs[i], word, NULL };
			struct program p;

			(void)snprintf(word, sizeof word, "%s", rows[k].word);
			p = run(argv);
			hear(&p, NULL, 0);
			ck_assert_int_eq(ended(&p), rows[k].status);
			ck_assert_msg(strstr(p.said, rows[k].says) != NULL,
			    "%s", p.said);
		}
}
END_TEST

START_TEST(a_nurse_without_a_parent_ends_and_says_nothing)
{
	char *argv[] = { (char[]){ WORKER }, (char[]){ "--probe" }, NULL };
	struct program p = run(argv);

	hear(&p, NULL, 0);
	ck_assert_int_eq(ended(&p), 0);
	ck_assert_uint_eq(p.n, 0);
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("programs");
	TCase *t = tcase_create("programs");
	SRunner *r = srunner_create(s);
	int n;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t,
	    a_dispatcher_starts_its_workers_and_all_stop_when_asked);
	tcase_add_test(t, a_second_dispatcher_is_refused);
	tcase_add_test(t, a_worker_that_was_killed_is_started_again);
	tcase_add_test(t,
	    help_and_version_are_given_and_a_wrong_word_is_refused);
	tcase_add_test(t, a_nurse_without_a_parent_ends_and_says_nothing);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	n = srunner_ntests_failed(r);
	srunner_free(r);
	return n != 0;
}
