/*
 * raw_append.c - what the disk itself can do: the bound of every upload.
 *
 * Appends groups of 32 documents of 64 KiB to one file, each group with one
 * pwritev and one fdatasync, and prints documents a second as JSON. Touches
 * the one file that it is given the folder of, and removes it.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum {
	GROUP = 32,
	DOCUMENT = 65536
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Groups appended and flushed within `seconds`, or -1. */
static long
append(int fd, const char *document, double seconds)
{
	struct iovec group[GROUP];
	double until = now() + seconds;
	off_t at = 0;
	long groups = 0;

	for (int i = 0; i < GROUP; i++)
		group[i] =
		    (struct iovec){ (void *)(uintptr_t)document, DOCUMENT };
	for (; now() < until; groups++) {
		if (pwritev(fd, group, GROUP, at) != GROUP * DOCUMENT ||
		    fdatasync(fd) != 0)
			return -1;
		at += GROUP * DOCUMENT;
	}
	return groups;
}

int
main(int argc, char **argv)
{
	static char document[DOCUMENT];
	double seconds, began, took;
	char path[4096];
	long groups;
	int fd;

	if (argc != 3) {
		fprintf(stderr, "usage: raw_append FOLDER SECONDS\n");
		return 2;
	}
	seconds = strtod(argv[2], NULL);
	for (int i = 0; i < DOCUMENT; i++)
		document[i] = (char)(i * 2654435761u >> 13);
	snprintf(path, sizeof path, "%s/raw_append.XXXXXX", argv[1]);
	if ((fd = mkostemp(path, O_CLOEXEC)) < 0) {
		perror(path);
		return 2;
	}
	unlink(path);
	began = now();
	groups = append(fd, document, seconds);
	took = now() - began;
	close(fd);
	if (groups < 0) {
		perror("raw_append");
		return 1;
	}
	printf("{\"documents\":%ld,\"seconds\":%.3f,\"rate\":%.1f}\n",
	    groups * GROUP, took, (double)groups * GROUP / took);
	return 0;
}
