/*
 * look.h - looks at a document's bytes. Runs in the sealed child only.
 */
#ifndef WORKER_PROBE_LOOK_H
#define WORKER_PROBE_LOOK_H

#include "store/base/slice.h"
#include "store/base/file_kind.h"
#include "worker/probe/result.h"

/* What must be read from the disk before the seal; `magic` is libmagic's
 * cookie or NULL where the kind does not ask it. */
struct look_tools {
	void *magic;
};

/* ERR_IO when libmagic's table cannot be read. */
enum err look_prepare(struct look_tools *tools, const struct file_kind *kind);

/* Judges `document`. It may crash, hang or eat memory: that is what the
 * process around it is for. */
void look(const struct look_tools *tools, const struct file_kind *kind,
    struct slice document, struct probe_result *out);

#endif
