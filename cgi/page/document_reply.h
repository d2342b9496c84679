/*
 * document_reply.h - a document's bytes as an answer. For cgi/page.
 */
#ifndef CGI_PAGE_DOCUMENT_REPLY_H
#define CGI_PAGE_DOCUMENT_REPLY_H

#include "cgi/http/ask.h"
#include "cgi/http/reply.h"
#include "store/look/looks.h"

/* With type, digest and tag, and so that no browser runs it; ranges and
 * conditions are obeyed. `fd` (taken over), or -1 and `bytes`. */
void document_reply(struct reply *r, struct ask *a, const struct document *doc,
    const char *name, struct slice bytes, int fd);

#endif
