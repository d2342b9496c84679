/*
 * test_check.c - a store whose records, documents and log do not hang
 * together is found out.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/blob/stage.h"
#include "store/look/looks.h"
#include "store/table/documents.h"
#include "store/table/schema.h"
#include "store/table/submissions.h"
#include "tests/kit/folder.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

#define SMALL 1000
#define LARGE (2 * BLOB_SMALL)

static struct folder folder;
static struct store *store;
static struct submission small, large;

static struct moment
at(const char *text)
{
	struct moment m;

	ck_assert_err(moment_read(slice_text(text), &m), OK);
	return m;
}

static void
open_2022(const struct who *who)
{
	struct buf bundle = shipped_bundle();
	struct fault why = { 0 };
	struct period p;

	ck_assert_err(act_load_period(store, who, buf_all(&bundle), &p, &why),
	    OK);
	ck_assert_err(act_open_period(store, who, p.id, &why), OK);
	buf_free(&bundle);
}

/* Submits `n` bytes for D01's first leaf by evidence. */
static struct submission
submit(size_t n)
{
	struct submit in = { .who = { .role = ROLE_DMS, .label = "test" },
		.period = { "2022" },
		.unit = { "D01" },
		.leaf = { { "1.1.1" } },
		.n_leaves = 1,
		.facts = { .file_name = "a.pdf",
		    .media_type = "application/pdf" },
		.day_most = UINT64_MAX };
	uint8_t *bytes = calloc(1, n);
	struct fault why = { 0 };
	struct submitted out;
	struct staged *s;

	ck_assert_ptr_nonnull(bytes);
	ck_assert_err(stage_open(&s, store->blobs, UINT64_MAX), OK);
	ck_assert_err(stage_more(s, slice_of(bytes, n)), OK);
	ck_assert_err(stage_close(s), OK);
	ck_assert_err(store_now(store, &in.arrival.after), OK);
	in.arrival.bytes = n;
	in.stage = s;
	ck_assert_msg(act_submit(store, &in, &out, &why) == OK, "%s: %s",
	    why.pointer, why.detail);
	stage_drop(&s);
	free(bytes);
	return out.submission;
}

static void
start(void)
{
	char key[FOLDER_ROOM + 16], path[FOLDER_ROOM + 16];
	const struct who boss = { .role = ROLE_OPERATOR };
	struct store_birth birth = { .path = path,
		.key_path = key,
		.origin = "test.example/log",
		.simulated = true,
		.start = at("2023-01-01T00:00:00+07:00"),
		.map_bytes = 64 << 20 };
	struct store_options o = { .path = path,
		.key_path = key,
		.map_bytes = 64 << 20 };
	struct fault why = { 0 };

	folder = folder_make();
	(void)snprintf(key, sizeof key, "%s/key", folder.path);
	(void)snprintf(path, sizeof path, "%s/store", folder.path);
	ck_assert_err(store_make(&birth, &why), OK);
	ck_assert_err(store_open(&store, &o, &why), OK);
	blobs_reserve(store->blobs, 0);
	open_2022(&boss);
	small = submit(SMALL);
	large = submit(LARGE);
}

static void
finish(void)
{
	store_close(&store);
	folder_remove(&folder);
}

struct heard {
	unsigned n;
	char last[256];
};

static void
hear(void *self, const char *sentence)
{
	struct heard *h = self;

	h->n++;
	(void)snprintf(h->last, sizeof h->last, "%s", sentence);
}

/* What the check says: how many complaints, and in the last one `says`. */
static void
check(unsigned complaints, const char *says)
{
	struct heard h = { 0 };
	struct checked n;

	ck_assert_err(look_check(store, hear, &h, &n), OK);
	ck_assert_uint_eq(n.submissions, 2);
	ck_assert_msg(h.n == complaints, "%u complaints, not %u; %s", h.n,
	    complaints, h.last);
	ck_assert_msg(strstr(h.last, says) != NULL, "\"%s\" is not in: %s",
	    says, h.last);
}

START_TEST(a_sound_store_gives_no_complaint)
{
	start();
	check(0, "");
	finish();
}
END_TEST

static enum err
drop_document(struct txn *t, void *arg)
{
	const struct submission *s = arg;

	(void)txn_drop(t, T_DOCUMENTS, slice_of(s->document.b, DIGEST_BYTES));
	return t->err;
}

/* The pack in which the small document lies. */
static void
pack_path(char out[FOLDER_ROOM + 128])
{
	struct buf bytes = { 0 };
	struct document doc;
	int fd;

	ck_assert_err(look_document_bytes(store, small.document, &doc, &bytes,
			  &fd),
	    OK);
	buf_free(&bytes);
	(void)snprintf(out, FOLDER_ROOM + 128,
	    "%s/store/documents/packs/%016llx", folder.path,
	    (unsigned long long)doc.pack);
}

static enum err
drop_bytes(struct txn *t, void *arg)
{
	struct document doc;

	(void)arg;
	ck_assert(documents_get(t, small.document, &doc));
	doc.pack++;
	documents_put(t, &doc);
	return t->err;
}

static enum err
swap_entries(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.entry = large.entry;
	submissions_add(t, &s);
	return t->err;
}

static enum err
lose_entry(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.entry = 1000;
	submissions_add(t, &s);
	return t->err;
}

/* ---- an administrator edits a record and leaves the log alone ---- */

static enum err
come_earlier(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.received.earliest.us -= 1;
	s.received.latest.us -= 1;
	submissions_add(t, &s);
	return t->err;
}

static enum err
change_unit(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.salt[0] ^= 1; /* the same as another unit */
	submissions_add(t, &s);
	return t->err;
}

static enum err
change_leaf(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.leaf[0] = (struct leaf_id){ "1.4.1" };
	submissions_add(t, &s);
	return t->err;
}

static enum err
change_sender(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.by.n++;
	submissions_add(t, &s);
	return t->err;
}

static enum err
change_time(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.time.us--;
	submissions_add(t, &s);
	return t->err;
}

static enum err
change_verdict(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.verdict = s.verdict == VERDICT_LATE ? VERDICT_ON_TIME : VERDICT_LATE;
	submissions_add(t, &s);
	return t->err;
}

/* A ruling that nobody gave. */
static enum err
invent_ruling(struct txn *t, void *arg)
{
	struct submission s = *(const struct submission *)arg;

	s.verdict = VERDICT_LATE;
	s.ruling = (struct ruling){ large.entry, VERDICT_LATE, 1 };
	submissions_add(t, &s);
	return t->err;
}

START_TEST(each_damage_is_named)
{
	static const struct {
		env_change_fn damage;
		const char *says;
	} rows[] = {
		{ drop_document, "is not known" },
		{ drop_bytes, "its bytes are not there" },
		{ swap_entries, "says something else of it" },
		{ lose_entry, "log entry 1000 is not there" },
		{ come_earlier, "says something else of it" },
		{ change_unit, "says something else of it" },
		{ change_leaf, "says something else of it" },
		{ change_sender, "says something else of it" },
		{ change_time, "says something else of it" },
		{ change_verdict, "another verdict" },
		{ invent_ruling, "another verdict" },
	};

	start();
	ck_assert_err(env_change(store->env, rows[_i].damage, &small, 0), OK);
	check(1, rows[_i].says);
	finish();
}
END_TEST

START_TEST(a_packs_changed_and_missing_bytes_are_named)
{
	char path[FOLDER_ROOM + 128];
	int fd;

	start();
	pack_path(path);
	ck_assert_int_ge(fd = open(path, O_WRONLY), 0);
	ck_assert_int_eq(pwrite(fd, "\1", 1, SMALL / 2), 1);
	check(1, "the kept bytes are not it");
	ck_assert_int_eq(ftruncate(fd, SMALL - 1), 0);
	(void)close(fd);
	check(1, "its bytes are not there");
	finish();
}
END_TEST

START_TEST(a_files_absence_and_wrong_length_are_named)
{
	char path[FOLDER_ROOM + 128], digest[DIGEST_TEXT];
	FILE *f;

	start();
	digest_text(large.document, digest);
	(void)snprintf(path, sizeof path, "%s/store/documents/%.2s/%s",
	    folder.path, digest, digest + 2);
	ck_assert_int_eq(unlink(path), 0);
	check(1, "its file cannot be opened");
	ck_assert_ptr_nonnull(f = fopen(path, "wb"));
	ck_assert_int_eq(fputs("short", f) >= 0, 1);
	ck_assert_int_eq(fclose(f), 0);
	check(1, "its file has 5 bytes, not 262144");
	finish();
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("check");
	TCase *cases = tcase_create("check");
	SRunner *runner;
	int failed;

	tcase_add_test(cases, a_sound_store_gives_no_complaint);
	tcase_add_loop_test(cases, each_damage_is_named, 0, 11);
	tcase_add_test(cases, a_packs_changed_and_missing_bytes_are_named);
	tcase_add_test(cases, a_files_absence_and_wrong_length_are_named);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
