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

static enum err
probe_one(struct hands *hands, const struct submission *s,
    struct probe_result *out)
{
	const char *dot = strrchr(s->facts.file_name, '.');
	const char *extension = dot == NULL ? "" : dot + 1;
	struct document doc;
	struct part part;
	enum err e;

	e = look_document_file(hands->store, s->document, &doc, &part.fd,
	    &part.at);
	part.size = doc.size;
	if (e == OK)
		e = probe_document(&hands->probe, part, extension, out);
	if (part.fd < 0)
		return e;
	/* Nobody reads most documents again soon. */
	(void)posix_fadvise(part.fd, (off_t)part.at, (off_t)part.size,
	    POSIX_FADV_DONTNEED);
	(void)close(part.fd);
	return e;
}

static enum err
check_one(struct hands *hands, struct submission_id id, struct check *out)
{
	struct probe_result result;
	struct submission s;
	enum err e;

	*out = (struct check){ .id = id };
	if ((e = look_submission_of_system(hands->store, id, &s)) != OK)
		return e;
	if ((e = probe_one(hands, &s, &result)) == ERR_GONE) {
		out->reason = e;
		(void)snprintf(out->detail, sizeof out->detail, "%s",
		    err_words(e));
		return OK;
	}
	if (e != OK)
		return e;
	out->reason = reasons[result.verdict];
	out->accepted = out->reason == OK;
	(void)snprintf(out->claims.created, sizeof out->claims.created, "%s",
	    result.created);
	(void)snprintf(out->claims.modified, sizeof out->claims.modified, "%s",
	    result.modified);
	if (!out->accepted)
		(void)snprintf(out->detail, sizeof out->detail, "%s",
		    probe_verdict_words(result.verdict));
	return OK;
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
	for (size_t i = 0; i < n && e == OK; i++)
		e = check_one(hands, ids[i], &checks[i]);
	/* when more documents wait, the act leaves the row due */
	if (e == OK)
		e = act_settle_unit(hands->store, job, checks, (unsigned)n,
		    &settled);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "Unit %s of period %s could not be scored: %s.",
			     job->unit.text, job->period.text, err_words(e));
}
