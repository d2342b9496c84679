/*
 * receipt_keep.c - a receipt as a file.
 *
 * Touches that file.
 */
#include "store/admin/receipt_keep.h"

#include <errno.h>
#include <unistd.h>

#include "store/base/draft.h"

enum err
receipt_keep(struct slice text, const char *path, const char *document,
    const char *ending, struct buf *at)
{
	struct draft d = DRAFT_NONE;
	enum err e;

	if (path != NULL)
		buf_text(at, path);
	else
		buf_print(at, "%s%s", document, ending);
	if ((e = at->err) == OK)
		e = draft_open(&d, buf_cstr(at), 0600);
	if (e == OK && write(d.fd, text.p, text.n) != (ssize_t)text.n)
		e = err_of_errno(errno);
	if (e == OK)
		e = draft_publish(&d);
	draft_drop(&d);
	return e;
}
