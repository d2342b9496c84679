/*
 * line.h - one connection that uploads document after document.
 */
#ifndef TESTS_BENCH_LINE_H
#define TESTS_BENCH_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/bench/paper.h"

struct wish {
	uint16_t port;
	unsigned connections;
	double seconds;
	uint64_t count;  /* uploads per connection at most; 0: no limit */
	size_t size;     /* of each body, bytes */
	bool only_print; /* one document, to standard output */
	const char *path;
	char headers[2048]; /* ready lines, each ending in CR LF */
};

/* One connection's life, written by its own thread only. */
struct line {
	const struct wish *wish;
	uint64_t serial;
	int64_t until_us;
	int fd; /* -1: not connected */
	struct paper paper;
	uint32_t *took_us;
	size_t taken, room;
	uint64_t errors;
	char complaint[256]; /* the head of the first wrong answer */
};

/* Microseconds of the run clock. */
int64_t line_now_us(void);

/* Uploads until `until_us` or `count`, one document at a time; for a thread:
 * `self` is a struct line, the answer is NULL. */
void *line_run(void *self);

/* Remembers one waiting time. Exits the program when memory is out. */
void line_note(struct line *l, int64_t took_us);

#endif
