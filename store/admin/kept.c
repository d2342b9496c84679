/*
 * kept.c - what somebody kept of a log.
 *
 * Knows its three forms. Touches the files it is given, reading.
 */
#include "store/admin/kept.h"

#include <string.h>

#include "store/base/draft.h"

#define BYTES_MOST (256 * 1024)

static enum err
read_text(const char *path, struct slice bytes, struct checkpoint *out,
    struct fault *why)
{
	if (checkpoint_read(bytes, out) != OK)
		return fault_set(why, ERR_MALFORMED, "",
		    "%s is not the text of a checkpoint: origin, number of "
		    "entries, root",
		    path);
	return OK;
}

static enum err
read_note(const struct policy *policy, const char *path, struct slice note,
    struct checkpoint *out, struct fault *why)
{
	struct vouched vouched;
	struct slice text;
	enum err e;

	if (note_text(note, &text) != OK || checkpoint_read(text, out) != OK)
		return fault_set(why, ERR_MALFORMED, "", "%s is no checkpoint",
		    path);
	if ((e = policy_check(policy, note, &vouched, why)) != OK)
		return e;
	if (strcmp(out->origin, vouched.log->name) != 0)
		return fault_set(why, ERR_BROKEN, "",
		    "%s is of the log %s, not of %s", path, out->origin,
		    vouched.log->name);
	return OK;
}

static enum err
read_receipt(const struct policy *policy, const char *path, struct slice bytes,
    struct checkpoint *out, struct fault *why)
{
	struct fault inner = { .err = OK };
	struct receipt receipt;
	struct vouched vouched;
	enum err e =
	    receipt_check_by(bytes, policy, &receipt, &vouched, &inner);

	if (e != OK)
		return fault_set(why, e, "", "%s: %.200s", path, inner.detail);
	*out = receipt.checkpoint;
	receipt_free(&receipt);
	return OK;
}

enum err
kept_read(const struct policy *policy, const char *origin, enum kept_kind kind,
    const char *path, struct checkpoint *out, struct fault *why)
{
	struct buf bytes = { 0 };
	enum err e = file_read(path, BYTES_MOST, &bytes);

	if (e != OK)
		e = fault_set(why, e, "", "%s cannot be read: %s", path,
		    err_words(e));
	else if (kind == KEPT_TEXT)
		e = read_text(path, buf_all(&bytes), out, why);
	else if (kind == KEPT_NOTE)
		e = read_note(policy, path, buf_all(&bytes), out, why);
	else
		e = read_receipt(policy, path, buf_all(&bytes), out, why);
	buf_free(&bytes);
	if (e == OK && origin[0] != 0 && strcmp(out->origin, origin) != 0)
		e = fault_set(why, ERR_BROKEN, "",
		    "%s is of the log %s, not of %s", path, out->origin,
		    origin);
	return e;
}
