/*
 * test_minutes.c - parindex log minutes and log signed: the page that three
 * offices sign when a window has ended, and its scan in the log.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/draft.h"
#include "tests/kit/operator.h"
#include "tests/kit/suite.h"

#define PARINDEX TEST_BINARY_DIR "/bin/parindex"

static struct desk d;

static void
behind_the_deadline(void)
{
	d = desk_make(PARINDEX);
	desk_open_2022(&d);
	expect(&d, 0, NULL, "clock", "set", "2023-01-11T00:02:00+07:00");
}

START_TEST(the_page_says_in_vietnamese_what_is_to_be_signed)
{
	static const char *const says[] = {
		"BIÊN BẢN XÁC NHẬN NHẬT KÝ TIẾP NHẬN",
		"Kỳ đánh giá: 2022, nộp tài liệu kiểm chứng. MÔ PHỎNG",
		"Hạn nộp: 00:00:00 ngày 11/01/2023 (+07:00), phiên bản 1 (Sở, "
		"ban, ngành; ",
		"đúng hạn 0; đúng hạn trong sai số đồng hồ 0; trễ hạn 0; từ "
		"chối 0; CHƯA CHỐT",
		"Số mục: 3\n",
		"Đồng hồ: 00:02:00 ngày 11/01/2023: mô phỏng, sai số ± 0 µs; "
		"số lần lệch 0",
		"Gián đoạn: 0\n", "\n3\n", /* and the signed checkpoint below */
	};
	struct ran ran;

	behind_the_deadline();
	ran = operate(&d, "log", "minutes", "2022", "--lang", "vi", NULL);
	ck_assert_int_eq(ran.status, 0);
	for (size_t i = 0; i < sizeof says / sizeof *says; i++)
		ck_assert_msg(strstr(buf_cstr(&ran.out), says[i]) != NULL,
		    "%s not in %s", says[i], buf_cstr(&ran.out));
	ran_free(&ran);
	expect(&d, 0, "version 1 (department; district)", "log", "minutes",
	    "2022", "--lang", "en");
	expect(&d, 0, "Hạn nộp", "log", "minutes", "2022", "--lang", "vi",
	    "--stage", "appraisal");
	expect(&d, 1, "no period", "log", "minutes", "2021");
	expect(&d, 2, "vi or en", "log", "minutes", "2022", "--lang", "fr");
	desk_remove(&d);
}
END_TEST

START_TEST(the_page_is_a_pdf_as_well)
{
	char path[FOLDER_ROOM + 16];
	struct buf pdf = { 0 };

	behind_the_deadline();
	(void)snprintf(path, sizeof path, "%s/page.pdf", d.folder.path);
	expect(&d, 0, NULL, "log", "minutes", "2022", "--pdf", path, "--office",
	    "SỞ NỘI VỤ", "--above", "UBND TỈNH HẢI DƯƠNG");
	ck_assert_err(file_read(path, 1 << 20, &pdf), OK);
	ck_assert(slice_starts(buf_all(&pdf), slice_text("%PDF-")));
	buf_free(&pdf);
	expect(&d, 1, NULL, "log", "minutes", "2022", "--pdf",
	    "/nowhere/page.pdf");
	desk_remove(&d);
}
END_TEST

START_TEST(a_signed_page_stands_in_the_log_with_the_root_it_names)
{
	char path[FOLDER_ROOM + 16];

	behind_the_deadline();
	(void)snprintf(path, sizeof path, "%s/scan.pdf", d.folder.path);
	expect(&d, 1, NULL, "log", "signed", "2022", path, "--size", "3");
	expect(&d, 0, NULL, "log", "minutes", "2022", "--pdf", path);
	expect(&d, 2, "--size", "log", "signed", "2022", path);
	expect(&d, 1, NULL, "log", "signed", "2022", path, "--size", "9");
	expect(&d, 0, NULL, "log", "signed", "2022", path, "--size", "3");
	expect(&d, 0, "4 entries, sound", "log", "verify");
	expect(&d, 0, "c2sp.org/tlog-proof@v1", "log", "receipt", "3");
	desk_remove(&d);
}
END_TEST

/* A line like [http] upload_mib = 1 is the limit of what is read. */
START_TEST(a_scan_is_a_file_and_no_larger_than_a_document_may_be)
{
	char path[FOLDER_ROOM + 16], conf[FOLDER_ROOM + 16];
	FILE *f;

	behind_the_deadline();
	(void)snprintf(path, sizeof path, "%s/scan", d.folder.path);
	(void)snprintf(conf, sizeof conf, "%s/conf", d.folder.path);
	f = fopen(conf, "w");
	ck_assert_ptr_nonnull(f);
	(void)fputs("[http]\nupload_mib = 1\n", f);
	ck_assert_int_eq(fclose(f), 0);
	expect(&d, 1, "/dev/zero is not a file", "log", "signed", "2022",
	    "/dev/zero", "--size", "3");
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	expect(&d, 1, "is not a file", "log", "signed", "2022", path, "--size",
	    "3");
	ck_assert_int_eq(unlink(path), 0);
	f = fopen(path, "w");
	ck_assert_ptr_nonnull(f);
	ck_assert_int_eq(fclose(f), 0);
	expect(&d, 1, "there is nothing in it", "log", "signed", "2022", path,
	    "--size", "3");
	ck_assert_int_eq(truncate(path, (1 << 20) + 1), 0);
	expect(&d, 1, "it is larger than allowed", "--config", conf, "log",
	    "signed", "2022", path, "--size", "3");
	ck_assert_int_eq(truncate(path, 1 << 20), 0);
	expect(&d, 0, NULL, "--config", conf, "log", "signed", "2022", path,
	    "--size", "3");
	desk_remove(&d);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_page_says_in_vietnamese_what_is_to_be_signed,
		the_page_is_a_pdf_as_well,
		a_signed_page_stands_in_the_log_with_the_root_it_names,
		a_scan_is_a_file_and_no_larger_than_a_document_may_be,
		NULL,
	};

	return suite_run("minutes", tests);
}
