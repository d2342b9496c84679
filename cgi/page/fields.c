/*
 * fields.c - the fields of an upload, one by one.
 *
 * Knows each field's shape and limits (lengths in characters, Decree 30/2020
 * Annex VI). Touches nothing but the upload.
 */
#include <stddef.h>
#include <stdio.h>

#include "cgi/page/upload.h"
#include "store/base/text.h"

/* Fields that are text and nothing more. */
static const struct {
	const char *key;
	size_t most; /* characters */
	size_t at, room;
} texts[] = {
#define TEXT(name, most, member)                                               \
	{                                                                      \
		name, most, offsetof(struct document_facts, member),           \
		    sizeof((struct document_facts *)0)->member                 \
	}
	TEXT("number", 11, number),
	TEXT("symbol", 30, symbol),
	TEXT("issuer", 200, issuer),
	TEXT("section", 60, section),
	TEXT("page", 20, page),
	TEXT("note", 500, note),
#undef TEXT
};

static enum err
say(struct fault *why, enum err e, const char *key, const char *sentence)
{
	char pointer[64];

	(void)snprintf(pointer, sizeof pointer, "/%s", key);
	return fault_set(why, e, pointer, "Field \"%s\": %s", key, sentence);
}

static enum err
take_text(size_t i, struct document_facts *facts, struct slice value,
    struct fault *why)
{
	char *to = (char *)facts + texts[i].at;
	struct buf text = { 0 };
	char limit[64];
	enum err e;

	if (*to != 0)
		return say(why, ERR_CONFLICT, texts[i].key,
		    "it is given twice.");
	if ((e = text_normalise(value, &text)) != OK) {
		(void)say(why, e, texts[i].key,
		    "it must be UTF-8 without control characters.");
	} else if (text_length(buf_all(&text)) > texts[i].most ||
		   text.n >= texts[i].room) {
		(void)snprintf(limit, sizeof limit,
		    "it may have at most %zu characters.", texts[i].most);
		e = say(why, ERR_TOO_BIG, texts[i].key, limit);
	} else {
		memcpy(to, buf_cstr(&text), text.n + 1);
		e = text.err;
	}
	buf_free(&text);
	return e;
}

static enum err
take_secrecy(struct upload *u, struct slice value, struct fault *why)
{
	struct buf text = { 0 };
	bool ordinary;

	if (u->secrecy_said)
		return say(why, ERR_CONFLICT, "secrecy", "it is given twice.");
	ordinary = text_normalise(value, &text) == OK &&
		   (slice_is(buf_all(&text), "thuong") ||
		       slice_is(buf_all(&text), "thường"));
	buf_free(&text);
	if (!ordinary)
		return say(why, ERR_SECRECY, "secrecy",
		    "only \"thường\" (or "
		    "\"thuong\") documents are taken; a secret document is "
		    "shown in person (Law on State Secrets Protection 2018).");
	u->secrecy_said = true;
	return OK;
}

static enum err
take_leaf(struct submit *s, struct slice value, struct fault *why)
{
	if (s->n_leaves == SUBMISSION_LEAVES)
		return say(why, ERR_TOO_BIG, "leaf",
		    "one document serves at most 16 criteria.");
	if (leaf_id_read(value, &s->leaf[s->n_leaves]) != OK)
		return say(why, ERR_UNKNOWN_LEAF, "leaf",
		    "this is no criterion's number.");
	s->n_leaves++;
	return OK;
}

static enum err
take_issued(struct submit *s, struct slice value, struct fault *why)
{
	int64_t days;

	if (s->facts.issued[0] != 0)
		return say(why, ERR_CONFLICT, "issued", "it is given twice.");
	if (value.n == 0)
		return OK;
	if (date_read(value, &days) != OK)
		return say(why, ERR_RANGE, "issued",
		    "write the date as YYYY-MM-DD, for example 2022-12-30.");
	date_text(days, s->facts.issued);
	return OK;
}

static enum err
take_name(struct upload *u, struct slice key, struct slice value,
    struct fault *why)
{
	struct submit *s = &u->submit;

	if (slice_is(key, "period")) {
		if (s->period.text[0] != 0)
			return say(why, ERR_CONFLICT, "period",
			    "it is given twice.");
		if (period_id_read(value, &s->period) != OK)
			return say(why, ERR_UNKNOWN_PERIOD, "period",
			    "this is no period's name.");
		return OK;
	}
	if (slice_is(key, "unit")) {
		if (s->unit.text[0] != 0)
			return say(why, ERR_CONFLICT, "unit",
			    "it is given twice.");
		if (unit_id_read(value, &s->unit) != OK)
			return say(why, ERR_UNKNOWN_UNIT, "unit",
			    "this is no unit's code.");
		return OK;
	}
	if (value.n == 0)
		return OK;
	if (slice_is(key, "commitment"))
		return commitment_id_read(value, &s->commitment) == OK
			   ? OK
			   : say(why, ERR_MALFORMED, "commitment",
				 "this is no commitment's id.");
	if (submission_id_read(value, &s->replaces) != OK)
		return say(why, ERR_MALFORMED, "replaces",
		    "this is no submission's id.");
	return OK;
}

enum err
upload_field(struct upload *u, struct slice key, struct slice value,
    struct fault *why)
{
	if (u->file_named)
		return fault_set(why, ERR_MALFORMED, "",
		    "Every field must stand before the file.");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (slice_is(key, texts[i].key))
			return take_text(i, &u->submit.facts, value, why);
	if (slice_is(key, "leaf"))
		return take_leaf(&u->submit, value, why);
	if (slice_is(key, "secrecy"))
		return take_secrecy(u, value, why);
	if (slice_is(key, "issued"))
		return take_issued(&u->submit, value, why);
	if (slice_is(key, "period") || slice_is(key, "unit") ||
	    slice_is(key, "replaces") || slice_is(key, "commitment"))
		return take_name(u, key, value, why);
	return fault_set(why, ERR_UNKNOWN_FIELD, "",
	    "There is no field \"%.*s\"; known are period, unit, leaf, file, "
	    "secrecy, number, symbol, issued, issuer, section, page, note, "
	    "replaces, commitment.",
	    (int)(key.n < 40 ? key.n : 40), (const char *)key.p);
}
