/*
 * bar.h - a progress bar on a terminal; nothing where stderr is none.
 */
#ifndef STORE_ADMIN_BAR_H
#define STORE_ADMIN_BAR_H

#include <stdbool.h>
#include <stdint.h>

struct bar {
	bool on;
	int64_t begun_us, drawn_us;
};

struct bar bar_start(void);

/* `done` of `whole`, and `count` of something so far: "forms". Draws at most
 * ten times a second. */
void bar_draw(struct bar *b, uint64_t done, uint64_t whole, uint64_t count,
    const char *what);

/* Clears the line, so that other things can be said. */
void bar_clear(struct bar *b);

#endif
