/*
 * tar.c - plain tar archives, out and in.
 *
 * Knows the header's bytes. Touches the descriptor it is given.
 */
#include "store/admin/tar.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BLOCK 512
#define SIZE_MOST ((UINT64_C(1) << 33) - 1) /* eleven octal digits */

/* The fields that are always the same: mode, owner and group; the time; the
 * magic; the device. Their last byte is a zero. */
static const char owner[24] = "0000644\0"
			      "0000000\0"
			      "0000000";
static const char no_time[12] = "00000000000";
static const char magic[8] = "ustar\0"
			     "00";
static const char device[16] = "0000000\0"
			       "0000000";

/* The one header for that name and size. */
static void
header(const char *name, uint64_t size, char to[BLOCK])
{
	unsigned sum = 0;

	memset(to, 0, BLOCK);
	(void)snprintf(to, 100, "%s", name);
	memcpy(to + 100, owner, sizeof owner);
	(void)snprintf(to + 124, 12, "%011llo", (unsigned long long)size);
	memcpy(to + 136, no_time, sizeof no_time);
	memset(to + 148, ' ', 8);
	to[156] = '0';
	memcpy(to + 257, magic, sizeof magic);
	memcpy(to + 329, device, sizeof device);
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char)to[i];
	(void)snprintf(to + 148, 7, "%06o", sum & 0777777);
}

/* ---- out ---- */

static void
put(struct tar_out *t, const void *bytes, size_t n)
{
	const char *p = bytes;
	ssize_t done;

	while (t->err == OK && n > 0) {
		done = write(t->fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0) {
			t->err = errno == ENOSPC ? ERR_NO_SPACE : ERR_IO;
			return;
		}
		p += done;
		n -= (size_t)done;
	}
}

static void
begin(struct tar_out *t, const char *name, uint64_t size)
{
	char block[BLOCK];

	if (t->err == OK && (strlen(name) >= 100 || size > SIZE_MOST))
		t->err = ERR_TOO_BIG;
	header(name, size, block);
	put(t, block, sizeof block);
}

static void
finish(struct tar_out *t, const char *name, uint64_t size, struct digest d)
{
	static const char zeros[BLOCK];
	char hex[DIGEST_TEXT];

	put(t, zeros, (size_t)(-size % BLOCK));
	digest_text(d, hex);
	buf_print(&t->manifest, "%s  %s\n", hex, name);
	if (t->err == OK)
		t->err = t->manifest.err;
	t->parts++;
}

void
tar_part(struct tar_out *t, const char *name, struct slice bytes)
{
	begin(t, name, bytes.n);
	put(t, bytes.p, bytes.n);
	finish(t, name, bytes.n, digest_of(bytes));
}

void
tar_file(struct tar_out *t, const char *name, int fd, uint64_t size)
{
	struct digest_stream *hash = digest_start();
	uint64_t at = 0;
	char piece[16384];
	ssize_t n;

	if (hash == NULL) {
		t->err = t->err != OK ? t->err : ERR_NO_MEMORY;
		return;
	}
	begin(t, name, size);
	while (t->err == OK && at < size) {
		n = pread(fd, piece, sizeof piece, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || (uint64_t)n > size - at) {
			t->err = n < 0 ? ERR_IO : ERR_BROKEN;
			break;
		}
		digest_more(hash, slice_of(piece, (size_t)n));
		put(t, piece, (size_t)n);
		at += (uint64_t)n;
	}
	finish(t, name, size, digest_end(&hash));
}

void
tar_end(struct tar_out *t)
{
	static const char zeros[2 * BLOCK];

	put(t, zeros, sizeof zeros);
}

/* ---- in ---- */

/* Exactly n bytes; else ERR_MALFORMED, or ERR_IO. */
static bool
take(struct tar_in *t, void *to, size_t n)
{
	char *p = to;
	ssize_t got;

	while (t->err == OK && n > 0) {
		got = read(t->fd, p, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			t->err = got < 0 ? ERR_IO : ERR_MALFORMED;
			break;
		}
		p += got;
		n -= (size_t)got;
	}
	return t->err == OK;
}

/* Two blocks of zeros, and nothing behind them. */
static bool
is_end(struct tar_in *t, const char first[BLOCK])
{
	static const char zeros[BLOCK];
	char block[BLOCK];

	if (memcmp(first, zeros, BLOCK) != 0)
		return false;
	if (take(t, block, BLOCK) &&
	    (memcmp(block, zeros, BLOCK) != 0 || read(t->fd, block, 1) != 0))
		t->err = ERR_MALFORMED;
	return true;
}

static bool
padding_is_zero(struct tar_in *t)
{
	static const char zeros[BLOCK];
	char rest[BLOCK];
	size_t n = (size_t)(-t->size % BLOCK);

	if (take(t, rest, n) && memcmp(rest, zeros, n) != 0)
		t->err = ERR_MALFORMED;
	return t->err == OK;
}

bool
tar_next(struct tar_in *t)
{
	char block[BLOCK], again[BLOCK], piece[4096];

	while (tar_read(t, piece, sizeof piece) > 0)
		;
	if (!padding_is_zero(t) || !take(t, block, BLOCK) || is_end(t, block))
		return false;
	memcpy(t->name, block, 100);
	t->name[100] = 0;
	t->size = 0;
	for (int i = 124; i < 135; i++)
		t->size = t->size << 3 | ((unsigned char)block[i] & 7);
	header(t->name, t->size, again);
	if (t->name[0] == 0 || memcmp(block, again, BLOCK) != 0)
		t->err = ERR_MALFORMED;
	t->left = t->size;
	return t->err == OK;
}

size_t
tar_read(struct tar_in *t, void *to, size_t room)
{
	size_t n = t->left < room ? (size_t)t->left : room;

	if (n == 0 || !take(t, to, n))
		return 0;
	t->left -= n;
	return n;
}
