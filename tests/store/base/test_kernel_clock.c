/*
 * test_kernel_clock.c - what the kernel says of its clock, as the programs read
 * it where no chronyd answers. The kernel and the network are this file's.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/timex.h>

#include "store/base/clock.h"
#include "tests/kit/suite.h"

static int said_status;

int
adjtimex(struct timex *tx)
{
	memset(tx, 0, sizeof *tx);
	tx->maxerror = 2000;
	tx->status = said_status;
	if ((said_status & STA_UNSYNC) != 0)
		return TIME_ERROR;
	return (said_status & STA_INS) != 0   ? TIME_INS
	       : (said_status & STA_DEL) != 0 ? TIME_DEL
					      : TIME_OK;
}

/* Nobody is there. */
int
connect(int fd, const struct sockaddr *to, socklen_t n)
{
	(void)fd;
	(void)to;
	(void)n;
	errno = ENOENT;
	return -1;
}

static struct reading
read_with(int status)
{
	struct clocks clocks = clocks_system();
	struct reading r;

	said_status = status;
	ck_assert_err(clocks.wall(clocks.self, &r), OK);
	ck_assert_int_eq(r.status, CLOCK_FIT);
	ck_assert_int_eq(r.source, CLOCK_BY_KERNEL);
	return r;
}

START_TEST(a_clock_that_it_calls_unsynchronised_is_nobodys)
{
	struct clocks clocks = clocks_system();
	struct reading r;

	said_status = STA_UNSYNC;
	ck_assert_err(clocks.wall(clocks.self, &r), OK);
	ck_assert_int_eq(r.status, CLOCK_UNSYNCHRONISED);
	ck_assert_int_eq(r.bound.us, 16000000);
}
END_TEST

START_TEST(a_second_that_the_kernel_will_insert_is_announced)
{
	ck_assert_int_eq(read_with(STA_PLL).bound.us, 2000);
	ck_assert_int_eq(read_with(STA_PLL | STA_INS).bound.us, 502000);
	/* It has done so; the doubt stays for half a day. */
	ck_assert_int_eq(read_with(STA_PLL).bound.us, 502000);
}
END_TEST

START_TEST(one_that_it_will_leave_out_is_as_well)
{
	ck_assert_int_eq(read_with(STA_DEL).bound.us, 502000);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_clock_that_it_calls_unsynchronised_is_nobodys,
		a_second_that_the_kernel_will_insert_is_announced,
		one_that_it_will_leave_out_is_as_well,
		NULL,
	};

	return suite_run("kernel clock", tests);
}
