/*
 * sighting.c - what is said about a document that was seen in person.
 *
 * Knows its texts. Touches nothing but its arguments.
 */
#include "store/model/sighting.h"

#include <stddef.h>
#include <stdio.h>

#include "store/base/text.h"

static const struct part {
	const char *name;
	size_t at, room;
	bool required;
} parts[] = {
#define PART(member, required)                                                 \
	{                                                                      \
#member, offsetof(struct sighting, member),                    \
		    sizeof((struct sighting *)0)->member, required             \
	}
	PART(number, true),
	PART(symbol, false),
	PART(issuer, false),
	PART(issued, false),
	PART(person, true),
#undef PART
};
#define PARTS (sizeof parts / sizeof *parts)

static enum err
take(struct sighting *s, const struct part *p, struct slice in,
    struct fault *why)
{
	struct buf text = { 0 };
	char pointer[32];
	enum err e;

	(void)snprintf(pointer, sizeof pointer, "/%s", p->name);
	e = text_normalise(in, &text);
	if (e == OK && text.n > 0 &&
	    (memchr(text.p, '\n', text.n) != NULL ||
		memchr(text.p, '\t', text.n) != NULL))
		e = ERR_ENCODING;
	if (e == OK && text.n >= p->room)
		e = ERR_TOO_BIG;
	if (e != OK)
		(void)fault_set(why, e, pointer,
		    "The field \"%s\" cannot be taken: %s (at most %zu "
		    "bytes, one line).",
		    p->name, err_words(e), p->room - 1);
	else
		memcpy((char *)s + p->at, buf_cstr(&text), text.n + 1);
	buf_free(&text);
	return e;
}

enum err
sighting_text(struct sighting *s, const char *name, struct slice text,
    struct fault *why)
{
	for (size_t i = 0; i < PARTS; i++)
		if (strcmp(parts[i].name, name) == 0)
			return take(s, &parts[i], text, why);
	return fault_set(why, ERR_UNKNOWN_FIELD, "",
	    "The field \"%s\" is not known here.", name);
}

static enum err
check_leaves(const struct sighting *s, struct fault *why)
{
	char pointer[32];

	if (s->n_leaves == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/leaves",
		    "At least one criterion (leaf) must be named.");
	for (unsigned i = 0; i < s->n_leaves; i++)
		for (unsigned k = 0; k < i; k++) {
			if (!leaf_id_eq(s->leaf[i], s->leaf[k]))
				continue;
			(void)snprintf(pointer, sizeof pointer, "/leaves/%u",
			    i);
			return fault_set(why, ERR_CONFLICT, pointer,
			    "Criterion %s is named twice.", s->leaf[i].text);
		}
	return OK;
}

enum err
sighting_check(const struct sighting *s, struct fault *why)
{
	char pointer[32];
	int64_t day;
	enum err e;

	for (size_t i = 0; i < PARTS; i++) {
		if (!parts[i].required || *((const char *)s + parts[i].at) != 0)
			continue;
		(void)snprintf(pointer, sizeof pointer, "/%s", parts[i].name);
		return fault_set(why, ERR_MISSING_FIELD, pointer,
		    "The field \"%s\" is missing: a document seen in person "
		    "has a number, and somebody saw it.",
		    parts[i].name);
	}
	if (s->seen.us == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/seen",
		    "The field \"seen\" must say when it was seen.");
	if (s->issued[0] != 0 &&
	    (e = date_read(slice_text(s->issued), &day)) != OK)
		return fault_set(why, e, "/issued",
		    "The field \"issued\" is a day such as \"2022-01-20\".");
	return check_leaves(s, why);
}

void
sighting_put(struct buf *to, const struct sighting *s)
{
	char seen[MOMENT_TEXT];

	for (size_t i = 0; i < PARTS; i++)
		buf_print(to, "%s %s\n", parts[i].name,
		    (const char *)s + parts[i].at);
	moment_text(s->seen, seen);
	buf_print(to, "seen %s\n", seen);
}
