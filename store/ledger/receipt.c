/*
 * receipt.c - C2SP tlog-proof: what is handed out, and how it is checked by
 * somebody who has nothing but it and the log's key.
 *
 * Knows the receipt's lines. Touches the log's tables to write one, nothing
 * to check one.
 */
#include <stdlib.h>

#include "store/base/encode.h"
#include "store/ledger/ledger.h"
#include "store/ledger/lines.h"
#include "store/ledger/policy.h"
#include "store/ledger/rows.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1"

/* An entry in base64, a full path and a full note come to 156 KiB. */
#define RECEIPT_MOST 196608

/* From entry `index` of a log to a checkpoint of it. */
static enum err
put_receipt(struct ledger *log, struct txn *t, uint64_t index, uint64_t size,
    struct slice note, struct buf *to)
{
	struct ledger_nodes store = { log, t };
	struct tree_path path;
	struct slice entry;
	enum err e;

	if ((e = tree_inclusion(ledger_tree(&store), index, size, &path)) != OK)
		return e;
	if (!entry_get(log, t, index, &entry))
		return t->err != OK ? t->err : ERR_BROKEN;
	buf_text(to, FIRST_LINE "\nextra ");
	base64_put(to, entry);
	buf_text(to, "\nindex ");
	buf_u64(to, index);
	buf_byte(to, '\n');
	for (unsigned i = 0; i < path.n; i++) {
		base64_put(to, slice_of(path.hash[i].b, DIGEST_BYTES));
		buf_byte(to, '\n');
	}
	buf_byte(to, '\n');
	buf_slice(to, note);
	return to->err;
}

enum err
ledger_receipt(struct ledger *l, struct txn *t, uint64_t place, struct buf *to)
{
	struct ledger log = *l; /* the one it is in */
	uint64_t size;
	struct slice note;

	log.tables.number = PLACE_LOG(place);
	size = ledger_size(&log, t);
	if (t->err != OK)
		return t->err;
	if (PLACE_INDEX(place) >= size)
		return ERR_NOT_FOUND;
	if (!ledger_checkpoint(&log, t, &note))
		return t->err != OK ? t->err : ERR_BROKEN;
	return put_receipt(&log, t, PLACE_INDEX(place), size, note, to);
}

enum err
ledger_receipt_to(struct ledger *l, struct txn *t, uint64_t place,
    uint64_t size, struct buf *to)
{
	struct ledger log = *l;
	struct slice note;

	log.tables.number = PLACE_LOG(place);
	if (PLACE_INDEX(place) >= size || size > ledger_size(&log, t) ||
	    !checkpoint_get(&log, t, size, &note))
		return t->err != OK ? t->err : ERR_NOT_FOUND;
	return put_receipt(&log, t, PLACE_INDEX(place), size, note, to);
}

/* Takes the line "key value" and leaves the value. */
static bool
take_value(struct slice *text, const char *key, struct slice *value)
{
	struct slice word;

	return line_take(text, value) && word_take(value, &word) &&
	       slice_is(word, key);
}

/* The hashes up to the empty line. */
static bool
take_path(struct slice *text, struct tree_path *path)
{
	struct slice line;

	for (path->n = 0; line_take(text, &line);) {
		if (line.n == 0)
			return true;
		if (path->n == TREE_PATH_MOST - 1 ||
		    hash_read(line, &path->hash[path->n++]) != OK)
			return false;
	}
	return false;
}

/* The lines before the checkpoint, which is what `*text` is left with. */
static enum err
read_proof(struct slice *text, struct receipt *out, struct tree_path *path,
    struct fault *why)
{
	struct slice line, value;

	if (text->n > RECEIPT_MOST)
		return fault_set(why, ERR_TOO_BIG, "",
		    "a receipt has at most %d bytes", RECEIPT_MOST);
	if (!line_take(text, &line) || !slice_is(line, FIRST_LINE))
		return fault_set(why, ERR_MALFORMED, "",
		    "the receipt's first line is not \"%s\"", FIRST_LINE);
	if (!take_value(text, "extra", &value) ||
	    base64_get(value, &out->bytes) != OK || out->bytes.n > ENTRY_MOST)
		return fault_set(why, ERR_MALFORMED, "",
		    "the receipt's line \"extra\" holds no entry in base64");
	if (out->bytes.err != OK)
		return fault_set(why, out->bytes.err, "",
		    "there is no memory for the receipt's entry");
	if (!take_value(text, "index", &value) ||
	    number_read(value, &out->index) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "the receipt's line \"index\" holds no number");
	if (!take_path(text, path))
		return fault_set(why, ERR_MALFORMED, "",
		    "the receipt's path is not hashes up to an empty line");
	return OK;
}

/* The checkpoint, signed as the policy asks, of the signer's own log. */
static enum err
read_checkpoint(struct slice note, const struct policy *policy,
    struct checkpoint *out, struct vouched *vouched, struct fault *why)
{
	struct slice text;
	enum err e;

	if (note_text(note, &text) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "the receipt's checkpoint is no signed note");
	if ((e = policy_check(policy, note, vouched, why)) != OK)
		return e;
	if (checkpoint_read(text, out) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "the receipt's checkpoint is not origin, size and root");
	if (strcmp(out->origin, vouched->log->name) != 0)
		return fault_set(why, ERR_BROKEN, "",
		    "the checkpoint is of the log %s, not of %s", out->origin,
		    vouched->log->name);
	return OK;
}

enum err
receipt_check(struct slice text, const struct note_key *key,
    struct receipt *out, struct fault *why)
{
	struct policy *policy = malloc(sizeof *policy);
	struct vouched vouched;
	enum err e = ERR_NO_MEMORY;

	*out = (struct receipt){ 0 };
	if (policy != NULL) {
		policy_of_log(key, policy);
		e = receipt_check_by(text, policy, out, &vouched, why);
	}
	free(policy);
	return e;
}

enum err
receipt_check_by(struct slice text, const struct policy *policy,
    struct receipt *out, struct vouched *vouched, struct fault *why)
{
	struct tree_path path;
	enum err e;

	*out = (struct receipt){ 0 };
	if ((e = read_proof(&text, out, &path, why)) != OK)
		goto out;
	if ((e = read_checkpoint(text, policy, &out->checkpoint, vouched,
		 why)) != OK)
		goto out;
	e = tree_check_inclusion(tree_leaf(buf_all(&out->bytes)), out->index,
	    out->checkpoint.size, &path, out->checkpoint.root);
	if (e != OK) {
		e = fault_set(why, e, "",
		    "entry %llu is not in the tree of "
		    "the receipt's checkpoint, or is another entry",
		    (unsigned long long)out->index);
		goto out;
	}
	if ((e = entry_read(buf_all(&out->bytes), &out->entry)) != OK)
		e = fault_set(why, e, "",
		    "entry %llu is in the log, but is none this program reads",
		    (unsigned long long)out->index);
out:
	if (e != OK)
		receipt_free(out);
	return e;
}

void
receipt_free(struct receipt *r)
{
	buf_free(&r->bytes);
	*r = (struct receipt){ 0 };
}
