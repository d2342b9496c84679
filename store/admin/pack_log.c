/*
 * pack_log.c - the logs of a pack, rebuilt from their entries.
 *
 * Knows the form of docs/audit.md. Touches nothing but its arguments.
 */
#include "store/admin/pack_log.h"

#include <stdio.h>
#include <string.h>

#include "store/ledger/lines.h"
#include "store/ledger/tiles.h"

#define BEFORE "before/"

void
packed_logs_trust(struct packed_logs *logs, const struct note_key *key)
{
	if (key == NULL)
		return;
	logs->newest.key = *key;
	logs->newest.has_key = logs->newest.given = true;
}

static enum err
same_node(void *self, unsigned level, uint64_t last, struct digest hash)
{
	(void)self;
	(void)level;
	(void)last;
	(void)hash;
	return OK;
}

static const char *
take_entry(struct packed_log *log, struct slice bytes,
    struct packed_rules *rules)
{
	if (log->edge.size == 0)
		log->born = birth_entry_read(bytes, &log->birth);
	if (!log->born)
		return "its first entry begins no log";
	packed_rules_entry(rules, bytes);
	if (rules->lost)
		return "there is no memory for it";
	return tree_edge_add(&log->edge, tree_leaf(bytes),
		   (struct tree_made){ same_node, NULL }) == OK
		   ? NULL
		   : "it is too large";
}

static const char *
take_bundle(struct packed_log *log, struct slice rest,
    struct packed_rules *rules)
{
	const char *what = NULL;
	struct slice entry;

	while (what == NULL && rest.n > 0)
		what = bundle_take(&rest, &entry)
			   ? take_entry(log, entry, rules)
			   : "it is no bundle of entries";
	return what;
}

static const char *
take_key(struct packed_log *log, struct slice text)
{
	struct note_key key;

	if (text.n == 0 || text.n > VKEY_ROOM || text.p[text.n - 1] != '\n')
		return "it is no key";
	text.n--;
	if (note_key_read(text, &key) != OK)
		return "it is no key";
	if (log->given)
		return NULL;
	log->key = key;
	log->has_key = true;
	(void)snprintf(log->vkey, sizeof log->vkey, "%.*s", (int)text.n,
	    (const char *)text.p);
	return NULL;
}

/* Which log `*name` is of; what stands before is taken off. NULL for one that
 * is out of order, or one too many. */
static struct packed_log *
log_of(struct packed_logs *logs, struct slice *name)
{
	struct slice rest, number;
	const uint8_t *slash;
	uint64_t n;

	if (!slice_starts(*name, slice_text(BEFORE)))
		return &logs->newest;
	rest = slice_of(name->p + strlen(BEFORE), name->n - strlen(BEFORE));
	if (rest.n == 0 || (slash = memchr(rest.p, '/', rest.n)) == NULL)
		return NULL;
	number = slice_of(rest.p, (size_t)(slash - rest.p));
	if (number_read(number, &n) != OK || n >= PACKED_LOGS_MOST ||
	    n > logs->n_before || n + 1 < logs->n_before)
		return NULL;
	logs->n_before = (unsigned)n + 1;
	*name = slice_of(slash + 1, rest.n - number.n - 1);
	return &logs->before[n];
}

const char *
packed_log_part(struct packed_logs *logs, const char *name, struct slice bytes)
{
	struct slice at = slice_text(name);
	struct packed_log *log = log_of(logs, &at);

	if (log == NULL)
		return "it is of a log out of order, or one of too many";
	if (slice_starts(at, slice_text("tile/entries/")))
		return take_bundle(log, bytes, &logs->rules);
	if (slice_is(at, "vkey"))
		return take_key(log, bytes);
	if (!slice_is(at, "checkpoint") || log->checkpoint.n > 0)
		return "it is no part of a log";
	buf_slice(&log->checkpoint, bytes);
	return log->checkpoint.err == OK ? NULL : "there is no memory for it";
}

static bool
receipt_holds(const struct packed_log *log, struct slice bytes)
{
	struct receipt r = { 0 };
	bool holds =
	    log->has_key && receipt_check(bytes, &log->key, &r, NULL) == OK;

	receipt_free(&r);
	return holds;
}

const char *
packed_log_receipt(const struct packed_logs *logs, struct slice bytes)
{
	if (!logs->newest.has_key)
		return "no key came before it";
	if (receipt_holds(&logs->newest, bytes))
		return NULL;
	for (unsigned i = 0; i < logs->n_before; i++)
		if (receipt_holds(&logs->before[i], bytes))
			return NULL;
	return "the receipt does not hold";
}

/* The entries give what the checkpoint says, and the key signed it that the
 * first of them names. */
static enum err
check_one(const struct packed_log *log, struct fault *why)
{
	struct checkpoint point;
	struct slice text;

	if (!log->has_key ||
	    note_open(buf_all(&log->checkpoint), &log->key, &text) != OK ||
	    checkpoint_read(text, &point) != OK)
		return fault_set(why, ERR_BROKEN, "",
		    "The log's key did not sign the checkpoint.");
	if (point.size != log->edge.size ||
	    !digest_eq(point.root, tree_edge_root(&log->edge)))
		return fault_set(why, ERR_BROKEN, "",
		    "The entries are not those of the checkpoint.");
	if (!log->born || strcmp(log->birth.origin, point.origin) != 0 ||
	    memcmp(log->birth.key.public, log->key.public,
		sizeof log->key.public) != 0)
		return fault_set(why, ERR_BROKEN, "",
		    "The log's first entry names another log or key.");
	return OK;
}

/* The later log names the earlier one, and where it ended. */
static enum err
check_follows(const struct packed_log *later, const struct packed_log *earlier,
    struct fault *why)
{
	const struct birth_entry *birth = &later->birth;

	if (earlier == NULL
		? birth->before[0] == 0
		: strcmp(birth->before, earlier->birth.origin) == 0 &&
		      birth->size == earlier->edge.size &&
		      digest_eq(birth->root, tree_edge_root(&earlier->edge)))
		return OK;
	return fault_set(why, ERR_BROKEN, "",
	    "Log %s goes on from another log than the pack has before it.",
	    birth->origin);
}

enum err
packed_logs_check(const struct packed_logs *logs, struct fault *why)
{
	const struct packed_log *earlier = NULL, *log;
	enum err e = OK;

	for (unsigned i = 0; e == OK && i <= logs->n_before; i++) {
		log = i < logs->n_before ? &logs->before[i] : &logs->newest;
		if ((e = check_one(log, why)) == OK)
			e = check_follows(log, earlier, why);
		earlier = log;
	}
	return e;
}

void
packed_logs_tell(const struct packed_logs *logs, struct packed *out)
{
	out->logs = logs->n_before + 1;
	out->entries = logs->newest.edge.size;
	for (unsigned i = 0; i < logs->n_before; i++)
		out->entries += logs->before[i].edge.size;
	(void)snprintf(out->vkey, sizeof out->vkey, "%s", logs->newest.vkey);
}

void
packed_logs_free(struct packed_logs *logs)
{
	buf_free(&logs->newest.checkpoint);
	packed_rules_free(&logs->rules);
	for (unsigned i = 0; i < logs->n_before; i++)
		buf_free(&logs->before[i].checkpoint);
}
