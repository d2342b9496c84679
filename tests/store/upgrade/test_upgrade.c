/*
 * test_upgrade.c - rows of versions 1 and 2, written here byte by byte, as this
 * version has them; and what was damaged before.
 *
 * Touches folders of its own.
 */
#include <check.h>
#include <stdio.h>

#include "store/db/env_older.h"
#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/txn.h"
#include "store/db/walk.h"
#include "store/table/commitments.h"
#include "store/table/documents.h"
#include "store/table/frozen.h"
#include "store/table/periods.h"
#include "store/table/revisions.h"
#include "store/table/submissions.h"
#include "store/table/unfit.h"
#include "store/upgrade/from_1.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define ALL (TABLES + OLDER_TABLES)

static struct folder f;
static struct env *env;
static struct fault why;

/* ---- version 1 ---- */

static struct submission_id
id_of(uint8_t n)
{
	struct submission_id id;

	memset(id.b, n, sizeof id.b);
	return id;
}

static struct digest
digest_text_of(const char *text)
{
	return digest_of(slice_text(text));
}

static void
put_document(struct txn *t, struct digest d, const char *bytes, bool is_file)
{
	struct buf value = { 0 };

	rec_uint(&value, 1, strlen(bytes));
	rec_uint(&value, 2, is_file);
	rec_text(&value, 3, "application/pdf");
	txn_put_buf(t, T_DOCUMENTS, slice_of(d.b, DIGEST_BYTES), &value);
}

static void
put_bytes(struct txn *t, struct digest d, const char *bytes)
{
	txn_put(t, T_1_DOCUMENT_BYTES, slice_of(d.b, DIGEST_BYTES),
	    slice_text(bytes));
}

static void
put_use(struct txn *t, struct digest d, uint8_t submission)
{
	struct submission_id id = id_of(submission);
	struct key k = { .n = 0 };

	key_bytes(&k, d.b, DIGEST_BYTES);
	key_bytes(&k, id.b, sizeof id.b);
	txn_put(t, T_DOCUMENT_USES, key_all(&k), SLICE_NONE);
}

/* A leaf's document, behind `k`. */
static void
put_leaf(struct txn *t, unsigned table, struct key k, const char *leaf,
    uint8_t submission)
{
	struct submission_id id = id_of(submission);

	key_text(&k, "2022");
	key_text(&k, "D01");
	key_text(&k, leaf);
	key_u8(&k, SUBMISSION_ACCEPTED);
	key_bytes(&k, id.b, sizeof id.b);
	txn_put(t, table, key_all(&k), SLICE_NONE);
}

static struct key
frozen_key(void)
{
	struct key k = key_of_text("2022");

	key_u64(&k, 1);
	return k;
}

static enum err
write_1(struct txn *t, void *arg)
{
	struct digest whole = digest_text_of("whole"),
		      file = digest_text_of("in a file");
	struct key none = { .n = 0 }, k = frozen_key();
	struct revision r = { .period = { "2022" }, .n = 1 };
	struct period period = { .id = { "2022" } };
	const bool *damaged = arg;
	struct submission s = { .unit = { "D02" },
		.period = { "2022" },
		.n_leaves = 1,
		.leaf = { { "1.1.2" } } };

	put_document(t, whole, "whole", false);
	put_bytes(t, whole, "whole");
	put_use(t, whole, 1);
	put_use(t, whole, 2);
	s.id = id_of(2);
	submissions_add(t, &s);
	put_document(t, file, "in a file", true);
	put_document(t, digest_text_of("damaged"), "damaged", false);
	put_bytes(t, digest_text_of("damaged"), "damaGed");
	put_document(t, digest_text_of("lost"), "lost", false);
	put_leaf(t, T_LEAF_DOCUMENTS, none, "1.1.1", 1);
	key_u8(&k, 'd');
	put_leaf(t, T_FROZEN, k, "1.1.1", 1);
	k = frozen_key();
	key_u8(&k, 'c');
	put_leaf(t, T_FROZEN, k, "1.1.1", 1);
	periods_put(t, &period);
	r.rows = frozen_digest(t, &r);
	if (damaged != NULL)
		r.rows.b[0] ^= 1;
	revisions_put(t, &r);
	return t->err;
}

/* Rows of the tables that had a tree each until version 2. */
static enum err
write_2(struct txn *t, void *arg)
{
	(void)arg;
	txn_put(t, T_2_USAGE, slice_text("token"), slice_text("bytes"));
	txn_put(t, T_2_OUTBOX, slice_text("job"), slice_text("wanted"));
	txn_put(t, T_2_CLOSINGS, slice_text("window"), slice_text("counts"));
	txn_put(t, T_2_HEAD, slice_text("h"), slice_text("size"));
	txn_put(t, T_2_HEAD, slice_text("h\1"), slice_text("another"));
	return t->err;
}

static void
make_of(uint32_t version, env_change_fn write, void *arg)
{
	const char *names[ALL];
	struct env_options o;

	f = folder_make();
	o = (struct env_options){ .path = f.path,
		.tables = names,
		.n_tables = ALL,
		.version = version,
		.create = true };
	memcpy(names, table_names, sizeof table_names);
	memcpy(names + TABLES, older_tables, sizeof older_tables);
	ck_assert_err(env_open(&env, &o, &why), OK);
	ck_assert_err(env_change(env, write, arg, 0), OK);
	ck_assert_err(env_change(env, write_2, NULL, 0), OK);
	env_close(&env);
}

static void
make_with(bool *damaged)
{
	make_of(1, write_1, damaged);
}

static void
make(void)
{
	make_with(NULL);
}

static void
open_now(void)
{
	struct env_options o = { .path = f.path,
		.tables = table_names,
		.n_tables = TABLES,
		.codes = table_codes,
		.version = STORE_VERSION };

	ck_assert_err(env_open(&env, &o, &why), OK);
}

static struct upgraded
upgraded(void)
{
	struct upgrade u = { .path = f.path };
	struct upgraded done;

	ck_assert_err(store_upgrade(&u, &done, &why), OK);
	return done;
}

/* ---- version 2 ---- */

static struct document
document(struct txn *t, const char *text)
{
	struct document doc;

	ck_assert(documents_get(t, digest_text_of(text), &doc));
	ck_assert_uint_eq(doc.size, strlen(text));
	ck_assert_str_eq(doc.media_type, "application/pdf");
	return doc;
}

static bool
add_use(void *self, struct submission_id id)
{
	uint8_t *seen = self;

	seen[++seen[0]] = id.b[0];
	return true;
}

static void
lies(struct blobs *b, const struct document *doc, const char *bytes)
{
	struct blob_place at = { doc->pack, doc->offset };
	struct buf read = { 0 };

	ck_assert_uint_ne(doc->pack, 0);
	ck_assert_err(blobs_read(b, at, doc->size, &read), OK);
	ck_assert(slice_is(buf_all(&read), bytes));
	buf_free(&read);
}

START_TEST(documents_lie_in_packs_and_what_was_damaged_is_kept_as_it_is)
{
	struct upgraded done;
	struct document doc;
	struct blobs *b;
	struct txn t;

	make();
	done = upgraded();
	ck_assert_uint_eq(done.from, 1);
	ck_assert_uint_eq(done.to, 3);
	ck_assert_uint_eq(done.documents, 2);
	ck_assert_uint_eq(done.bytes, 12);
	ck_assert_uint_eq(done.damaged, 1);
	open_now();
	ck_assert_err(blobs_open(&b, f.path, &why), OK);
	txn_read(&t, env);
	doc = document(&t, "whole");
	lies(b, &doc, "whole");
	doc = document(&t, "damaged");
	lies(b, &doc, "damaGed");
	ck_assert_uint_eq(document(&t, "in a file").pack, 0);
	ck_assert_uint_eq(document(&t, "lost").pack, 0);
	ck_assert_err(txn_end(&t), OK);
	blobs_close(&b);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

START_TEST(the_first_use_stands_in_the_record_and_the_others_know_their_unit)
{
	struct submission_id first = id_of(1);
	struct period_id period = { "2022" };
	struct unit_id other = { "D02" };
	uint8_t seen[8] = { 0 };
	struct document doc;
	struct txn t;

	make();
	(void)upgraded();
	open_now();
	txn_read(&t, env);
	doc = document(&t, "whole");
	ck_assert_mem_eq(doc.first.b, first.b, sizeof first.b);
	document_uses_of_unit(&t, doc.digest, period, other, add_use, seen);
	ck_assert_uint_eq(seen[0], 2);
	ck_assert_uint_eq(seen[1], 1);
	ck_assert_uint_eq(seen[2], 2);
	ck_assert_uint_eq(txn_count(&t, T_DOCUMENT_USES), 1);
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

/* Is the leaf's document found where version 2 looks, behind `k`? */
static bool
listed(struct txn *t, unsigned table, struct key k)
{
	struct submission_id id = id_of(1);
	struct slice value;

	key_text(&k, "2022");
	key_text(&k, "D01");
	key_u8(&k, SUBMISSION_ACCEPTED);
	key_text(&k, "1.1.1");
	key_bytes(&k, id.b, sizeof id.b);
	return txn_get(t, table, key_all(&k), &value);
}

START_TEST(lists_of_documents_have_the_status_before_the_leaf)
{
	struct key none = { .n = 0 }, k = frozen_key();
	struct txn t;

	make();
	ck_assert_uint_eq(upgraded().rows, 2);
	open_now();
	txn_read(&t, env);
	ck_assert(listed(&t, T_LEAF_DOCUMENTS, none));
	key_u8(&k, 'd');
	ck_assert(listed(&t, T_FROZEN, k));
	k.b[k.n - 1] = 'c'; /* another table's rows stay */
	ck_assert(!listed(&t, T_FROZEN, k));
	ck_assert_uint_eq(txn_count(&t, T_FROZEN), 2);
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

/* Revision 1 as it stands after an upgrade, and what its rows hash to. */
static struct revision
revision_1(struct digest *rows)
{
	struct revision r = { .period = { "2022" }, .n = 1 };
	struct txn t;

	(void)upgraded();
	open_now();
	txn_read(&t, env);
	ck_assert(revisions_get(&t, &r));
	*rows = frozen_digest(&t, &r);
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	return r;
}

START_TEST(a_revision_has_a_digest_of_its_rows_as_they_are_now)
{
	struct revision r;
	struct digest rows;

	make();
	r = revision_1(&rows);
	ck_assert(digest_eq(r.kept, rows));
	ck_assert(!digest_eq(r.rows, rows));
	folder_remove(&f);
}
END_TEST

START_TEST(a_revision_that_was_damaged_before_stays_known_as_damaged)
{
	static const struct digest none;
	struct revision r;
	struct digest rows;
	bool damaged = true;

	make_with(&damaged);
	r = revision_1(&rows);
	ck_assert(digest_eq(r.kept, none));
	folder_remove(&f);
}
END_TEST

START_TEST(a_second_upgrade_finds_nothing_to_do)
{
	struct upgraded done;

	make();
	(void)upgraded();
	done = upgraded();
	ck_assert_uint_eq(done.from, done.to);
	ck_assert(!done.went_on);
	ck_assert_uint_eq(done.tables + done.documents + done.rows, 0);
	folder_remove(&f);
}
END_TEST

START_TEST(a_store_older_than_any_that_is_known_is_refused)
{
	struct env_options o;
	struct upgrade u;
	struct upgraded done;

	f = folder_make();
	o = (struct env_options){ .path = f.path,
		.tables = table_names,
		.n_tables = TABLES,
		.create = true };
	u = (struct upgrade){ .path = f.path };
	ck_assert_err(env_open(&env, &o, &why), OK);
	env_close(&env);
	ck_assert_err(store_upgrade(&u, &done, &why), ERR_STORE_OLDER);
	folder_remove(&f);
}
END_TEST

/* ---- a table that came since ---- */

/* ---- one tree for what is small ---- */

static void
says(struct txn *t, unsigned table, const char *key, const char *value)
{
	struct slice is;

	ck_assert(txn_get(t, table, slice_text(key), &is));
	ck_assert(slice_is(is, value));
}

static enum err
nothing(struct txn *t, void *arg)
{
	(void)arg;
	return t->err;
}

static void
lie_in_one_tree(uint32_t version)
{
	struct upgraded done;
	struct txn t;

	make_of(version, nothing, NULL);
	done = upgraded();
	ck_assert_uint_eq(done.from, version);
	ck_assert_uint_eq(done.to, STORE_VERSION);
	open_now();
	txn_read(&t, env);
	says(&t, T_USAGE, "token", "bytes");
	says(&t, T_OUTBOX, "job", "wanted");
	says(&t, T_CLOSINGS, "window", "counts");
	says(&t, T_HEAD, "h", "size");
	says(&t, T_HEAD, "h\1", "another");
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	folder_remove(&f);
}

START_TEST(small_tables_of_version_1_lie_in_one_tree)
{
	lie_in_one_tree(1);
}
END_TEST

START_TEST(small_tables_of_version_2_lie_in_one_tree)
{
	lie_in_one_tree(2);
}
END_TEST

static const struct unfit waits = { .what = UNFIT_ONE,
	.entry = 9,
	.id = { { 7 } } };

static enum err
put_waiting(struct txn *t, void *arg)
{
	struct submission s = { .id = waits.id,
		.period = { "2022" },
		.unit = { "D01" },
		.leaf = { { "1.1.1" } },
		.n_leaves = 1,
		.trust = TRUST_UNFIT,
		.entry = waits.entry };

	(void)arg;
	submissions_add(t, &s);
	unfit_put(t, &waits);
	return t->err;
}

/* Of this version, made before there were commitments. */
static struct env_options
make_without_commitments(const char *names[TABLES])
{
	struct env_options o;

	f = folder_make();
	memcpy(names, table_names, sizeof table_names);
	names[T_COMMITMENTS] = "something-else";
	o = (struct env_options){ .path = f.path,
		.tables = names,
		.n_tables = TABLES,
		.codes = table_codes,
		.version = STORE_VERSION,
		.create = true };
	ck_assert_err(env_open(&env, &o, &why), OK);
	ck_assert_err(env_change(env, put_waiting, NULL, 0), OK);
	env_close(&env);
	o.create = false;
	o.tables = table_names;
	return o;
}

START_TEST(a_store_made_before_commitments_gets_their_table)
{
	const char *names[TABLES];
	struct env_options o = make_without_commitments(names);
	struct unfit row;
	struct upgraded done;
	struct submission s;
	struct commitment c;
	struct txn t;

	ck_assert_err(env_open(&env, &o, &why), ERR_STORE_OLDER);
	ck_assert_ptr_nonnull(strstr(why.detail, "parindex store upgrade"));
	done = upgraded();
	ck_assert_uint_eq(done.tables, 1);
	ck_assert_uint_eq(done.from, STORE_VERSION);
	ck_assert_err(env_open(&env, &o, &why), OK);
	txn_read(&t, env);
	ck_assert(!commitments_get(&t, (struct period_id){ "2022" },
	    (struct unit_id){ "D01" }, (struct commitment_id){ { 1 } }, &c));
	ck_assert(submissions_get(&t, waits.id, &s));
	ck_assert(!commitment_id_is(s.completes.id));
	/* what waited for outside times waits */
	ck_assert_uint_eq(unfit_oldest(&t, &row, 1), 1);
	ck_assert_int_eq(row.what, UNFIT_ONE);
	ck_assert_uint_eq(row.entry, waits.entry);
	ck_assert_mem_eq(row.id.b, waits.id.b, 16);
	ck_assert_err(txn_end(&t), OK);
	env_close(&env);
	folder_remove(&f);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		documents_lie_in_packs_and_what_was_damaged_is_kept_as_it_is,
		the_first_use_stands_in_the_record_and_the_others_know_their_unit,
		lists_of_documents_have_the_status_before_the_leaf,
		a_revision_has_a_digest_of_its_rows_as_they_are_now,
		a_revision_that_was_damaged_before_stays_known_as_damaged,
		a_second_upgrade_finds_nothing_to_do,
		a_store_older_than_any_that_is_known_is_refused,
		a_store_made_before_commitments_gets_their_table,
		small_tables_of_version_1_lie_in_one_tree,
		small_tables_of_version_2_lie_in_one_tree,
		NULL,
	};

	return suite_run("upgrade", tests);
}
