/*
 * receipt_reply.h - a receipt as an answer. For cgi/page.
 */
#ifndef CGI_PAGE_RECEIPT_REPLY_H
#define CGI_PAGE_RECEIPT_REPLY_H

#include <stdio.h>

#include "cgi/http/media.h"
#include "cgi/http/reply.h"
#include "store/base/id.h"

/* To be kept as a file of the id's name. */
static inline void
receipt_reply(struct reply *r, const char id[UUID_TEXT], struct slice receipt)
{
	char name[UUID_TEXT + 48];

	(void)snprintf(name, sizeof name,
	    "attachment; filename=\"%s.tlog-proof\"", id);
	reply_bytes(r, 200, MEDIA_TEXT, receipt);
	reply_header_text(r, "Content-Disposition", name);
}

#endif
