/*
 * rec.h - tagged records, the form of every value the tables keep.
 *
 *     field := tag (1) | length (LEB128, 1..5 bytes) | that many bytes
 *
 * Fields stand in ascending order of tag; a tag may repeat (a list). Tag 0 is
 * never used. A reader skips tags it does not know, and a tag that is missing
 * has its default (0, empty), so older records stay readable.
 * Numbers are stored as zigzag LEB128 (signed) or LEB128 (unsigned).
 *
 *     01 01 02 | 02 04 "2022"      tag 1: signed 1; tag 2: text "2022"
 */
#ifndef STORE_DB_REC_H
#define STORE_DB_REC_H

#include "store/base/buf.h"

/* Writing: append fields in ascending order of tag to an ordinary buffer. */
void rec_int(struct buf *to, uint8_t tag, int64_t n);
void rec_uint(struct buf *to, uint8_t tag, uint64_t n);
void rec_bytes(struct buf *to, uint8_t tag, struct slice bytes);
void rec_text(struct buf *to, uint8_t tag, const char *text);

/* A list of numbers in one field: each zigzag LEB128. */
void rec_ints(struct buf *to, uint8_t tag, const int64_t *list, size_t n);

/* Reading: step through the fields. */
struct rec {
	struct slice rest;
	uint8_t tag; /* of the field it stands on */
	struct slice value;
	enum err err; /* ERR_BROKEN when the bytes are no record */
};

struct rec rec_open(struct slice bytes);
bool rec_on(struct rec *r); /* steps; false at the end or when broken */

/* The field's value read as a number; a wrong length breaks the record. */
int64_t rec_get_int(struct rec *r);
uint64_t rec_get_uint(struct rec *r);

/* Copies text of at most room-1 bytes with its end; longer breaks it. */
void rec_get_text(struct rec *r, char *out, size_t room);

/* Copies exactly n bytes; another length breaks it. */
void rec_get_bytes(struct rec *r, void *out, size_t n);

/* Reads a list written by rec_ints: at most `room`, returns how many; more
 * breaks it. */
size_t rec_get_ints(struct rec *r, int64_t *out, size_t room);

#endif
