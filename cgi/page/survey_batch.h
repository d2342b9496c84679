/*
 * survey_batch.h - a request's body as survey forms: {"forms":[...]}, one form
 * a line (application/x-ndjson), or a table (text/csv). For cgi/page.
 */
#ifndef CGI_PAGE_SURVEY_BATCH_H
#define CGI_PAGE_SURVEY_BATCH_H

#include "cgi/http/ask.h"
#include "store/base/digest.h"
#include "store/model/form.h"

struct survey_batch {
	struct form *forms; /* in the request's memory */
	unsigned n;
	struct digest digest; /* SHA-256 of the body */
};

/*
 * Reads at most FORMS_MOST forms. Everything that is wrong is in `faults`, of a
 * table every faulty line (at most 100 are named). ERR_MEDIA_TYPE for anything
 * else, a workbook too: what strangers send as .xlsx is not opened here.
 */
enum err survey_batch_read(struct ask *a, const struct plan *plan,
    unsigned survey, struct survey_batch *out, struct faults *faults);

#endif
