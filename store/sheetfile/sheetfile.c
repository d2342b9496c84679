/*
 * sheetfile.c - which kind of table a file is.
 *
 * Knows the first bytes of each. Touches the descriptor or the bytes it is
 * given.
 */
#include "store/sheetfile/sheetfile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sheetfile/inside.h"

const struct sheetfile_limits sheetfile_limits = { .rows = 2000000,
	.columns = 512,
	.cell = 32768,
	.strings = UINT64_C(256) << 20,
	.unpacked = UINT64_C(4) << 30,
	.ratio = 200 };

struct sheetfile {
	struct source from;
	struct csv *csv; /* one of the two */
	struct xlsx *xlsx;
};

long
source_read(struct source *s, void *to, size_t room)
{
	size_t left = s->whole > s->at ? (size_t)(s->whole - s->at) : 0;
	ssize_t n;

	if (s->fd < 0) {
		n = (ssize_t)(left < room ? left : room);
		if (n > 0 && s->bytes.p != NULL)
			memcpy(to, s->bytes.p + s->at, (size_t)n);
	} else {
		do
			n = pread(s->fd, to, room, (off_t)s->at);
		while (n < 0 && errno == EINTR);
	}
	if (n > 0)
		s->at += (uint64_t)n;
	return n;
}

static enum err
refuse_kind(struct fault *why, const char *kind)
{
	return fault_set(why, ERR_MEDIA_TYPE, "",
	    "The file is %s, not a table. Save it as .xlsx or as CSV UTF-8.",
	    kind);
}

/* Looks at the first bytes and goes back. */
static enum err
open_kind(struct sheetfile *f, const struct sheetfile_limits *limits,
    struct fault *why)
{
	uint8_t head[8] = { 0 };
	long n = source_read(&f->from, head, sizeof head);

	f->from.at = 0;
	if (n < 0)
		return fault_set(why, err_of_errno(errno), "",
		    "The file cannot be read: %s.", strerror(errno));
	if (memcmp(head, "\xd0\xcf\x11\xe0", 4) == 0)
		return refuse_kind(why,
		    "an old .xls or protected by a password");
	if (memcmp(head, "%PDF", 4) == 0)
		return refuse_kind(why, "a PDF");
	if (memcmp(head, "PK\003\004", 4) == 0)
		f->xlsx = xlsx_open(&f->from, limits, why);
	else
		f->csv = csv_open(&f->from, limits, why);
	return f->xlsx != NULL || f->csv != NULL ? OK : why->err;
}

static enum err
open_source(struct sheetfile **out, struct source from,
    const struct sheetfile_limits *limits, struct fault *why)
{
	struct fault own = { 0 };
	struct sheetfile *f = calloc(1, sizeof *f);
	enum err e = ERR_NO_MEMORY;

	*out = f;
	if (f != NULL) {
		f->from = from;
		e = open_kind(f, limits == NULL ? &sheetfile_limits : limits,
		    &own);
	}
	if (e != OK) {
		(void)fault_set(why, e, own.pointer, "%s", own.detail);
		sheetfile_close(out);
	}
	return e;
}

enum err
sheetfile_open(struct sheetfile **out, int fd,
    const struct sheetfile_limits *limits, struct fault *why)
{
	struct stat st;

	*out = NULL;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return fault_set(why, ERR_IO, "",
		    "A table is read from a regular file only.");
	return open_source(out,
	    (struct source){ .fd = fd, .whole = (uint64_t)st.st_size }, limits,
	    why);
}

enum err
sheetfile_open_bytes(struct sheetfile **out, struct slice bytes,
    const struct sheetfile_limits *limits, struct fault *why)
{
	return open_source(out,
	    (struct source){ .fd = -1, .bytes = bytes, .whole = bytes.n },
	    limits, why);
}

void
sheetfile_close(struct sheetfile **f)
{
	if (*f == NULL)
		return;
	csv_close(&(*f)->csv);
	xlsx_close(&(*f)->xlsx);
	free(*f);
	*f = NULL;
}

unsigned
sheetfile_sheets(const struct sheetfile *f)
{
	return f->xlsx == NULL ? 1 : xlsx_sheets(f->xlsx);
}

const char *
sheetfile_sheet_name(const struct sheetfile *f, unsigned i)
{
	return f->xlsx == NULL ? "" : xlsx_sheet_name(f->xlsx, i);
}

enum err
sheetfile_enter(struct sheetfile *f, unsigned i)
{
	if (f->xlsx == NULL)
		return i == 0 ? OK : ERR_NOT_FOUND;
	return xlsx_enter(f->xlsx, i);
}

bool
sheetfile_next(struct sheetfile *f, struct sheetfile_row *out)
{
	return f->xlsx == NULL ? csv_next(f->csv, out)
			       : xlsx_next(f->xlsx, out);
}

enum err
sheetfile_failed(const struct sheetfile *f, struct fault *why)
{
	const struct fault *is =
	    f->xlsx == NULL ? csv_fault(f->csv) : xlsx_fault(f->xlsx);

	if (is->err == OK)
		return OK;
	return fault_set(why, is->err, is->pointer, "%s", is->detail);
}

uint64_t
sheetfile_read(const struct sheetfile *f, uint64_t *whole)
{
	if (f->xlsx != NULL)
		return xlsx_read(f->xlsx, whole);
	*whole = f->from.whole;
	return f->from.at;
}
