/*
 * statement_commitment.c - what a commitment promises and what it is worth, in
 * plain words.
 *
 * Knows the lines of commitments and of what completes them. Touches nothing
 * but its arguments.
 */
#include <stdio.h>

#include "store/ledger/ledger.h"
#include "store/paper/telling.h"

#define SAID_MOST                                                              \
	6 /* documents named one by one; a page has no room for more */

bool
telling_take_commitment(struct slice line, struct arrived *a)
{
	return telling_take_number(&line, &a->commitment) &&
	       a->commitment >= 0 &&
	       telling_take_moment(&line, &a->committed.earliest) &&
	       telling_take_moment(&line, &a->committed.latest) && line.n == 0;
}

/* "<sha256> <size>" as "size bytes, SHA-256 ..." */
static void
put_promised(struct telling *t, struct buf *to, struct slice line)
{
	size_t n = line.n < 64 ? line.n : 64, after = n + (n < line.n);
	struct slice values[2] = { slice_of(line.p + after, line.n - after),
		slice_of(line.p, n) };

	telling_fill(to, telling_say(t, BYTES), values);
}

void
telling_promised(struct telling *t)
{
	struct buf *to = telling_row(t, LABEL_PROMISED);
	struct slice line;
	char more[16];
	unsigned n = 0;

	if (t->facts->document != NULL)
		telling_fill1(to, telling_say(t, PROMISED_FILE),
		    t->facts->document);
	for (; entry_value(t->entry->body, "document", n, &line); n++) {
		if (n >= SAID_MOST)
			continue;
		buf_text(to, n > 0 ? "; " : "");
		put_promised(t, to, line);
	}
	if (n <= SAID_MOST)
		return;
	(void)snprintf(more, sizeof more, "%u", n - SAID_MOST);
	telling_fill1(to, telling_say(t, PROMISED_MORE), more);
}

void
telling_commitment(struct telling *t, const struct arrived *a, enum word counts)
{
	enum language l = t->facts->language;
	struct buf *to;
	char index[24];

	if (t->entry->type == ENTRY_COMMITMENT) {
		buf_text(telling_row(t, LABEL_COMMITMENT),
		    telling_say(t, COMMITMENT_WORTH));
		return;
	}
	if (!a->completes)
		return;
	to = telling_row(t, LABEL_COMMITMENT);
	(void)snprintf(index, sizeof index, "%llu",
	    (unsigned long long)PLACE_INDEX((uint64_t)a->commitment));
	telling_fill1(to, telling_say(t, COMMITTED_BEFORE), index);
	statement_moment(a->committed.earliest, l, to);
	buf_text(to, telling_say(t, MOMENT_AND));
	statement_moment(a->committed.latest, l, to);
	buf_text(to, telling_say(t, counts));
	if (t->facts->commitment)
		buf_text(to, telling_say(t, COMMITMENT_COMPARED));
}
