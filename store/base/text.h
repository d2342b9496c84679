/*
 * text.h - what text from outside must be, and how it is normalised.
 */
#ifndef STORE_BASE_TEXT_H
#define STORE_BASE_TEXT_H

#include <stdbool.h>

#include "store/base/buf.h"

/* Appends `in` in Unicode NFC, with U+00D0 and U+0189 mapped to U+0110 and
 * U+00F0 to U+0111 (the Eth that looks like a Vietnamese D with stroke).
 * ERR_ENCODING for what is not UTF-8, and for NUL and control characters
 * other than tab and line feed. */
enum err text_normalise(struct slice in, struct buf *out);

/* Appends `in` normalised as above and case-folded: two texts that differ in
 * nothing but capitals fold to the same bytes. For comparing, not for
 * showing. Errors as above. */
enum err text_fold(struct slice in, struct buf *out);

/* Code points in proper UTF-8 text (the unit in which Decree 30/2020 Annex VI
 * gives lengths). */
size_t text_length(struct slice utf8);

/* True when `utf8` is well-formed UTF-8 without NUL. */
bool text_is_utf8(struct slice utf8);

/* A file name from outside reduced to a name: normalised, path parts ('/',
 * '\\', a drive) cut off, "." and ".." and empty and names with a tab or line
 * feed refused as ERR_MALFORMED, more than 255 bytes ERR_TOO_BIG. Appends. */
enum err text_file_name(struct slice in, struct buf *out);

#endif
