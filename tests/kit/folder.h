/*
 * folder.h - a temporary folder of a test's own.
 */
#ifndef TESTS_KIT_FOLDER_H
#define TESTS_KIT_FOLDER_H

#define FOLDER_ROOM 256

struct folder {
	char path[FOLDER_ROOM];
};

/* A fresh one under $TMPDIR or /tmp; fails the test when there is none. */
struct folder folder_make(void);

/* Removes it with all that is in it. */
void folder_remove(struct folder *f);

/* How many files lie anywhere in it. */
unsigned folder_files(const struct folder *f);

/* Files this process has open: what may be left behind without a name. */
unsigned open_files(void);

#endif
