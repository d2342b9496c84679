/*
 * test_page.c - pages are drawn again and again, by one thread after another,
 * as a server draws them.
 */
#include "store/paper/page.h"

#include <pthread.h>
#include <string.h>

#include "tests/kit/suite.h"

#define THREADS 6
#define TURNS 4

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static void
draw(void)
{
	static const struct page_column columns[] = { { "TT", 20, false },
		{ "Tiêu chí", 142, false } };
	struct buf pdf = { 0 };
	struct page *p = page_open_buf(&pdf);

	ck_assert_ptr_nonnull(p);
	page_head(p, &(struct page_head){ .above = "",
			 .office = "Sở Nội vụ",
			 .number = "Số: 1",
			 .day = "Ngày 10 tháng 01 năm 2023",
			 .title = "BÁO CÁO" });
	page_table(p, columns, 2);
	for (unsigned i = 0; i < 80; i++) /* over several pages */
		page_cells(p, (const char *const[]){ "1.1", "Kế hoạch" },
		    false);
	page_signature(p, "Giám đốc", "(Ký, ghi rõ họ tên)", "Nguyễn Văn An");
	ck_assert_int_eq(page_close(&p), OK);
	ck_assert_uint_gt(pdf.n, 1000);
	ck_assert_mem_eq(pdf.p, "%PDF-", 5);
	buf_free(&pdf);
}

static void *
take_turns(void *none)
{
	for (unsigned i = 0; i < TURNS; i++) {
		ck_assert_int_eq(pthread_mutex_lock(&one_at_a_time), 0);
		draw();
		ck_assert_int_eq(pthread_mutex_unlock(&one_at_a_time), 0);
	}
	return none;
}

START_TEST(threads_draw_pages_in_turn)
{
	pthread_t thread[THREADS];

	for (unsigned i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_create(&thread[i], NULL, take_turns,
				     NULL),
		    0);
	for (unsigned i = 0; i < THREADS; i++)
		ck_assert_int_eq(pthread_join(thread[i], NULL), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { threads_draw_pages_in_turn, NULL };

	return suite_run("paper page", tests);
}
