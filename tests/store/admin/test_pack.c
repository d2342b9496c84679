/*
 * test_pack.c - an evidence pack: what is in it, that it can be made again,
 * that code which is not ours agrees, and that no byte of it can be changed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "store/base/draft.h"
#include "store/look/looks.h"
#include "tests/kit/commit.h"
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define LARGE (3 * 128 * 1024 + 1) /* bytes of a document that is a file */
#define ROOM (FOLDER_ROOM + 32)

static struct desk d;
static char pack[ROOM], vkey[VKEY_ROOM];

static void
upload_large(struct world *w)
{
	struct submit in = world_request(w, "D02", "1.1.2");
	uint8_t *bytes = calloc(1, LARGE);
	struct submitted out;

	ck_assert_ptr_nonnull(bytes);
	ck_assert_err(world_send(w, &in, slice_of(bytes, LARGE), &out, NULL),
	    OK);
	free(bytes);
}

/* A desk whose period has three documents of two units. */
static void
start(void)
{
	struct world w = { .period = { "2022" } };
	struct store_options o = { .path = d.store,
		.key_path = d.key,
		.map_bytes = 64 << 20 };
	struct fault why = { 0 };

	d = desk_make(PARINDEX);
	desk_open_2022(&d);
	(void)snprintf(pack, sizeof pack, "%s/pack.tar", d.folder.path);
	ck_assert_msg(store_open(&w.store, &o, &why) == OK, "%s", why.detail);
	blobs_reserve(w.store->blobs, 0);
	(void)world_upload(&w, "D01", "1.1.2", "one");
	(void)world_upload(&w, "D01", "1.1.2", "two");
	upload_large(&w);
	(void)snprintf(vkey, sizeof vkey, "%s", w.store->meta.vkey);
	store_close(&w.store);
}

static int
shell(const char *command)
{
	int status = system(command);

	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static bool
python_agrees(void)
{
	char command[1024];

	(void)snprintf(command, sizeof command,
	    "python3 '%s/audit/check_pack.py' '%s' '%s' 2>/dev/null",
	    TEST_SOURCE_DIR, pack, vkey);
	return shell(command) == 0;
}

START_TEST(a_pack_holds_and_code_that_is_not_ours_agrees)
{
	start();
	expect(&d, 0, "manifest", "audit", "pack", "2022", "--all", "--out",
	    pack);
	ck_assert(python_agrees());
	expect(&d, 0, "3 documents, 3 receipts", "audit", "check", pack);
	desk_remove(&d);
}
END_TEST

START_TEST(a_units_pack_has_its_own_documents_only)
{
	struct buf bytes = { 0 };

	start();
	expect(&d, 0, NULL, "audit", "pack", "2022", "--unit", "D01", "--out",
	    pack);
	expect(&d, 0, "2 documents, 2 receipts", "audit", "check", pack);
	ck_assert(python_agrees());
	ck_assert_err(file_read(pack, 1 << 24, &bytes), OK);
	ck_assert_ptr_null(memmem(bytes.p, bytes.n, "\"unit\":\"D02\"", 12));
	buf_free(&bytes);
	desk_remove(&d);
}
END_TEST

START_TEST(a_pack_has_what_units_committed_to_whether_or_not_it_came)
{
	struct world w = { .period = { "2022" } };
	struct store_options o = { .map_bytes = 64 << 20 };
	struct commitment c, other;
	struct buf bytes = { 0 };
	char name[80], id[UUID_TEXT];

	start();
	o.path = d.store;
	o.key_path = d.key;
	ck_assert_err(store_open(&w.store, &o, NULL), OK);
	blobs_reserve(w.store->blobs, 0);
	c = commit_to(&w, "D01", "1.1.2", "promised", "and never sent");
	other = commit_to(&w, "D02", "1.1.2", "another's", "");
	(void)commit_complete(&w, &c, "1.1.2", "promised");
	store_close(&w.store);
	expect(&d, 0, NULL, "audit", "pack", "2022", "--unit", "D01", "--out",
	    pack);
	expect(&d, 0, "3 documents, 4 receipts", "audit", "check", pack);
	ck_assert(python_agrees());
	ck_assert_err(file_read(pack, 1 << 24, &bytes), OK);
	commitment_id_text(c.id, id);
	(void)snprintf(name, sizeof name, "commitments/%s.json", id);
	ck_assert_ptr_nonnull(memmem(bytes.p, bytes.n, name, strlen(name)));
	commitment_id_text(other.id, id);
	(void)snprintf(name, sizeof name, "commitments/%s.json", id);
	ck_assert_ptr_null(memmem(bytes.p, bytes.n, name, strlen(name)));
	buf_free(&bytes);
	desk_remove(&d);
}
END_TEST

START_TEST(the_same_store_gives_the_same_bytes)
{
	char command[4 * ROOM], other[ROOM];
	struct desk twin;

	start();
	twin = desk_make(PARINDEX);
	(void)snprintf(command, sizeof command, "cp -a '%s/.' '%s'",
	    d.folder.path, twin.folder.path);
	ck_assert_int_eq(shell(command), 0);
	(void)snprintf(other, sizeof other, "%s/pack.tar", twin.folder.path);
	expect(&d, 0, NULL, "audit", "pack", "2022", "--all", "--out", pack);
	expect(&twin, 0, NULL, "audit", "pack", "2022", "--all", "--out",
	    other);
	(void)snprintf(command, sizeof command, "cmp '%s' '%s'", pack, other);
	ck_assert_int_eq(shell(command), 0);
	desk_remove(&twin);
	desk_remove(&d);
}
END_TEST

START_TEST(the_log_says_that_a_pack_was_made)
{
	struct store_options o = { .path = d.store, .map_bytes = 64 << 20 };
	struct world w = { .period = { "2022" } };
	struct fault why = { 0 };
	struct ran r;
	char hex[DIGEST_TEXT];
	const char *at;

	start();
	r = operate(&d, "audit", "pack", "2022", "--all", "--out", pack, NULL);
	ck_assert_int_eq(r.status, 0);
	ck_assert_ptr_nonnull(at = strstr(buf_cstr(&r.out), "manifest "));
	(void)snprintf(hex, sizeof hex, "%s", at + strlen("manifest "));
	ran_free(&r);
	ck_assert_msg(store_open(&w.store, &o, &why) == OK, "%s", why.detail);
	ck_assert_int_eq(world_newest(&w), ENTRY_EXPORT);
	ck_assert(world_newest_says(&w, "manifest", hex));
	ck_assert(world_newest_says(&w, "scope", "all"));
	store_close(&w.store);
	desk_remove(&d);
}
END_TEST

/* ---- damage ---- */

static void
write_back(const struct buf *bytes)
{
	FILE *to = fopen(pack, "wb");

	ck_assert_ptr_nonnull(to);
	ck_assert_uint_eq(fwrite(bytes->p, 1, bytes->n, to), bytes->n);
	ck_assert_int_eq(fclose(to), 0);
}

/* Where a byte is changed: so many after the part's header begins. */
static const struct {
	const char *part;
	size_t offset;
} places[] = {
	{ "documents/", 512 },
	{ "documents/", 20 },
	{ "findings.json", 600 },
	{ "log/checkpoint", 520 },
	{ "log/tile/", 700 },
	{ "log/vkey", 560 },
	{ "receipts/", 800 },
	{ "rules.json", 900 },
	{ "submissions/", 600 },
	{ "submissions/", 105 },
	{ "MANIFEST", 520 },
	{ "MANIFEST.sig", 530 },
	{ "MANIFEST.sig", 700 },
};

/* The part's header: a name at the start of a block. */
static uint8_t *
header_of(struct buf *bytes, const char *part)
{
	for (size_t at = 0; at < bytes->n; at += 512)
		if (strncmp((char *)bytes->p + at, part, strlen(part)) == 0)
			return bytes->p + at;
	ck_abort_msg("there is no part %s", part);
	return NULL;
}

START_TEST(no_byte_can_be_changed)
{
	struct buf bytes = { 0 };
	uint8_t *at;

	start();
	expect(&d, 0, NULL, "audit", "pack", "2022", "--all", "--out", pack);
	ck_assert_err(file_read(pack, 1 << 24, &bytes), OK);
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		at = header_of(&bytes, places[i].part) + places[i].offset;
		*at ^= 1;
		write_back(&bytes);
		expect(&d, 1, NULL, "audit", "check", pack);
		ck_assert_msg(!python_agrees() || places[i].offset == 105,
		    "row %zu", i);
		*at ^= 1;
	}
	bytes.n -= 512;
	write_back(&bytes);
	expect(&d, 1, "not a whole one", "audit", "check", pack);
	bytes.n += 512;
	buf_byte(&bytes, 0);
	write_back(&bytes);
	expect(&d, 1, "no evidence pack", "audit", "check", pack);
	bytes.n = 0;
	write_back(&bytes);
	expect(&d, 1, "no evidence pack", "audit", "check", pack);
	buf_free(&bytes);
	desk_remove(&d);
}
END_TEST

/* A part taken out whole: every other still has its digest. */
START_TEST(no_part_can_be_taken_out)
{
	struct buf bytes = { 0 };
	uint8_t *at;

	start();
	expect(&d, 0, NULL, "audit", "pack", "2022", "--all", "--out", pack);
	ck_assert_err(file_read(pack, 1 << 24, &bytes), OK);
	at = header_of(&bytes, "documents/");
	memmove(at, at + 1024, bytes.n - (size_t)(at - bytes.p) - 1024);
	bytes.n -= 1024;
	write_back(&bytes);
	expect(&d, 1, "does not list", "audit", "check", pack);
	ck_assert(!python_agrees());
	buf_free(&bytes);
	desk_remove(&d);
}
END_TEST

START_TEST(another_logs_key_does_not_vouch_for_it)
{
	struct desk other;
	struct ran r;
	char key[VKEY_ROOM];

	start();
	other = desk_make(PARINDEX);
	desk_open_2022(&other);
	r = operate(&other, "log", "key", NULL);
	(void)snprintf(key, sizeof key, "%s", buf_cstr(&r.out));
	key[strcspn(key, "\n")] = 0;
	ran_free(&r);
	expect(&d, 0, NULL, "audit", "pack", "2022", "--all", "--out", pack);
	expect(&d, 0, NULL, "audit", "check", "--log-key", vkey, pack);
	expect(&d, 1, "does not hold", "audit", "check", "--log-key", key,
	    pack);
	desk_remove(&other);
	desk_remove(&d);
}
END_TEST

/* ---- after the log's end ---- */

/* The log of the desk ends; its successor has two documents more. */
static void
succeed(unsigned nth)
{
	struct world w = { .period = { "2022" } };
	struct store_options o = { .path = d.store,
		.key_path = d.key,
		.map_bytes = 64 << 20 };
	struct fault why = { 0 };
	char next[sizeof d.key], bytes[32];

	(void)snprintf(next, sizeof next, "%s/k%u", d.folder.path, nth);
	expect(&d, 0, "log key", "log", "succeed", "--new-key", next,
	    "--reason", "its key was copied");
	memcpy(d.key, next, sizeof d.key);
	ck_assert_msg(store_open(&w.store, &o, &why) == OK, "%s", why.detail);
	blobs_reserve(w.store->blobs, 0);
	(void)snprintf(bytes, sizeof bytes, "after %u", nth);
	(void)world_upload(&w, "D01", "1.1.2", bytes);
	(void)world_upload(&w, "D03", "1.1.2", bytes);
	(void)snprintf(vkey, sizeof vkey, "%s", w.store->meta.vkey);
	store_close(&w.store);
}

START_TEST(a_pack_has_the_logs_that_its_own_goes_on_from)
{
	char first[VKEY_ROOM];

	start();
	(void)snprintf(first, sizeof first, "%s", vkey);
	succeed(1);
	succeed(2);
	expect(&d, 0, "manifest", "audit", "pack", "2022", "--all", "--out",
	    pack);
	expect(&d, 0, "7 receipts", "audit", "check", pack);
	expect(&d, 0, "and of the 2 before it", "audit", "check", "--log-key",
	    vkey, pack);
	ck_assert(python_agrees());
	/* the old key signs no pack any more */
	expect(&d, 1, NULL, "audit", "check", "--log-key", first, pack);
	desk_remove(&d);
}
END_TEST

START_TEST(no_byte_of_an_earlier_log_can_be_changed)
{
	static const struct {
		const char *part;
		size_t offset;
	} rows[] = {
		{ "log/before/0/checkpoint", 520 },
		{ "log/before/0/tile/", 700 },
		{ "log/before/0/vkey", 560 },
		{ "log/before/0/vkey", 11 }, /* of log/before/1 */
		{ "log/before/1/tile/", 700 },
	};
	struct buf bytes = { 0 };

	start();
	succeed(1);
	succeed(2);
	expect(&d, 0, NULL, "audit", "pack", "2022", "--all", "--out", pack);
	ck_assert_err(file_read(pack, 1 << 24, &bytes), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t *at = header_of(&bytes, rows[i].part) + rows[i].offset;

		*at ^= 1;
		write_back(&bytes);
		expect(&d, 1, NULL, "audit", "check", pack);
		ck_assert(!python_agrees() || rows[i].offset == 11);
		*at ^= 1;
	}
	buf_free(&bytes);
	desk_remove(&d);
}
END_TEST

START_TEST(what_cannot_be_packed_is_said)
{
	start();
	expect(&d, 2, "--unit and --all", "audit", "pack", "2022", "--out",
	    pack);
	expect(&d, 2, "--out FILE", "audit", "pack", "2022", "--all");
	expect(&d, 1, "no unit \"D99\"", "audit", "pack", "2022", "--unit",
	    "D99", "--out", pack);
	expect(&d, 1, "no period \"2021\"", "audit", "pack", "2021", "--all",
	    "--out", pack);
	expect(&d, 0, NULL, "audit", "pack", "2022", "--all", "--out", pack);
	expect(&d, 1, "is there already", "audit", "pack", "2022", "--all",
	    "--out", pack);
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_pack_holds_and_code_that_is_not_ours_agrees,
		a_units_pack_has_its_own_documents_only,
		a_pack_has_what_units_committed_to_whether_or_not_it_came,
		the_same_store_gives_the_same_bytes,
		the_log_says_that_a_pack_was_made,
		no_byte_can_be_changed,
		no_part_can_be_taken_out,
		another_logs_key_does_not_vouch_for_it,
		a_pack_has_the_logs_that_its_own_goes_on_from,
		no_byte_of_an_earlier_log_can_be_changed,
		what_cannot_be_packed_is_said,
		NULL,
	};

	return suite_run("evidence pack", tests);
}
