/*
 * test_statement_commitment.c - what the receipts of commitments say, and
 * those of documents that complete one: which of both times gives the verdict.
 */
#include <stdio.h>
#include <string.h>

#include "store/paper/slip.h"
#include "store/paper/statement.h"
#include "tests/kit/logbook.h"
#include "tests/kit/suite.h"

#define DEADLINE INT64_C(1673370000000000)
#define HOUR INT64_C(3600000000)
#define NEVER INT64_MIN

static struct logbook book;

/* An entry as an act would log it: times from the deadline, us. */
struct case_of {
	int64_t earliest, latest;
	int64_t first, last; /* of the commitment it completes; NEVER: it is
			      * one itself, of `documents` */
	unsigned documents;
	const char *verdict;
};

static void
put_lines(struct buf *body, const struct case_of *c, struct digest d)
{
	entry_str(body, "id", "0185a0c4-7a80-7000-8000-000000000001");
	entry_str(body, "period", "2022");
	entry_digest(body, "unit", d);
	entry_str(body, "leaf", "1.1.2");
	for (unsigned i = 0; i < c->documents; i++)
		entry_promised(body, digest_of(slice_of(&i, sizeof i)), 9 + i);
	entry_digest(body, "manifest", d);
	entry_received(body,
	    (struct interval){ { DEADLINE + c->earliest },
		{ DEADLINE + c->latest } },
	    "handler");
	entry_window(body, 1, (struct moment){ DEADLINE });
	entry_str(body, "verdict", c->verdict);
}

static void
put_arrival(struct buf *body, const struct case_of *c, struct digest d)
{
	static const struct leaf_id leaf = { "1.1.2" };

	entry_str(body, "id", "0185a0c4-7a80-7000-8000-000000000002");
	entry_arrival(body, &(struct entry_arrival){ .period = "2022",
				.unit = d,
				.leaf = &leaf,
				.n_leaves = 1,
				.document = d,
				.manifest = d,
				.size = 65536,
				.received = { { DEADLINE + c->earliest },
				    { DEADLINE + c->latest } },
				.source = "handler",
				.window = 1,
				.on_time_until = { DEADLINE },
				.verdict = c->verdict });
	entry_completes(body, 17,
	    (struct interval){ { DEADLINE + c->first },
		{ DEADLINE + c->last } });
}

static enum err
add(struct txn *t, void *arg)
{
	const struct case_of *c = arg;
	bool commitment = c->first == NEVER;
	struct digest d = digest_of(slice_text("x"));
	struct buf body = { 0 };
	enum err e;

	if (commitment)
		put_lines(&body, c, d);
	else
		put_arrival(&body, c, d);
	entry_int(&body, "by", 7);
	e = ledger_add(book.ledger, t,
	    commitment ? ENTRY_COMMITMENT : ENTRY_COMMITTED, &book.clock,
	    buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

/* All rows of the statement of the entry, which is logged first. */
static enum err
words(struct case_of c, enum language l, const char *pdf, struct buf *to)
{
	static struct policy policy;
	struct buf text = { 0 };
	struct statement s;
	struct vouched v;
	struct receipt r;
	struct statement_facts f = { .receipt = &r,
		.vouched = &v,
		.language = l };
	struct txn t;
	enum err e;

	ck_assert_err(env_change(book.env, add, &c, 0), OK);
	txn_read(&t, book.env);
	ck_assert_err(ledger_receipt(book.ledger, &t,
			  ledger_size(book.ledger, &t) - 1, &text),
	    OK);
	ck_assert_err(txn_end(&t), OK);
	policy_of_log(note_signer_key(book.signer), &policy);
	ck_assert_err(receipt_check_by(buf_all(&text), &policy, &r, &v, NULL),
	    OK);
	if ((e = statement_of(&f, &s, NULL)) == OK) {
		buf_print(to, "%s\n", s.title);
		for (unsigned i = 0; i < s.n; i++)
			buf_print(to, "%s: %s\n", s.row[i].label,
			    buf_cstr(&s.row[i].text));
		if (pdf != NULL)
			ck_assert_err(slip_write(pdf,
					  &(struct slip_head){ "UBND", "SỞ",
					      l },
					  &s, &r),
			    OK);
		statement_free(&s);
	}
	receipt_free(&r);
	buf_free(&text);
	return e;
}

static void
ck_says(struct case_of c, enum language l, const char *says, const char * not )
{
	struct buf to = { 0 };

	ck_assert_err(words(c, l, NULL, &to), OK);
	ck_assert_msg(strstr(buf_cstr(&to), says) != NULL, "%s\nnot in\n%s",
	    says, buf_cstr(&to));
	ck_assert_msg(not == NULL || strstr(buf_cstr(&to), not ) == NULL, "%s",
	    buf_cstr(&to));
	buf_free(&to);
}

START_TEST(a_commitment_says_what_is_to_come_and_what_it_is_worth)
{
	const struct case_of c = { -2 * HOUR, -HOUR, NEVER, 0, 2, "on-time" };

	logbook_open(&book);
	ck_says(c, VIETNAMESE, "PHIẾU TIẾP NHẬN BẢN KHAI TRƯỚC\n", NULL);
	ck_says(c, ENGLISH, "RECEIPT FOR A COMMITMENT\n", NULL);
	ck_says(c, ENGLISH, "To be sent: 9 bytes, SHA-256 ", NULL);
	ck_says(c, ENGLISH, "; 10 bytes, SHA-256 ", "more, named");
	ck_says(c, VIETNAMESE,
	    "ĐÚNG HẠN. Bản khai trước đã đến trước thời hạn.", "Byte cuối");
	ck_says(c, ENGLISH, "nothing was submitted by that alone", NULL);
	ck_says(c, VIETNAMESE, "chưa phải là tài liệu đã nộp", NULL);
	ck_says(c, ENGLISH, "entry commitment-rule", NULL);
	logbook_close(&book);
}
END_TEST

START_TEST(a_long_list_is_told_in_part_and_fits_its_page)
{
	const struct case_of c = { -2 * HOUR, -HOUR, NEVER, 0, 64, "on-time" };
	char pdf[FOLDER_ROOM + 16];
	struct buf to = { 0 };

	logbook_open(&book);
	(void)snprintf(pdf, sizeof pdf, "%s/page.pdf", book.folder.path);
	ck_assert_err(words(c, VIETNAMESE, pdf, &to), OK);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&to), "và 58 tài liệu khác"));
	buf_clear(&to);
	ck_assert_err(words(c, ENGLISH, pdf, &to), OK);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&to), "and 58 more"));
	buf_free(&to);
	logbook_close(&book);
}
END_TEST

START_TEST(what_completes_one_says_which_time_gives_the_verdict)
{
	/* before and after the deadline; over it */
#define EARLY -2 * HOUR, -HOUR
#define LATE HOUR, 2 * HOUR
#define OVER -1, 1
	static const struct {
		struct case_of c;
		const char *vi, *en, *not_en;
	} rows[] = {
		{ { LATE, EARLY, 0, "on-time" },
		    "Kết luận theo thời điểm này: tài liệu đến trong số giờ",
		    "The finding is by this time", "The last byte" },
		{ { LATE, EARLY, 0, "on-time" },
		    "ĐÚNG HẠN. Bản khai trước đã đến trước thời hạn.",
		    "ON TIME. The commitment had arrived", "LATE" },
		{ { LATE, OVER, 0, "on-time-in-doubt" },
		    "khoảng thời điểm nhận bản khai trước; phần nghi",
		    "in which the commitment arrived; the doubt", NULL },
		{ { LATE, OVER, 0, "late-in-doubt" },
		    "quy định của kỳ tính là trễ", "counts that as late",
		    NULL },
		{ { LATE, EARLY, 0, "late" },
		    "Kết luận theo thời điểm nhận đủ tài liệu",
		    "The finding is by when the document had come whole",
		    "ON TIME" },
		{ { EARLY, EARLY, 0, "on-time" }, "kết luận đều như nhau",
		    "By either time", "The finding is by" },
		{ { LATE, LATE, 0, "late" }, "kết luận đều như nhau",
		    "By either time", NULL },
		{ { LATE, EARLY, 0, "cured" }, "ĐƯỢC TÍNH",
		    "The finding is by when", NULL },
		{ { LATE, EARLY, 0, "on-time" }, "mục số 17 của nhật ký",
		    "entry 17 of the log, received between 2023-01-10 22:00:00 "
		    "and 2023-01-10 23:00:00",
		    NULL },
		{ { LATE, EARLY, 0, "on-time" },
		    "Thời điểm nhận: từ 01:00:00 ngày 11/01/2023",
		    "Received: between 2023-01-11 01:00:00", NULL },
	};

	logbook_open(&book);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_says(rows[i].c, VIETNAMESE, rows[i].vi, NULL);
		ck_says(rows[i].c, ENGLISH, rows[i].en, rows[i].not_en);
	}
	logbook_close(&book);
}
END_TEST

START_TEST(what_neither_time_gives_is_not_told)
{
	static const struct case_of rows[] = {
		{ LATE, LATE, 0, "on-time" },
		{ LATE, EARLY, 0, "on-time-in-doubt" },
		{ LATE, LATE, 0, "late-in-doubt" },
		{ EARLY, EARLY, 0, "cured" },
		{ LATE, NEVER, 0, 1, "on-time" },
	};
	struct buf to = { 0 };

	logbook_open(&book);
	book.clock.wall.us = DEADLINE - 1; /* nothing is closed yet */
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(words(rows[i], ENGLISH, NULL, &to) == ERR_BROKEN,
		    "row %zu", i);
	buf_free(&to);
	logbook_close(&book);
}
END_TEST

START_TEST(of_an_unfit_clock_only_what_it_decides_itself_is_told)
{
	const struct case_of own = { LATE, EARLY, 0, "late" },
			     other = { LATE, EARLY, 0, "on-time" };

	logbook_open(&book);
	book.clock.status = CLOCK_UNSYNCHRONISED;
	ck_says(own, ENGLISH, "looked at again", NULL);
	ck_says(other, ENGLISH, "The finding is by this time",
	    "looked at again");
	logbook_close(&book);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_commitment_says_what_is_to_come_and_what_it_is_worth,
		a_long_list_is_told_in_part_and_fits_its_page,
		what_completes_one_says_which_time_gives_the_verdict,
		what_neither_time_gives_is_not_told,
		of_an_unfit_clock_only_what_it_decides_itself_is_told,
		NULL,
	};

	return suite_run("statement_commitment", tests);
}
