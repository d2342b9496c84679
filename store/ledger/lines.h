/*
 * lines.h - the grammar that notes, receipts and entries share: lines that end
 * in LF, and numbers in the one way of writing them.
 *
 * Knows text only. For store/ledger and store/recheck.
 */
#ifndef STORE_LEDGER_LINES_H
#define STORE_LEDGER_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "store/base/digest.h"
#include "store/base/err.h"
#include "store/base/slice.h"

/* Takes the next line off `*rest`, without its LF; false when no LF is left. */
bool line_take(struct slice *rest, struct slice *line);

/* Takes the word before the next space off `*rest`, and that space; the last
 * word is all of it. False when the word is empty. */
bool word_take(struct slice *rest, struct slice *word);

/* Decimal without leading zeros, plus sign or "-0": else ERR_MALFORMED. */
enum err number_read(struct slice text, uint64_t *out);
enum err integer_read(struct slice text, int64_t *out);

/* Base64 of exactly 32 bytes. */
enum err hash_read(struct slice text, struct digest *out);

/* UTF-8 without control characters (below 0x20, and 0x7f). */
bool text_is_plain(struct slice text);

#endif
