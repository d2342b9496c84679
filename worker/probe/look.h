/*
 * look.h - looks at a document's bytes. Runs in the sealed child only.
 */
#ifndef WORKER_PROBE_LOOK_H
#define WORKER_PROBE_LOOK_H

#include "store/base/file_kind.h"
#include "store/base/slice.h"
#include "worker/probe/result.h"

/* What must be read from the disk before the seal. */
struct look_tools {
	void *magic; /* libmagic's cookie */
};

/* ERR_IO when libmagic's table cannot be read. */
enum err look_prepare(struct look_tools *tools);

/* Judges `document`. It may crash, hang or eat memory: that is what the
 * process around it is for. */
void look(const struct look_tools *tools, const struct file_kind *kind,
    struct slice document, struct probe_result *out);

#endif
