/*
 * paper.c - a PDF of a wanted size, different from every other one made.
 *
 * Knows the skeleton of a one-page PDF 1.4. Touches nothing but memory.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/paper.h"

enum {
	OBJECTS = 4
};

/* The serial stands in a comment that readers skip; the second line's high
 * bytes tell them that the file is binary (ISO 32000-1, 7.5.2). */
static const char head[] = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n% 0000000000000000\n";
static const char *const objects[OBJECTS - 1] = {
	"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
	"2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n",
	("3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]"
	 "/Resources<<>>/Contents 4 0 R>>\nendobj\n"),
};

static size_t
tail_write(char *to, size_t room, const size_t *at, size_t table_at)
{
	size_t used = 0;

	used += (size_t)snprintf(to + used, room - used,
	    "\nendstream\nendobj\nxref\n0 %d\n0000000000 65535 f \n",
	    OBJECTS + 1);
	for (int i = 0; i < OBJECTS; i++)
		used += (size_t)snprintf(to + used, room - used,
		    "%010zu 00000 n \n", at[i]);
	used += (size_t)snprintf(to + used, room - used,
	    "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n",
	    OBJECTS + 1, table_at);
	assert(used < room);
	return used;
}

/* Fills with a content stream that draws nothing and compresses badly. */
static void
filler_write(char *to, size_t length)
{
	uint64_t state = 0x9e3779b97f4a7c15u;

	to[0] = '%';
	for (size_t i = 1; i < length; i++) {
		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		to[i] = (char)('!' + state % 90);
	}
}

void
paper_make(struct paper *out, size_t length)
{
	static const char before_table[] = "\nendstream\nendobj\n";
	size_t at[OBJECTS], used = sizeof head - 1, filler, tail;
	char end[512];

	assert(length >= PAPER_LEAST);
	*out = (struct paper){ malloc(length), length, used - 17 };
	if (out->bytes == NULL)
		exit(2);
	memcpy(out->bytes, head, used);
	for (int i = 0; i < OBJECTS - 1; i++) {
		at[i] = used;
		memcpy(out->bytes + used, objects[i], strlen(objects[i]));
		used += strlen(objects[i]);
	}
	at[OBJECTS - 1] = used;

	/* Both numbers are printed in fixed width or fixed by the length, so
	 * the second writing of the tail is as long as the first. */
	tail = tail_write(end, sizeof end, at, length - 200);
	filler = length - used - tail -
		 strlen("4 0 obj\n<</Length 0000000000>>"
			"\nstream\n");
	used += (size_t)sprintf(out->bytes + used,
	    "4 0 obj\n<</Length %010zu>>\nstream\n", filler);
	filler_write(out->bytes + used, filler);
	used += filler;
	tail = tail_write(end, sizeof end, at, used + sizeof before_table - 1);
	assert(used + tail == length);
	memcpy(out->bytes + used, end, tail);
}

void
paper_number(struct paper *paper, uint64_t serial)
{
	char digits[17];

	snprintf(digits, sizeof digits, "%016" PRIx64, serial);
	memcpy(paper->bytes + paper->serial_at, digits, 16);
}

void
paper_free(struct paper *paper)
{
	free(paper->bytes);
	*paper = (struct paper){ 0 };
}
