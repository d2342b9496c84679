/*
 * test_log_judged.c - a published log judged again from its files alone: one
 * that is signed as it should be, and does not keep its own rules.
 */
#include <stdio.h>
#include <string.h>

#include "tests/kit/program.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

static struct world w;
static char out[FOLDER_ROOM + 16], vkey[VKEY_ROOM];

static struct reading now;

/* What somebody who has the key can always write. */
static enum err
add_lie(struct txn *t, void *arg)
{
	return ledger_add(w.store->ledger, t, ENTRY_VERDICT, &now,
	    slice_text(arg), NULL, NULL);
}

static void
run(int want, const char *says, const char *const *argv)
{
	struct ran ran = program_run(PARINDEX, argv);

	ck_assert_msg(ran.status == want, "%d, not %d: %s%s", ran.status, want,
	    buf_cstr(&ran.out), buf_cstr(&ran.err));
	ck_assert_msg(strstr(buf_cstr(&ran.out), says) != NULL ||
			  strstr(buf_cstr(&ran.err), says) != NULL,
	    "%s%s", buf_cstr(&ran.out), buf_cstr(&ran.err));
	ran_free(&ran);
}

/* The log of the world as files, checked by its key. */
static void
check(int want, const char *says)
{
	(void)snprintf(vkey, sizeof vkey, "%s", w.store->meta.vkey);
	(void)snprintf(out, sizeof out, "%s/out", w.folder.path);
	store_close(&w.store);
	run(0, "files written",
	    (const char *[]){ "parindex", "--store", w.store_path, "log",
		"export", out, NULL });
	run(want, says,
	    (const char *[]){ "parindex", "log", "check", out, "--key", vkey,
		NULL });
	world_reopen(&w);
}

START_TEST(a_log_that_breaks_its_rules_is_found_in_its_files)
{
	char lie[] = "about 2\nverdict late\ndocument accepted\nreason ok\n";

	world_open(&w);
	(void)world_upload(&w, "D01", "1.1.2", "in time");
	check(0, "every verdict holds, 0 warnings");
	ck_assert_err(store_now(w.store, &now), OK);
	ck_assert_err(env_change(w.store->env, add_lie, lie, 0), OK);
	world_verified(&w); /* the tree is as sound as ever */
	check(1, "says another verdict");
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_log_that_breaks_its_rules_is_found_in_its_files,
		NULL,
	};

	return suite_run("log judged", tests);
}
