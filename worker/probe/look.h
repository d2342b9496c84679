/*
 * look.h - looks at a document's bytes. Runs in the sealed child only.
 */
#ifndef WORKER_PROBE_LOOK_H
#define WORKER_PROBE_LOOK_H

#include "store/base/file_kind.h"
#include "store/base/slice.h"
#include "worker/probe/result.h"

/* What must be opened before the seal. */
struct look_tools {
	struct magic_set *magic; /* libmagic's table */
	struct _qpdf_data *pdf;  /* libqpdf's document-to-be; NULL: no PDF */
};

/* ERR_IO when libmagic's table cannot be read. */
enum err look_prepare(struct look_tools *tools);

/* In the child, before its seal: opens what a document of this kind needs,
 * which is the lowest free descriptor on /dev/null for a PDF. ERR_IO. */
enum err look_open(struct look_tools *tools, const struct file_kind *kind);

/* Gives back what one document took. */
void look_close(struct look_tools *tools);

/* Judges `document`, once after each look_open. It may crash, hang or eat
 * memory: that is what the process around it is for. */
void look(const struct look_tools *tools, const struct file_kind *kind,
    struct slice document, struct probe_result *out);

#endif
