/*
 * fault.c - faults and lists of them.
 *
 * Knows text formatting. Touches memory only.
 */
#include "store/base/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void
fill(struct fault *f, enum err e, const char *pointer, const char *detail,
    va_list args)
{
	f->err = e;
	(void)snprintf(f->pointer, sizeof f->pointer, "%s", pointer);
	(void)vsnprintf(f->detail, sizeof f->detail, detail, args);
}

enum err
fault_set(struct fault *f, enum err e, const char *pointer, const char *detail,
    ...)
{
	va_list args;

	if (f != NULL && f->err == OK) {
		va_start(args, detail);
		fill(f, e, pointer, detail, args);
		va_end(args);
	}
	return e;
}

enum err
faults_add(struct faults *fs, enum err e, const char *pointer,
    const char *detail, ...)
{
	struct fault *grown;
	size_t room;
	va_list args;

	if (fs->n == fs->room) {
		room = fs->room == 0 ? 16 : fs->room * 2;
		grown = realloc(fs->list, room * sizeof *grown);
		if (grown == NULL) {
			fs->lost = true;
			return e;
		}
		fs->list = grown;
		fs->room = room;
	}
	va_start(args, detail);
	fill(&fs->list[fs->n++], e, pointer, detail, args);
	va_end(args);
	return e;
}

void
faults_free(struct faults *fs)
{
	free(fs->list);
	*fs = (struct faults){ 0 };
}
