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
read_all(int fd, struct slice *out)
{
	struct buf all = { 0 };
	uint8_t *room;
	ssize_t got;

	do {
		if ((room = buf_room(&all, 65536)) == NULL)
			return all.err;
		got = read(fd, room, 65536);
		all.n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	*out = buf_all(&all);
	return got == 0 ? OK : ERR_IO;
}

/* A file is mapped, not read: its bytes come in when they are looked at. */
static enum err
take_document(const struct task *task, int fd, struct slice *out)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), before;
	struct stat st;
	uint8_t *p;

	*out = SLICE_NONE;
	if (fstat(fd, &st) != 0)
		return ERR_IO;
	if (!S_ISREG(st.st_mode))
		return read_all(fd, out);
	if (task->at > (uint64_t)st.st_size ||
	    task->size > (uint64_t)st.st_size - task->at)
		return ERR_BROKEN;
	if (task->size == 0)
		return OK;
	before = task->at % page;
	p = mmap(NULL, (size_t)(before + task->size), PROT_READ, MAP_PRIVATE,
	    fd, (off_t)(task->at - before));
	if (p == MAP_FAILED)
		return ERR_NO_MEMORY;
	*out = slice_of(p + before, (size_t)task->size);
	return OK;
}

/* What a child finds ready when it begins. */
struct ready {
	struct look_tools tools;
	struct seal seal;
};

/* A document and what is needed to look at it. */
struct work {
	const struct file_kind *kind;
	struct slice document;
	struct look_tools tools;
};

static int
take_work(const struct ready *ready, const struct order *order,
    const int *documents, struct work *w)
{
	for (unsigned i = 0; i < order->n; i++) {
		w[i].kind = file_kind(order->tasks[i].extension);
		if (w[i].kind == NULL)
			return PROBE_EXIT_USAGE;
		if (take_document(&order->tasks[i], documents[i],
			&w[i].document) != OK)
			return PROBE_EXIT_UNREAD;
	}
	if (close_range(SEAL_NOWHERE, ~0u, 0) != 0)
		return PROBE_EXIT_UNSEALED;
	for (unsigned i = 0; i < order->n; i++) {
		w[i].tools = ready->tools;
		if (look_open(&w[i].tools, w[i].kind) != OK)
			return PROBE_EXIT_UNSEALED;
	}
	return 0;
}

/* One order, in a process of its own: a line for each document. */
static int
child(void *self, const struct order *order, const int *documents)
{
	struct ready *ready = self;
	struct work work[PROBE_TOGETHER];
	struct probe_result result;
	struct buf lines = { 0 };
	int status;

	if (seal_limits() != OK)
		return PROBE_EXIT_UNSEALED;
	if ((status = take_work(ready, order, documents, work)) != 0)
		return status;
	if (seal(&ready->seal) != OK)
		return PROBE_EXIT_UNSEALED;
	for (unsigned i = 0; i < order->n; i++) {
		look(&work[i].tools, work[i].kind, work[i].document, &result);
		look_close(&work[i].tools);
		probe_result_write(&result, &lines);
	}
	return lines.err == OK && write(STDOUT_FILENO, lines.p, lines.n) ==
				      (ssize_t)lines.n
		   ? 0
		   : PROBE_EXIT_UNREAD;
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
