/*
 * moment.c - RFC 3339 in and out, by arithmetic.
 *
 * Knows the Gregorian calendar and Viet Nam's offset. Touches nothing.
 */
#include "store/base/moment.h"

#include <stdio.h>

#define VIETNAM_US (INT64_C(7) * 3600 * 1000000)
#define DAY_US (INT64_C(86400) * 1000000)

/* Days since 1970-01-01 of a proleptic Gregorian date; years start in March
 * so that the leap day comes last. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t era = y / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
	    (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static void
date_of(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468;
	int64_t era = z / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

/* Takes exactly `digits` digits off the front. */
static bool
take_number(struct slice *s, unsigned digits, int64_t *out)
{
	int64_t n = 0;

	if (s->n < digits)
		return false;
	for (unsigned i = 0; i < digits; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		n = n * 10 + (s->p[i] - '0');
	}
	*s = slice_of(s->p + digits, s->n - digits);
	*out = n;
	return true;
}

static bool
take(struct slice *s, char c)
{
	if (s->n == 0 || s->p[0] != (uint8_t)c)
		return false;
	*s = slice_of(s->p + 1, s->n - 1);
	return true;
}

static enum err
take_date(struct slice *s, int64_t *days)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int64_t y, m, d;
	bool leap;

	if (!take_number(s, 4, &y) || !take(s, '-') || !take_number(s, 2, &m) ||
	    !take(s, '-') || !take_number(s, 2, &d))
		return ERR_MALFORMED;
	leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	if (y < 1970 || m < 1 || m > 12 || d < 1 ||
	    d > lengths[m - 1] + (m == 2 && leap ? 1 : 0))
		return ERR_RANGE;
	*days = days_of(y, m, d);
	return OK;
}

static bool
take_fraction(struct slice *s, int64_t *us)
{
	int64_t digit, scale = 100000;

	*us = 0;
	if (!take(s, '.'))
		return true;
	if (!take_number(s, 1, &digit))
		return false;
	do {
		if (scale == 0)
			return false;
		*us += digit * scale;
		scale /= 10;
	} while (take_number(s, 1, &digit));
	return true;
}

static bool
take_offset(struct slice *s, int64_t *us)
{
	int64_t h, m, sign;

	*us = 0;
	if (take(s, 'Z'))
		return true;
	if (take(s, '+'))
		sign = 1;
	else if (take(s, '-'))
		sign = -1;
	else
		return false;
	if (!take_number(s, 2, &h) || !take(s, ':') || !take_number(s, 2, &m) ||
	    h > 23 || m > 59)
		return false;
	*us = sign * (h * 60 + m) * 60 * 1000000;
	return true;
}

enum err
moment_read(struct slice text, struct moment *out)
{
	int64_t days, h, m, s, us, offset;
	enum err e;

	if ((e = take_date(&text, &days)) != OK)
		return e;
	if (!take(&text, 'T') || !take_number(&text, 2, &h) ||
	    !take(&text, ':') || !take_number(&text, 2, &m) ||
	    !take(&text, ':') || !take_number(&text, 2, &s) ||
	    !take_fraction(&text, &us) || !take_offset(&text, &offset) ||
	    text.n != 0)
		return ERR_MALFORMED;
	if (h > 24 || m > 59 || s > 59 || (h == 24 && (m | s | us) != 0))
		return ERR_RANGE;
	out->us =
	    days * DAY_US + ((h * 60 + m) * 60 + s) * 1000000 + us - offset;
	return OK;
}

void
moment_text(struct moment m, char out[MOMENT_TEXT])
{
	int64_t local = m.us + VIETNAM_US;
	int64_t days = local / DAY_US, rest = local % DAY_US;
	int year, month, day;
	unsigned us, sec;

	if (rest < 0) {
		rest += DAY_US;
		days--;
	}
	date_of(days, &year, &month, &day);
	us = (unsigned)(rest % 1000000);
	sec = (unsigned)(rest / 1000000);
	(void)snprintf(out, MOMENT_TEXT,
	    "%04u-%02u-%02uT%02u:%02u:%02u.%06u+07:00", (unsigned)year % 10000u,
	    (unsigned)month % 100u, (unsigned)day % 100u, sec / 3600 % 100u,
	    sec / 60 % 60, sec % 60, us % 1000000u);
}

enum err
date_read(struct slice text, int64_t *days)
{
	enum err e = take_date(&text, days);

	return e != OK ? e : text.n != 0 ? ERR_MALFORMED : OK;
}

void
date_text(int64_t days, char out[DATE_TEXT])
{
	int year, month, day;

	date_of(days, &year, &month, &day);
	(void)snprintf(out, DATE_TEXT, "%04u-%02u-%02u",
	    (unsigned)year % 10000u, (unsigned)month % 100u,
	    (unsigned)day % 100u);
}

int64_t
moment_day(struct moment m)
{
	int64_t local = m.us + VIETNAM_US;

	return local / DAY_US - (local % DAY_US < 0);
}

struct moment
date_start(int64_t days)
{
	return (struct moment){ days * DAY_US - VIETNAM_US };
}
