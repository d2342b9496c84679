/*
 * checkpoint.c - the text of a tlog checkpoint.
 *
 * Knows its three lines. Touches nothing but its arguments.
 */
#include "store/base/encode.h"
#include "store/ledger/lines.h"
#include "store/ledger/note.h"

void
checkpoint_text(const struct checkpoint *c, struct buf *to)
{
	buf_text(to, c->origin);
	buf_byte(to, '\n');
	buf_u64(to, c->size);
	buf_byte(to, '\n');
	base64_put(to, slice_of(c->root.b, sizeof c->root.b));
	buf_byte(to, '\n');
}

enum err
checkpoint_read(struct slice text, struct checkpoint *out)
{
	struct slice origin, size, root, extension;

	if (!line_take(&text, &origin) || !line_take(&text, &size) ||
	    !line_take(&text, &root))
		return ERR_MALFORMED;
	if (origin.n == 0 || origin.n >= ORIGIN_ROOM || !text_is_plain(origin))
		return ERR_MALFORMED;
	while (text.n > 0)
		if (!line_take(&text, &extension) || extension.n == 0)
			return ERR_MALFORMED;
	memset(out->origin, 0, sizeof out->origin);
	memcpy(out->origin, origin.p, origin.n);
	return number_read(size, &out->size) != OK ||
		       hash_read(root, &out->root) != OK
		   ? ERR_MALFORMED
		   : OK;
}
