/*
 * test_chrony.c - chronyd's tracking: its bytes, its traps, and a chronyd of
 * our own that answers as it should or otherwise. test_chronyd.c asks the real
 * one.
 */
#include "store/base/chrony.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/kit/suite.h"

#define NOW INT64_C(1673370000000000)

static void
put(uint8_t *p, uint64_t n, int bytes)
{
	while (bytes-- > 0) {
		p[bytes] = (uint8_t)n;
		n >>= 8;
	}
}

/* 2^-12 s as chrony writes it: coefficient 2^20, exponent -7. */
#define FLOAT_244_US 0xf2100000u

/* An answer of a clock that is 244 us off in every way, heard 10 s ago. */
static void
answer_of(uint32_t sequence, uint8_t out[CHRONY_BYTES])
{
	uint8_t *data = out + 28;

	memset(out, 0, CHRONY_BYTES);
	out[0] = 6;
	out[1] = 2;
	put(out + 4, 33, 2);
	put(out + 6, 5, 2);
	put(out + 16, sequence, 4);
	put(data, 0xc0a80101, 4);
	put(data + 24, 2, 2);
	put(data + 32, (uint64_t)(NOW / 1000000 - 10), 4);
	put(data + 40, FLOAT_244_US, 4);
	put(data + 64, FLOAT_244_US, 4);
	put(data + 68, FLOAT_244_US, 4);
	put(data + 72, 0x0c800000, 4); /* 16 s: 2^23 * 2^(6 - 25) */
}

START_TEST(a_request_has_the_bytes_of_protocol_6)
{
	uint8_t request[CHRONY_BYTES], zero[CHRONY_BYTES] = { 0 };

	chrony_request(0x01020304, request);
	ck_assert_mem_eq(request, "\x06\x01\0\0\0\x21\0\0\1\2\3\4", 12);
	ck_assert_mem_eq(request + 12, zero, CHRONY_BYTES - 12);
}
END_TEST

START_TEST(a_float_is_rounded_away_from_zero)
{
	static const struct {
		uint32_t bits;
		int64_t us;
	} rows[] = {
		{ 0, 0 },
		{ FLOAT_244_US, 245 },  /* 244.14 */
		{ 0x02800000, 500000 }, /* 2^23 * 2^(1 - 25) */
		{ 0x04800000, 1000000 },
		{ 0x05800000, -1000000 }, /* coefficient -2^23 */
		{ 0x41000000, -INT64_C(2147483648000000) },
		{ 0x7effffff, INT64_MAX }, /* exponent 63 */
		{ 0x80000001, 1 },         /* 2^-89 */
		{ 0x81ffffff, -1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t is = chrony_float_us(rows[i].bits);

		ck_assert_msg(is == rows[i].us, "%08x: %lld", rows[i].bits,
		    (long long)is);
	}
}
END_TEST

START_TEST(a_good_answer_gives_the_bound_of_the_manual)
{
	uint8_t answer[CHRONY_BYTES];
	struct chrony_tracking t;
	int64_t bound;

	answer_of(9, answer);
	ck_assert_err(chrony_read(slice_of(answer, sizeof answer), 9, &t), OK);
	ck_assert_int_eq(t.ref_us, NOW - 10000000);
	ck_assert(chrony_bound(&t, NOW, &bound));
	ck_assert_int_eq(bound, 245 + 245 + 123);
	put(answer + 28 + 40, 0xf3f00000, 4); /* slewing the other way */
	ck_assert_err(chrony_read(slice_of(answer, sizeof answer), 9, &t), OK);
	ck_assert_int_eq(t.correction_us, 245);
}
END_TEST

START_TEST(whatever_is_not_that_answer_is_refused)
{
	static const struct {
		unsigned at;
		uint8_t byte;
	} rows[] = {
		{ 0, 5 },           /* version */
		{ 0, 7 }, { 1, 1 }, /* a request */
		{ 5, 34 },          /* another command */
		{ 7, 6 },           /* another reply */
		{ 9, 2 },           /* status: not authorised */
		{ 19, 8 },          /* another sequence */
		{ 28 + 27, 4 },     /* a leap that does not exist */
		{ 28 + 36, 0xff },  /* too many nanoseconds */
		{ 28 + 28, 0x70 },  /* a year beyond any */
		{ 28 + 64, 0xf3 },  /* a negative delay */
	};
	uint8_t answer[CHRONY_BYTES + 1];
	struct chrony_tracking t;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		answer_of(9, answer);
		answer[rows[i].at] = rows[i].byte;
		ck_assert_msg(chrony_read(slice_of(answer, CHRONY_BYTES), 9,
				  &t) == ERR_MALFORMED,
		    "row %zu", i);
	}
	answer_of(9, answer);
	answer[CHRONY_BYTES] = 0;
	for (size_t n = 0; n <= CHRONY_BYTES + 1; n++)
		ck_assert_err(chrony_read(slice_of(answer, n), 9, &t),
		    n == CHRONY_BYTES ? OK : ERR_MALFORMED);
}
END_TEST

START_TEST(a_clock_that_nobody_disciplines_has_no_bound)
{
	uint8_t answer[CHRONY_BYTES];
	struct chrony_tracking good, t;
	int64_t bound = -1;

	answer_of(9, answer);
	ck_assert_err(chrony_read(slice_of(answer, sizeof answer), 9, &good),
	    OK);
	t = good;
	t.leap = 3;
	ck_assert(!chrony_bound(&t, NOW, &bound));
	t = good;
	t.ref_id = 0;
	ck_assert(!chrony_bound(&t, NOW, &bound));
	t.ref_id = 0x7F7F0101; /* local stratum: dispersion nought */
	t.dispersion_us = 0;
	ck_assert(!chrony_bound(&t, NOW, &bound));
	t = good;
	t.ref_us = NOW + 1;
	ck_assert(!chrony_bound(&t, NOW, &bound));
	t = good; /* free-running: eight intervals of 32 s */
	t.interval_us = 32000000;
	t.ref_us = NOW - 8 * t.interval_us;
	ck_assert(chrony_bound(&t, NOW, &bound));
	t.ref_us--;
	ck_assert(!chrony_bound(&t, NOW, &bound));
	ck_assert_int_eq(bound, 245 + 245 + 123);
}
END_TEST

/* ---- a chronyd of our own ---- */

enum mood {
	GOOD,
	WRONG_VERSION,
	WRONG_SEQUENCE,
	SHORT,
	AN_OLD_ONE_FIRST,
};

struct fake {
	int fd;
	char path[24];
	enum mood mood;
	pthread_t thread;
};

static void *
serve(void *arg)
{
	struct fake *f = arg;
	struct sockaddr_in from;
	uint8_t in[CHRONY_BYTES], out[CHRONY_BYTES];
	socklen_t room = sizeof from;
	uint32_t sequence;

	if (recvfrom(f->fd, in, sizeof in, 0, (struct sockaddr *)&from,
		&room) != CHRONY_BYTES)
		return NULL;
	sequence = (uint32_t)in[8] << 24 | (uint32_t)in[9] << 16 |
		   (uint32_t)in[10] << 8 | in[11];
	answer_of(f->mood == WRONG_SEQUENCE || f->mood == AN_OLD_ONE_FIRST
		      ? sequence - 1
		      : sequence,
	    out);
	if (f->mood == WRONG_VERSION)
		out[0] = 5;
	(void)sendto(f->fd, out, f->mood == SHORT ? 40 : sizeof out, 0,
	    (const struct sockaddr *)&from, room);
	if (f->mood != AN_OLD_ONE_FIRST)
		return NULL;
	answer_of(sequence, out);
	(void)sendto(f->fd, out, sizeof out, 0, (const struct sockaddr *)&from,
	    room);
	return NULL;
}

static void
fake_start(struct fake *f, enum mood mood)
{
	struct sockaddr_in own = { .sin_family = AF_INET };
	socklen_t room = sizeof own;

	own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	f->mood = mood;
	f->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(f->fd, 0);
	ck_assert_int_eq(bind(f->fd, (struct sockaddr *)&own, room), 0);
	ck_assert_int_eq(getsockname(f->fd, (struct sockaddr *)&own, &room), 0);
	(void)snprintf(f->path, sizeof f->path, "port:%u",
	    (unsigned)ntohs(own.sin_port));
	ck_assert_int_eq(pthread_create(&f->thread, NULL, serve, f), 0);
}

START_TEST(chronyd_is_asked_and_its_faults_are_told_apart)
{
	static const struct {
		enum mood mood;
		enum err want;
	} rows[] = {
		{ GOOD, OK },
		{ AN_OLD_ONE_FIRST, OK },
		{ WRONG_VERSION, ERR_MALFORMED },
		{ SHORT, ERR_MALFORMED },
		{ WRONG_SEQUENCE, ERR_BUSY },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct chrony c = { 0 };
		struct chrony_tracking t;
		struct fake f;
		int wait = rows[i].want == ERR_BUSY ? 50 : 5000;

		fake_start(&f, rows[i].mood);
		ck_assert_err(chrony_ask(&c, f.path, wait, &t), rows[i].want);
		(void)pthread_join(f.thread, NULL);
		if (rows[i].want == OK)
			ck_assert_uint_eq(t.ref_id, 0xc0a80101);
		(void)close(f.fd); /* it vanishes */
		ck_assert_err(chrony_ask(&c, f.path, 1000, &t), ERR_NOT_FOUND);
		ck_assert_int_eq(c.fd, 0);
		chrony_close(&c);
	}
}
END_TEST

START_TEST(nobody_there_is_told_at_once)
{
	struct chrony c = { 0 };
	struct chrony_tracking t;

	ck_assert_err(chrony_ask(&c, "/nonexistent/chronyd.sock", 5000, &t),
	    ERR_NOT_FOUND);
	ck_assert_err(chrony_ask(&c, "no path", 5000, &t), ERR_NOT_FOUND);
	chrony_close(&c);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_has_the_bytes_of_protocol_6,
		a_float_is_rounded_away_from_zero,
		a_good_answer_gives_the_bound_of_the_manual,
		whatever_is_not_that_answer_is_refused,
		a_clock_that_nobody_disciplines_has_no_bound,
		chronyd_is_asked_and_its_faults_are_told_apart,
		nobody_there_is_told_at_once,
		NULL,
	};

	return suite_run("chrony", tests);
}
