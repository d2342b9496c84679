/*
 * trace.c - the recorder's file.
 *
 * Knows the layout of a record. Touches the trace only, with writev called
 * past the recorder, which stands in front of the library's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/crash/trace.h"

enum {
	PARTS_MOST = 1024
};

/* Adds what is still wanted of one part; how much is wanted after that. */
static size_t
part_add(struct iovec *parts, int *used, const void *bytes, size_t length,
    size_t wanted)
{
	size_t taken = length < wanted ? length : wanted;

	if (taken > 0)
		parts[(*used)++] =
		    (struct iovec){ (void *)(uintptr_t)bytes, taken };
	return wanted - taken;
}

void
trace_append(int fd, const struct trace_note *note)
{
	const char *path = note->path == NULL ? "" : note->path;
	const char *other = note->other == NULL ? "" : note->other;
	struct trace_head head = {
		.magic = { 'P', 'X', 'T', 'R' },
		.kind = note->kind,
		.process = (uint32_t)getpid(),
		.thread = (uint32_t)syscall(SYS_gettid),
		.inode = note->inode,
		.offset = note->offset,
		.length = note->length,
		.path_length = (uint32_t)strlen(path),
		.other_length = (uint32_t)strlen(other),
		.flags = note->flags,
	};
	size_t whole =
	    sizeof head + head.path_length + head.other_length + note->length;
	struct iovec parts[PARTS_MOST + 3];
	size_t wanted = note->length;
	int used = 0;

	part_add(parts, &used, &head, sizeof head, SIZE_MAX);
	part_add(parts, &used, path, head.path_length, SIZE_MAX);
	part_add(parts, &used, other, head.other_length, SIZE_MAX);
	for (int i = 0; i < note->parts && i < PARTS_MOST; i++)
		wanted = part_add(parts, &used, note->data[i].iov_base,
		    note->data[i].iov_len, wanted);
	if (wanted != 0 ||
	    syscall(SYS_writev, fd, parts, used) != (long)whole) {
		fprintf(stderr, "trace: a record was not kept whole\n");
		abort();
	}
}
