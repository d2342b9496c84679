/*
 * test_verify.c - `parindex verify` and `log check` as programs: what they end
 * with, on a machine that has neither store nor network.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/draft.h"
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"
#define OTHER                                                                  \
	"PeterNeumann+c74f20a3+"                                               \
	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define WITNESS                                                                \
	"witness1.example.vn/w+89eb7088+"                                      \
	"BCv/uxhc5tHhfgge/ove+j7btqD/nMq7xE9Z2Z9kcyjm"

static struct desk d;
static char receipt[FOLDER_ROOM + 16], policy[FOLDER_ROOM + 16], vkey[256];

static void
keep(const char *path, const char *text)
{
	FILE *to = fopen(path, "w");

	ck_assert_ptr_nonnull(to);
	ck_assert_int_ge(fputs(text, to), 0);
	ck_assert_int_eq(fclose(to), 0);
}

/* Keeps the receipt of an entry in a file. */
static void
keep_receipt(const char *path, const char *index)
{
	struct ran ran = operate(&d, "log", "receipt", index, NULL);

	ck_assert_int_eq(ran.status, 0);
	keep(path, buf_cstr(&ran.out));
	ran_free(&ran);
}

/* A store of three entries, the receipt of the second one in a file. */
static void
setup(void)
{
	struct ran ran;

	d = desk_make(PARINDEX);
	(void)snprintf(receipt, sizeof receipt, "%s/receipt", d.folder.path);
	(void)snprintf(policy, sizeof policy, "%s/policy", d.folder.path);
	expect(&d, 0, NULL, "init", "--simulated", "--start",
	    "2022-12-25T00:00:00+07:00");
	expect(&d, 0, NULL, "token", "add", "auditor");
	expect(&d, 0, NULL, "token", "add", "council");
	keep_receipt(receipt, "1");
	ran = operate(&d, "log", "key", NULL);
	(void)snprintf(vkey, sizeof vkey, "%s", buf_cstr(&ran.out));
	vkey[strcspn(vkey, "\n")] = 0;
	ran_free(&ran);
	ck_assert_int_eq(setenv("LANG", "C", 1), 0);
	(void)unsetenv("LC_ALL");
	(void)unsetenv("LC_MESSAGES");
}

/* What verify says, without any of the operator's options. */
#define verify(want, says, ...)                                                \
	do {                                                                   \
		const char *argv_[] = { "parindex", "verify", receipt,         \
			__VA_ARGS__, NULL };                                   \
		struct ran ran_ = program_run(PARINDEX, argv_);                \
                                                                               \
		ran_expect(&ran_, want, says, __FILE__, __LINE__);             \
		ran_free(&ran_);                                               \
	} while (0)

START_TEST(a_receipt_holds_by_the_key_that_was_published)
{
	setup();
	verify(0, "The receipt holds.", "--key", vkey);
	verify(0, "Phiếu có giá trị.", "--key", vkey, "--lang", "vi");
	ck_assert_int_eq(setenv("LANG", "vi_VN.UTF-8", 1), 0);
	verify(0, "chỉ máy chủ này bảo chứng", "--key", vkey);
	verify(0, "only this server vouches", "--key", vkey, "--lang", "en");
	verify(1, "Phiếu KHÔNG có giá trị", "--key", OTHER);
	ck_assert_int_eq(setenv("LANG", "C", 1), 0);
	verify(1, "no log that the policy or key names", "--key", OTHER);
	desk_remove(&d);
}
END_TEST

START_TEST(a_receipt_that_holds_is_a_page_for_the_case_file_too)
{
	char path[FOLDER_ROOM + 16];
	struct buf pdf = { 0 };

	setup();
	(void)snprintf(path, sizeof path, "%s/slip.pdf", d.folder.path);
	verify(0, "Phiếu có giá trị.", "--key", vkey, "--lang", "vi", "--pdf",
	    path, "--office", "SỞ NỘI VỤ", "--above", "UBND TỈNH");
	ck_assert_err(file_read(path, 1 << 20, &pdf), OK);
	ck_assert(slice_starts(buf_all(&pdf), slice_text("%PDF-")));
	buf_free(&pdf);
	ck_assert_int_eq(remove(path), 0);
	verify(1, "no log that the policy or key names", "--key", OTHER,
	    "--pdf", path);
	ck_assert_err(file_read(path, 1 << 20, &pdf), ERR_NOT_FOUND);
	verify(1, "cannot be written", "--key", vkey, "--pdf",
	    "/nowhere/slip.pdf");
	desk_remove(&d);
}
END_TEST

START_TEST(a_command_that_is_not_written_right_says_so)
{
	setup();
	verify(2, "One of --key and --policy", "--lang", "en");
	verify(2, "is no public key", "--key", "nonsense");
	verify(2, "is no public key", "--key", WITNESS);
	verify(2, "--lang is vi or en", "--key", vkey, "--lang", "fr");
	verify(2, "go together", "--key", vkey, "--unit", "D01");
	verify(2, "cannot be read", "--policy", "/nowhere");
	keep(policy, "quorum\n");
	verify(2, "Line 1 of the policy", "--policy", policy);
	desk_remove(&d);
}
END_TEST

START_TEST(a_policy_can_ask_for_more_than_the_log)
{
	char text[1024];

	setup();
	(void)snprintf(text, sizeof text, "log %s\nquorum none\n", vkey);
	keep(policy, text);
	verify(0, "The receipt holds.", "--policy", policy);
	(void)snprintf(text, sizeof text,
	    "log %s\nwitness w " WITNESS "\nquorum w\n", vkey);
	keep(policy, text);
	verify(1, "too few witnesses", "--policy", policy);
	desk_remove(&d);
}
END_TEST

START_TEST(what_the_receipt_does_not_name_is_refused)
{
	setup();
	verify(1, "about no document", "--key", vkey, "--document", receipt);
	verify(1, "cannot be read", "--key", vkey, "--document", "/nowhere");
	verify(1, "salt is 64", "--key", vkey, "--unit", "D01", "--salt", "00");
	verify(1, "do not give the hash", "--key", vkey, "--unit", "D01",
	    "--salt",
	    "000000000000000000000000000000000000000000000000"
	    "0000000000000000");
	keep(receipt, "this is no receipt\n");
	verify(1, "first line", "--key", vkey);
	ck_assert_int_eq(remove(receipt), 0);
	verify(1, "cannot be read", "--key", vkey);
	desk_remove(&d);
}
END_TEST

START_TEST(what_does_not_hold_is_said_in_vietnamese_alone)
{
#define VI "--lang", "vi", "--key", vkey
#define NOT "Phiếu KHÔNG có giá trị: "
	char text[1024];

	setup();
	verify(1, NOT "điểm kiểm (checkpoint) trên phiếu không có chữ ký",
	    "--lang", "vi", "--key", OTHER);
	(void)snprintf(text, sizeof text,
	    "log %s\nwitness w " WITNESS "\nquorum w\n", vkey);
	keep(policy, text);
	verify(1, "chưa đủ chữ ký nhân chứng mà chính sách yêu cầu.", "--lang",
	    "vi", "--policy", policy);
	verify(1, NOT "tệp nêu ở --document không phải", VI, "--document",
	    receipt);
	verify(1, NOT "không tìm thấy tệp.", VI, "--document", "/nowhere");
	verify(1, NOT "muối (--salt) phải gồm 64", VI, "--unit", "D01",
	    "--salt", "00");
	verify(1, NOT "muối (--salt) và mã đơn vị", VI, "--unit", "D01",
	    "--salt",
	    "000000000000000000000000000000000000000000000000"
	    "0000000000000000");
	verify(1, NOT "lần nộp này không hoàn thành bản khai", VI,
	    "--commitment", receipt);
	keep(policy, "this is no receipt\n");
	verify(1, NOT "tệp nêu ở --commitment không phải", VI, "--commitment",
	    policy);
	verify(1, NOT "tệp mốc giờ bên ngoài không còn nguyên", VI, "--fences",
	    policy, "--authority", policy);
	keep(receipt, "this is no receipt\n");
	verify(1, NOT "tệp không phải là phiếu", VI);
	ck_assert_int_eq(remove(receipt), 0);
	verify(1, NOT "không tìm thấy tệp.", VI);
	desk_remove(&d);
}
END_TEST

START_TEST(an_exported_log_is_checked_from_its_files)
{
	char out[FOLDER_ROOM + 16], checkpoint[FOLDER_ROOM + 32];

	setup();
	(void)snprintf(out, sizeof out, "%s/out", d.folder.path);
	(void)snprintf(checkpoint, sizeof checkpoint, "%s/checkpoint", out);
	expect(&d, 0, "3 entries, 3 files written", "log", "export", out);
	expect(&d, 0, "3 entries, 1 files written", "log", "export", out);
	for (int own = 0; own < 2; own++) {
		const char *argv[] = { "parindex", "log", "check", out, "--key",
			own ? vkey : OTHER, "--checkpoint", checkpoint, NULL };
		struct ran ran = program_run(PARINDEX, argv);

		ran_expect(&ran, own ? 0 : 1, own ? "3 entries, sound" : NULL,
		    __FILE__, __LINE__);
		ran_free(&ran);
	}
	desk_remove(&d);
}
END_TEST

/* What log check says of an exported log and something that was kept. */
static void
check_kept(int want, const char *says, const char *out, const char *option,
    const char *path)
{
	const char *argv[] = { "parindex", "log", "check", out, "--key", vkey,
		option, path, NULL };
	struct ran ran = program_run(PARINDEX, argv);

	ran_expect(&ran, want, says, __FILE__, __LINE__);
	ran_free(&ran);
}

START_TEST(a_receipt_finds_a_published_log_that_was_set_back)
{
	char out[FOLDER_ROOM + 16], young[FOLDER_ROOM + 16];
	char bad[FOLDER_ROOM + 16];

	setup();
	(void)snprintf(out, sizeof out, "%s/out", d.folder.path);
	(void)snprintf(young, sizeof young, "%s/young", d.folder.path);
	(void)snprintf(bad, sizeof bad, "%s/bad", d.folder.path);
	expect(&d, 0, NULL, "log", "export", young);
	expect(&d, 0, NULL, "token", "add", "auditor");
	expect(&d, 0, NULL, "log", "export", out);
	check_kept(0, "4 entries, sound", out, "--receipt", receipt);
	check_kept(1, "is no checkpoint", out, "--checkpoint", receipt);
	keep(bad, "this is no receipt\n");
	check_kept(1, "first line", out, "--receipt", bad);
	check_kept(1, "cannot be read", out, "--receipt", "/nowhere");
	/* a receipt of the fourth entry, a log that ends before it */
	keep_receipt(bad, "3");
	check_kept(0, "4 entries, sound", out, "--receipt", bad);
	check_kept(1, "it was set back", young, "--receipt", bad);
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_receipt_holds_by_the_key_that_was_published,
		a_receipt_that_holds_is_a_page_for_the_case_file_too,
		a_command_that_is_not_written_right_says_so,
		a_policy_can_ask_for_more_than_the_log,
		what_the_receipt_does_not_name_is_refused,
		what_does_not_hold_is_said_in_vietnamese_alone,
		an_exported_log_is_checked_from_its_files,
		a_receipt_finds_a_published_log_that_was_set_back,
		NULL,
	};

	return suite_run("verify", tests);
}
