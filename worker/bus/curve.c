/*
 * curve.c - reads a key file's text.
 *
 * Knows the words of the file and the alphabet of Z85. Touches nothing but
 * its arguments.
 */
#include "worker/bus/curve.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define CURVE_TEXT_MOST 8192

static bool
is_z85(struct slice s)
{
	static const char others[] = ".-:+=^!/*?&<>()[]{}@%$#";

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == 0 || s.p[i] > 126 ||
		    (!isalnum(s.p[i]) && strchr(others, s.p[i]) == NULL))
			return false;
	return s.n == CURVE_KEY_TEXT - 1;
}

static struct slice
trim(struct slice s)
{
	while (s.n > 0 && isspace(s.p[0]))
		s = slice_of(s.p + 1, s.n - 1);
	while (s.n > 0 && isspace(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Takes everything up to `end` (or all) off the front. */
static struct slice
take_until(struct slice *s, char end)
{
	const uint8_t *at = s->n == 0 ? NULL : memchr(s->p, end, s->n);
	struct slice taken = { s->p, at == NULL ? s->n : (size_t)(at - s->p) };
	size_t gone = taken.n + (at == NULL ? 0 : 1);

	*s = slice_of(s->p + gone, s->n - gone);
	return taken;
}

/* Where the key after `word` goes; NULL with a fault when nowhere. */
static char *
room_for(struct slice word, struct curve *c, const char *line,
    struct fault *why)
{
	if (slice_is(word, "public"))
		return c->public_key;
	if (slice_is(word, "secret"))
		return c->secret_key;
	if (slice_is(word, "server"))
		return c->server;
	if (!slice_is(word, "allow")) {
		fault_set(why, ERR_UNKNOWN_FIELD, line,
		    "A line begins with public, secret, server or allow.");
		return NULL;
	}
	if (c->n_allowed == CURVE_ALLOWED) {
		fault_set(why, ERR_TOO_BIG, line,
		    "At most %d keys may be allowed.", CURVE_ALLOWED);
		return NULL;
	}
	return c->allowed[c->n_allowed++];
}

static enum err
read_line(struct slice line, unsigned number, struct curve *c,
    struct fault *why)
{
	struct fault own = { .err = OK };
	struct slice word, key;
	char place[32];
	char *room;

	line = trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return OK;
	(void)snprintf(place, sizeof place, "line %u", number);
	word = take_until(&line, ' ');
	key = trim(line);
	if ((room = room_for(word, c, place, &own)) == NULL) {
		if (why != NULL)
			*why = own;
		return own.err;
	}
	if (!is_z85(key))
		return fault_set(why, ERR_MALFORMED, place,
		    "A key is 40 characters of Z85.");
	memcpy(room, key.p, key.n);
	room[key.n] = '\0';
	return OK;
}

enum err
curve_read(struct slice text, struct curve *out, struct fault *why)
{
	unsigned number = 0;
	enum err e;

	*out = (struct curve){ 0 };
	if (text.n > CURVE_TEXT_MOST)
		return fault_set(why, ERR_TOO_BIG, "",
		    "A key file holds at most %d bytes.", CURVE_TEXT_MOST);
	while (text.n > 0) {
		e = read_line(take_until(&text, '\n'), ++number, out, why);
		if (e != OK)
			return e;
	}
	if (out->public_key[0] == '\0' || out->secret_key[0] == '\0')
		return fault_set(why, ERR_MISSING_FIELD, "",
		    "A key file needs a public and a secret key.");
	return OK;
}
