/*
 * test_receipt_match.c - what is shown beside a receipt belongs to it: the
 * commitment, and every line by which it would not; one of several documents.
 */
#include "store/admin/receipt_match.h"

#include <stdio.h>
#include <string.h>

#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OTHER "fc022288f3e49d09353987de1c32fc1427bd2a8b3657a340e86efb8e34efe003"
#define COMMITMENT(period, unit, leaf, document, received)                     \
	"id 0185a0c4-7a80-7000-8000-000000000001\nperiod " period              \
	"\nunit " unit "\nleaf " leaf "\ndocument " OTHER                      \
	" 7\ndocument " document "\nmanifest " HASH "\nreceived " received     \
	" front\nwindow 1 1673370000000000\nverdict on-time\nby 7\n"
#define COMMITTED(leaf, commitment)                                            \
	"id 0185a0c4-7a80-7000-8000-000000000002\nperiod 2022\nunit " HASH     \
	"\nleaf " leaf "\ndocument " HASH "\nsize 9\nmanifest " HASH           \
	"\nreceived 1673370000000000 1673370000000001 front\n"                 \
	"window 1 1673370000000000\nverdict on-time\ncommitment " commitment   \
	"\nby 7\n"
#define GOOD                                                                   \
	COMMITMENT("2022", HASH, "1.1.2", HASH " 9",                           \
	    "1673369999000000 1673369999000001")
#define ITS "17 1673369999000000 1673369999000001"

static struct receipt
receipt_of(enum entry_type type, const char *body, uint64_t index)
{
	struct reading clock = { .status = CLOCK_FIT };
	struct receipt r = { .index = index };

	entry_write(&r.bytes, type, (struct moment){ 1 }, &clock,
	    slice_text(body));
	ck_assert_err(r.bytes.err, OK);
	ck_assert_err(entry_read(buf_all(&r.bytes), &r.entry), OK);
	return r;
}

static enum err
match(struct receipt s, struct receipt c, const char *says)
{
	struct fault why = { 0 };
	enum err e = receipt_match_commitment(&s, &c, &why);

	ck_assert_msg(strstr(why.detail, says) != NULL, "%s", why.detail);
	receipt_free(&s);
	receipt_free(&c);
	return e;
}

START_TEST(two_receipts_of_one_commitment_match)
{
	ck_assert_err(match(receipt_of(ENTRY_COMMITTED, COMMITTED("1.1.2", ITS),
				23),
			  receipt_of(ENTRY_COMMITMENT, GOOD, 17), ""),
	    OK);
	/* of the second log of a store */
	ck_assert_err(match(receipt_of(ENTRY_COMMITTED,
				COMMITTED("1.1.2",
				    "281474976710673 1673369999000000 "
				    "1673369999000001"),
				23),
			  receipt_of(ENTRY_COMMITMENT, GOOD, 17), ""),
	    OK);
}
END_TEST

START_TEST(any_line_that_says_otherwise_parts_them)
{
	static const struct {
		const char *submission, *commitment;
		uint64_t index;
		const char *says;
	} rows[] = {
		{ COMMITTED("1.1.2", ITS), GOOD, 18, "another commitment" },
		{ COMMITTED("1.1.2", "16 1673369999000000 1673369999000001"),
		    GOOD, 17, "another commitment" },
		{ COMMITTED("1.1.2", "17 1673369998000000 1673369999000001"),
		    GOOD, 17, "another commitment" },
		{ COMMITTED("1.1.2", "17 1673369999000000 1673369999000002"),
		    GOOD, 17, "another commitment" },
		{ COMMITTED("1.1.2", ITS " 1"), GOOD, 17,
		    "another commitment" },
		{ COMMITTED("1.1.2", "17"), GOOD, 17, "another commitment" },
		{ COMMITTED("1.1.3", ITS), GOOD, 17, "does not name" },
		{ COMMITTED("1.1.2", ITS),
		    COMMITMENT("2021", HASH, "1.1.2", HASH " 9",
			"1673369999000000 1673369999000001"),
		    17, "does not name" },
		{ COMMITTED("1.1.2", ITS),
		    COMMITMENT("2022", OTHER, "1.1.2", HASH " 9",
			"1673369999000000 1673369999000001"),
		    17, "does not name" },
		{ COMMITTED("1.1.2", ITS),
		    COMMITMENT("2022", HASH, "1.1.2", HASH " 8",
			"1673369999000000 1673369999000001"),
		    17, "does not name" },
		{ COMMITTED("1.1.2", ITS),
		    COMMITMENT("2022", HASH, "1.1.2", OTHER " 9",
			"1673369999000000 1673369999000001"),
		    17, "does not name" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(match(receipt_of(ENTRY_COMMITTED,
					rows[i].submission, 23),
				  receipt_of(ENTRY_COMMITMENT,
				      rows[i].commitment, rows[i].index),
				  rows[i].says) == ERR_DIGEST,
		    "row %zu", i);
}
END_TEST

START_TEST(a_receipt_of_another_kind_matches_nothing)
{
	ck_assert_err(match(receipt_of(ENTRY_COMMITMENT, GOOD, 17),
			  receipt_of(ENTRY_COMMITMENT, GOOD, 17),
			  "of nothing that completes"),
	    ERR_DIGEST);
	ck_assert_err(match(receipt_of(ENTRY_COMMITTED, COMMITTED("1.1.2", ITS),
				23),
			  receipt_of(ENTRY_COMMITTED, COMMITTED("1.1.2", ITS),
			      17),
			  "of no commitment"),
	    ERR_DIGEST);
}
END_TEST

static void
keep(const char *path, const char *text)
{
	FILE *to = fopen(path, "wb");

	ck_assert_ptr_nonnull(to);
	ck_assert_int_ge(fputs(text, to), 0);
	ck_assert_int_eq(fclose(to), 0);
}

START_TEST(a_commitment_is_of_each_document_that_it_names)
{
	struct receipt c = receipt_of(ENTRY_COMMITMENT, GOOD, 17);
	struct folder f = folder_make();
	struct fault why = { 0 };
	char path[FOLDER_ROOM + 8];

	(void)snprintf(path, sizeof path, "%s/it", f.path);
	keep(path, ""); /* HASH, the second one */
	ck_assert_err(receipt_match_document(&c, path, &why), OK);
	keep(path, "%PDF-1.4 x"); /* OTHER, the first one */
	ck_assert_err(receipt_match_document(&c, path, &why), OK);
	keep(path, "%PDF-1.4 y");
	ck_assert_err(receipt_match_document(&c, path, &why), ERR_DIGEST);
	ck_assert_int_eq(remove(path), 0);
	ck_assert_err(receipt_match_document(&c, path, &why), ERR_NOT_FOUND);
	folder_remove(&f);
	receipt_free(&c);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		two_receipts_of_one_commitment_match,
		any_line_that_says_otherwise_parts_them,
		a_receipt_of_another_kind_matches_nothing,
		a_commitment_is_of_each_document_that_it_names,
		NULL,
	};

	return suite_run("receipt_match", tests);
}
