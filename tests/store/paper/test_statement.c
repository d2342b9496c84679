/*
 * test_statement.c - what receipts say in words, and that an entry which
 * contradicts itself says nothing.
 */
#include "store/paper/statement.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/paper/slip.h"
#include "tests/kit/logbook.h"
#include "tests/kit/suite.h"

#define DEADLINE INT64_C(1673370000000000)

static struct logbook book;
static struct policy policy;
static struct fence fences[2];
static unsigned n_fences;

/* A submission or refusal as an act would log it. */
struct case_of {
	enum entry_type type;
	int64_t earliest, latest; /* from the deadline, us */
	const char *verdict;
};

static const char *reason = "empty"; /* of what is returned */

static enum err
add(struct txn *t, void *arg)
{
	const struct case_of *c = arg;
	static const struct leaf_id leaves[] = { { "1.1.2" }, { "3.4" } };
	struct digest d = digest_of(slice_text("x"));
	const struct entry_arrival a = { .period = "2022",
		.unit = d,
		.leaf = leaves,
		.n_leaves = 2,
		.document = d,
		.manifest = d,
		.size = 65536,
		.received = { { DEADLINE + c->earliest },
		    { DEADLINE + c->latest } },
		.source = "handler",
		.window = 1,
		.on_time_until = { DEADLINE },
		.verdict = c->verdict };
	struct buf body = { 0 };
	enum err e;

	if (c->type == ENTRY_SUBMISSION)
		entry_str(&body, "id", "0185a0c4-7a80-7000-8000-000000000001");
	entry_arrival(&body, &a);
	if (c->type == ENTRY_REFUSAL)
		entry_str(&body, "reason", "window-closed");
	if (c->type == ENTRY_RETURNED)
		entry_str(&body, "reason", reason);
	entry_int(&body, "by", 7);
	e = ledger_add(book.ledger, t, c->type, &book.clock, buf_all(&body),
	    NULL, NULL);
	buf_free(&body);
	return e;
}

/* All rows of the statement of the newest entry, "label: text" each. */
static enum err
words(enum language l, struct buf *to, const char *pdf, struct fault *why)
{
	struct buf text = { 0 };
	struct statement s;
	struct vouched v;
	struct receipt r;
	struct statement_facts f = { .receipt = &r,
		.vouched = &v,
		.fences = fences,
		.n_fences = n_fences,
		.language = l };
	struct txn t;
	enum err e;

	txn_read(&t, book.env);
	ck_assert_err(ledger_receipt(book.ledger, &t,
			  ledger_size(book.ledger, &t) - 1, &text),
	    OK);
	ck_assert_err(txn_end(&t), OK);
	policy_of_log(note_signer_key(book.signer), &policy);
	ck_assert_err(receipt_check_by(buf_all(&text), &policy, &r, &v, why),
	    OK);
	if ((e = statement_of(&f, &s, why)) == OK) {
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

START_TEST(each_finding_is_told_in_both_languages)
{
	static const struct {
		struct case_of c;
		const char *vi, *en;
	} rows[] = {
		{ { ENTRY_SUBMISSION, -2000, -1, "on-time" }, "ĐÚNG HẠN. ",
		    "ON TIME. " },
		{ { ENTRY_SUBMISSION, -1, 0, "on-time-in-doubt" },
		    "ĐÚNG HẠN, trong phạm vi sai số", "ON TIME, within" },
		{ { ENTRY_SUBMISSION, -1, 0, "late-in-doubt" },
		    "TRỄ HẠN, trong phạm vi sai số", "LATE, within" },
		{ { ENTRY_SUBMISSION, 0, 0, "late" }, "TRỄ HẠN. ", "LATE. " },
		{ { ENTRY_SUBMISSION, -2, -1, "late" }, "đã chốt thời hạn",
		    "after the log had closed" },
		{ { ENTRY_SUBMISSION, 0, 0, "cured" }, "ĐƯỢC TÍNH. ",
		    "CURED. " },
		{ { ENTRY_REFUSAL, -2, -1, "not-open" }, "CHƯA MỞ",
		    "NOT OPEN" },
		{ { ENTRY_REFUSAL, 5, 6, "closed" }, "ĐÃ ĐÓNG", "CLOSED" },
		{ { ENTRY_REFUSAL, 5, 6, "closed" },
		    "đã hết thời gian tiếp nhận", "the window had closed" },
	};

	logbook_open(&book);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct case_of c = rows[i].c;
		struct buf vi = { 0 }, en = { 0 };

		ck_assert_err(env_change(book.env, add, &c, 0), OK);
		ck_assert_err(words(VIETNAMESE, &vi, NULL, NULL), OK);
		ck_assert_err(words(ENGLISH, &en, NULL, NULL), OK);
		ck_assert_msg(strstr(buf_cstr(&vi), rows[i].vi) != NULL, "%s",
		    buf_cstr(&vi));
		ck_assert_msg(strstr(buf_cstr(&en), rows[i].en) != NULL, "%s",
		    buf_cstr(&en));
		ck_assert_ptr_nonnull(
		    strstr(buf_cstr(&vi), "chỉ máy chủ này bảo chứng"));
		ck_assert_ptr_nonnull(
		    strstr(buf_cstr(&en), "only this server vouches"));
		ck_assert_ptr_nonnull(strstr(buf_cstr(&en), "1.1.2, 3.4"));
		ck_assert_ptr_nonnull(
		    strstr(buf_cstr(&vi), "00:00:00 ngày 11/01/2023"));
		buf_free(&vi);
		buf_free(&en);
	}
	logbook_close(&book);
}
END_TEST

START_TEST(what_was_returned_is_told_with_its_reason_and_what_that_proves)
{
	static const struct {
		const char *reason, *vi, *en;
	} rows[] = {
		{ "media-type", "loại tệp không được chấp nhận",
		    "of its kind are not taken" },
		{ "disguised", "không đúng với tên hoặc loại tệp",
		    "not what its name" },
		{ "empty", "tệp rỗng", "the file is empty" },
		{ "digest", "không khớp giá trị băm", "had announced" },
		{ "of-later", "Lý do từ chối: of-later", "Reason: of-later" },
	};
	struct case_of c = { ENTRY_RETURNED, -2, -1, "on-time" };

	logbook_open(&book);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf vi = { 0 }, en = { 0 };

		reason = rows[i].reason;
		/* by a clock that is not fit: nobody will look again */
		book.clock.status = CLOCK_UNSYNCHRONISED;
		book.clock.source = CLOCK_CARRIED;
		ck_assert_err(env_change(book.env, add, &c, 0), OK);
		ck_assert_err(words(VIETNAMESE, &vi, NULL, NULL), OK);
		ck_assert_err(words(ENGLISH, &en, NULL, NULL), OK);
		ck_assert_msg(strstr(buf_cstr(&vi), rows[i].vi) != NULL, "%s",
		    buf_cstr(&vi));
		ck_assert_msg(strstr(buf_cstr(&en), rows[i].en) != NULL, "%s",
		    buf_cstr(&en));
		ck_assert_ptr_nonnull(
		    strstr(buf_cstr(&vi), "PHIẾU TRẢ LẠI TÀI LIỆU"));
		ck_assert_ptr_nonnull(
		    strstr(buf_cstr(&en), "NOTICE OF A RETURNED DOCUMENT"));
		ck_assert_ptr_nonnull(strstr(buf_cstr(&vi), "ĐÚNG HẠN. "));
		ck_assert_ptr_nonnull(
		    strstr(buf_cstr(&en), "proves that it came, and when"));
		ck_assert_ptr_null(strstr(buf_cstr(&en), "looked at again"));
		buf_free(&vi);
		buf_free(&en);
	}
	reason = "empty";
	logbook_close(&book);
}
END_TEST

/* Outside times, us from the deadline. */
static void
between(int64_t after, int64_t before)
{
	fences[0] = (struct fence){ FENCE_AFTER, "vgca", { DEADLINE + after },
		{ DEADLINE + after } };
	fences[1] = (struct fence){ FENCE_BEFORE, "other",
		{ DEADLINE + before }, { DEADLINE + before } };
	n_fences = 2;
}

START_TEST(outside_times_are_told_and_what_follows_from_them)
{
	static const struct {
		int64_t before; /* us after the deadline */
		const char *says, *not ;
	} rows[] = {
		{ -1, "whatever this server's clock said", "only this server" },
		{ 0, "is not this server's", "whatever" },
		{ 1, "is not this server's", "whatever" },
	};
	struct case_of c = { ENTRY_SUBMISSION, -2000, -1, "on-time" };

	logbook_open(&book);
	ck_assert_err(env_change(book.env, add, &c, 0), OK);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf to = { 0 };

		between(-600000000, rows[i].before);
		ck_assert_err(words(ENGLISH, &to, NULL, NULL), OK);
		n_fences = 0;
		ck_assert_ptr_nonnull(strstr(buf_cstr(&to),
		    "written after 2023-01-10 23:50:00, by the time-stamp "
		    "(RFC 3161) of \"vgca\""));
		ck_assert_msg(strstr(buf_cstr(&to), rows[i].says) != NULL, "%s",
		    buf_cstr(&to));
		ck_assert_msg(strstr(buf_cstr(&to), rows[i].not ) == NULL, "%s",
		    buf_cstr(&to));
		buf_free(&to);
	}
	logbook_close(&book);
}
END_TEST

START_TEST(of_a_clock_that_was_not_fit_it_says_what_outside_times_give)
{
	static const struct {
		enum clock_source source;
		int64_t earliest, latest, after, before; /* 0, 0: none */
		const char *verdict, *vi, *en;
	} rows[] = {
		{ CLOCK_CARRIED, -5, 5, 0, 0, "on-time-in-doubt",
		    "sẽ được xét lại", "looked at again" },
		{ CLOCK_CARRIED, -5, 5, -9, -1, "on-time-in-doubt",
		    "tài liệu đến ĐÚNG HẠN", "came ON TIME" },
		{ CLOCK_CARRIED, -5, 5, 0, 9, "on-time-in-doubt",
		    "tài liệu đến TRỄ HẠN", "came LATE" },
		{ CLOCK_CARRIED, -5, 5, -9, 9, "on-time-in-doubt",
		    "chưa đủ để phân định", "leave it open" },
		{ CLOCK_CARRIED, -5, -4, -3, 9, "on-time", "MÂU THUẪN",
		    "CONTRADICTION" },
		{ CLOCK_BY_KERNEL, 50, 60, -9, -1, "late",
		    "tài liệu đến ĐÚNG HẠN", "came ON TIME" },
	};

	logbook_open(&book);
	book.clock.status = CLOCK_UNSYNCHRONISED;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct case_of c = { ENTRY_SUBMISSION, rows[i].earliest,
			rows[i].latest, rows[i].verdict };
		struct buf vi = { 0 }, en = { 0 };

		book.clock.source = rows[i].source;
		ck_assert_err(env_change(book.env, add, &c, 0), OK);
		if (rows[i].before != 0)
			between(rows[i].after, rows[i].before);
		ck_assert_err(words(VIETNAMESE, &vi, NULL, NULL), OK);
		ck_assert_err(words(ENGLISH, &en, NULL, NULL), OK);
		n_fences = 0;
		ck_assert_msg(strstr(buf_cstr(&vi), rows[i].vi) != NULL, "%s",
		    buf_cstr(&vi));
		ck_assert_msg(strstr(buf_cstr(&en), rows[i].en) != NULL, "%s",
		    buf_cstr(&en));
		buf_free(&vi);
		buf_free(&en);
	}
	logbook_close(&book);
}
END_TEST

START_TEST(an_entry_that_contradicts_its_own_times_says_nothing)
{
	static const struct case_of rows[] = {
		{ ENTRY_SUBMISSION, -1, 0, "on-time" },
		{ ENTRY_SUBMISSION, 0, 1, "on-time" },
		{ ENTRY_SUBMISSION, 0, 1, "on-time-in-doubt" },
		{ ENTRY_SUBMISSION, -2, -1, "cured" },
		{ ENTRY_SUBMISSION, -2, -1, "late-in-doubt" },
		{ ENTRY_SUBMISSION, -2, -1, "none" },
		{ ENTRY_SUBMISSION, -2, -1, "early" },
		{ ENTRY_REFUSAL, -2, -1, "closed" },
		{ ENTRY_REFUSAL, 0, 1, "not-open" },
		{ ENTRY_RETURNED, 0, 1, "on-time" },
		{ ENTRY_RETURNED, -2, -1, "late-in-doubt" },
	};

	logbook_open(&book);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct case_of c = rows[i];
		struct fault why = { 0 };
		struct buf to = { 0 };

		ck_assert_err(env_change(book.env, add, &c, 0), OK);
		ck_assert_msg(words(ENGLISH, &to, NULL, &why) == ERR_BROKEN,
		    "row %zu", i);
		ck_assert_ptr_nonnull(strstr(why.detail, c.verdict));
		buf_free(&to);
	}
	logbook_close(&book);
}
END_TEST

START_TEST(nothing_is_late_by_a_closing_that_cannot_have_been)
{
	struct case_of c = { ENTRY_SUBMISSION, -2000, -1000, "late" };
	struct buf to = { 0 };

	logbook_open(&book);
	book.clock.wall.us = DEADLINE - 1;
	ck_assert_err(env_change(book.env, add, &c, 0), OK);
	ck_assert_err(words(ENGLISH, &to, NULL, NULL), ERR_BROKEN);
	buf_free(&to);
	logbook_close(&book);
}
END_TEST

START_TEST(any_other_entry_is_told_by_its_lines)
{
	struct buf to = { 0 };

	logbook_open(&book);
	logbook_grow(&book, 1);
	ck_assert_err(words(ENGLISH, &to, NULL, NULL), OK);
	ck_assert_ptr_nonnull(strstr(buf_cstr(&to), "heartbeat"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&to), "size 1; free 2"));
	buf_free(&to);
	logbook_close(&book);
}
END_TEST

START_TEST(a_moment_is_told_without_needless_digits)
{
	static const struct {
		int64_t us;
		const char *vi, *en;
	} rows[] = {
		{ DEADLINE, "00:00:00 ngày 11/01/2023", "2023-01-11 00:00:00" },
		{ DEADLINE - 1, "23:59:59,999999 ngày 10/01/2023",
		    "2023-01-10 23:59:59.999999" },
		{ DEADLINE + 500000, "00:00:00,5 ngày 11/01/2023",
		    "2023-01-11 00:00:00.5" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf vi = { 0 }, en = { 0 };
		struct moment m = { rows[i].us };

		statement_moment(m, VIETNAMESE, &vi);
		statement_moment(m, ENGLISH, &en);
		ck_assert_str_eq(buf_cstr(&vi), rows[i].vi);
		ck_assert_str_eq(buf_cstr(&en), rows[i].en);
		buf_free(&vi);
		buf_free(&en);
	}
}
END_TEST

/* What a command prints; its status is the command's. */
static void
output(const char *command, struct buf *to)
{
	FILE *from = popen(command, "r");
	int c;

	ck_assert_ptr_nonnull(from);
	while ((c = getc(from)) != EOF)
		buf_byte(to, (uint8_t)c);
	ck_assert_msg(pclose(from) == 0, "%s", command);
}

START_TEST(the_page_has_the_words_and_the_entry_as_a_code)
{
	struct case_of c = { ENTRY_SUBMISSION, -1, 0, "on-time-in-doubt" };
	struct buf said = { 0 }, printed = { 0 }, code = { 0 };
	char pdf[FOLDER_ROOM + 16], command[6 * FOLDER_ROOM];

	logbook_open(&book);
	(void)snprintf(pdf, sizeof pdf, "%s/page.pdf", book.folder.path);
	ck_assert_err(env_change(book.env, add, &c, 0), OK);
	ck_assert_err(words(VIETNAMESE, &said, pdf, NULL), OK);
	(void)snprintf(command, sizeof command, "pdftotext -raw '%s' -", pdf);
	output(command, &printed);
	ck_assert_ptr_nonnull(
	    strstr(buf_cstr(&printed), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
	ck_assert_ptr_nonnull(
	    strstr(buf_cstr(&printed), "PHIẾU TIẾP NHẬN TÀI LIỆU KIỂM CHỨNG"));
	ck_assert_ptr_nonnull(strstr(buf_cstr(&printed), "1.1.2, 3.4"));
	(void)snprintf(command, sizeof command,
	    "pdfinfo '%s' | grep -q '^Pages: *1$' && "
	    "pdftoppm -r 200 -png '%s' '%s' && "
	    "zbarimg -q --raw '%s'-1.png 2>/dev/null",
	    pdf, pdf, pdf, pdf);
	output(command, &code);
	ck_assert_ptr_nonnull(
	    strstr(buf_cstr(&code), "parindex-entry/v1\ntype submission\n"));
	ck_assert_ptr_nonnull(
	    strstr(buf_cstr(&code), "verdict on-time-in-doubt\nby 7\n"));
	buf_free(&said);
	buf_free(&printed);
	buf_free(&code);
	logbook_close(&book);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_finding_is_told_in_both_languages,
		what_was_returned_is_told_with_its_reason_and_what_that_proves,
		outside_times_are_told_and_what_follows_from_them,
		of_a_clock_that_was_not_fit_it_says_what_outside_times_give,
		an_entry_that_contradicts_its_own_times_says_nothing,
		nothing_is_late_by_a_closing_that_cannot_have_been,
		any_other_entry_is_told_by_its_lines,
		a_moment_is_told_without_needless_digits,
		the_page_has_the_words_and_the_entry_as_a_code,
		NULL,
	};

	return suite_run("statement", tests);
}
