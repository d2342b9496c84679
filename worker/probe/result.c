/*
 * result.c - the line between the probe's child and its parent.
 *
 * Knows the line's grammar. Touches nothing but its arguments.
 */
#include "worker/probe/result.h"

#include <assert.h>
#include <ctype.h>

/* clang-format off */
static const struct {
	const char *name;
	const char *words;
} verdicts[PROBE_VERDICTS] = {
	[PROBE_OK]          = { "ok", "the document is whole" },
	[PROBE_DISGUISED]   = { "disguised",
	    "the content is not what the name says" },
	[PROBE_DAMAGED]     = { "damaged", "the document is not whole" },
	[PROBE_ENCRYPTED]   = { "encrypted",
	    "the document cannot be read without a password" },
	[PROBE_UNSUPPORTED] = { "unsupported",
	    "documents of this kind are not accepted" },
	[PROBE_EXCESSIVE]   = { "excessive",
	    "the document asks for more time or memory than one may" },
	[PROBE_CRASHED]     = { "crashed",
	    "the document could not be checked" },
};
/* clang-format on */

const char *
probe_verdict_name(enum probe_verdict v)
{
	assert((unsigned)v < PROBE_VERDICTS);
	return verdicts[v].name;
}

const char *
probe_verdict_words(enum probe_verdict v)
{
	assert((unsigned)v < PROBE_VERDICTS);
	return verdicts[v].words;
}

void
probe_result_write(const struct probe_result *r, struct buf *to)
{
	buf_print(to,
	    "probe 3 verdict=%s type=%s pages=%u flawed=%d created=%s "
	    "modified=%s signed=%s\n",
	    verdicts[r->verdict].name, r->type[0] == '\0' ? "-" : r->type,
	    (unsigned)r->pages, r->flawed ? 1 : 0,
	    r->created[0] == '\0' ? "-" : r->created,
	    r->modified[0] == '\0' ? "-" : r->modified,
	    r->signed_at[0] == '\0' ? "-" : r->signed_at);
}

static bool
take(struct slice *s, const char *text)
{
	struct slice t = slice_text(text);

	if (!slice_starts(*s, t))
		return false;
	*s = slice_of(s->p + t.n, s->n - t.n);
	return true;
}

/* Takes the characters up to `end` and `end` itself: 1..room-1 of letters,
 * digits and `others`. */
static bool
take_word(struct slice *s, char end, const char *others, char *out, size_t room)
{
	size_t n = 0;

	for (; n < s->n && s->p[n] != (uint8_t)end; n++)
		if (n + 1 == room || s->p[n] == 0 ||
		    (!isalnum(s->p[n]) && strchr(others, s->p[n]) == NULL))
			return false;
	if (n == 0 || n == s->n)
		return false;
	memcpy(out, s->p, n);
	out[n] = '\0';
	*s = slice_of(s->p + n + 1, s->n - n - 1);
	return true;
}

static bool
take_verdict(struct slice *s, enum probe_verdict *out)
{
	char name[16];

	if (!take_word(s, ' ', "", name, sizeof name))
		return false;
	for (unsigned v = 0; v < PROBE_VERDICTS; v++)
		if (strcmp(name, verdicts[v].name) == 0) {
			*out = (enum probe_verdict)v;
			return true;
		}
	return false;
}

/* A decimal number without leading zeros, and the space after it. */
static bool
take_number(struct slice *s, uint32_t most, uint32_t *out)
{
	char digits[8];
	uint32_t n = 0;

	if (!take_word(s, ' ', "", digits, sizeof digits) ||
	    (digits[0] == '0' && digits[1] != '\0'))
		return false;
	for (const char *d = digits; *d != '\0'; d++) {
		if (*d < '0' || *d > '9')
			return false;
		n = n * 10 + (uint32_t)(*d - '0');
	}
	*out = n;
	return n <= most;
}

static void
undash(char *text)
{
	if (strcmp(text, "-") == 0)
		text[0] = '\0';
}

enum err
probe_result_read(struct slice bytes, struct probe_result *out)
{
	struct probe_result r = { 0 };
	uint32_t flawed = 0;

	if (bytes.n > PROBE_LINE_MOST || !take(&bytes, "probe 3 verdict=") ||
	    !take_verdict(&bytes, &r.verdict) || !take(&bytes, "type=") ||
	    !take_word(&bytes, ' ', "/.+-", r.type, sizeof r.type) ||
	    !take(&bytes, "pages=") ||
	    !take_number(&bytes, PROBE_PAGES_MOST, &r.pages) ||
	    !take(&bytes, "flawed=") || !take_number(&bytes, 1, &flawed) ||
	    !take(&bytes, "created=") ||
	    !take_word(&bytes, ' ', ":+-'", r.created, sizeof r.created) ||
	    !take(&bytes, "modified=") ||
	    !take_word(&bytes, ' ', ":+-'", r.modified, sizeof r.modified) ||
	    !take(&bytes, "signed=") ||
	    !take_word(&bytes, '\n', ":+-'", r.signed_at, sizeof r.signed_at) ||
	    bytes.n != 0)
		return ERR_MALFORMED;
	undash(r.type);
	undash(r.created);
	undash(r.modified);
	undash(r.signed_at);
	r.flawed = flawed == 1;
	if ((r.verdict == PROBE_OK) != (r.type[0] != '\0'))
		return ERR_MALFORMED;
	*out = r;
	return OK;
}
