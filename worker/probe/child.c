/*
 * child.c - the probe's child, from its first line to its only answer.
 *
 * Knows the order: bound itself, take the document, load what the look needs,
 * seal, and only then read a byte. Touches descriptors 0 and 1.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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
take_document(struct slice *out)
{
	struct buf all = { 0 };
	struct stat st;
	enum err e;
	void *p;

	if (fstat(STDIN_FILENO, &st) != 0)
		return ERR_IO;
	if (!S_ISREG(st.st_mode)) {
		if ((e = read_all(&all)) == OK)
			*out = buf_all(&all);
		return e;
	}
	*out = SLICE_NONE;
	if (st.st_size == 0)
		return OK;
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO,
	    0);
	if (p == MAP_FAILED)
		return ERR_NO_MEMORY;
	*out = slice_of(p, (size_t)st.st_size);
	return OK;
}

/* Ends without ceremony: whatever a library, or a sanitizer, would still do
 * at the end is more than the seal lets it. */
static _Noreturn void
end(int status)
{
	for (;;)
		(void)syscall(SYS_exit_group, status);
}

static bool
answer(const struct probe_result *r)
{
	struct buf line = { 0 };

	probe_result_write(r, &line);
	return line.err == OK &&
	       write(STDOUT_FILENO, line.p, line.n) == (ssize_t)line.n;
}

void
probe_main(int argc, char **argv)
{
	const struct file_kind *kind = argc == 3 ? file_kind(argv[2]) : NULL;
	struct look_tools tools;
	struct probe_result result;
	struct slice document;

	if (kind == NULL)
		end(PROBE_EXIT_USAGE);
	if (close_range(3, ~0u, 0) != 0 || seal_limits() != OK)
		end(PROBE_EXIT_UNSEALED);
	if (take_document(&document) != OK)
		end(PROBE_EXIT_UNREAD);
	if (look_prepare(&tools, kind) != OK || seal() != OK)
		end(PROBE_EXIT_UNSEALED);
	look(&tools, kind, document, &result);
	end(answer(&result) ? 0 : PROBE_EXIT_UNREAD);
}
