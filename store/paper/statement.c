/*
 * statement.c - a checked receipt in plain words.
 *
 * Knows the lines of entries and what they mean for a reader. Touches nothing
 * but its arguments.
 */
#include "store/paper/statement.h"

#include <stdio.h>

#include "store/base/encode.h"
#include "store/paper/telling.h"

static bool
value_of(const struct telling *t, const char *key, struct slice *value)
{
	return entry_value(t->entry->body, key, 0, value);
}

void
statement_moment(struct moment m, enum language l, struct buf *to)
{
	char text[MOMENT_TEXT], fraction[8] = "";
	size_t n;

	/* 2023-01-10T23:59:59.999999+07:00 */
	moment_text(m, text);
	if (memcmp(text + 20, "000000", 6) != 0) {
		(void)snprintf(fraction, sizeof fraction, "%c%.6s",
		    l == VIETNAMESE ? ',' : '.', text + 20);
		for (n = strlen(fraction); fraction[n - 1] == '0';)
			fraction[--n] = 0;
	}
	if (l == VIETNAMESE)
		buf_print(to, "%.8s%s ngày %.2s/%.2s/%.4s", text + 11, fraction,
		    text + 8, text + 5, text);
	else
		buf_print(to, "%.10s %.8s%s", text, text + 11, fraction);
}

static void
tell_document(struct telling *t)
{
	struct slice values[2];
	struct buf *to;

	if (!value_of(t, "size", &values[0]) ||
	    !value_of(t, "document", &values[1]))
		return;
	to = telling_row(t, LABEL_DOCUMENT);
	if (t->facts->document != NULL)
		telling_fill1(to, telling_say(t, CHECKED_FILE),
		    t->facts->document);
	telling_fill(to, telling_say(t, BYTES), values);
}

static void
tell_about(struct telling *t)
{
	struct slice value;
	struct buf *to;

	if (value_of(t, "period", &value))
		buf_slice(telling_row(t, LABEL_PERIOD), value);
	to = telling_row(t, LABEL_LEAF);
	for (unsigned i = 0; entry_value(t->entry->body, "leaf", i, &value);
	     i++) {
		buf_text(to, i > 0 ? ", " : "");
		buf_slice(to, value);
	}
	if (t->facts->unit != NULL)
		telling_fill1(telling_row(t, LABEL_UNIT),
		    telling_say(t, UNIT_OPENED), t->facts->unit);
	else if (value_of(t, "unit", &value))
		telling_fill(telling_row(t, LABEL_UNIT),
		    telling_say(t, UNIT_CLOSED), &value);
	if (value_of(t, "id", &value))
		buf_slice(telling_row(t, t->entry->type == ENTRY_COMMITMENT
					     ? LABEL_COMMITMENT_ID
					     : LABEL_ID),
		    value);
}

static bool
read_arrived(const struct telling *t, struct arrived *a)
{
	struct slice rest;

	*a = (struct arrived){ .has_window = false };
	if (!value_of(t, "received", &rest) ||
	    !telling_take_moment(&rest, &a->received.earliest) ||
	    !telling_take_moment(&rest, &a->received.latest) ||
	    !value_of(t, "verdict", &a->verdict))
		return false;
	a->source = rest;
	a->has_window = value_of(t, "window", &rest);
	if (a->has_window && (!telling_take_number(&rest, &a->version) ||
				 !telling_take_moment(&rest, &a->until)))
		return false;
	a->completes = value_of(t, "commitment", &rest);
	return !a->completes || telling_take_commitment(rest, a);
}

static void
tell_times(struct telling *t, const struct arrived *a)
{
	enum language l = t->facts->language;
	struct buf *to = telling_row(t, LABEL_RECEIVED);
	char version[24];

	if (moment_cmp(a->received.earliest, a->received.latest) == 0) {
		buf_text(to, telling_say(t, MOMENT_AT));
	} else {
		buf_text(to, telling_say(t, MOMENT_BETWEEN));
		statement_moment(a->received.earliest, l, to);
		buf_text(to, telling_say(t, MOMENT_AND));
	}
	statement_moment(a->received.latest, l, to);
	buf_text(to, telling_say(t, ZONE));
	to = telling_row(t, LABEL_DEADLINE);
	if (!a->has_window) {
		buf_text(to, telling_say(t, NO_WINDOW));
		return;
	}
	buf_text(to, telling_say(t, BEFORE));
	statement_moment(a->until, l, to);
	(void)snprintf(version, sizeof version, "%lld", (long long)a->version);
	telling_fill1(to, telling_say(t, VERSION), version);
}

/* Whether these times allow the verdict, and in which words; WORDS when they
 * do not. Whether the log had closed the window is told by this entry's own
 * time: not of the commitment that it completes. */
static enum word
finding_of(const struct telling *t, const struct arrived *a, bool committed)
{
	bool own = !committed || t->entry->type == ENTRY_COMMITMENT;
	bool before =
	    a->has_window && moment_before(a->received.latest, a->until);
	bool after =
	    a->has_window && !moment_before(a->received.earliest, a->until);
	bool doubt = a->has_window && !before && !after;
	const struct {
		const char *verdict;
		enum word words, committed;
		bool fits;
	} findings[] = {
		{ "on-time", FIND_ON_TIME, FIND_SAID_ON_TIME, before },
		{ "on-time-in-doubt", FIND_ON_TIME_DOUBT,
		    FIND_SAID_ON_TIME_DOUBT, doubt },
		{ "late-in-doubt", FIND_LATE_DOUBT, FIND_SAID_LATE_DOUBT,
		    doubt },
		{ "late", FIND_LATE, FIND_SAID_LATE, after },
		{ "late", FIND_FENCED, FIND_SAID_FENCED,
		    own && (before || doubt) &&
			!moment_before(t->entry->time, a->until) },
		{ "cured", FIND_CURED, FIND_CURED, after || doubt },
		{ "not-open", FIND_NOT_OPEN, FIND_NOT_OPEN,
		    before || !a->has_window },
		{ "closed", FIND_CLOSED, FIND_CLOSED, after || !a->has_window },
	};

	for (size_t i = 0; i < sizeof findings / sizeof *findings; i++)
		if (slice_is(a->verdict, findings[i].verdict) &&
		    findings[i].fits)
			return committed ? findings[i].committed
					 : findings[i].words;
	return WORDS;
}

/* The verdict by the entry's own times, or by those of the commitment that it
 * completes; *counts is which of them give it. */
static enum err
tell_finding(struct telling *t, const struct arrived *a, enum word *counts)
{
	bool commitment = t->entry->type == ENTRY_COMMITMENT;
	enum word own = finding_of(t, a, commitment), said = WORDS;
	struct arrived first = *a;

	if (a->completes) {
		first.received = a->committed;
		said = finding_of(t, &first, true);
	}
	*counts = said == WORDS  ? COUNTS_COMPLETION
		  : own == WORDS ? COUNTS_COMMITMENT
				 : COUNTS_EITHER;
	if (own == WORDS && said == WORDS)
		return fault_set(t->why, ERR_BROKEN, "",
		    "the entry says \"%.*s\", which its own times do not give",
		    (int)a->verdict.n, (const char *)a->verdict.p);
	buf_text(telling_row(t, LABEL_FINDING),
	    telling_say(t, own != WORDS ? own : said));
	return OK;
}

static void
tell_place(struct telling *t)
{
	const struct receipt *r = t->facts->receipt;
	struct buf *to = telling_row(t, LABEL_PLACE);
	char index[24], size[24];
	struct slice values[3];

	(void)snprintf(index, sizeof index, "%llu",
	    (unsigned long long)r->index);
	(void)snprintf(size, sizeof size, "%llu",
	    (unsigned long long)r->checkpoint.size);
	values[0] = slice_text(index);
	values[1] = slice_text(size);
	values[2] = slice_text(r->checkpoint.origin);
	telling_fill(to, telling_say(t, PLACE_WORDS), values);
	buf_text(to, telling_say(t, LOGGED));
	statement_moment(t->entry->time, t->facts->language, to);
}

static void
tell_vouched(struct telling *t)
{
	const struct vouched *v = t->facts->vouched;
	struct buf *to = telling_row(t, LABEL_VOUCHED);

	telling_fill1(to, telling_say(t, SIGNED_BY),
	    t->facts->receipt->checkpoint.origin);
	for (unsigned i = 0; i < v->n; i++) {
		struct moment at = { (int64_t)v->by[i].time * 1000000 };

		telling_fill1(to, telling_say(t, COSIGNED_BY),
		    v->by[i].witness->name);
		statement_moment(at, t->facts->language, to);
		buf_text(to, ". ");
	}
	buf_text(to, telling_say(t, v->n > 0                 ? WITNESSED
				    : t->facts->n_fences > 0 ? STAMPED
							     : ONLY_US));
	if (t->entry->status == CLOCK_SIMULATED)
		buf_text(telling_row(t, LABEL_NOTE),
		    telling_say(t, SIMULATED_NOTE));
}

/* A submission, a refusal, what was returned, or a commitment. */
static enum err
tell_arrival(struct telling *t)
{
	bool returned = t->entry->type == ENTRY_RETURNED;
	struct arrived a;
	enum word counts;
	enum err e;

	if (!read_arrived(t, &a))
		return fault_set(t->why, ERR_BROKEN, "",
		    "the entry's times cannot be read");
	if (t->entry->type == ENTRY_COMMITMENT)
		telling_promised(t);
	else
		tell_document(t);
	tell_about(t);
	tell_times(t, &a);
	if ((e = tell_finding(t, &a, &counts)) != OK)
		return e;
	telling_reason(t);
	telling_commitment(t, &a, counts);
	telling_clock(t, a.source);
	telling_outside(t, &a);
	/* nobody looks again at what was returned */
	if (counts == COUNTS_COMPLETION &&
	    (!returned || t->facts->n_fences > 0))
		telling_bounded(t, &a);
	if (returned)
		buf_text(telling_row(t, LABEL_NOTE),
		    telling_say(t, RETURNED_NOTE));
	return OK;
}

/* Any other entry: its own lines, as they stand. */
static void
tell_lines(struct telling *t)
{
	struct slice body = t->entry->body;
	struct buf *to;

	buf_text(telling_row(t, LABEL_TYPE), entry_type_name(t->entry->type));
	to = telling_row(t, LABEL_SAID);
	for (size_t i = 0; i < body.n; i++)
		if (body.p[i] != '\n')
			buf_byte(to, body.p[i]);
		else if (i + 1 < body.n)
			buf_text(to, "; ");
	telling_clock(t, SLICE_NONE);
	telling_outside(t, &(struct arrived){ .has_window = false });
}

enum err
statement_of(const struct statement_facts *f, struct statement *out,
    struct fault *why)
{
	struct telling t = { f, &f->receipt->entry, out, why };
	enum entry_type type = t.entry->type;
	enum err e = OK;

	*out = (struct statement){ .made = t.entry->time };
	if (t.entry->time.us < 0 || t.entry->time.us >= TELLING_MOMENT_MOST)
		return fault_set(why, ERR_BROKEN, "",
		    "the entry's time is no date");
	if (telling_title(type) == TITLE_OTHER)
		tell_lines(&t);
	else
		e = tell_arrival(&t);
	out->title = telling_say(&t, telling_title(type));
	tell_place(&t);
	tell_vouched(&t);
	for (unsigned i = 0; e == OK && i < out->n; i++)
		e = out->row[i].text.err;
	if (e != OK)
		statement_free(out);
	return e;
}

void
statement_free(struct statement *s)
{
	for (unsigned i = 0; i < s->n; i++)
		buf_free(&s->row[i].text);
	s->n = 0;
}
