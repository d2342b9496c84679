/*
 * test_receipt.c - receipts hold offline, by our checker and by one that
 * shares no code with it, and no other receipt does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "tests/kit/logbook.h"
#include "tests/kit/suite.h"

static struct logbook book;

static void
receipt_of(uint64_t index, struct buf *to)
{
	struct txn t;

	txn_read(&t, book.env);
	ck_assert_err(ledger_receipt(book.ledger, &t, index, to), OK);
	ck_assert_err(txn_end(&t), OK);
}

static enum err
check(struct slice text, struct fault *why)
{
	struct receipt r;
	enum err e = receipt_check(text, note_signer_key(book.signer), &r, why);

	receipt_free(&r);
	return e;
}

START_TEST(every_entry_of_every_size_has_a_receipt_that_holds)
{
	logbook_open(&book);
	for (unsigned size = 1; size <= 20; size++) {
		logbook_grow(&book, 1);
		for (unsigned i = 0; i < size; i++) {
			struct buf text = { 0 };
			struct receipt r;

			receipt_of(i, &text);
			ck_assert_err(receipt_check(buf_all(&text),
					  note_signer_key(book.signer), &r,
					  NULL),
			    OK);
			ck_assert_uint_eq(r.index, i);
			ck_assert_uint_eq(r.checkpoint.size, size);
			ck_assert_uint_eq(r.entry.type, ENTRY_HEARTBEAT);
			ck_assert_int_eq(r.entry.time.us,
			    book.clock.wall.us + i);
			receipt_free(&r);
			buf_free(&text);
		}
	}
	logbook_close(&book);
}
END_TEST

START_TEST(what_is_not_sealed_has_no_receipt)
{
	struct buf text = { 0 };
	struct txn t;

	logbook_open(&book);
	for (int i = 0; i < 2; i++) {
		txn_read(&t, book.env);
		ck_assert_err(ledger_receipt(book.ledger, &t, (uint64_t)(5 * i),
				  &text),
		    ERR_NOT_FOUND);
		ck_assert_err(txn_end(&t), OK);
		logbook_grow(&book, 5 * (unsigned)!i);
	}
	ck_assert_uint_eq(text.n, 0);
	logbook_close(&book);
}
END_TEST

START_TEST(a_flipped_bit_anywhere_ends_a_receipt)
{
	struct buf text = { 0 };

	logbook_open(&book);
	logbook_grow(&book, 11);
	receipt_of(6, &text);
	for (size_t i = 0; i < text.n; i++)
		for (int bit = 0; bit < 8; bit++) {
			struct fault why = { 0 };

			text.p[i] ^= (uint8_t)(1 << bit);
			ck_assert_msg(check(buf_all(&text), &why) != OK,
			    "byte %zu bit %d", i, bit);
			ck_assert_str_ne(why.detail, "");
			text.p[i] ^= (uint8_t)(1 << bit);
		}
	ck_assert_err(check(buf_all(&text), NULL), OK);
	for (size_t n = 0; n < text.n; n++)
		ck_assert(check(slice_of(text.p, n), NULL) != OK);
	buf_byte(&text, '\n');
	ck_assert(check(buf_all(&text), NULL) != OK);
	buf_free(&text);
	logbook_close(&book);
}
END_TEST

/* The receipt with `old`, somewhere in it, replaced. */
static enum err
check_with(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	struct buf changed = { 0 };
	enum err e;

	ck_assert_ptr_nonnull(at);
	buf_bytes(&changed, text, (size_t)(at - text));
	buf_text(&changed, new);
	buf_text(&changed, at + strlen(old));
	e = check(buf_all(&changed), NULL);
	buf_free(&changed);
	return e;
}

START_TEST(a_receipt_is_read_strictly)
{
	struct buf text = { 0 }, huge = { 0 };
	const char *good;

	logbook_open(&book);
	logbook_grow(&book, 11);
	receipt_of(6, &text);
	good = buf_cstr(&text);
	ck_assert_err(check_with(good, "index 6\n", "index 6\n"), OK);
	ck_assert(check_with(good, "index 6\n", "index 06\n") != OK);
	ck_assert(check_with(good, "index 6\n", "index 7\n") != OK);
	ck_assert(check_with(good, "index 6\n", "index 6 \n") != OK);
	ck_assert(check_with(good, "index 6\n", "index 6\r\n") != OK);
	ck_assert(check_with(good, "index 6\n", "") != OK);
	ck_assert(check_with(good, "extra ", "Extra ") != OK);
	ck_assert(check_with(good, "@v1", "@v2") != OK);
	ck_assert(check_with(good, "\n\n", "\n\n\n") != OK);
	ck_assert(check_with(good, "\n\n", "\n") != OK);
	for (int i = 0; i < 200 * 1024; i++)
		buf_byte(&huge, 'a');
	ck_assert_err(check(buf_all(&huge), NULL), ERR_TOO_BIG);
	buf_free(&huge);
	buf_free(&text);
	logbook_close(&book);
}
END_TEST

START_TEST(another_logs_key_does_not_accept_it)
{
	struct buf text = { 0 }, secret = { 0 };
	struct note_signer *other;
	struct receipt r;

	logbook_open(&book);
	logbook_grow(&book, 3);
	receipt_of(1, &text);
	ck_assert_err(note_signer_new(LOGBOOK_ORIGIN, &other, &secret), OK);
	ck_assert_err(receipt_check(buf_all(&text), note_signer_key(other), &r,
			  NULL),
	    ERR_UNAUTHENTICATED);
	note_signer_drop(&other);
	buf_free(&secret);
	buf_free(&text);
	logbook_close(&book);
}
END_TEST

/* Runs check_receipt.py; returns its exit status. */
static int
check_elsewhere(const struct buf *text, const char *vkey)
{
	char path[FOLDER_ROOM + 16], command[1024];
	FILE *to;
	int status;

	(void)snprintf(path, sizeof path, "%s/receipt", book.folder.path);
	to = fopen(path, "wb");
	ck_assert_ptr_nonnull(to);
	ck_assert_uint_eq(fwrite(text->p, 1, text->n, to), text->n);
	ck_assert_int_eq(fclose(to), 0);
	(void)snprintf(command, sizeof command,
	    "python3 '%s/store/ledger/check_receipt.py' '%s' '%s' 2>/dev/null",
	    TEST_SOURCE_DIR, path, vkey);
	status = system(command);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(code_that_is_not_ours_agrees)
{
	struct buf text = { 0 }, vkey = { 0 };
	uint8_t *byte;

	logbook_open(&book);
	logbook_grow(&book, 11);
	note_key_text(note_signer_key(book.signer), &vkey);
	for (uint64_t i = 0; i < 11; i += 5) {
		buf_clear(&text);
		receipt_of(i, &text);
		ck_assert_int_eq(check_elsewhere(&text, buf_cstr(&vkey)), 0);
	}
	/* One character of the entry, and one of the signature. */
	byte = &text.p[40];
	*byte = *byte == 'A' ? 'B' : 'A';
	ck_assert_int_eq(check_elsewhere(&text, buf_cstr(&vkey)), 1);
	buf_clear(&text);
	receipt_of(3, &text);
	byte = &text.p[text.n - 20];
	*byte = *byte == 'A' ? 'B' : 'A';
	ck_assert_int_eq(check_elsewhere(&text, buf_cstr(&vkey)), 1);
	buf_free(&text);
	buf_free(&vkey);
	logbook_close(&book);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_entry_of_every_size_has_a_receipt_that_holds,
		what_is_not_sealed_has_no_receipt,
		a_flipped_bit_anywhere_ends_a_receipt,
		a_receipt_is_read_strictly,
		another_logs_key_does_not_accept_it,
		code_that_is_not_ours_agrees,
		NULL,
	};

	return suite_run("receipt", tests);
}
