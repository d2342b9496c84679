/*
 * file_kind.h - THE table of files that are accepted, by their names' ends.
 *
 * The door looks at the first bytes; the probe looks at the whole.
 */
#ifndef STORE_BASE_FILE_KIND_H
#define STORE_BASE_FILE_KIND_H

#include <stdbool.h>

#include "store/base/slice.h"

/* How the whole content is looked at. */
enum probe_look {
	LOOK_PDF,   /* libqpdf reads the whole structure */
	LOOK_ZIP,   /* the archive's directory names what it must */
	LOOK_MAGIC, /* libmagic's word */
};

struct file_kind {
	const char *extension; /* lower case, without the dot */
	const char *type;      /* the media type it gets when whole */
	const char *magic;     /* how it begins; NULL: text, no fixed bytes */
	enum probe_look look;
	const char *holds; /* LOOK_ZIP: an entry it must hold;
			      LOOK_MAGIC: another word that will do */
};

/* The kind of `extension` ("pdf", "PDF", ".pdf"); NULL when not accepted. */
const struct file_kind *file_kind(const char *extension);

/* The kind of a file name by what follows its last dot; NULL when there is
 * none or it is not accepted. */
const struct file_kind *file_kind_of_name(const char *name);

/* Whether `head`, a file's first bytes, begins as the kind must. PDF allows
 * its header within the first 1,024 bytes (ISO 32000-1 annex H.3.4.1). */
bool file_kind_begins(const struct file_kind *kind, struct slice head);

/* "pdf, docx, ...": for telling people. */
#define FILE_KINDS_WORDS                                                       \
	"pdf, docx, xlsx, pptx, odt, ods, png, jpg, tif, xml, edxml"

#endif
