/*
 * test_ledger.c - appending, sealing, and what the log refuses to sign.
 */
#include "store/db/key.h"
#include "store/db/walk.h"
#include "tests/kit/logbook.h"
#include "tests/kit/suite.h"

static struct logbook book;

static struct checkpoint
newest(void)
{
	struct slice note, text;
	struct checkpoint c;
	struct txn t;

	txn_read(&t, book.env);
	ck_assert(ledger_checkpoint(book.ledger, &t, &note));
	ck_assert_err(note_open(note, note_signer_key(book.signer), &text), OK);
	ck_assert_err(checkpoint_read(text, &c), OK);
	ck_assert_uint_eq(c.size, ledger_size(book.ledger, &t));
	ck_assert_err(txn_end(&t), OK);
	return c;
}

static uint64_t
count(unsigned table)
{
	struct txn t;
	uint64_t n;

	txn_read(&t, book.env);
	n = txn_count(&t, table);
	ck_assert_err(txn_end(&t), OK);
	return n;
}

START_TEST(a_log_starts_empty_and_sound)
{
	struct slice note;
	struct txn t;

	logbook_open(&book);
	txn_read(&t, book.env);
	ck_assert_uint_eq(ledger_size(book.ledger, &t), 0);
	ck_assert(!ledger_checkpoint(book.ledger, &t, &note));
	ck_assert_err(txn_end(&t), OK);
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

START_TEST(every_commit_is_sealed_by_a_checkpoint_of_its_entries)
{
	logbook_open(&book);
	for (unsigned n = 1; n <= 70; n++) {
		struct checkpoint c;
		struct digest root;
		struct slice bytes;
		struct txn t;

		ck_assert_err(logbook_add(&book, n % 3 + 1), OK);
		c = newest();
		txn_read(&t, book.env);
		ck_assert_err(tree_root(ledger_tree(&(struct ledger_nodes){
					    book.ledger, &t }),
				  c.size, &root),
		    OK);
		ck_assert(digest_eq(root, c.root));
		ck_assert(ledger_entry(book.ledger, &t, c.size - 1, &bytes));
		ck_assert(!ledger_entry(book.ledger, &t, c.size, &bytes));
		ck_assert_err(txn_end(&t), OK);
	}
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

START_TEST(each_checkpoint_is_consistent_with_those_before)
{
	struct checkpoint old;

	logbook_open(&book);
	logbook_grow(&book, 1);
	for (unsigned n = 1; n <= 40; n++) {
		struct checkpoint c;
		struct tree_path path;
		struct txn t;

		old = newest();
		ck_assert_err(logbook_add(&book, n % 5 + 1), OK);
		c = newest();
		txn_read(&t, book.env);
		ck_assert_err(tree_consistency(ledger_tree(
						   &(struct ledger_nodes){
						       book.ledger, &t }),
				  old.size, c.size, &path),
		    OK);
		ck_assert_err(tree_check_consistency(old.size, c.size, &path,
				  old.root, c.root),
		    OK);
		ck_assert_err(txn_end(&t), OK);
	}
	logbook_close(&book);
}
END_TEST

static struct entry
read_entry(uint64_t index)
{
	struct slice bytes;
	struct entry e;
	struct txn t;

	txn_read(&t, book.env);
	ck_assert(ledger_entry(book.ledger, &t, index, &bytes));
	ck_assert_err(entry_read(bytes, &e), OK);
	ck_assert_err(txn_end(&t), OK);
	return e;
}

START_TEST(time_only_goes_forward_even_when_the_clock_does_not)
{
	int64_t start;

	logbook_open(&book);
	start = book.clock.wall.us;
	ck_assert_err(logbook_add(&book, 2), OK);
	book.clock.wall.us -= 5000000;
	ck_assert_err(logbook_add(&book, 1), OK);
	book.clock.wall.us = start + 10;
	ck_assert_err(logbook_add(&book, 1), OK);
	ck_assert_int_eq(read_entry(0).time.us, start);
	ck_assert_int_eq(read_entry(1).time.us, start + 1);
	ck_assert_int_eq(read_entry(2).time.us, start + 2);
	/* What the clock said is kept beside. */
	ck_assert_int_eq(read_entry(2).clock.latest.us, start - 5000000 + 1000);
	ck_assert_int_eq(read_entry(3).time.us, start + 10);
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

static enum err
add_and_fail(struct txn *t, void *arg)
{
	enum err e = ledger_add(book.ledger, t, ENTRY_CLOCK, &book.clock,
	    SLICE_NONE, NULL, NULL);

	(void)arg;
	return e != OK ? e : ERR_CONFLICT;
}

START_TEST(a_change_that_fails_leaves_no_entry)
{
	logbook_open(&book);
	logbook_grow(&book, 3);
	ck_assert_err(env_change(book.env, add_and_fail, NULL, 1),
	    ERR_CONFLICT);
	ck_assert_uint_eq(newest().size, 3);
	ck_assert_uint_eq(count(LOGBOOK_ENTRIES), 3);
	logbook_grow(&book, 1);
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

START_TEST(one_checkpoint_an_hour_is_kept_and_the_newest)
{
	logbook_open(&book);
	for (int hour = 0; hour < 5; hour++) {
		book.clock.wall.us += INT64_C(3600000000);
		logbook_grow(&book, 4);
	}
	ck_assert_uint_eq(count(LOGBOOK_CHECKPOINTS), 4);
	ck_assert_uint_eq(newest().size, 20); /* which lies in the head */
	ck_assert_err(logbook_verify(&book, NULL), OK);
	logbook_close(&book);
}
END_TEST

/* Keeps the note in `arg` and appends an entry, as whoever stamps does. */
static enum err
keep_and_add(struct txn *t, void *arg)
{
	const struct buf *note = arg;
	enum err e = ledger_keep(book.ledger, t, buf_all(note));

	return e != OK
		   ? e
		   : ledger_add(book.ledger, t, ENTRY_HEARTBEAT, &book.clock,
			 slice_text("size 1\nfree 2\n"), NULL, NULL);
}

static struct buf
newest_note(void)
{
	struct buf to = { 0 };
	struct slice note;
	struct txn t;

	txn_read(&t, book.env);
	ck_assert(ledger_checkpoint(book.ledger, &t, &note));
	buf_slice(&to, note);
	ck_assert_err(txn_end(&t), OK);
	return to;
}

START_TEST(a_stamped_checkpoint_stays_whether_still_the_newest_or_not)
{
	struct buf first, second;

	logbook_open(&book);
	logbook_grow(&book, 3);
	first = newest_note();
	logbook_grow(&book, 2); /* the first one was thinned out */
	second = newest_note();
	ck_assert_uint_eq(count(LOGBOOK_CHECKPOINTS), 0);
	ck_assert_err(env_change(book.env, keep_and_add, &second, 1), OK);
	ck_assert_uint_eq(count(LOGBOOK_CHECKPOINTS), 1);
	ck_assert_err(env_change(book.env, keep_and_add, &first, 1), OK);
	ck_assert_uint_eq(count(LOGBOOK_CHECKPOINTS), 2);
	logbook_grow(&book, 5);
	ck_assert_uint_eq(count(LOGBOOK_CHECKPOINTS), 2);
	ck_assert_err(logbook_verify(&book, NULL), OK);
	buf_free(&first);
	buf_free(&second);
	logbook_close(&book);
}
END_TEST

START_TEST(nothing_is_kept_that_this_log_did_not_sign)
{
	struct checkpoint c = { LOGBOOK_ORIGIN, 2, { { 1 } } };
	struct buf text = { 0 }, note = { 0 };

	logbook_open(&book);
	logbook_grow(&book, 3);
	checkpoint_text(&c, &text);
	note_sign(book.signer, buf_all(&text), &note); /* of no tree of ours */
	ck_assert_err(env_change(book.env, keep_and_add, &note, 1), ERR_BROKEN);
	buf_clear(&note);
	buf_text(&note, "no note");
	ck_assert_err(env_change(book.env, keep_and_add, &note, 1), ERR_BROKEN);
	ck_assert_err(logbook_verify(&book, NULL), OK);
	buf_free(&text);
	buf_free(&note);
	logbook_close(&book);
}
END_TEST

static enum err
add_bad(struct txn *t, void *arg)
{
	return ledger_add(book.ledger, t, ENTRY_HEARTBEAT, &book.clock,
	    slice_text(arg), NULL, NULL);
}

START_TEST(a_body_of_another_type_is_not_appended)
{
	char body[] = "set 5\n";

	logbook_open(&book);
	ck_assert_err(env_change(book.env, add_bad, body, 1), ERR_MALFORMED);
	ck_assert_uint_eq(count(LOGBOOK_ENTRIES), 0);
	logbook_close(&book);
}
END_TEST

START_TEST(without_a_key_nothing_is_appended)
{
	struct ledger *mine;

	logbook_open(&book);
	mine = book.ledger;
	ck_assert_err(ledger_new(&book.ledger,
			  (struct ledger_tables){ LOGBOOK_ENTRIES,
			      LOGBOOK_NODES, LOGBOOK_CHECKPOINTS, LOGBOOK_HEAD,
			      0 },
			  LOGBOOK_ORIGIN, NULL),
	    OK);
	ck_assert_err(logbook_add(&book, 1), ERR_READ_ONLY);
	ledger_drop(&book.ledger);
	book.ledger = mine;
	logbook_close(&book);
}
END_TEST

START_TEST(a_key_of_another_log_is_refused)
{
	struct ledger *l;

	logbook_open(&book);
	ck_assert_err(ledger_new(&l, (struct ledger_tables){ 0, 1, 2, 3, 0 },
			  "another.example.vn", book.signer),
	    ERR_MALFORMED);
	ck_assert_ptr_null(l);
	logbook_close(&book);
}
END_TEST

static void
is_not_signed_on(uint64_t size)
{
	ck_assert_uint_eq(newest().size, size);
	ck_assert_err(logbook_add(&book, 1), ERR_BROKEN);
	ck_assert_uint_eq(newest().size, size);
	ck_assert_uint_eq(count(LOGBOOK_ENTRIES), size);
	logbook_close(&book);
}

/* A kept node of the right edge that is not what was signed. */
START_TEST(a_tree_that_is_not_the_signed_one_is_not_signed_on)
{
	uint8_t other[32] = { 1 };
	struct key k;

	logbook_open(&book);
	ck_assert_err(logbook_add(&book, 38), OK);
	key_start(&k);
	key_u64(&k, 31);
	key_u8(&k, 5); /* leaves 0 to 31 */
	logbook_damage(&book, LOGBOOK_NODES, key_all(&k),
	    slice_of(other, sizeof other));
	is_not_signed_on(38);
}
END_TEST

/* What is hashed again from the entries is not what was signed either. */
START_TEST(a_tree_whose_last_entries_changed_is_not_signed_on)
{
	struct key k;

	logbook_open(&book);
	ck_assert_err(logbook_add(&book, 38), OK);
	key_start(&k);
	key_u64(&k, 36);
	logbook_damage(&book, LOGBOOK_ENTRIES, key_all(&k),
	    slice_text("another"));
	is_not_signed_on(38);
}
END_TEST

START_TEST(a_damaged_head_is_not_appended_to)
{
	logbook_open(&book);
	logbook_grow(&book, 6);
	logbook_damage(&book, LOGBOOK_HEAD, slice_text("h"),
	    slice_text("short"));
	ck_assert_err(logbook_add(&book, 1), ERR_BROKEN);
	logbook_close(&book);
}
END_TEST

START_TEST(a_head_that_went_back_finds_its_place_taken)
{
	uint8_t back[24] = { 0 };

	logbook_open(&book);
	logbook_grow(&book, 6);
	back[7] = back[23] = 3;
	logbook_damage(&book, LOGBOOK_HEAD, slice_text("h"),
	    slice_of(back, sizeof back));
	ck_assert_err(logbook_add(&book, 1), ERR_BROKEN);
	logbook_close(&book);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_log_starts_empty_and_sound,
		every_commit_is_sealed_by_a_checkpoint_of_its_entries,
		each_checkpoint_is_consistent_with_those_before,
		time_only_goes_forward_even_when_the_clock_does_not,
		a_change_that_fails_leaves_no_entry,
		one_checkpoint_an_hour_is_kept_and_the_newest,
		a_stamped_checkpoint_stays_whether_still_the_newest_or_not,
		nothing_is_kept_that_this_log_did_not_sign,
		a_body_of_another_type_is_not_appended,
		without_a_key_nothing_is_appended,
		a_key_of_another_log_is_refused,
		a_tree_that_is_not_the_signed_one_is_not_signed_on,
		a_tree_whose_last_entries_changed_is_not_signed_on,
		a_damaged_head_is_not_appended_to,
		a_head_that_went_back_finds_its_place_taken,
		NULL,
	};

	return suite_run("ledger", tests);
}
