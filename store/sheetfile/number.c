/*
 * number.c - serial numbers, and how many digits a person sees.
 *
 * Knows the spreadsheet's calendar. Touches nothing but its arguments.
 */
#include "store/sheetfile/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/moment.h"

#define TEXT_MOST 40
#define DAY_SECONDS 86400
#define LAST_SERIAL 2957003 /* 9999-12-31, whichever the beginning */
/* days since 1970-01-01 */
#define DAY_1899_12_30 (-25569)
#define DAY_1904_01_01 (-24107)

static enum err
read_double(struct slice text, char copy[TEXT_MOST], double *out)
{
	char *end;

	if (text.n == 0 || text.n >= TEXT_MOST)
		return ERR_MALFORMED;
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	if (strspn(copy, "0123456789+-.eE") != text.n)
		return ERR_MALFORMED;
	*out = strtod(copy, &end);
	return *end == '\0' && end != copy ? OK : ERR_MALFORMED;
}

static unsigned
digits(const char *text)
{
	unsigned n = 0;

	for (; *text != '\0'; text++)
		n += *text >= '0' && *text <= '9' && (n > 0 || *text != '0');
	return n;
}

enum err
number_put(struct buf *to, struct slice text)
{
	char copy[TEXT_MOST], shown[TEXT_MOST];
	double value;
	enum err e = read_double(text, copy, &value);

	if (e != OK)
		return e;
	if (digits(copy) <= 15 && strpbrk(copy, "eE+") == NULL)
		buf_slice(to, text);
	else if (value < 1e15 && value > -1e15 &&
		 (int64_t)value < INT64_C(1000000000000000) &&
		 (double)(int64_t)value == value)
		buf_i64(to, (int64_t)value);
	else {
		(void)snprintf(shown, sizeof shown, "%.15g", value);
		buf_text(to, shown);
	}
	return to->err;
}

/* Day 60 of this calendar is 29 February 1900, which never was. */
static int64_t
first_day(int64_t serial, bool from_1904)
{
	if (from_1904)
		return DAY_1904_01_01;
	return DAY_1899_12_30 + (serial < 60 ? 1 : 0);
}

enum err
number_put_date(struct buf *to, struct slice text, bool from_1904)
{
	char copy[TEXT_MOST], day[DATE_TEXT];
	double value;
	int64_t serial, seconds;
	enum err e = read_double(text, copy, &value);

	if (e != OK)
		return e;
	if (value < 0 || value > LAST_SERIAL)
		return ERR_RANGE;
	serial = (int64_t)value;
	seconds = (int64_t)((value - (double)serial) * DAY_SECONDS + 0.5);
	if (seconds == DAY_SECONDS) {
		serial++;
		seconds = 0;
	}
	if (serial > 0 || from_1904) {
		date_text(first_day(serial, from_1904) + serial, day);
		buf_text(to, day);
	}
	if (seconds > 0 || (serial == 0 && !from_1904))
		buf_print(to, "%s%02d:%02d:%02d", serial > 0 ? "T" : "",
		    (int)(seconds / 3600), (int)(seconds / 60 % 60),
		    (int)(seconds % 60));
	return to->err;
}

bool
format_is_date(unsigned id)
{
	return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
	       (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

bool
format_code_is_date(const char *code)
{
	for (; *code != '\0'; code++) {
		switch (*code) {
		case '"':
			code = strchr(code + 1, '"');
			break;
		case '[':
			code = strchr(code + 1, ']');
			break;
		case '\\':
		case '_':
		case '*':
			code = code[1] == '\0' ? NULL : code + 1;
			break;
		default:
			if (strchr("ymdhsYMDHS", *code) != NULL)
				return true;
		}
		if (code == NULL)
			return false;
	}
	return false;
}
