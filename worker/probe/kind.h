/*
 * kind.h - the kinds of documents that are accepted, by their names' ends.
 */
#ifndef WORKER_PROBE_KIND_H
#define WORKER_PROBE_KIND_H

#include <stdbool.h>

/* How the content is looked at. */
enum probe_look {
	LOOK_PDF,   /* libqpdf reads the whole structure */
	LOOK_ZIP,   /* the archive's directory names what it must */
	LOOK_MAGIC, /* libmagic's word */
};

struct probe_kind {
	const char *extension; /* lower case, without the dot */
	const char *type;      /* the media type it gets when whole */
	enum probe_look look;
	const char *holds; /* LOOK_ZIP: an entry it must hold;
			      LOOK_MAGIC: another word that will do */
};

/* The kind of `extension` ("pdf", "PDF", ".pdf"); NULL when not accepted. */
const struct probe_kind *probe_kind(const char *extension);

#endif
