/*
 * upload.c - the file of an upload, streamed and judged as far as the door
 * can.
 *
 * Knows what a file's name, type and first bytes must be. Touches a stage
 * beside the store.
 */
#include "cgi/page/upload.h"

#include <stdio.h>

#include "cgi/http/media.h"
#include "store/base/file_kind.h"
#include "store/base/text.h"

static enum err
take_file_name(struct upload *u, struct slice raw, struct fault *why)
{
	struct document_facts *f = &u->submit.facts;
	struct buf name = { 0 };
	enum err e = text_file_name(raw, &name);

	if (e != OK || name.n >= sizeof f->file_name) {
		buf_free(&name);
		return fault_set(why, e == OK ? ERR_TOO_BIG : e, "/file",
		    "The file's name must be UTF-8 of at most 255 bytes, "
		    "without NUL and control characters.");
	}
	memcpy(f->file_name, buf_cstr(&name), name.n + 1);
	if (!slice_eq(buf_all(&name), raw) && raw.n < sizeof f->original_name &&
	    text_is_utf8(raw))
		memcpy(f->original_name, raw.p, raw.n);
	buf_free(&name);
	return OK;
}

static void
check_kind(struct upload *u, struct slice type)
{
	const struct file_kind *kind =
	    file_kind_of_name(u->submit.facts.file_name);
	struct media media;

	if (kind == NULL) {
		(void)fault_set(&u->bad, ERR_MEDIA_TYPE, "/file",
		    "A document's name must end in one of: %s.",
		    FILE_KINDS_WORDS);
		return;
	}
	if (type.n != 0 && media_read(type, &media) == OK &&
	    !media_is(&media, "application/octet-stream") &&
	    !media_is(&media, kind->type) &&
	    (kind->holds == NULL || !media_is(&media, kind->holds)))
		(void)fault_set(&u->bad, ERR_DISGUISED, "/file",
		    "The file is called \"%s\" but sent as \"%.*s\"; expected "
		    "%s.",
		    u->submit.facts.file_name, (int)(type.n < 80 ? type.n : 80),
		    (const char *)type.p, kind->type);
	(void)snprintf(u->submit.facts.media_type,
	    sizeof u->submit.facts.media_type, "%s", kind->type);
}

static enum err
check_fields(const struct upload *u, struct fault *why)
{
	if (u->submit.period.text[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/period",
		    "Field \"period\" must say which evaluation this is for.");
	if (u->submit.unit.text[0] == 0)
		return fault_set(why, ERR_MISSING_FIELD, "/unit",
		    "Field \"unit\" must say whose evidence this is.");
	if (!u->secrecy_said)
		return fault_set(why, ERR_MISSING_FIELD, "/secrecy",
		    "Field \"secrecy\" must say that the document is "
		    "\"thường\".");
	return OK;
}

enum err
upload_begin(struct upload *u, struct slice file_name, struct slice type,
    struct fault *why)
{
	struct door *d = u->visit->door;
	enum err e;

	if (u->file_named)
		return fault_set(why, ERR_CONFLICT, "/file",
		    "One request takes one file.");
	u->file_named = true;
	if ((e = check_fields(u, why)) != OK ||
	    (e = take_file_name(u, file_name, why)) != OK ||
	    (e = act_submit_admits(d->store, &u->submit, why)) != OK)
		return e;
	check_kind(u, type);
	e = stage_open(&u->stage, d->store->blobs, d->upload_most);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "There is no room for documents just now: %s.",
			     err_words(e));
}

enum err
upload_more(struct upload *u, struct slice bytes, struct fault *why)
{
	enum err e = stage_more(u->stage, bytes);

	if (e == ERR_TOO_BIG)
		return fault_set(why, e, "/file",
		    "A document may have at most %llu MiB.",
		    (unsigned long long)(u->visit->door->upload_most >> 20));
	return e == OK
		   ? OK
		   : fault_set(why, e, "/file",
			 "The document could not be kept: %s.", err_words(e));
}

enum err
upload_end(struct upload *u)
{
	const char *name = u->submit.facts.file_name;
	const struct file_kind *kind = file_kind_of_name(name);
	enum err e = stage_close(u->stage);

	if (e != OK)
		return e;
	if (stage_size(u->stage) == 0)
		(void)fault_set(&u->bad, ERR_EMPTY, "/file",
		    "The file \"%s\" is empty.", name);
	else if (kind != NULL && !file_kind_begins(kind, stage_head(u->stage)))
		(void)fault_set(&u->bad, ERR_DISGUISED, "/file",
		    "The file \"%s\" does not begin like a file of its kind.",
		    name);
	return OK;
}

void
upload_close(struct upload *u)
{
	stage_drop(&u->stage);
}
