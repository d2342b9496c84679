/*
 * bar.c - a line on stderr that is drawn again and again.
 *
 * Touches stderr and the run clock.
 */
#include "store/admin/bar.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 40
#define EVERY_US 100000

static int64_t
now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct bar
bar_start(void)
{
	return (struct bar){ isatty(STDERR_FILENO) == 1, now_us(), 0 };
}

void
bar_draw(struct bar *b, uint64_t done, uint64_t whole, uint64_t count,
    const char *what)
{
	int64_t now = b->on ? now_us() : 0;
	uint64_t took;
	int full;

	if (!b->on || now - b->drawn_us < EVERY_US)
		return;
	b->drawn_us = now;
	took = (uint64_t)(now - b->begun_us) + 1;
	full =
	    whole == 0 || done >= whole ? WIDTH : (int)(done * WIDTH / whole);
	(void)fprintf(stderr, "\r[%.*s%*s] %llu %s, %llu a second ", full,
	    "########################################", WIDTH - full, "",
	    (unsigned long long)count, what,
	    (unsigned long long)(count * 1000000 / took));
}

void
bar_clear(struct bar *b)
{
	if (b->on && b->drawn_us != 0)
		(void)fprintf(stderr, "\r%*s\r", 79, "");
	b->drawn_us = 0;
}
