/*
 * paper.h - a PDF of a wanted size, different from every other one made.
 */
#ifndef TESTS_BENCH_PAPER_H
#define TESTS_BENCH_PAPER_H

#include <stddef.h>
#include <stdint.h>

struct paper {
	char *bytes; /* owned; NULL after paper_free */
	size_t length;
	size_t serial_at; /* where the sixteen digits of the serial stand */
};

/* The least a paper can be: its skeleton around an empty content stream. */
enum {
	PAPER_LEAST = 1024
};

/*
 * Makes a one-page PDF 1.4 of exactly `length` bytes, at least PAPER_LEAST,
 * its cross-reference table right. Exits the program when memory is out.
 */
void paper_make(struct paper *out, size_t length);

/* Makes the paper unlike any other by writing `serial` into its comment. */
void paper_number(struct paper *paper, uint64_t serial);

void paper_free(struct paper *paper);

#endif
