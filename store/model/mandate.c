/*
 * mandate.c - a decision's four parts, read and written.
 *
 * Knows which are required. Touches nothing but its arguments.
 */
#include "store/model/mandate.h"

#include <stddef.h>
#include <string.h>

#include "store/base/text.h"

static const struct part {
	const char *name, *pointer;
	size_t at, room;
} parts[] = {
#define PART(member)                                                           \
	{                                                                      \
#member, "/decision/" #member,                                 \
		    offsetof(struct mandate, member),                          \
		    sizeof((struct mandate *)0)->member                        \
	}
	PART(number),
	PART(date),
	PART(reason),
	PART(person),
#undef PART
};
#define PARTS (sizeof parts / sizeof *parts)

static enum err
read_part(const struct part *p, struct slice in, struct mandate *out,
    struct fault *why)
{
	struct buf text = { 0 };
	enum err e;

	if ((e = text_normalise(in, &text)) == OK && text.n >= p->room)
		e = ERR_TOO_BIG;
	if (e != OK)
		(void)fault_set(why, e, p->pointer,
		    "The decision's %s cannot be taken: %s (at most %zu "
		    "bytes).",
		    p->name, err_words(e), p->room - 1);
	else
		memcpy((char *)out + p->at, buf_cstr(&text), text.n + 1);
	buf_free(&text);
	return e;
}

enum err
mandate_read(struct slice number, struct slice date, struct slice reason,
    struct slice person, struct mandate *out, struct fault *why)
{
	const struct slice in[PARTS] = { number, date, reason, person };
	enum err e = OK;

	*out = (struct mandate){ .number = "" };
	for (size_t i = 0; e == OK && i < PARTS; i++)
		e = read_part(&parts[i], in[i], out, why);
	return e == OK ? mandate_check(out, why) : e;
}

enum err
mandate_check(const struct mandate *m, struct fault *why)
{
	int64_t day;
	enum err e;

	for (size_t i = 0; i < PARTS; i++)
		if (*((const char *)m + parts[i].at) == 0)
			return fault_set(why, ERR_MISSING_FIELD,
			    parts[i].pointer,
			    "This needs a decision: its %s is missing.",
			    parts[i].name);
	if ((e = date_read(slice_text(m->date), &day)) != OK)
		return fault_set(why, e, "/decision/date",
		    "The decision's date must be YYYY-MM-DD, not \"%s\".",
		    m->date);
	return OK;
}

void
mandate_put(struct buf *to, const struct mandate *m)
{
	for (size_t i = 0; i < PARTS; i++) {
		buf_text(to, parts[i].name);
		buf_byte(to, ' ');
		for (const char *c = (const char *)m + parts[i].at; *c; c++)
			buf_byte(to, (uint8_t)(*c == '\n' ? ' ' : *c));
		buf_byte(to, '\n');
	}
}
