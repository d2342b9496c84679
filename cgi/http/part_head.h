/*
 * part_head.h - the header block of one part of multipart/form-data.
 */
#ifndef CGI_HTTP_PART_HEAD_H
#define CGI_HTTP_PART_HEAD_H

#include "cgi/http/multipart.h"

/*
 * Reads the lines in `text[0..n)`, each ended by CR LF, without the empty one.
 * The part's slices point into `text`, which is changed where escapes were
 * taken out, or into the pool. Errors as multipart_feed.
 */
enum err part_head_read(uint8_t *text, size_t n, struct pool *pool,
    struct multipart_part *out, struct fault *why);

#endif
