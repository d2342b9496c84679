/*
 * zip.c - reads an archive's directory.
 *
 * Knows the layout of zip's headers. Touches nothing but its arguments.
 */
#include "worker/probe/zip.h"

#define LOCAL_HEADER 0x04034b50u
#define DIRECTORY_HEADER 0x02014b50u
#define DIRECTORY_END 0x06054b50u
#define LOCAL_SIZE 30
#define HEADER_SIZE 46
#define END_SIZE 22

static uint32_t
u16_at(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8;
}

static uint32_t
u32_at(const uint8_t *p)
{
	return u16_at(p) | u16_at(p + 2) << 16;
}

/* The directory's end: the last place where one stands whose comment ends
 * with the file. NULL when there is none. */
static const uint8_t *
find_end(struct slice s)
{
	size_t most = s.n < END_SIZE + 65535 ? s.n : END_SIZE + 65535;

	for (size_t back = END_SIZE; back <= most; back++) {
		const uint8_t *p = s.p + s.n - back;

		if (u32_at(p) == DIRECTORY_END &&
		    u16_at(p + 20) == back - END_SIZE)
			return p;
	}
	return NULL;
}

/* Takes one entry off the front of the directory. */
static bool
take_entry(struct slice *dir, const char *wanted, struct zip_facts *f)
{
	const uint8_t *p = dir->p;
	size_t name, whole;

	if (dir->n < HEADER_SIZE || u32_at(p) != DIRECTORY_HEADER)
		return false;
	name = u16_at(p + 28);
	whole = HEADER_SIZE + name + u16_at(p + 30) + u16_at(p + 32);
	if (whole > dir->n)
		return false;
	f->entries++;
	f->encrypted = f->encrypted || (u16_at(p + 8) & 1) != 0;
	f->packed += u32_at(p + 20);
	f->unpacked += u32_at(p + 24);
	if (slice_is(slice_of(p + HEADER_SIZE, name), wanted))
		f->holds = true;
	*dir = slice_of(p + whole, dir->n - whole);
	return true;
}

/* OpenDocument's first entry (ODF 1.2 part 3, 3.3): "mimetype", not packed. */
static void
look_first(struct slice s, struct zip_facts *f)
{
	size_t n = u32_at(s.p + 18);

	if (u16_at(s.p + 8) != 0 || u16_at(s.p + 26) != 8 ||
	    u16_at(s.p + 28) != 0 || s.n < LOCAL_SIZE + 8 ||
	    memcmp(s.p + LOCAL_SIZE, "mimetype", 8) != 0 ||
	    n > s.n - LOCAL_SIZE - 8)
		return;
	f->mimetype = true;
	f->mime = slice_of(s.p + LOCAL_SIZE + 8, n);
}

enum err
zip_look(struct slice bytes, const char *wanted, struct zip_facts *out)
{
	const uint8_t *end;
	struct slice dir;
	size_t at, n;

	*out = (struct zip_facts){ 0 };
	if (bytes.n < LOCAL_SIZE || u32_at(bytes.p) != LOCAL_HEADER ||
	    (end = find_end(bytes)) == NULL)
		return ERR_MALFORMED;
	n = u32_at(end + 12);
	at = u32_at(end + 16);
	if (at > (size_t)(end - bytes.p) || n > (size_t)(end - bytes.p) - at)
		return ERR_MALFORMED;
	dir = slice_of(bytes.p + at, n);
	while (dir.n > 0)
		if (!take_entry(&dir, wanted, out))
			return ERR_MALFORMED;
	if (out->entries == 0 || out->entries != u16_at(end + 10))
		return ERR_MALFORMED;
	look_first(bytes, out);
	return OK;
}
