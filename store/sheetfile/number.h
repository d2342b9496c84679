/*
 * number.h - a spreadsheet's numbers and dates as a person reads them. Pure.
 */
#ifndef STORE_SHEETFILE_NUMBER_H
#define STORE_SHEETFILE_NUMBER_H

#include <stdbool.h>

#include "store/base/buf.h"

/* Appends a number as it is written in the file, to 15 digits: Excel keeps
 * 0.1 as 0.10000000000000001 and shows 0.1. ERR_MALFORMED: no number. */
enum err number_put(struct buf *to, struct slice text);

/* Appends the date of a serial number: days since the end of 1899 (`from_1904`:
 * since 1904-01-01), the time as their fraction, to the second. "2022-12-31",
 * "2022-12-31T17:00:00", "17:00:00" (no day). ERR_MALFORMED, ERR_RANGE. */
enum err number_put_date(struct buf *to, struct slice text, bool from_1904);

/* Does a number format show a date or a time? (ECMA-376 part 1, 18.8.30) */
bool format_is_date(unsigned id);
bool format_code_is_date(const char *code);

#endif
