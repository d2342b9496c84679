/*
 * desk.c - the dispatcher between doorbell, outbox and workers.
 *
 * Knows frames, the pump and when to look. Touches two sockets and, through
 * its rows, the outbox.
 */
#include "worker/dispatch/desk.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/log.h"
#include "worker/bus/frame.h"
#include "worker/bus/ring.h"

#define SCAN_US 2000000  /* the outbox is looked at this often anyway */
#define WORKERS_MOST 256 /* of which the process id is remembered */

enum {
	BELL,
	JOBS,
	SOCKS
};

/* Which process a worker is, as it said. */
struct face {
	struct worker_name name;
	uint64_t pid;
};

struct desk {
	struct sock *socks[SOCKS];
	struct pump *pump;
	struct desk_rows rows;
	struct face faces[WORKERS_MOST];
	unsigned n_faces;
	int64_t next_scan;
	int64_t again; /* a bell rang, and may have rested since (ring.h) */
	bool look;     /* there is a reason to */
	bool news;
	struct message in; /* 64 KiB: not for a stack */
};

enum err
desk_open(struct desk **out, struct bus *bus, const char *folder,
    struct desk_rows rows, uint64_t first_ticket, struct fault *why)
{
	char bell[BUS_ADDRESS], jobs[BUS_ADDRESS];
	struct sock_options hear = { .kind = SOCK_BELL_HEAR, .address = bell };
	struct sock_options hand = { .kind = SOCK_JOBS_HAND, .address = jobs };
	struct desk *d = calloc(1, sizeof *d);
	enum err e = ERR_NO_MEMORY;

	*out = NULL;
	bus_address(folder, BUS_BELL, bell);
	bus_address(folder, BUS_JOBS, jobs);
	if (d == NULL || (d->pump = pump_new(first_ticket)) == NULL)
		goto out;
	d->rows = rows;
	d->look = true;
	d->again = INT64_MAX;
	if ((e = sock_open(&d->socks[BELL], bus, &hear, why)) != OK ||
	    (e = sock_open(&d->socks[JOBS], bus, &hand, why)) != OK)
		goto out;
	*out = d;
	return OK;
out:
	desk_close(&d);
	return e;
}

void
desk_close(struct desk **desk)
{
	if (*desk == NULL)
		return;
	for (unsigned i = 0; i < SOCKS; i++)
		sock_close(&(*desk)->socks[i]);
	pump_free(&(*desk)->pump);
	free(*desk);
	*desk = NULL;
}

bool
desk_wait(struct desk *d, int fd, int64_t now, int64_t until)
{
	int64_t wake = pump_wake(d->pump, now), ms;

	until = until < d->next_scan ? until : d->next_scan;
	until = until < d->again ? until : d->again;
	until = until < wake ? until : wake;
	ms = until <= now ? 0 : (until - now + 999) / 1000;
	return (sock_wait(d->socks, SOCKS, fd, (int)(ms > 60000 ? 60000 : ms)) &
		   1u << SOCKS) != 0;
}

static void
remember(struct desk *d, struct worker_name name, uint64_t pid)
{
	for (unsigned i = 0; i < d->n_faces; i++)
		if (strcmp(d->faces[i].name.text, name.text) == 0) {
			d->faces[i].pid = pid;
			return;
		}
	if (d->n_faces == WORKERS_MOST) {
		memmove(&d->faces[0], &d->faces[1],
		    (WORKERS_MOST - 1) * sizeof d->faces[0]);
		d->n_faces--;
	}
	d->faces[d->n_faces++] = (struct face){ name, pid };
}

void
desk_worker_ended(struct desk *d, uint64_t pid)
{
	for (unsigned i = 0; i < d->n_faces; i++)
		if (d->faces[i].pid == pid) {
			pump_gone(d->pump, d->faces[i].name);
			d->faces[i] = d->faces[--d->n_faces];
			return;
		}
}

static void
record_failure(struct desk *d, const struct job *job, const char *reason)
{
	enum err e = d->rows.failed(d->rows.self, job, reason);

	log_line(LOG_IS_WARNING, "job-failed", "%s %s %s: %s",
	    job_policies[job->kind].name, job->period.text, job->unit.text,
	    reason);
	if (e != OK)
		log_line(LOG_IS_ERROR, "job-failure-not-kept", "%s",
		    err_words(e));
	d->look = true;
}

static void
hear_answer(struct desk *d, struct worker_name worker, const struct frame *f,
    int64_t now)
{
	char reason[FRAME_NAME + FRAME_REASON + 2];
	struct job job;
	bool known;

	if (f->type == FRAME_DONE) {
		known = pump_done(d->pump, worker, f->ticket, now);
		d->news = d->news || known;
	} else {
		known = pump_failed(d->pump, worker, f->ticket, now, &job);
		(void)snprintf(reason, sizeof reason, "%s: %s", f->err,
		    f->reason);
		if (known)
			record_failure(d, &job, reason);
	}
	d->look = true;
	/* An answer to an earlier dispatcher: it is idle, that is all. */
	if (!known)
		(void)pump_hello(d->pump, worker, f->ticket, now);
}

static void
hear_worker(struct desk *d, int64_t now)
{
	struct worker_name worker = { { 0 } };
	struct frame f;

	if (d->in.from_n == 0 || d->in.from_n >= sizeof worker.text ||
	    memchr(d->in.from, 0, d->in.from_n) != NULL ||
	    frame_read(slice_of(d->in.body, d->in.body_n), &f) != OK)
		return;
	memcpy(worker.text, d->in.from, d->in.from_n);
	switch (f.type) {
	case FRAME_HELLO:
		remember(d, worker, f.pid);
		(void)pump_hello(d->pump, worker, f.ticket, now);
		break;
	case FRAME_DONE:
	case FRAME_FAIL:
		hear_answer(d, worker, &f, now);
		break;
	default:
		break;
	}
}

static void
hear_all(struct desk *d, int64_t now)
{
	enum err e;

	if (now >= d->again) {
		d->look = d->news = true;
		d->again = INT64_MAX;
	}
	while ((e = sock_receive(d->socks[BELL], &d->in)) == OK ||
	       e == ERR_MALFORMED) {
		d->look = d->news = true;
		d->again = now + 2 * (int64_t)BELL_REST_US;
	}
	while ((e = sock_receive(d->socks[JOBS], &d->in)) == OK ||
	       e == ERR_MALFORMED)
		if (e == OK)
			hear_worker(d, now);
}

/* While every worker is busy a look would change nothing. */
static void
scan(struct desk *d, int64_t now)
{
	const struct job *list;
	size_t n;
	enum err e;

	if (now < d->next_scan &&
	    (!d->look || pump_counts(d->pump, now).idle == 0))
		return;
	d->look = false;
	d->next_scan = now + SCAN_US;
	if ((e = d->rows.due(d->rows.self, &list, &n)) == OK)
		e = pump_due(d->pump, list, n, now);
	if (e != OK)
		log_line(LOG_IS_ERROR, "outbox-not-read", "%s", err_words(e));
}

static bool
send_job(struct desk *d, const struct hand *h)
{
	struct frame f = { .type = FRAME_JOB, .ticket = h->ticket };
	struct buf bytes = { 0 };
	enum err e;

	frame_clean(f.kind, sizeof f.kind, job_policies[h->job.kind].name);
	frame_clean(f.period, sizeof f.period, h->job.period.text);
	frame_clean(f.unit, sizeof f.unit, h->job.unit.text);
	frame_write(&f, &bytes);
	if ((e = bytes.err) == OK)
		e = sock_send(d->socks[JOBS], slice_text(h->worker.text),
		    buf_all(&bytes));
	buf_free(&bytes);
	return e == OK;
}

static void
hand_out(struct desk *d, int64_t now)
{
	struct hand h;

	while (pump_next(d->pump, now, &h))
		if (!send_job(d, &h))
			pump_unsent(d->pump, &h);
}

bool
desk_turn(struct desk *d, int64_t now)
{
	struct job lost;
	bool news;

	hear_all(d, now);
	while (pump_lost(d->pump, now, &lost))
		record_failure(d, &lost,
		    "timeout: its worker was lost before it answered");
	scan(d, now);
	hand_out(d, now);
	news = d->news;
	d->news = false;
	return news;
}

struct pump_counts
desk_counts(const struct desk *d, int64_t now)
{
	return pump_counts(d->pump, now);
}
