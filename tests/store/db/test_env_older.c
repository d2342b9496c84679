/*
 * test_env_older.c - an environment of an older version is upgraded by one
 * process alone, or left as it was.
 *
 * Knows the promises of env_older.h. Touches folders of its own and forks.
 */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/base/buf.h"
#include "store/base/draft.h"
#include "store/db/env_older.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

enum {
	T_ROWS,
	T_ADDED,
	T_GONE /* of an older version */
};
static const char *const tables[] = { "rows", "added" };
static const char *const older_tables[] = { "gone" };
static const char *const version_3[] = { "rows", "gone" };

static struct folder f;
static struct env *env;
static struct env_older older;
static struct fault why;

static struct env_options
options(uint32_t version)
{
	return (struct env_options){ .path = f.path,
		.tables = version == 3 ? version_3 : tables,
		.n_tables = 2,
		.version = version };
}

static enum err
try_version(uint32_t version)
{
	struct env_options o = options(version);
	struct env *other;
	enum err e;

	why = (struct fault){ 0 };
	e = env_open(&other, &o, &why);
	env_close(&other);
	return e;
}

static enum err
put_rows(struct txn *t, void *arg)
{
	(void)arg;
	txn_put(t, 0, slice_text("kept"), slice_text("1"));
	txn_put(t, 1, slice_text("given up"), slice_text("2"));
	return t->err;
}

/* A store of version 3. */
static void
make(void)
{
	struct env_options o = options(3);

	f = folder_make();
	o.create = true;
	ck_assert_err(env_open(&env, &o, &why), OK);
	ck_assert_err(env_change(env, put_rows, NULL, 0), OK);
	env_close(&env);
}

static enum err
open_older(void)
{
	struct env_options o = options(4);

	older = (struct env_older){ .tables = older_tables, .n_tables = 1 };
	why = (struct fault){ 0 };
	return env_older_open(&env, &o, &older, &why);
}

static void
begin(void)
{
	struct env_options o = options(4);

	ck_assert_err(env_older_begin(env, &o, &older, &why), OK);
}

static void
end(void)
{
	struct env_options o = options(4);

	ck_assert_err(env_older_drop(env, &o, &why), OK);
	ck_assert_err(env_older_end(env, &o, &why), OK);
}

/* How often "given up", or what a row says, stands in any of the files. */
static unsigned
found_raw(const char *text)
{
	static const char *const names[] = { "data.mdb", "data.mdb.old",
		"data.mdb.new" };
	char path[FOLDER_ROOM + 16];
	struct buf bytes = { 0 };
	unsigned n = 0;

	for (size_t i = 0; i < 3; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", f.path, names[i]);
		if (access(path, F_OK) != 0)
			continue;
		buf_clear(&bytes);
		ck_assert_err(file_read(path, 1 << 24, &bytes), OK);
		n += memmem(bytes.p, bytes.n, text, strlen(text)) != NULL;
	}
	buf_free(&bytes);
	return n;
}

START_TEST(an_older_store_is_found_as_it_is_and_nothing_changes)
{
	make();
	ck_assert_err(open_older(), OK);
	ck_assert_uint_eq(older.version, 3);
	ck_assert(!older.begun);
	ck_assert_uint_eq(older.missing, 1);
	ck_assert(env_older_has(env, T_ROWS));
	ck_assert(!env_older_has(env, T_ADDED));
	ck_assert(env_older_has(env, T_GONE));
	ck_assert(!env_older_has(env, 9));
	env_close(&env);
	ck_assert_err(try_version(3), OK);
	folder_remove(&f);
}
END_TEST

START_TEST(while_it_is_upgraded_every_program_refuses_it)
{
	make();
	ck_assert_err(open_older(), OK);
	begin();
	env_close(&env);
	ck_assert_err(try_version(3), ERR_STORE_OLDER);
	ck_assert_ptr_nonnull(strstr(why.detail, "interrupted"));
	ck_assert_err(try_version(4), ERR_STORE_OLDER);
	ck_assert_err(open_older(), OK);
	ck_assert(older.begun);
	ck_assert_uint_eq(older.version, 3);
	ck_assert_uint_eq(older.missing, 0);
	begin();
	end();
	env_close(&env);
	ck_assert_err(try_version(4), OK);
	ck_assert_err(try_version(3), ERR_STORE_NEWER);
	folder_remove(&f);
}
END_TEST

START_TEST(
    at_the_end_the_tables_of_older_versions_are_gone_and_the_rest_is_there)
{
	struct slice value;
	struct txn t;

	make();
	ck_assert_err(open_older(), OK);
	begin();
	end();
	ck_assert(!env_older_has(env, T_GONE));
	txn_read(&t, env);
	ck_assert(txn_get(&t, T_ROWS, slice_text("kept"), &value));
	ck_assert(!txn_get(&t, T_ADDED, slice_text("kept"), &value));
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	ck_assert_err(open_older(), OK);
	ck_assert_uint_eq(older.version, 4);
	ck_assert(!env_older_has(env, T_GONE));
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(what_was_dropped_is_in_no_file_once_it_is_compacted)
{
	struct env_options o = options(4);
	struct slice value;
	struct txn t;

	make();
	ck_assert_err(open_older(), OK);
	begin();
	ck_assert_err(env_older_drop(env, &o, &why), OK);
	ck_assert_uint_eq(found_raw("given up"), 1);
	ck_assert_err(env_older_compact(&env, &o, &older, &why), OK);
	ck_assert(older.begun);
	ck_assert_uint_eq(found_raw("given up"), 0);
	ck_assert_uint_eq(found_raw("kept"), 1);
	ck_assert_uint_eq(folder_files(&f), 2);
	end();
	txn_read(&t, env);
	ck_assert(txn_get(&t, T_ROWS, slice_text("kept"), &value));
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	ck_assert_err(try_version(4), OK);
	folder_remove(&f);
}
END_TEST

/* As a compaction that was killed may leave it. */
static void
leave(const char *name, bool same)
{
	char from[FOLDER_ROOM + 16], to[FOLDER_ROOM + 16];
	FILE *file;

	(void)snprintf(from, sizeof from, "%s/data.mdb", f.path);
	(void)snprintf(to, sizeof to, "%s/%s", f.path, name);
	if (same) {
		ck_assert_int_eq(link(from, to), 0);
		return;
	}
	file = fopen(to, "w");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs("given up", file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

START_TEST(what_an_interrupted_compaction_left_is_no_harm)
{
	struct env_options o = options(4);
	bool same[] = { false, true };
	struct slice value;
	struct txn t;

	for (size_t i = 0; i < 2; i++) {
		make();
		ck_assert_err(open_older(), OK);
		begin();
		ck_assert_err(env_older_drop(env, &o, &why), OK);
		leave("data.mdb.old", same[i]);
		leave("data.mdb.new", false);
		ck_assert_err(env_older_compact(&env, &o, &older, &why), OK);
		ck_assert_uint_eq(found_raw("given up"), 0);
		txn_read(&t, env);
		ck_assert(txn_get(&t, T_ROWS, slice_text("kept"), &value));
		ck_assert_err(txn_end(&t), OK);
		env_close(&env);
		folder_remove(&f);
	}
}
END_TEST

START_TEST(a_missing_table_alone_is_added)
{
	struct env_options o = options(4);

	make();
	ck_assert_err(open_older(), OK);
	begin();
	end();
	env_close(&env);
	o.tables = (const char *const[]){ "rows", "newest" };
	ck_assert_err(env_open(&env, &o, &why), ERR_STORE_OLDER);
	older = (struct env_older){ .tables = older_tables, .n_tables = 1 };
	ck_assert_err(env_older_open(&env, &o, &older, &why), OK);
	ck_assert_uint_eq(older.missing, 1);
	ck_assert_err(env_older_begin(env, &o, &older, &why), OK);
	ck_assert_err(env_older_end(env, &o, &why), OK);
	env_close(&env);
	ck_assert_err(env_open(&env, &o, &why), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(a_newer_store_is_refused)
{
	struct env_options o;

	make();
	o = options(2);
	older = (struct env_older){ .tables = older_tables, .n_tables = 1 };
	ck_assert_err(env_older_open(&env, &o, &older, &why), ERR_STORE_NEWER);
	ck_assert_ptr_null(env);
	folder_remove(&f);
}
END_TEST

/* Another process with the store open, as a program of version 3 has it; it
 * says so, and ends when nobody listens any more. */
static pid_t
program(int *hold)
{
	int ready[2], held[2];
	pid_t pid;
	char c;

	ck_assert_int_eq(pipe(ready), 0);
	ck_assert_int_eq(pipe(held), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		struct env_options o = options(3);

		(void)close(held[1]);
		if (env_open(&env, &o, &why) != OK ||
		    write(ready[1], "r", 1) != 1)
			_exit(1);
		(void)!read(held[0], &c, 1);
		_exit(0);
	}
	(void)close(held[0]);
	(void)close(ready[1]);
	ck_assert_int_eq(read(ready[0], &c, 1), 1);
	(void)close(ready[0]);
	*hold = held[1];
	return pid;
}

static void
let_end(pid_t pid, int hold)
{
	int status;

	(void)close(hold);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}

START_TEST(who_has_it_open_is_named_and_it_stays_as_it_was)
{
	struct env_options o = options(4);
	char number[32];
	pid_t pid;
	int hold;

	make();
	pid = program(&hold);
	(void)snprintf(number, sizeof number, "Process %ld ", (long)pid);
	ck_assert_err(open_older(), OK);
	ck_assert_err(env_older_alone(env, &why), ERR_BUSY);
	ck_assert_ptr_nonnull(strstr(why.detail, number));
	ck_assert_err(env_older_begin(env, &o, &older, &why), ERR_BUSY);
	env_close(&env);
	ck_assert_err(try_version(3), OK);
	let_end(pid, hold);
	ck_assert_err(open_older(), OK);
	ck_assert_err(env_older_alone(env, &why), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_older_store_is_found_as_it_is_and_nothing_changes,
		while_it_is_upgraded_every_program_refuses_it,
		at_the_end_the_tables_of_older_versions_are_gone_and_the_rest_is_there,
		what_was_dropped_is_in_no_file_once_it_is_compacted,
		what_an_interrupted_compaction_left_is_no_harm,
		a_missing_table_alone_is_added,
		a_newer_store_is_refused,
		who_has_it_open_is_named_and_it_stays_as_it_was,
		NULL,
	};

	return suite_run("env_older", tests);
}
