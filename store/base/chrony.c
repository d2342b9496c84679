/*
 * chrony.c - chronyd's tracking, its bytes and how it is asked.
 *
 * Knows protocol 6 of chrony's command port (candm.h, chrony 2.2 to 4.x).
 * Touches one datagram socket.
 */
#include "store/base/chrony.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define VERSION 6
#define REQUEST 1
#define ANSWER 2
#define TRACKING 33 /* the command */
#define TRACKING_REPLY 5
#define OWN_CLOCK 0x7F7F0101u
#define LEAP_INSERTED 1
#define LEAP_DELETED 2
#define NOT_SYNCHRONISED 3
#define NO_TIME 0x7fffffffu
#define YEAR_US (INT64_C(366) * 86400 * 1000000)
#define LEAST_PATIENCE_US (INT64_C(64) * 1000000)

static uint16_t
get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static void
put32(uint8_t *p, uint32_t n)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(n >> (24 - 8 * i));
}

void
chrony_request(uint32_t sequence, uint8_t out[CHRONY_BYTES])
{
	memset(out, 0, CHRONY_BYTES);
	out[0] = VERSION;
	out[1] = REQUEST;
	out[5] = TRACKING;
	put32(out + 8, sequence);
}

/* n * 2^exponent, away from zero, for n >= 0. */
static int64_t
scaled(uint64_t n, int exponent)
{
	uint64_t most = INT64_MAX, part;

	if (n == 0)
		return 0;
	if (exponent >= 0)
		return exponent > 62 || n > most >> exponent
			   ? INT64_MAX
			   : (int64_t)(n << exponent);
	if (exponent <= -64)
		return 1;
	part = n & ((UINT64_C(1) << -exponent) - 1);
	return (int64_t)((n >> -exponent) + (part != 0));
}

int64_t
chrony_float_us(uint32_t bits)
{
	int exponent = (int)(bits >> 25);
	int64_t n = bits & 0x1ffffff, us;

	if (exponent >= 64)
		exponent -= 128;
	if (n >= 1 << 24)
		n -= 1 << 25;
	/* 25 bits by a million fit well into 64. */
	us = scaled((uint64_t)(n < 0 ? -n : n) * 1000000, exponent - 25);
	if (n >= 0)
		return us;
	return us == INT64_MAX ? INT64_MIN : -us;
}

/* A float that cannot be negative, nor longer than a year. */
static bool
take_span(const uint8_t *p, int64_t *out)
{
	*out = chrony_float_us(get32(p));
	return *out >= 0 && *out <= YEAR_US;
}

static bool
take_time(const uint8_t *p, int64_t *out)
{
	uint32_t high = get32(p), low = get32(p + 4), ns = get32(p + 8);
	uint64_t s;

	if (high == NO_TIME)
		high = 0;
	s = (uint64_t)high << 32 | low;
	if (ns >= 1000000000 || s > (uint64_t)(INT64_MAX / 1000000 - 1))
		return false;
	*out = (int64_t)s * 1000000 + ns / 1000;
	return true;
}

enum err
chrony_read(struct slice answer, uint32_t sequence, struct chrony_tracking *out)
{
	const uint8_t *p = answer.p, *data;
	int64_t correction;

	if (answer.n != CHRONY_BYTES || p[0] != VERSION || p[1] != ANSWER ||
	    get16(p + 4) != TRACKING || get16(p + 6) != TRACKING_REPLY ||
	    get16(p + 8) != 0 || get32(p + 16) != sequence)
		return ERR_MALFORMED;
	data = p + 28;
	out->ref_id = get32(data);
	out->stratum = get16(data + 24);
	out->leap = get16(data + 26);
	correction = chrony_float_us(get32(data + 40));
	if (correction < -YEAR_US || correction > YEAR_US)
		return ERR_MALFORMED;
	out->correction_us = correction < 0 ? -correction : correction;
	if (out->leap > NOT_SYNCHRONISED ||
	    !take_time(data + 28, &out->ref_us) ||
	    !take_span(data + 64, &out->delay_us) ||
	    !take_span(data + 68, &out->dispersion_us) ||
	    !take_span(data + 72, &out->interval_us))
		return ERR_MALFORMED;
	return OK;
}

bool
chrony_bound(const struct chrony_tracking *t, int64_t now_us, int64_t *bound_us)
{
	int64_t patience = 8 * t->interval_us;

	if (patience < LEAST_PATIENCE_US)
		patience = LEAST_PATIENCE_US;
	if (t->leap == NOT_SYNCHRONISED || t->ref_id == 0 ||
	    t->ref_id == OWN_CLOCK || t->ref_us == 0 || t->ref_us > now_us ||
	    now_us - t->ref_us > patience)
		return false;
	*bound_us = t->correction_us + t->dispersion_us + (t->delay_us + 1) / 2;
	return true;
}

bool
chrony_leaps(const struct chrony_tracking *t)
{
	return t->leap == LEAP_INSERTED || t->leap == LEAP_DELETED;
}

/* ---- asking ---- */

static int
open_port(const char *text)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	to.sin_port = htons((uint16_t)strtoul(text, NULL, 10));
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd >= 0 &&
	    connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

/* chronyd answers to the name of the asker's socket, so it needs one, beside
 * its own, where it may be found by it. */
static int
open_unix(struct chrony *c, const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	struct sockaddr_un own = { .sun_family = AF_UNIX };
	const char *slash = strrchr(path, '/');
	int fd, n;

	if (slash == NULL || strlen(path) >= sizeof to.sun_path)
		return -1;
	n = snprintf(own.sun_path, sizeof own.sun_path,
	    "%.*s/parindex.%d.%llx.sock", (int)(slash - path), path,
	    (int)getpid(), (unsigned long long)(uintptr_t)c);
	if (n < 0 || (size_t)n >= sizeof own.sun_path)
		return -1;
	memcpy(to.sun_path, path, strlen(path));
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	(void)unlink(own.sun_path); /* of a dead process of this number */
	if (bind(fd, (const struct sockaddr *)&own, sizeof own) == 0)
		memcpy(c->own, own.sun_path, sizeof c->own);
	if (connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

static enum err
open_socket(struct chrony *c, const char *path)
{
	int fd = -1;

	if (c->fd != 0)
		return OK;
	if (strncmp(path, "port:", 5) == 0)
		fd = open_port(path + 5);
	else
		fd = open_unix(c, path);
	c->fd = fd + 1;
	if (fd < 0)
		chrony_close(c);
	return fd < 0 ? ERR_NOT_FOUND : OK;
}

/* Old answers, and others', are read past. */
static enum err
await(struct chrony *c, int wait_ms, struct chrony_tracking *out)
{
	struct pollfd one = { .fd = c->fd - 1, .events = POLLIN };
	uint8_t bytes[CHRONY_BYTES + 1];
	ssize_t n;

	for (int tries = 0; tries < 8; tries++) {
		if (poll(&one, 1, wait_ms) <= 0)
			return ERR_BUSY;
		n = recv(c->fd - 1, bytes, sizeof bytes, 0);
		if (n < 0)
			return errno == ECONNREFUSED ? ERR_NOT_FOUND : ERR_BUSY;
		if (n >= 20 && get32(bytes + 16) != c->sequence)
			continue;
		return chrony_read(slice_of(bytes, (size_t)n), c->sequence,
		    out);
	}
	return ERR_MALFORMED;
}

enum err
chrony_ask(struct chrony *c, const char *path, int wait_ms,
    struct chrony_tracking *out)
{
	uint8_t request[CHRONY_BYTES];
	enum err e = open_socket(c, path);

	if (e != OK)
		return e;
	chrony_request(++c->sequence, request);
	if (send(c->fd - 1, request, sizeof request, 0) !=
	    (ssize_t)sizeof request)
		e = errno == EAGAIN ? ERR_BUSY : ERR_NOT_FOUND;
	else
		e = await(c, wait_ms, out);
	if (e == ERR_NOT_FOUND)
		chrony_close(c);
	return e;
}

void
chrony_close(struct chrony *c)
{
	if (c->fd > 0)
		(void)close(c->fd - 1);
	if (c->own[0] != '\0')
		(void)unlink(c->own);
	c->fd = 0;
	c->own[0] = '\0';
}
