/*
 * score_unit.c - checks a unit's new documents and has the unit rescored.
 *
 * Knows that documents are looked at only by the probe. Touches documents,
 * for reading; everything is written by one act.
 */
#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/look/looks.h"
#include "worker/job/jobs.h"

/* What a verdict of the probe means for the submission. */
static const enum err reasons[] = {
	[PROBE_OK] = OK,
	[PROBE_DISGUISED] = ERR_DISGUISED,
	[PROBE_DAMAGED] = ERR_MALFORMED,
	[PROBE_ENCRYPTED] = ERR_MEDIA_TYPE,
	[PROBE_UNSUPPORTED] = ERR_MEDIA_TYPE,
	[PROBE_EXCESSIVE] = ERR_TOO_BIG,
	[PROBE_CRASHED] = ERR_MALFORMED,
};
static_assert(sizeof reasons / sizeof *reasons == PROBE_VERDICTS,
    "every verdict of the probe means something");

/* A job's documents: what is asked of the probe, and for which check. */
struct desk {
	struct asked asked[CHECKS_MOST];
	struct check *check[CHECKS_MOST];
	unsigned n;
};

/* Opens the document of one submission. One whose bytes were destroyed is
 * judged here. */
static enum err
lay_out(struct store *store, struct desk *desk, struct check *check)
{
	const struct file_kind *kind;
	struct asked *a = &desk->asked[desk->n];
	struct submission s;
	struct document doc;
	enum err e;

	if ((e = look_submission_of_system(store, check->id, &s)) != OK)
		return e;
	e = look_document_file(store, s.document, &doc, &a->part.fd,
	    &a->part.at);
	if (e == ERR_GONE) {
		check->reason = e;
		(void)snprintf(check->detail, sizeof check->detail, "%s",
		    err_words(e));
		return OK;
	}
	if (e != OK)
		return e;
	kind = file_kind_of_name(s.facts.file_name);
	a->extension = kind == NULL ? "" : kind->extension;
	a->part.size = doc.size;
	desk->check[desk->n++] = check;
	return OK;
}

static void
clear(struct desk *desk)
{
	for (unsigned i = 0; i < desk->n; i++) {
		const struct part *part = &desk->asked[i].part;

		/* Nobody reads most documents again soon. */
		(void)posix_fadvise(part->fd, (off_t)part->at,
		    (off_t)part->size, POSIX_FADV_DONTNEED);
		(void)close(part->fd);
	}
}

static void
conclude(const struct probe_result *r, struct check *out)
{
	out->reason = reasons[r->verdict];
	out->accepted = out->reason == OK;
	(void)snprintf(out->claims.created, sizeof out->claims.created, "%s",
	    r->created);
	(void)snprintf(out->claims.modified, sizeof out->claims.modified, "%s",
	    r->modified);
	(void)snprintf(out->claims.signed_at, sizeof out->claims.signed_at,
	    "%s", r->signed_at);
	if (!out->accepted)
		(void)snprintf(out->detail, sizeof out->detail, "%s",
		    probe_verdict_words(r->verdict));
}

static enum err
check_all(struct hands *hands, const struct submission_id *ids, size_t n,
    struct check *out)
{
	struct desk desk = { .n = 0 };
	enum err e = OK;

	for (size_t i = 0; i < n && e == OK; i++) {
		out[i] = (struct check){ .id = ids[i] };
		e = lay_out(hands->store, &desk, &out[i]);
	}
	if (e == OK)
		probe_documents(&hands->probe, desk.asked, desk.n);
	for (unsigned i = 0; i < desk.n && e == OK; i++)
		if ((e = desk.asked[i].err) == OK)
			conclude(&desk.asked[i].result, desk.check[i]);
	clear(&desk);
	return e;
}

enum err
job_score_unit(struct hands *hands, const struct job *job, struct fault *why)
{
	struct submission_id ids[CHECKS_MOST];
	struct check checks[CHECKS_MOST];
	struct settled settled;
	size_t n;
	enum err e;

	e = look_unchecked(hands->store, job->period, job->unit, ids,
	    CHECKS_MOST, &n);
	if (e == OK)
		e = check_all(hands, ids, n, checks);
	/* when more documents wait, the act leaves the row due */
	if (e == OK)
		e = act_settle_unit(hands->store, job, checks, (unsigned)n,
		    &settled);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "Unit %s of period %s could not be scored: %s.",
			     job->unit.text, job->period.text, err_words(e));
}
