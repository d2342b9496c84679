/*
 * health.c - is it alive, is it ready, and the numbers for monitoring.
 *
 * Knows Prometheus text (0.0.4). Touches the store through looks.
 */
#include <string.h>

#include "cgi/door/door.h"
#include "cgi/door/problem.h"
#include "cgi/page/pages.h"
#include "store/look/looks.h"

void
healthz_get(void *self, struct ask *a, struct reply *r)
{
	(void)self;
	(void)a;
	reply_bytes(r, 200, MEDIA_TEXT, slice_text("alive\n"));
}

void
readyz_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct fault why = { 0 };
	struct health h;
	enum err e = look_health(v->door->store, &h);

	(void)a;
	if (e == OK && !h.room)
		e = fault_set(&why, ERR_NO_SPACE, "",
		    "The disk has no room for documents.");
	if (e == OK)
		e = store_writable(v->door->store, &why);
	if (e == OK)
		reply_bytes(r, 200, MEDIA_TEXT, slice_text("ready\n"));
	else
		problem_reply(r, e, &why);
}

static void
metric(struct buf *to, const char *name, const char *type, const char *help,
    uint64_t value)
{
	buf_print(to,
	    "# HELP parindex_%s %s\n# TYPE parindex_%s %s\n"
	    "parindex_%s %llu\n",
	    name, help, name, type, name, (unsigned long long)value);
}

static void
put_counts(struct buf *to, struct door *d)
{
	struct env_counts env = env_counts(d->store->env);

	buf_text(to,
	    "# HELP parindex_requests_total Requests answered, by "
	    "class of status.\n# TYPE parindex_requests_total counter\n");
	for (unsigned i = 1; i < 6; i++)
		buf_print(to,
		    "parindex_requests_total{status=\"%uxx\"} "
		    "%llu\n",
		    i, (unsigned long long)atomic_load(&d->counts.requests[i]));
	metric(to, "uploads_total", "counter", "Submissions taken.",
	    atomic_load(&d->counts.uploads));
	metric(to, "upload_bytes_total", "counter",
	    "Bytes of submissions taken.",
	    atomic_load(&d->counts.upload_bytes));
	metric(to, "commits_total", "counter",
	    "Commits of this process, each flushed.", env.commits);
	metric(to, "changes_total", "counter",
	    "Changes that went in with them.", env.changes);
	metric(to, "largest_batch", "gauge", "Most changes in one commit.",
	    env.largest_batch);
}

static void
put_health(struct buf *to, const struct health *h)
{
	metric(to, "log_entries", "gauge", "Entries in the log.", h->log_size);
	metric(to, "events", "gauge", "Newest number of the change feed.",
	    h->events);
	metric(to, "jobs_due", "gauge", "Jobs promised and not yet done.",
	    h->due_jobs);
	metric(to, "jobs_buried", "gauge",
	    "Jobs that failed too often and wait for an operator.",
	    h->buried_jobs);
	metric(to, "store_used_bytes", "gauge", "Bytes the store uses.",
	    h->usage.used_bytes);
	metric(to, "disk_free_bytes", "gauge", "Bytes free on its disk.",
	    h->usage.free_disk_bytes);
	metric(to, "store_readers", "gauge", "Readers' slots in use.",
	    h->usage.readers);
}

/* ---- outside time ---- */

#define WITNESS "witness:" /* before its name in the row of its state */

struct outside {
	struct moment now;
	struct buf age, failures;
};

/* Who never answered is infinitely long ago: so an alarm on age alone sees an
 * authority that never worked. */
static void
put_outside(void *self, const struct stamper *by)
{
	struct outside *o = self;
	bool witness = strncmp(by->name, WITNESS, strlen(WITNESS)) == 0;
	const char *kind = witness ? "witness" : "authority";
	const char *name = by->name + (witness ? strlen(WITNESS) : 0);
	int64_t age = (o->now.us - by->done.us) / 1000000;

	buf_print(&o->failures,
	    "parindex_outside_failures{kind=\"%s\",name=\"%s\"} %llu\n", kind,
	    name, (unsigned long long)by->failures);
	buf_print(&o->age,
	    "parindex_outside_age_seconds{kind=\"%s\",name=\"%s\"} ", kind,
	    name);
	if (by->done.us == 0)
		buf_text(&o->age, "+Inf\n");
	else
		buf_print(&o->age, "%lld\n", (long long)(age < 0 ? 0 : age));
}

/* Labels are of the configuration: a-z, 0-9 and -. */
static enum err
put_all_outside(struct buf *to, struct store *s)
{
	struct outside o = { .now = { 0 } };
	struct reading now;
	enum err e = store_now(s, &now);

	if (e == OK) {
		o.now = now.wall;
		e = look_stampers(s, put_outside, &o);
	}
	if (e == OK && o.age.n > 0) {
		buf_text(to,
		    "# HELP parindex_outside_age_seconds Seconds since an "
		    "authority stamped, or a witness cosigned, a "
		    "checkpoint.\n# TYPE parindex_outside_age_seconds gauge\n");
		buf_slice(to, buf_all(&o.age));
		buf_text(to,
		    "# HELP parindex_outside_failures Failures in a row since "
		    "then.\n# TYPE parindex_outside_failures gauge\n");
		buf_slice(to, buf_all(&o.failures));
		e = to->err;
	}
	buf_free(&o.age);
	buf_free(&o.failures);
	return e;
}

void
metrics_get(void *self, struct ask *a, struct reply *r)
{
	struct visit *v = self;
	struct buf text = { 0 };
	struct health h;
	enum err e = look_health(v->door->store, &h);

	(void)a;
	if (e == OK) {
		put_counts(&text, v->door);
		put_health(&text, &h);
		e = put_all_outside(&text, v->door->store);
	}
	if (e == OK) {
		reply_bytes(r, 200, "text/plain; version=0.0.4",
		    buf_all(&text));
	} else {
		problem_reply(r, e, NULL);
	}
	buf_free(&text);
}
