/*
 * bundle_windows.h - further rows behind the windows of a bundle's text, which
 * stays byte for byte what it was around them. Pure.
 */
#ifndef STORE_MODEL_BUNDLE_WINDOWS_H
#define STORE_MODEL_BUNDLE_WINDOWS_H

#include "store/base/buf.h"
#include "store/model/plan.h"

/* Appends the bundle with `n` rows more; their blocks and units are those of
 * `p`, the plan that the bundle reads as. ERR_MALFORMED when the text has no
 * list of windows where a bundle has it. */
enum err bundle_add_windows(struct slice bundle, const struct plan *p,
    const struct window *rows, unsigned n, struct buf *out);

#endif
