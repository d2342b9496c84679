/*
 * pdf_date.c - the dates a PDF file carries.
 *
 * Knows their shape. Touches nothing but its arguments.
 */
#include "store/model/pdf_date.h"

#include <stdio.h>

/* Takes two digits off `*at`; `*out` stays as it was when there are none. */
static bool
two(const char **at, unsigned *out)
{
	const char *s = *at;

	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return false;
	*out = (unsigned)(s[0] - '0') * 10 + (unsigned)(s[1] - '0');
	*at += 2;
	return true;
}

/* "Z", "+07'00'" and their kin, as RFC 3339 has it; nothing is +07:00. */
static bool
offset(const char *at, char out[7])
{
	unsigned hours = 7, minutes = 0;
	char sign = '+';

	if (*at == 'Z') {
		hours = 0;
		at++;
		if (strcmp(at, "00'00'") == 0 || strcmp(at, "00'00") == 0)
			at = "";
	} else if (*at != 0) {
		sign = *at;
		at++;
		if ((sign != '+' && sign != '-') || !two(&at, &hours))
			return false;
		if (*at == '\'')
			at++;
		(void)two(&at, &minutes);
		if (*at == '\'')
			at++;
	}
	if (hours > 23 || minutes > 59)
		return false;
	(void)snprintf(out, 7, "%c%02u:%02u", sign, hours % 24, minutes % 60);
	return *at == 0;
}

enum err
pdf_date_read(const char *text, struct moment *out)
{
	unsigned century, year, month, day, hour = 0, minute = 0, second = 0;
	char zone[7], rfc[32];

	if (strncmp(text, "D:", 2) != 0)
		return ERR_MALFORMED;
	text += 2;
	if (!two(&text, &century) || !two(&text, &year) ||
	    !two(&text, &month) || !two(&text, &day))
		return ERR_MALFORMED;
	if (two(&text, &hour) && two(&text, &minute))
		(void)two(&text, &second);
	if (!offset(text, zone))
		return ERR_MALFORMED;
	if (hour > 23)
		return ERR_RANGE;
	(void)snprintf(rfc, sizeof rfc, "%02u%02u-%02u-%02uT%02u:%02u:%02u%s",
	    century % 100, year % 100, month % 100, day % 100, hour,
	    minute % 100, second % 100, zone);
	return moment_read(slice_text(rfc), out);
}
