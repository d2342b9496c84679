/*
 * test_env.c - opening a store, and sharing it with other processes.
 *
 * Knows the promises of env.h. Touches folders of its own and forks.
 */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/db/disk.h"
#include "store/db/env.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

enum {
	T_ROWS,
	N_TABLES
};
static const char *const tables[N_TABLES] = { "rows" };

static enum err
try_open(struct env **env, const char *path, uint32_t version, bool create,
    uint64_t map_bytes)
{
	struct env_options o = { .path = path,
		.tables = tables,
		.n_tables = N_TABLES,
		.version = version,
		.map_bytes = map_bytes,
		.create = create };
	struct fault why = { 0 };
	enum err e = env_open(env, &o, &why);

	ck_assert_int_eq(e, why.err);
	ck_assert((e == OK) == (*env != NULL));
	ck_assert((e == OK) == (why.detail[0] == 0));
	return e;
}

static struct env *
opened(const char *path, bool create, uint64_t map_bytes)
{
	struct env *env;

	ck_assert_err(try_open(&env, path, 3, create, map_bytes), OK);
	return env;
}

static enum err
put_big(struct txn *t, void *arg)
{
	const uint64_t *number = arg;
	struct key k;
	uint8_t value[20000];

	key_start(&k);
	key_u64(&k, *number);
	memset(value, (int)*number, sizeof value);
	txn_put(t, T_ROWS, key_all(&k), slice_of(value, sizeof value));
	return OK;
}

static void
put(struct env *env, uint64_t number)
{
	ck_assert_err(env_change(env, put_big, &number, 0), OK);
}

static uint64_t
rows(struct env *env)
{
	struct txn t;
	uint64_t n;

	txn_read(&t, env);
	n = txn_count(&t, T_ROWS);
	ck_assert_err(txn_end(&t), OK);
	return n;
}

static void
say(int fd)
{
	ck_assert_int_eq(write(fd, "x", 1), 1);
}

static void
hear(int fd)
{
	char c;

	ck_assert_int_eq(read(fd, &c, 1), 1);
}

START_TEST(an_empty_folder_holds_no_store)
{
	struct folder f = folder_make();
	struct env *env;

	ck_assert_err(try_open(&env, f.path, 3, false, 0), ERR_NOT_A_STORE);
	ck_assert_uint_eq(folder_files(&f), 0);
	folder_remove(&f);
	ck_assert_err(try_open(&env, f.path, 3, false, 0), ERR_NOT_A_STORE);
}
END_TEST

START_TEST(a_store_is_not_made_over_another)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0);

	put(env, 1);
	env_close(&env);
	ck_assert_ptr_null(env);
	env_close(&env);
	ck_assert_err(try_open(&env, f.path, 3, true, 0), ERR_EXISTS);
	env = opened(f.path, false, 0);
	ck_assert_uint_eq(rows(env), 1);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(its_files_are_for_the_owner_alone)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0);
	char path[FOLDER_ROOM + 16];
	struct stat st;

	(void)snprintf(path, sizeof path, "%s/data.mdb", f.path);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	(void)snprintf(path, sizeof path, "%s/lock.mdb", f.path);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_newer_store_and_an_older_one_are_refused_by_name)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0);

	env_close(&env);
	ck_assert_err(try_open(&env, f.path, 2, false, 0), ERR_STORE_NEWER);
	ck_assert_err(try_open(&env, f.path, 4, false, 0), ERR_STORE_OLDER);
	ck_assert_err(try_open(&env, f.path, 3, false, 0), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_file_that_is_no_store_is_refused)
{
	struct folder f = folder_make();
	char path[FOLDER_ROOM + 16];
	struct env *env;
	FILE *file;

	(void)snprintf(path, sizeof path, "%s/data.mdb", f.path);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	for (int i = 0; i < 10000; i++)
		(void)fputc('x', file);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_err(try_open(&env, f.path, 3, false, 0), ERR_NOT_A_STORE);
	folder_remove(&f);
}
END_TEST

START_TEST(a_process_opens_a_store_once)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0), *again;

	ck_assert_err(try_open(&again, f.path, 3, false, 0), ERR_BUSY);
	env_close(&env);
	env = opened(f.path, false, 0);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(network_and_layered_disks_are_refused_and_local_ones_are_not)
{
	static const struct {
		const char *name;
		long magic;
		bool refused;
	} rows_of[] = {
		/* clang-format off */
		{ "nfs",	0x6969,			true },
		{ "cifs",	0xff534d42,		true },
		{ "cifs as a negative int", (int)0xff534d42, true },
		{ "smb",	0x517b,			true },
		{ "smb2",	0xfe534d42,		true },
		{ "fuse",	0x65735546,		true },
		{ "9p",		0x01021997,		true },
		{ "overlay",	0x794c7630,		true },
		{ "ext4",	0xef53,			false },
		{ "xfs",	0x58465342,		false },
		{ "btrfs",	0x9123683e,		false },
		{ "zfs",	0x2fc12fc1,		false },
		{ "tmpfs",	0x01021994,		false },
		/* clang-format on */
	};

	for (size_t i = 0; i < sizeof rows_of / sizeof *rows_of; i++)
		ck_assert_msg(disk_is_refused(rows_of[i].magic) ==
				  rows_of[i].refused,
		    "%s", rows_of[i].name);
}
END_TEST

START_TEST(only_the_owner_opens_it)
{
	struct folder f = folder_make();
	struct fault why = { 0 };

	ck_assert_err(disk_check(f.path, NULL), OK);
	if (geteuid() == 0) {
		ck_assert_int_eq(chown(f.path, 65534, 65534), 0);
		ck_assert_err(disk_check(f.path, &why), ERR_WRONG_OWNER);
		ck_assert_ptr_nonnull(strstr(why.detail, "65534"));
	} else {
		ck_assert_err(disk_check("/", &why), ERR_WRONG_OWNER);
	}
	folder_remove(&f);
}
END_TEST

START_TEST(the_number_of_the_last_commit_rises_with_every_one)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0);
	uint64_t before = env_last_commit(env);

	put(env, 1);
	put(env, 2);
	ck_assert_uint_eq(env_last_commit(env), before + 2);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(usage_tells_what_is_used_and_what_is_left)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 8 << 20);
	struct env_usage before, after;

	ck_assert_err(env_usage(env, &before), OK);
	for (uint64_t i = 0; i < 50; i++)
		put(env, i);
	ck_assert_err(env_usage(env, &after), OK);
	ck_assert_uint_ge(after.used_bytes, before.used_bytes + 50 * 20000);
	ck_assert_uint_eq(after.map_bytes, 8 << 20);
	ck_assert_uint_le(after.free_disk_bytes, after.disk_bytes);
	ck_assert_uint_gt(after.disk_bytes, 0);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_copy_is_a_whole_store_of_its_own)
{
	struct folder f = folder_make(), to = folder_make();
	struct env *env = opened(f.path, true, 0), *copy;
	struct fault why = { 0 };
	char path[FOLDER_ROOM + 16];
	struct stat st;

	put(env, 1);
	put(env, 2);
	ck_assert_err(env_copy(env, to.path, NULL), OK);
	put(env, 3);
	copy = opened(to.path, false, 0);
	ck_assert_uint_eq(rows(copy), 2);
	put(copy, 4);
	ck_assert_uint_eq(rows(env), 3);
	(void)snprintf(path, sizeof path, "%s/data.mdb", to.path);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert_err(env_copy(env, to.path, &why), ERR_EXISTS);
	env_close(&copy);
	env_close(&env);
	folder_remove(&f);
	folder_remove(&to);
}
END_TEST

/* Adds `n` rows from `from` on, then ends without tidying. */
static void
child_puts(const char *path, uint64_t from, uint64_t n)
{
	struct env *env = opened(path, false, 1 << 16);

	for (uint64_t i = 0; i < n; i++)
		put(env, from + i);
	env_close(&env);
	_exit(0);
}

static void
expect_exit(pid_t child, int status)
{
	int got;

	ck_assert_int_eq(waitpid(child, &got, 0), child);
	ck_assert(WIFEXITED(got));
	ck_assert_int_eq(WEXITSTATUS(got), status);
}

START_TEST(processes_grow_the_map_under_each_other)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 1 << 16);
	struct env_usage u;
	pid_t a, b;

	env_close(&env);
	if ((a = fork()) == 0)
		child_puts(f.path, 1000, 200);
	if ((b = fork()) == 0)
		child_puts(f.path, 2000, 200);
	env = opened(f.path, false, 1 << 16);
	for (uint64_t i = 0; i < 200; i++) {
		put(env, i);
		ck_assert_uint_ge(rows(env), i + 1);
	}
	expect_exit(a, 0);
	expect_exit(b, 0);
	ck_assert_uint_eq(rows(env), 600);
	ck_assert_err(env_usage(env, &u), OK);
	ck_assert_uint_ge(u.map_bytes, u.used_bytes);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_reader_adopts_a_map_that_grew_elsewhere)
{
	struct folder f = folder_make(), to = folder_make();
	struct env *env = opened(f.path, true, 1 << 16);
	int go[2];
	pid_t child;

	env_close(&env);
	ck_assert_int_eq(pipe(go), 0);
	if ((child = fork()) == 0) {
		hear(go[0]);
		child_puts(f.path, 0, 100);
	}
	env = opened(f.path, false, 1 << 16);
	ck_assert_uint_eq(rows(env), 0);
	say(go[1]);
	expect_exit(child, 0);
	ck_assert_uint_eq(rows(env), 100);
	ck_assert_err(env_copy(env, to.path, NULL), OK);
	env_close(&env);
	folder_remove(&f);
	folder_remove(&to);
}
END_TEST

static enum err
put_and_wait(struct txn *t, void *arg)
{
	const int *told = arg;
	uint64_t number = 77;

	ck_assert_err(put_big(t, &number), OK);
	say(*told);
	for (;;)
		(void)pause();
}

static void
kill_and_reap(pid_t child)
{
	ck_assert_int_eq(kill(child, SIGKILL), 0);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
}

START_TEST(a_writer_killed_within_a_transaction_leaves_nothing_and_no_lock)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0);
	int told[2];
	pid_t child;

	env_close(&env);
	ck_assert_int_eq(pipe(told), 0);
	if ((child = fork()) == 0) {
		env = opened(f.path, false, 0);
		put(env, 1);
		(void)env_change(env, put_and_wait, &told[1], 0);
		_exit(1);
	}
	hear(told[0]);
	kill_and_reap(child);
	env = opened(f.path, false, 0);
	ck_assert_uint_eq(rows(env), 1);
	put(env, 2);
	ck_assert_uint_eq(rows(env), 2);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(the_slot_of_a_killed_reader_is_reaped)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0);
	struct txn t;
	int told[2];
	pid_t child;

	env_close(&env);
	ck_assert_int_eq(pipe(told), 0);
	if ((child = fork()) == 0) {
		env = opened(f.path, false, 0);
		txn_read(&t, env);
		say(told[1]);
		for (;;)
			(void)pause();
	}
	hear(told[0]);
	env = opened(f.path, false, 0);
	ck_assert_uint_eq(env_reap(env), 0);
	kill_and_reap(child);
	ck_assert_uint_eq(env_reap(env), 1);
	ck_assert_uint_eq(env_reap(env), 0);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_child_cannot_use_what_its_parent_opened)
{
	struct folder f = folder_make();
	struct env *env = opened(f.path, true, 0);
	struct txn t;
	int status;
	pid_t child;

	put(env, 1);
	if ((child = fork()) == 0) {
		(void)signal(SIGABRT, SIG_DFL);
		(void)close(STDERR_FILENO);
		txn_read(&t, env);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	if ((child = fork()) == 0) {
		env_close(&env);
		env = opened(f.path, false, 0);
		put(env, 2);
		env_close(&env);
		_exit(0);
	}
	expect_exit(child, 0);
	ck_assert_uint_eq(rows(env), 2);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_empty_folder_holds_no_store,
		a_store_is_not_made_over_another,
		its_files_are_for_the_owner_alone,
		a_newer_store_and_an_older_one_are_refused_by_name,
		a_file_that_is_no_store_is_refused,
		a_process_opens_a_store_once,
		network_and_layered_disks_are_refused_and_local_ones_are_not,
		only_the_owner_opens_it,
		the_number_of_the_last_commit_rises_with_every_one,
		usage_tells_what_is_used_and_what_is_left,
		a_copy_is_a_whole_store_of_its_own,
		processes_grow_the_map_under_each_other,
		a_reader_adopts_a_map_that_grew_elsewhere,
		a_writer_killed_within_a_transaction_leaves_nothing_and_no_lock,
		the_slot_of_a_killed_reader_is_reaped,
		a_child_cannot_use_what_its_parent_opened,
		NULL,
	};

	return suite_run("store/db/env", tests);
}
