/*
 * test_tiles.c - the log as tlog-tiles files: paths, widths, bytes.
 */
#include "store/ledger/tiles.h"

#include <stdio.h>

#include "tests/kit/logbook.h"
#include "tests/kit/suite.h"

static struct logbook book;

START_TEST(a_path_is_read_as_it_is_written)
{
	static const struct {
		const char *path;
		struct tile tile;
	} rows[] = {
		{ "0/000", { false, 0, 0, 256 } },
		{ "0/999", { false, 0, 999, 256 } },
		{ "0/x001/000", { false, 0, 1000, 256 } },
		{ "0/x001/x234/067", { false, 0, 1234067, 256 } },
		{ "7/000.p/1", { false, 7, 0, 1 } },
		{ "63/001.p/255", { false, 63, 1, 255 } },
		{ "entries/000", { true, 0, 0, 256 } },
		{ "entries/x001/234.p/112", { true, 0, 1234, 112 } },
		{ "0/x018/x446/x744/x073/x709/x551/615",
		    { false, 0, UINT64_MAX, 256 } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf again = { 0 };
		struct tile t;

		ck_assert_err(tile_path_read(slice_text(rows[i].path), &t), OK);
		ck_assert_int_eq(t.entries, rows[i].tile.entries);
		ck_assert_uint_eq(t.level, rows[i].tile.level);
		ck_assert_uint_eq(t.n, rows[i].tile.n);
		ck_assert_uint_eq(t.width, rows[i].tile.width);
		tile_path_put(&t, &again);
		ck_assert_str_eq(buf_cstr(&again), rows[i].path);
		buf_free(&again);
	}
}
END_TEST

START_TEST(any_other_path_is_refused)
{
	static const char *const rows[] = { "", "0", "0/", "/000", "0/0",
		"0/00", "0/0000", "0/00a", "0/-01", "00/000", "64/000",
		"-1/000", "0/x000/001", "0/x001", "0/x001/", "0/001/000",
		"0/X001/000", "0/x01/000", "0/000.p", "0/000.p/", "0/000.p/0",
		"0/000.p/01", "0/000.p/256", "0/000.p/1/", "0/000.p/1/2",
		"0/000.q/1", "0/000/", "0/000/000", "entry/000", "entries",
		"entries/", "Entries/000", "data/000", "../000", "0/../000",
		"0/000.p/-1", "0/000 ", " 0/000",
		"0/x018/x446/x744/x073/x709/x551/616",
		"0/x001/x000/x000/x000/x000/x000/x000/000" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tile t;

		ck_assert_msg(tile_path_read(slice_text(rows[i]), &t) ==
				  ERR_MALFORMED,
		    "%s", rows[i]);
	}
}
END_TEST

START_TEST(widths_are_those_of_the_specification)
{
	static const struct {
		uint64_t size, n;
		unsigned level, width;
	} rows[] = {
		/* the specification's example, 70,000 */
		{ 70000, 272, 0, 256 },
		{ 70000, 273, 0, 112 },
		{ 70000, 274, 0, 0 },
		{ 70000, 0, 1, 256 },
		{ 70000, 1, 1, 17 },
		{ 70000, 0, 2, 1 },
		{ 70000, 0, 3, 0 },
		{ 256, 0, 0, 256 },
		{ 256, 1, 0, 0 },
		{ 256, 0, 1, 1 },
		{ 255, 0, 1, 0 },
		{ 0, 0, 0, 0 },
		{ 5, UINT64_MAX, 0, 0 },
		{ UINT64_MAX, 0, 63, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_uint_eq(tile_width(rows[i].size, rows[i].level,
				      rows[i].n),
		    rows[i].width);
}
END_TEST

static enum err
tile(const char *path, struct buf *to)
{
	struct tile want;
	struct txn t;
	enum err e;

	buf_clear(to);
	ck_assert_err(tile_path_read(slice_text(path), &want), OK);
	txn_read(&t, book.env);
	e = ledger_tile(book.ledger, &t, &want, to);
	ck_assert_err(txn_end(&t), OK);
	return e;
}

/* The root of 256 hashes, by halves. */
static struct digest
root_of(const uint8_t *hashes, unsigned n)
{
	struct digest left, right;

	if (n == 1) {
		memcpy(left.b, hashes, sizeof left.b);
		return left;
	}
	left = root_of(hashes, n / 2);
	right = root_of(hashes + n / 2 * DIGEST_BYTES, n / 2);
	return tree_node(left, right);
}

START_TEST(tiles_hash_to_the_tiles_above_and_bundles_to_their_leaves)
{
	struct buf low = { 0 }, high = { 0 }, bundle = { 0 };
	struct digest hash;
	size_t at = 0;

	logbook_open(&book);
	ck_assert_err(logbook_add(&book, 600), OK);
	ck_assert_err(tile("1/000.p/2", &high), OK);
	ck_assert_uint_eq(high.n, 2 * DIGEST_BYTES);
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_err(tile(i == 0 ? "0/000" : "0/001", &low), OK);
		ck_assert_uint_eq(low.n, 8192);
		hash = root_of(low.p, 256);
		ck_assert_mem_eq(hash.b, high.p + i * DIGEST_BYTES, 32);
	}
	ck_assert_err(tile("0/002.p/88", &low), OK);
	ck_assert_err(tile("entries/002.p/88", &bundle), OK);
	for (unsigned i = 0; i < 88; i++) {
		size_t n = (size_t)bundle.p[at] << 8 | bundle.p[at + 1];

		hash = tree_leaf(slice_of(bundle.p + at + 2, n));
		ck_assert_mem_eq(hash.b, low.p + i * DIGEST_BYTES, 32);
		at += 2 + n;
	}
	ck_assert_uint_eq(at, bundle.n);
	buf_free(&low);
	buf_free(&high);
	buf_free(&bundle);
	logbook_close(&book);
}
END_TEST

START_TEST(every_width_up_to_the_newest_is_served_and_none_beyond)
{
	struct buf bytes = { 0 };
	char path[32];

	logbook_open(&book);
	ck_assert_err(tile("0/000.p/1", &bytes), ERR_NOT_FOUND);
	logbook_grow(&book, 7);
	for (unsigned width = 1; width < 12; width++) {
		(void)snprintf(path, sizeof path, "entries/000.p/%u", width);
		ck_assert_err(tile(path, &bytes),
		    width <= 7 ? OK : ERR_NOT_FOUND);
		(void)snprintf(path, sizeof path, "0/000.p/%u", width);
		ck_assert_err(tile(path, &bytes),
		    width <= 7 ? OK : ERR_NOT_FOUND);
		ck_assert_uint_eq(bytes.n, width <= 7 ? 32 * width : 0);
	}
	ck_assert_err(tile("0/000", &bytes), ERR_NOT_FOUND);
	ck_assert_err(tile("1/000.p/1", &bytes), ERR_NOT_FOUND);
	ck_assert_err(tile("63/000", &bytes), ERR_NOT_FOUND);
	buf_free(&bytes);
	logbook_close(&book);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_path_is_read_as_it_is_written,
		any_other_path_is_refused,
		widths_are_those_of_the_specification,
		tiles_hash_to_the_tiles_above_and_bundles_to_their_leaves,
		every_width_up_to_the_newest_is_served_and_none_beyond,
		NULL,
	};

	return suite_run("tiles", tests);
}
