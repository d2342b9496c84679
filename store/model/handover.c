/*
 * handover.c - what a handover must say.
 *
 * Knows the seven rules of its header. Touches nothing but its arguments.
 */
#include "store/model/handover.h"

#include <stdio.h>
#include <string.h>

#include "store/base/encode.h"
#include "store/base/text.h"

static enum err
say(struct fault *why, enum err e, const char *key, const char *sentence)
{
	char pointer[64];

	(void)snprintf(pointer, sizeof pointer, "/%s", key);
	return fault_set(why, e, pointer, "%s", sentence);
}

static enum err
unknown(const struct jv *json, const char *const *known, struct fault *why)
{
	struct jv odd;

	if (jv_kind(json) != JSON_IS_OBJECT)
		return fault_set(why, ERR_MALFORMED, "",
		    "The record must be an object.");
	odd = jv_unknown(json, known);
	if (jv_kind(&odd) == JSON_NONE)
		return OK;
	return say(why, ERR_UNKNOWN_FIELD, odd.key,
	    "This field is not known here.");
}

/* Text in NFC; `required`: not empty. */
static enum err
copy_text(const struct jv *at, const char *key, char *out, size_t room,
    bool required, struct fault *why)
{
	struct buf text = { 0 };
	struct slice s = SLICE_NONE;
	enum err e = OK;

	if (jv_kind(at) != JSON_NONE && !jv_text(at, &s))
		e = say(why, ERR_MALFORMED, key, "The field must be text.");
	else if (s.n == 0 && required)
		e = say(why, ERR_MISSING_FIELD, key,
		    "The field is missing or empty.");
	else if (text_normalise(s, &text) != OK)
		e = say(why, ERR_ENCODING, key,
		    "The field has a control character.");
	else if (text.n >= room)
		e = say(why, ERR_TOO_BIG, key, "The text is too long.");
	if (e == OK)
		(void)snprintf(out, room, "%s", buf_cstr(&text));
	buf_free(&text);
	return e;
}

static enum err
member(const struct jv *json, const char *key, char *out, size_t room,
    bool required, struct fault *why)
{
	struct jv at = jv_get(json, key);

	return copy_text(&at, key, out, room, required, why);
}

static enum err
number(const struct jv *json, const char *key, uint64_t *out, struct fault *why)
{
	struct jv at = jv_get(json, key);
	int64_t n;

	if (jv_kind(&at) == JSON_NONE)
		return say(why, ERR_MISSING_FIELD, key,
		    "The field is missing.");
	if (!jv_int(&at, &n) || n < 0 || n > 100000000)
		return say(why, ERR_RANGE, key,
		    "The field must be a whole number from 0 to 100,000,000.");
	*out = (uint64_t)n;
	return OK;
}

/* Into a text of HANDOVER_SEALS bytes. */
static enum err
read_seals(const struct jv *json, char *out, struct fault *why)
{
	struct jv list = jv_get(json, "seals"), one;
	char seal[HANDOVER_TEXT];
	size_t n = 0;
	enum err e;

	if (jv_kind(&list) != JSON_IS_ARRAY)
		return say(why, ERR_MALFORMED, "seals",
		    "The seals' numbers must be an array of texts.");
	for (size_t i = 0; i < jv_count(&list); i++) {
		one = jv_at(&list, i);
		e = copy_text(&one, "seals", seal, sizeof seal, true, why);
		if (e != OK)
			return e;
		if (n + strlen(seal) + 2 > HANDOVER_SEALS)
			return say(why, ERR_TOO_BIG, "seals",
			    "The seals' numbers are too long together.");
		n +=
		    (size_t)snprintf(out + n, HANDOVER_SEALS - n, "%s\n", seal);
	}
	return OK;
}

static enum err
read_scan(const struct jv *json, struct handover *out, struct fault *why)
{
	struct jv at = jv_get(json, "scan");
	struct slice text;

	if (jv_kind(&at) == JSON_NONE)
		return OK;
	if (!jv_text(&at, &text) || digest_read(text, &out->scan) != OK)
		return say(why, ERR_MALFORMED, "scan",
		    "The scan is named by its SHA-256, 64 digits and letters.");
	return OK;
}

enum err
handover_read(const struct jv *json, struct handover *out, struct fault *why)
{
	static const char *const known[] = { "packages", "seals", "from", "to",
		"minutes", "scan", "issued", "collected", "valid", "invalid",
		NULL };
	enum err e;

	*out = (struct handover){ 0 };
	if ((e = unknown(json, known, why)) != OK ||
	    (e = number(json, "packages", &out->packages, why)) != OK ||
	    (e = read_seals(json, out->seals, why)) != OK ||
	    (e = member(json, "from", out->from, HANDOVER_TEXT, true, why)) !=
		OK ||
	    (e = member(json, "to", out->to, HANDOVER_TEXT, true, why)) != OK ||
	    (e = member(json, "minutes", out->minutes, HANDOVER_TEXT, true,
		 why)) != OK ||
	    (e = read_scan(json, out, why)) != OK ||
	    (e = number(json, "issued", &out->issued, why)) != OK ||
	    (e = number(json, "collected", &out->collected, why)) != OK ||
	    (e = number(json, "valid", &out->valid, why)) != OK ||
	    (e = number(json, "invalid", &out->invalid, why)) != OK)
		return e;
	return handover_check(out, why);
}

static uint64_t
lines(const char *text)
{
	uint64_t n = 0;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

enum err
handover_check(const struct handover *h, struct fault *why)
{
	if (h->collected > h->issued)
		return fault_set(why, ERR_RANGE, "/collected",
		    "More forms were collected (%llu) than issued (%llu).",
		    (unsigned long long)h->collected,
		    (unsigned long long)h->issued);
	if (h->valid + h->invalid != h->collected)
		return fault_set(why, ERR_RANGE, "/valid",
		    "Valid (%llu) and invalid forms (%llu) do not make up the "
		    "%llu collected.",
		    (unsigned long long)h->valid,
		    (unsigned long long)h->invalid,
		    (unsigned long long)h->collected);
	if (h->packages == 0 || lines(h->seals) < h->packages)
		return fault_set(why, ERR_RANGE, "/seals",
		    "%llu packages need as many seals, and at least one; %llu "
		    "are named.",
		    (unsigned long long)h->packages,
		    (unsigned long long)lines(h->seals));
	if (strcmp(h->from, h->to) == 0)
		return fault_set(why, ERR_CONFLICT, "/to",
		    "Who hands over and who takes over must be two.");
	return OK;
}

enum err
handover_read_opening(const struct jv *json, struct handover *out,
    struct fault *why)
{
	static const char *const known[] = { "persons", "intact", "seals",
		"note", NULL };
	struct jv list, one, intact = jv_get(json, "intact");
	struct jv seals = jv_get(json, "seals");
	enum err e;

	if ((e = unknown(json, known, why)) != OK)
		return e;
	list = jv_get(json, "persons");
	if (jv_kind(&list) != JSON_IS_ARRAY || jv_count(&list) != 2)
		return say(why, ERR_MISSING_FIELD, "persons",
		    "A seal is opened by two persons, each by name and "
		    "position.");
	for (unsigned i = 0; i < 2; i++) {
		one = jv_at(&list, i);
		e = copy_text(&one, "persons", out->person[i], HANDOVER_TEXT,
		    true, why);
		if (e != OK)
			return e;
	}
	if (!jv_bool(&intact, &out->intact))
		return say(why, ERR_MISSING_FIELD, "intact",
		    "It must be said whether the seals were intact: true or "
		    "false.");
	if (jv_kind(&seals) != JSON_NONE &&
	    (e = read_seals(json, out->found, why)) != OK)
		return e;
	e = member(json, "note", out->note, HANDOVER_TEXT, false, why);
	return e == OK ? handover_check_opening(out, why) : e;
}

enum err
handover_check_opening(const struct handover *h, struct fault *why)
{
	struct buf a = { 0 }, b = { 0 };
	enum err e = text_fold(slice_text(h->person[0]), &a);

	if (e == OK)
		e = text_fold(slice_text(h->person[1]), &b);
	if (e == OK && (a.n == 0 || b.n == 0))
		e = fault_set(why, ERR_MISSING_FIELD, "/persons",
		    "A seal is opened by two persons, each by name and "
		    "position.");
	else if (e == OK && slice_eq(buf_all(&a), buf_all(&b)))
		e = fault_set(why, ERR_CONFLICT, "/persons",
		    "A seal is opened by two persons, not by one named twice.");
	else if (e == OK && !h->intact && h->note[0] == '\0')
		e = fault_set(why, ERR_MISSING_FIELD, "/note",
		    "Seals that were not intact need a note that says what was "
		    "found.");
	buf_free(&a);
	buf_free(&b);
	return e;
}

static bool
has_line(const char *text, const char *line, size_t n)
{
	const char *end;

	for (; (end = strchr(text, '\n')) != NULL; text = end + 1)
		if ((size_t)(end - text) == n && memcmp(text, line, n) == 0)
			return true;
	return false;
}

static bool
has_lines(const char *text, const char *lines)
{
	const char *end;

	for (; (end = strchr(lines, '\n')) != NULL; lines = end + 1)
		if (!has_line(text, lines, (size_t)(end - lines)))
			return false;
	return true;
}

bool
handover_same_seals(const char *handed, const char *found)
{
	return found[0] == '\0' ||
	       (has_lines(handed, found) && has_lines(found, handed));
}

enum err
handover_check_seals(const struct handover *h, const struct handover *opening,
    struct fault *why)
{
	if (opening->note[0] != '\0' ||
	    handover_same_seals(h->seals, opening->found))
		return OK;
	return fault_set(why, ERR_MISSING_FIELD, "/note",
	    "The seals that were found are not those handed over: that needs "
	    "a note that says why.");
}
