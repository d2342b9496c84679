/*
 * entry.c - the bytes of a log entry, out and in.
 *
 * Knows the lines of every type (docs/log-format.md). Touches nothing but its
 * arguments.
 */
#include "store/ledger/entry.h"

#include <assert.h>

#include "store/base/encode.h"
#include "store/ledger/lines.h"

#define FIRST_LINE "parindex-entry/v1"

/* The one list of types. An old row never changes: entries are for ever, and
 * a type that must say more becomes a new type. */
static const struct {
	const char *name;
	const char *shape;
} types[] = {
	[ENTRY_GENESIS] = { "genesis", "origin store vkey" },
	[ENTRY_RULES] = { "rules", "period version bundle window* doubt late" },
	[ENTRY_SUBMISSION] = { "submission",
	    "id period unit leaf+ document size manifest received window "
	    "verdict replaces? by" },
	[ENTRY_REFUSAL] = { "refusal",
	    "period unit leaf+ document size manifest received window? "
	    "verdict reason by" },
	[ENTRY_WITHDRAWAL] = { "withdrawal", "id about reason by" },
	[ENTRY_VERDICT] = { "verdict", "about verdict document reason" },
	[ENTRY_SCORE] = { "score",
	    "period unit leaf column version inputs by" },
	[ENTRY_SURVEY] = { "survey", "period survey batch forms by" },
	[ENTRY_TOKEN] = { "token", "token role unit? action" },
	[ENTRY_CLOCK] = { "clock", "set?" },
	[ENTRY_HEARTBEAT] = { "heartbeat", "size free" },
	[ENTRY_SUCCESSION] = { "succession",
	    "origin store vkey before size root known? reason" },
	[ENTRY_INCIDENT] = { "clock-incident", "after by? boot?" },
	[ENTRY_OUTAGE] = { "outage", "after from until" },
	[ENTRY_CLOSED] = { "window-closed",
	    "period stage version until block+ on-time doubt late refused "
	    "size" },
	[ENTRY_STAMP] = { "tsa-token",
	    "size imprint tsa stamped accuracy? policy serial response" },
	[ENTRY_MINUTES] = { "minutes", "period stage size root scan" },
	[ENTRY_EXPORT] = { "export", "period scope files manifest by" },
	[ENTRY_RECORD] = { "council-record", "period kind words document by" },
	[ENTRY_PUBLICATION] = { "publication",
	    "period revision version bundle decision rows corrects? reason? "
	    "by" },
	[ENTRY_OPENING] = { "opening",
	    "period version bundle window* doubt late cure outage-rule?" },
	[ENTRY_AMENDMENT] = { "amendment",
	    "period version before bundle window* doubt late cure "
	    "outage-rule? outage? decision by" },
	[ENTRY_REJUDGEMENT] = { "rejudgement",
	    "about rules window was verdict" },
	[ENTRY_ADMISSION] = { "admission", "about decision by" },
	[ENTRY_PREVIOUS] = { "previous-ranking", "period ranking by" },
	[ENTRY_FORMS_IMPORT] = { "survey-import",
	    "period survey batch forms skipped by" },
	[ENTRY_CORRECTION] = { "survey-correction",
	    "period survey form version answers reason by" },
	[ENTRY_SECOND] = { "survey-second",
	    "period survey batch forms differ by" },
	[ENTRY_DIFFERENCE] = { "survey-difference",
	    "period survey form reason by" },
	[ENTRY_HANDOVER] = { "survey-handover",
	    "period survey number packages issued collected valid invalid "
	    "record scan? by" },
	[ENTRY_UNSEALED] = { "survey-unsealed",
	    "period survey number intact record by" },
	[ENTRY_PERSON] = { "person", "person what by" },
	[ENTRY_DUTY] = { "duty",
	    "duty person role unit? from until? what action by" },
	[ENTRY_ASSIGNMENT] = { "assignment",
	    "period person pairs what action by" },
	[ENTRY_STEP] = { "step",
	    "period unit step leaf? before after number sheet? document? what "
	    "by" },
	[ENTRY_SIGHTING] = { "sighting", "period unit leaf+ words seen by" },
	[ENTRY_SIGHTING_WITHDRAWAL] = { "sighting-withdrawal",
	    "about reason by" },
	[ENTRY_EXPUNGED] = { "expunged",
	    "document size disposal? decision by" },
	[ENTRY_HOLD] = { "hold",
	    "number action period? unit? document? decision by" },
	[ENTRY_FIGURES] = { "figures", "period leaf version batch units by" },
	[ENTRY_BOUNDED] = { "bounded-rejudgement",
	    "about rules window after? before was verdict" },
	[ENTRY_RULING] = { "ruling",
	    "about rules window was verdict decision by" },
	[ENTRY_DISPOSAL] = { "disposal",
	    "period kind records digest decision by" },
	[ENTRY_ROTATION] = { "key-rotation", "next vkey reason by" },
	[ENTRY_BOUND_TOKEN] = { "bound-token",
	    "token role unit? owner action" },
	[ENTRY_OUTSIDE] = { "outside", "tsa* witness*" },
	[ENTRY_COMMITMENT_RULE] = { "commitment-rule",
	    "period version within" },
	[ENTRY_COMMITMENT] = { "commitment",
	    "id period unit leaf+ document+ manifest received window verdict "
	    "by" },
	[ENTRY_COMMITTED] = { "committed-submission",
	    "id period unit leaf+ document size manifest received window "
	    "verdict commitment replaces? by" },
	[ENTRY_RETURNED] = { "returned",
	    "period unit leaf+ document size manifest received window verdict "
	    "reason by" },
};
static_assert(sizeof types / sizeof *types == ENTRY_TYPES,
    "every type has a name and a shape");

const char *
entry_type_name(enum entry_type type)
{
	assert(type < ENTRY_TYPES);
	return types[type].name;
}

const char *
entry_shape(enum entry_type type)
{
	assert(type < ENTRY_TYPES);
	return types[type].shape;
}

static bool
value_is_valid(struct slice value)
{
	return value.n > 0 && value.p[0] != ' ' &&
	       value.p[value.n - 1] != ' ' && text_is_plain(value);
}

void
entry_line(struct buf *body, const char *key, struct slice value)
{
	if (body->err == OK && !value_is_valid(value))
		body->err = ERR_MALFORMED;
	buf_text(body, key);
	buf_byte(body, ' ');
	buf_slice(body, value);
	buf_byte(body, '\n');
}

void
entry_str(struct buf *body, const char *key, const char *value)
{
	entry_line(body, key, slice_text(value));
}

void
entry_int(struct buf *body, const char *key, int64_t value)
{
	buf_text(body, key);
	buf_byte(body, ' ');
	buf_i64(body, value);
	buf_byte(body, '\n');
}

void
entry_digest(struct buf *body, const char *key, struct digest d)
{
	char text[DIGEST_TEXT];

	digest_text(d, text);
	entry_str(body, key, text);
}

struct digest
entry_salted_unit(const uint8_t salt[32], const char *unit)
{
	uint8_t bytes[32 + NAME_ROOM];
	struct slice name = slice_text(unit);

	assert(name.n < NAME_ROOM);
	memcpy(bytes, salt, 32);
	memcpy(bytes + 32, name.p, name.n);
	return digest_of(slice_of(bytes, 32 + name.n));
}

void
entry_received(struct buf *body, struct interval received, const char *source)
{
	buf_text(body, "received ");
	buf_i64(body, received.earliest.us);
	buf_byte(body, ' ');
	buf_i64(body, received.latest.us);
	buf_byte(body, ' ');
	buf_text(body, source);
	buf_byte(body, '\n');
}

void
entry_window(struct buf *body, uint32_t version, struct moment on_time_until)
{
	buf_text(body, "window ");
	buf_u64(body, version);
	buf_byte(body, ' ');
	buf_i64(body, on_time_until.us);
	buf_byte(body, '\n');
}

void
entry_promised(struct buf *body, struct digest document, uint64_t size)
{
	char text[DIGEST_TEXT];

	digest_text(document, text);
	buf_print(body, "document %s %llu\n", text, (unsigned long long)size);
}

void
entry_completes(struct buf *body, uint64_t place, struct interval received)
{
	buf_print(body, "commitment %llu %lld %lld\n",
	    (unsigned long long)place, (long long)received.earliest.us,
	    (long long)received.latest.us);
}

void
entry_arrival(struct buf *body, const struct entry_arrival *a)
{
	entry_str(body, "period", a->period);
	entry_digest(body, "unit", a->unit);
	for (unsigned i = 0; i < a->n_leaves; i++)
		entry_str(body, "leaf", a->leaf[i].text);
	entry_digest(body, "document", a->document);
	buf_text(body, "size ");
	buf_u64(body, a->size);
	buf_byte(body, '\n');
	entry_digest(body, "manifest", a->manifest);
	entry_received(body, a->received, a->source);
	if (a->window != 0)
		entry_window(body, a->window, a->on_time_until);
	entry_str(body, "verdict", a->verdict);
}

/* The next line of a body: a key of [a-z][a-z-]*, a space, a value. */
static bool
body_line(struct slice *rest, struct slice *key, struct slice *value)
{
	struct slice line;

	if (!line_take(rest, &line) || !word_take(&line, key))
		return false;
	*value = line;
	for (size_t i = 0; i < key->n; i++)
		if ((key->p[i] < 'a' || key->p[i] > 'z') &&
		    (i == 0 || key->p[i] != '-'))
			return false;
	return value_is_valid(*value);
}

/* True when `body` is lines whose keys follow the type's shape. No shape has
 * the same key twice, so one step ahead decides. */
static bool
body_is_shaped(struct slice body, enum entry_type type)
{
	struct slice shape = slice_text(types[type].shape);
	struct slice want, key, value;
	bool some = body.n > 0;

	if (some && !body_line(&body, &key, &value))
		return false;
	while (word_take(&shape, &want)) {
		uint8_t mark = want.p[want.n - 1];
		bool many = mark == '+' || mark == '*';
		unsigned n = 0;

		if (many || mark == '?')
			want.n--;
		while (some && (many || n == 0) && slice_eq(key, want)) {
			n++;
			some = body.n > 0;
			if (some && !body_line(&body, &key, &value))
				return false;
		}
		if (n == 0 && mark != '?' && mark != '*')
			return false;
	}
	return !some;
}

void
entry_write(struct buf *to, enum entry_type type, struct moment time,
    const struct reading *clock, struct slice body)
{
	size_t start = to->n;

	if (to->err == OK && !body_is_shaped(body, type))
		to->err = ERR_MALFORMED;
	buf_text(to, FIRST_LINE "\ntype ");
	buf_text(to, types[type].name);
	buf_text(to, "\ntime ");
	buf_i64(to, time.us);
	buf_text(to, "\nclock ");
	buf_i64(to, clock->wall.us - clock->bound.us);
	buf_byte(to, ' ');
	buf_i64(to, clock->wall.us + clock->bound.us);
	buf_byte(to, ' ');
	buf_text(to, clock_status_name(clock->status));
	buf_byte(to, ' ');
	buf_i64(to, clock->bound.us);
	buf_byte(to, ' ');
	buf_text(to, clock_source_name(clock->status, clock->source));
	buf_text(to, "\nboot ");
	hex_put(to, slice_of(clock->boot_id, sizeof clock->boot_id));
	buf_byte(to, ' ');
	buf_i64(to, clock->boottime_us);
	buf_byte(to, '\n');
	buf_slice(to, body);
	if (to->err == OK && to->n - start > ENTRY_MOST)
		to->err = ERR_TOO_BIG;
}

/* Takes a line that begins with the word `key`; `*rest` is what follows. */
static bool
common_line(struct slice *bytes, const char *key, struct slice *rest)
{
	struct slice word;

	return line_take(bytes, rest) && word_take(rest, &word) &&
	       slice_is(word, key);
}

static bool
integer_take(struct slice *rest, int64_t *out)
{
	struct slice word;

	return word_take(rest, &word) && integer_read(word, out) == OK;
}

static bool
read_type(struct slice name, struct entry *out)
{
	for (unsigned i = 0; name.n > 0 && i < ENTRY_TYPES; i++)
		if (name.p[0] == (uint8_t)types[i].name[0] &&
		    slice_is(name, types[i].name)) {
			out->type = (enum entry_type)i;
			return true;
		}
	return false;
}

static bool
read_status(struct slice name, struct entry *out)
{
	for (unsigned i = 0; i <= CLOCK_SIMULATED; i++)
		if (slice_is(name, clock_status_name((enum clock_status)i))) {
			out->status = (enum clock_status)i;
			return true;
		}
	return false;
}

/* A fit clock was read, not carried. */
static bool
read_source(struct slice name, struct entry *out)
{
	for (unsigned i = 0; i < CLOCK_SOURCES; i++) {
		out->source = (enum clock_source)i;
		if (slice_is(name, clock_source_name(out->status, out->source)))
			return out->status != CLOCK_FIT || i != CLOCK_CARRIED;
	}
	return false;
}

/* "lo hi status U source", of which hi - lo is twice U. */
static bool
read_clock(struct slice rest, struct entry *out)
{
	struct slice status;
	int64_t wide, twice;

	return integer_take(&rest, &out->clock.earliest.us) &&
	       integer_take(&rest, &out->clock.latest.us) &&
	       word_take(&rest, &status) && read_status(status, out) &&
	       integer_take(&rest, &out->bound.us) && out->bound.us >= 0 &&
	       !__builtin_sub_overflow(out->clock.latest.us,
		   out->clock.earliest.us, &wide) &&
	       !__builtin_mul_overflow(out->bound.us, 2, &twice) &&
	       wide == twice && read_source(rest, out);
}

/* The value of a digit of hexadecimal as entries have it; above 15: none. */
static unsigned
nibble(uint8_t c)
{
	return c >= 'a' && c <= 'f'   ? c - 'a' + 10U
	       : c >= '0' && c <= '9' ? c - '0' + 0U
				      : 16U;
}

static bool
read_boot(struct slice rest, struct entry *out)
{
	struct slice id;

	if (!word_take(&rest, &id) || id.n != 2 * sizeof out->boot_id)
		return false;
	for (size_t i = 0; i < sizeof out->boot_id; i++) {
		unsigned high = nibble(id.p[2 * i]);
		unsigned low = nibble(id.p[2 * i + 1]);

		if ((high | low) > 15)
			return false;
		out->boot_id[i] = (uint8_t)(high << 4 | low);
	}
	return integer_read(rest, &out->boottime_us) == OK;
}

enum err
entry_read(struct slice bytes, struct entry *out)
{
	struct slice rest;

	if (bytes.n > ENTRY_MOST || !line_take(&bytes, &rest) ||
	    !slice_is(rest, FIRST_LINE))
		return ERR_MALFORMED;
	if (!common_line(&bytes, "type", &rest) || !read_type(rest, out))
		return ERR_MALFORMED;
	if (!common_line(&bytes, "time", &rest) ||
	    integer_read(rest, &out->time.us) != OK)
		return ERR_MALFORMED;
	if (!common_line(&bytes, "clock", &rest) || !read_clock(rest, out))
		return ERR_MALFORMED;
	if (!common_line(&bytes, "boot", &rest) || !read_boot(rest, out))
		return ERR_MALFORMED;
	out->body = bytes;
	return body_is_shaped(bytes, out->type) ? OK : ERR_MALFORMED;
}

bool
entry_value(struct slice body, const char *key, unsigned nth,
    struct slice *value)
{
	struct slice at, found;

	while (body.n > 0 && body_line(&body, &at, &found))
		if (slice_is(at, key) && nth-- == 0) {
			*value = found;
			return true;
		}
	return false;
}

bool
entry_number(struct slice body, const char *key, int64_t *out)
{
	struct slice value;

	return entry_value(body, key, 0, &value) &&
	       integer_read(value, out) == OK;
}
