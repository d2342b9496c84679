/*
 * sheetfile.h - the rows of a table that somebody filled in: CSV text or an
 * Excel workbook (.xlsx), told apart by their first bytes.
 *
 * Every row is handed over the same way, whatever the file was:
 *
 *     if ((e = sheetfile_open(&f, fd, NULL, &why)) == OK) {
 *             while (sheetfile_next(f, &row))
 *                     ... row.line, row.cell[0 .. row.n), row.bad ...
 *             e = sheetfile_failed(f, &why);
 *     }
 *     sheetfile_close(&f);
 *
 * A cell is UTF-8 in NFC without control characters but tab and line feed, and
 * without space at either end. Rows in which every cell is empty are passed
 * over, cells behind the last filled one left off (row.n); the first row that
 * comes is the caller's header. A row that somebody can mend (a formula, a
 * control character, a cell too long) comes with `row.bad` filled and the cells
 * that are sound, and reading goes on, so that all such rows can be named at
 * once. What is wrong with the file as a whole (encoding, broken quotes, XML or
 * zip, a limit) ends the reading.
 *
 * CSV is RFC 4180 in UTF-8, with or without a byte order mark; the separator
 * is whichever of ';' ',' and tab stands most often in the first line (Excel
 * for Vietnam writes ';'), or what a first line "sep=;" says. UTF-16 and what
 * is not UTF-8 (Windows-1258, TCVN3, VNI) are refused with what to do instead.
 *
 * XLSX is ECMA-376 part 1: shared and inline strings, numbers as Excel shows
 * them (at most 15 digits, "0.1" and not "0.10000000000000001"), dates as
 * 2022-12-31 or 2022-12-31T17:00:00 where the cell's style is a date, booleans
 * as "true" and "false". No formula is computed and no value of one taken. A
 * document type declaration, an encrypted entry, and a file that unpacks to
 * more than the limits are refused.
 *
 * Bytes come from the operator's own file or from a body in memory; what
 * strangers upload as .xlsx is to be read in the probe's child, not in a
 * handler.
 */
#ifndef STORE_SHEETFILE_SHEETFILE_H
#define STORE_SHEETFILE_SHEETFILE_H

#include <stdbool.h>

#include "store/base/fault.h"
#include "store/base/slice.h"

/* What a file may hold at most. */
struct sheetfile_limits {
	uint64_t rows; /* counted to the last one that is not empty */
	unsigned columns;
	unsigned cell;     /* bytes */
	uint64_t strings;  /* bytes of an .xlsx's shared strings */
	uint64_t unpacked; /* bytes of an .xlsx's parts, all together */
	unsigned ratio;    /* unpacked : packed, once 16 MiB are unpacked */
};
/* 2,000,000 rows (a sheet has 1,048,576), 512 columns, 32 KiB a cell, 256 MiB
 * of strings, 4 GiB unpacked, 200 : 1. */
extern const struct sheetfile_limits sheetfile_limits;

struct sheetfile_row {
	uint64_t line; /* CSV: on which it begins; XLSX: the row's number */
	const struct slice *cell; /* borrowed until the next row */
	unsigned n;
	struct fault bad; /* ERR: why this row is not to be believed; its
			   * pointer is "line:17" */
};

struct sheetfile;

/* Opens the file behind `fd`, which is read from its start, stays the caller's
 * and stays open; `limits` NULL: the ones above. ERR_EMPTY, ERR_MEDIA_TYPE (no
 * table: an .xls, a PDF), ERR_ENCODING, ERR_MALFORMED, ERR_TOO_BIG. */
enum err sheetfile_open(struct sheetfile **out, int fd,
    const struct sheetfile_limits *limits, struct fault *why);

/* The same for bytes in memory, borrowed until sheetfile_close. */
enum err sheetfile_open_bytes(struct sheetfile **out, struct slice bytes,
    const struct sheetfile_limits *limits, struct fault *why);

void sheetfile_close(struct sheetfile **f);

/* A workbook's sheets in their order; a CSV has one, called "". The first is
 * entered by opening. ERR_NOT_FOUND beyond the last. */
unsigned sheetfile_sheets(const struct sheetfile *f);
const char *sheetfile_sheet_name(const struct sheetfile *f, unsigned i);
enum err sheetfile_enter(struct sheetfile *f, unsigned i);

/* The next row; false at the sheet's end, and when reading failed. */
bool sheetfile_next(struct sheetfile *f, struct sheetfile_row *out);

/* OK, or why reading ended before the end. */
enum err sheetfile_failed(const struct sheetfile *f, struct fault *why);

/* How many bytes of `*whole` were read so far, for a progress bar; of a sheet
 * of an .xlsx as it unpacks. */
uint64_t sheetfile_read(const struct sheetfile *f, uint64_t *whole);

#endif
