/*
 * child.c - the probe's child, from its first line to its only answer.
 *
 * Knows the order: bound itself, take the document, seal, and only then look
 * at a byte. Touches descriptors 0 and 1.
 */
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "worker/probe/exits.h"
#include "worker/probe/look.h"
#include "worker/probe/probe.h"
#include "worker/probe/seal.h"

/* Everything a pipe has to give. */
static enum err
read_all(struct buf *to)
{
	uint8_t *room;
	ssize_t got;

	do {
		if ((room = buf_room(to, 65536)) == NULL)
			return to->err;
		got = read(STDIN_FILENO, room, 65536);
		to->n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	return got == 0 ? OK : ERR_IO;
}

/* A file is mapped, not read: its bytes come in when they are looked at. */
static enum err
take_document(const struct order *order, struct slice *out)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), before;
	struct buf all = { 0 };
	struct stat st;
	enum err e;
	uint8_t *p;

	if (fstat(STDIN_FILENO, &st) != 0)
		return ERR_IO;
	if (!S_ISREG(st.st_mode)) {
		if ((e = read_all(&all)) == OK)
			*out = buf_all(&all);
		return e;
	}
	*out = SLICE_NONE;
	if (order->at > (uint64_t)st.st_size ||
	    order->size > (uint64_t)st.st_size - order->at)
		return ERR_BROKEN;
	if (order->size == 0)
		return OK;
	before = order->at % page;
	p = mmap(NULL, (size_t)(before + order->size), PROT_READ, MAP_PRIVATE,
	    STDIN_FILENO, (off_t)(order->at - before));
	if (p == MAP_FAILED)
		return ERR_NO_MEMORY;
	*out = slice_of(p + before, (size_t)order->size);
	return OK;
}

static bool
answer(const struct probe_result *r)
{
	struct buf line = { 0 };

	probe_result_write(r, &line);
	return line.err == OK &&
	       write(STDOUT_FILENO, line.p, line.n) == (ssize_t)line.n;
}

/* What a child finds ready when it begins. */
struct ready {
	struct look_tools tools;
	struct seal seal;
};

/* One document, in a process of its own. */
static int
child(void *self, const struct order *order)
{
	struct ready *ready = self;
	const struct file_kind *kind = file_kind(order->extension);
	struct probe_result result;
	struct slice document;

	if (kind == NULL)
		return PROBE_EXIT_USAGE;
	if (seal_limits() != OK)
		return PROBE_EXIT_UNSEALED;
	if (take_document(order, &document) != OK)
		return PROBE_EXIT_UNREAD;
	if (look_open(&ready->tools, kind) != OK || seal(&ready->seal) != OK)
		return PROBE_EXIT_UNSEALED;
	look(&ready->tools, kind, document, &result);
	return answer(&result) ? 0 : PROBE_EXIT_UNREAD;
}

void
probe_main(void)
{
	struct ready ready;

	/* Grown once, here: no child needs to ask for its first megabytes. */
	(void)mallopt(M_TOP_PAD, 4 << 20);
	(void)mallopt(M_MMAP_THRESHOLD, 1 << 30);
	(void)mallopt(M_TRIM_THRESHOLD, 1 << 30);
	if (look_prepare(&ready.tools) != OK || seal_prepare(&ready.seal) != OK)
		_exit(PROBE_EXIT_UNSEALED);
	probe_serve(child, &ready);
}
