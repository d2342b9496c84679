/*
 * slip.h - the one-page receipt for the case file (phiếu tiếp nhận).
 */
#ifndef STORE_PAPER_SLIP_H
#define STORE_PAPER_SLIP_H

#include "store/paper/statement.h"

struct slip_head {
	const char *above, *office; /* the issuing office; "" if not given */
	enum language language;
};

/* Writes the PDF: the statement's words and the entry itself as a QR code.
 * ERR_IO; ERR_TOO_BIG when one page does not hold it. */
enum err slip_write(const char *path, const struct slip_head *head,
    const struct statement *s, const struct receipt *r);

#endif
