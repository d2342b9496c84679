/*
 * trace.h - the recorder's file: every change that a store's disk was asked
 * for, in the order in which the calls returned.
 *
 * A trace is records back to back: struct trace_head, then `path_length`
 * bytes of path, `other_length` bytes of a second path, `length` bytes of
 * data. Little-endian, as x86-64 lays the struct out; replay.py reads it.
 * Each record is appended with one write, so processes may share a trace.
 */
#ifndef TESTS_CRASH_TRACE_H
#define TESTS_CRASH_TRACE_H

#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

enum trace_kind {
	TRACE_CREATE = 1, /* file `inode` at `path`, empty; "" if none yet */
	TRACE_WRITE,    /* data at `offset` of `inode`, named `path` if it is */
	TRACE_TRUNCATE, /* `inode` is now `offset` bytes long */
	TRACE_LINK,     /* `inode` is also at `path` */
	TRACE_UNLINK,   /* nothing is at `path` */
	TRACE_RENAME,   /* `inode` went from `path` to `other` */
	TRACE_MKDIR,    /* a folder is at `path` */
	TRACE_FLUSH_BEGIN, /* of `inode`, at `path`, by this thread */
	TRACE_FLUSH_END,   /* what came before the begin is on disk */
	TRACE_ACKNOWLEDGE, /* someone was told that `data` is kept */
};

/* Flags: a write that flushed itself; a flush of a folder's names. */
enum {
	TRACE_SYNC = 1,
	TRACE_FOLDER = 2
};

struct trace_head {
	char magic[4]; /* "PXTR" */
	uint32_t kind;
	uint32_t process, thread;
	uint64_t inode;
	uint64_t offset;
	uint64_t length;
	uint32_t path_length, other_length;
	uint32_t flags;
	uint32_t unused;
};

/* What a record says besides who says it; paths below the recorded folder. */
struct trace_note {
	enum trace_kind kind;
	uint64_t inode, offset;
	uint32_t flags;
	const char *path, *other; /* NULL is "" */
	const struct iovec *data;
	int parts;
	size_t length; /* of data that counts; the parts may hold more */
};

/* Appends one record to the trace open as `fd`. Aborts if it cannot: a
 * recording with a hole in it would prove nothing. */
void trace_append(int fd, const struct trace_note *note);

#endif
