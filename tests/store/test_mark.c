/*
 * test_mark.c - a store that was set back, or whose mark is lost, signs
 * nothing; its successor does.
 */
#include "store/mark.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/act/acts.h"
#include "store/base/draft.h"
#include "store/ledger/succession.h"
#include "store/look/looks.h"
#include "store/succeed.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define MAP (UINT64_C(64) << 20)

static const struct who boss = { .role = ROLE_OPERATOR };
static struct folder folder;
static enum role role; /* of the tokens that entries tell of */
static char path[FOLDER_ROOM + 16], key[FOLDER_ROOM + 16],
    mark[FOLDER_ROOM + 16], other[FOLDER_ROOM + 16];

static void
make(void)
{
	struct store_birth birth = { .path = path,
		.key_path = key,
		.mark_path = mark,
		.origin = "log.example.vn/test",
		.simulated = true,
		.start = { INT64_C(1671926400000000) },
		.map_bytes = MAP };
	struct fault why = { 0 };

	folder = folder_make();
	role = ROLE_AUDITOR;
	(void)snprintf(path, sizeof path, "%s/store", folder.path);
	(void)snprintf(key, sizeof key, "%s/log.key", folder.path);
	(void)snprintf(mark, sizeof mark, "%s/log.mark", folder.path);
	(void)snprintf(other, sizeof other, "%s/other", folder.path);
	ck_assert_msg(store_make(&birth, &why) == OK, "%s", why.detail);
}

static struct store *
opened(const char *with_key)
{
	struct store_options o = { .path = path,
		.key_path = with_key,
		.mark_path = mark,
		.map_bytes = MAP };
	struct fault why = { 0 };
	struct store *s;

	ck_assert_msg(store_open(&s, &o, &why) == OK, "%s", why.detail);
	return s;
}

/* Appends one entry. */
static enum err
add(struct store *s)
{
	struct buf secret = { 0 };
	struct token_id number;
	struct unit_id none = { 0 };
	enum err e =
	    act_issue_token(s, &boss, role, none, "x", &number, &secret, NULL);

	buf_free(&secret);
	return e;
}

static void
grow(unsigned n)
{
	struct store *s = opened(key);

	while (n-- > 0)
		ck_assert_err(add(s), OK);
	store_close(&s);
}

static void
copy(const char *from, const char *to)
{
	char command[4 * FOLDER_ROOM];

	(void)snprintf(command, sizeof command,
	    "rm -rf '%s' && cp -r '%s' '%s'", to, from, to);
	ck_assert_int_eq(system(command), 0);
}

/* The store may be read, not written, and says so with these words. */
static void
is_locked(const char *words)
{
	struct store *s = opened(key);
	struct fault why = { 0 };
	struct buf note = { 0 };
	uint64_t size;

	ck_assert_err(store_writable(s, &why), ERR_READ_ONLY);
	ck_assert_msg(strstr(why.detail, words) != NULL, "%s", why.detail);
	ck_assert_ptr_nonnull(strstr(why.detail, "log resume"));
	ck_assert_err(add(s), ERR_READ_ONLY);
	ck_assert_err(look_checkpoint(s, &note, &size), OK);
	buf_free(&note);
	store_close(&s);
}

static uint64_t
marked(void)
{
	struct store *s = opened(NULL);
	struct checkpoint c;

	ck_assert_err(mark_read(s, mark, "", &c, NULL), OK);
	store_close(&s);
	return c.size;
}

START_TEST(the_mark_follows_the_log_to_its_last_entry)
{
	make();
	ck_assert_uint_eq(marked(), 1);
	grow(3);
	ck_assert_uint_eq(marked(), 4);
	grow(1);
	ck_assert_uint_eq(marked(), 5);
	folder_remove(&folder);
}
END_TEST

START_TEST(a_mark_behind_the_store_is_as_good)
{
	make();
	grow(2);
	copy(mark, other);
	grow(3);
	copy(other, mark);
	grow(1);
	ck_assert_uint_eq(marked(), 7);
	folder_remove(&folder);
}
END_TEST

START_TEST(a_store_that_was_set_back_signs_nothing)
{
	make();
	grow(2);
	copy(path, other);
	grow(1);
	copy(other, path);
	is_locked("a checkpoint of 4 entries was signed");
	ck_assert_uint_eq(marked(), 4);
	folder_remove(&folder);
}
END_TEST

START_TEST(a_store_with_another_history_signs_nothing)
{
	char young[FOLDER_ROOM + 16], truth[FOLDER_ROOM + 16];

	make();
	(void)snprintf(young, sizeof young, "%s/young", folder.path);
	(void)snprintf(truth, sizeof truth, "%s/truth", folder.path);
	copy(path, other);
	copy(mark, young);
	grow(1);
	copy(mark, truth);
	/* From the old copy as many entries again, but others. */
	copy(other, path);
	copy(young, mark);
	role = ROLE_DMS;
	grow(2);
	copy(truth, mark);
	is_locked("are others than the checkpoint of that size");
	folder_remove(&folder);
}
END_TEST

START_TEST(without_its_mark_or_with_a_damaged_one_a_store_signs_nothing)
{
	FILE *to;

	make();
	grow(1);
	ck_assert_int_eq(remove(mark), 0);
	is_locked("cannot be read");
	ck_assert_ptr_nonnull(to = fopen(mark, "w"));
	(void)fputs("log.example.vn/test/simulated\n1\n", to);
	ck_assert_int_eq(fclose(to), 0);
	is_locked("is no checkpoint signed by the log");
	folder_remove(&folder);
}
END_TEST

/* What the store says of the receipt of an entry, by the given key. */
static enum err
receipt(struct store *s, uint64_t place, const struct note_key *by)
{
	struct buf text = { 0 };
	struct receipt r = { 0 };
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	txn_require(&t, ledger_receipt(s->ledger, &t, place, &text));
	ck_assert_err(txn_end(&t), OK);
	e = receipt_check(buf_all(&text), by, &r, NULL);
	receipt_free(&r);
	buf_free(&text);
	return e;
}

static enum err
verified(struct store *s, struct fault *why)
{
	struct ledger_progress quiet = { 0 };
	struct txn t;
	enum err e;

	txn_read(&t, s->env);
	e = ledger_verify(s->ledger, &t, &s->key, quiet, why);
	ck_assert_err(txn_end(&t), OK);
	return e;
}

START_TEST(a_successor_names_where_the_old_log_ended)
{
	char next[FOLDER_ROOM + 16];
	struct store_successor wish = { .key_path = next,
		.reason = "the disk was lost" };
	struct fault why = { 0 };
	struct note_key old;
	struct birth_entry birth;
	struct store *s;
	struct txn t;

	make();
	grow(2);
	copy(path, other);
	grow(1);
	copy(other, path);
	(void)snprintf(next, sizeof next, "%s/next.key", folder.path);
	s = opened(NULL);
	old = s->key;
	ck_assert_msg(store_succeed(s, &wish, &why) == OK, "%s", why.detail);
	ck_assert_str_eq(s->meta.origin, "log.example.vn/test/2/simulated");
	ck_assert_err(receipt(s, 2, &old), OK);
	ck_assert_err(receipt(s, PLACE(1, 0), &s->key), OK);
	ck_assert(receipt(s, 2, &s->key) != OK);
	ck_assert_err(verified(s, &why), OK);
	txn_read(&t, s->env);
	ck_assert(birth_entry_get(s->ledger, &t, &birth));
	ck_assert_str_eq(birth.before, "log.example.vn/test/simulated");
	ck_assert_uint_eq(birth.size, 3);
	ck_assert_err(txn_end(&t), OK);
	store_close(&s);
	folder_remove(&folder);
}
END_TEST

START_TEST(a_log_that_has_a_successor_has_ended)
{
	char next[FOLDER_ROOM + 16];
	struct store_successor wish = { .key_path = next,
		.reason = "its key was copied" };
	struct store_options o = { .path = path,
		.key_path = next,
		.map_bytes = MAP };
	struct fault why = { 0 };
	struct store *s;

	make();
	grow(2);
	(void)snprintf(next, sizeof next, "%s/next.key", folder.path);
	s = opened(NULL);
	ck_assert_err(store_succeed(s, &wish, NULL), OK);
	store_close(&s);
	o.key_path = key;
	ck_assert_err(store_open(&s, &o, NULL), ERR_UNAUTHENTICATED);
	o.key_path = next;
	ck_assert_msg(store_open(&s, &o, &why) == OK, "%s", why.detail);
	ck_assert_err(add(s), OK);
	ck_assert_err(add(s), OK);
	ck_assert_msg(verified(s, &why) == OK, "%s", why.detail);
	store_close(&s);
	folder_remove(&folder);
}
END_TEST

/* A process that had the old log open when its successor began. */
START_TEST(whoever_still_holds_the_old_log_cannot_add_to_it)
{
	char next[FOLDER_ROOM + 16];
	struct store_successor wish = { .key_path = next,
		.reason = "its key was copied" };
	struct note_signer *signer;
	struct buf secret = { 0 };
	struct ledger *stale;
	struct store *s;

	make();
	(void)snprintf(next, sizeof next, "%s/next.key", folder.path);
	s = opened(key);
	ck_assert_err(file_read(key, 1024, &secret), OK);
	ck_assert_err(note_signer_read(buf_all(&secret), &signer), OK);
	ck_assert_err(ledger_new(&stale, store_log, s->meta.origin, signer),
	    OK);
	ck_assert_err(store_succeed(s, &wish, NULL), OK);
	ledger_drop(&s->ledger);
	s->ledger = stale;
	env_on_seal(s->env, ledger_seal, stale);
	ck_assert_err(add(s), ERR_READ_ONLY);
	buf_free(&secret);
	store_close(&s);
	note_signer_drop(&signer);
	folder_remove(&folder);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_mark_follows_the_log_to_its_last_entry,
		a_mark_behind_the_store_is_as_good,
		a_store_that_was_set_back_signs_nothing,
		a_store_with_another_history_signs_nothing,
		without_its_mark_or_with_a_damaged_one_a_store_signs_nothing,
		a_successor_names_where_the_old_log_ended,
		a_log_that_has_a_successor_has_ended,
		whoever_still_holds_the_old_log_cannot_add_to_it,
		NULL,
	};

	return suite_run("mark", tests);
}
