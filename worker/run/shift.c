/*
 * shift.c - a worker at work.
 *
 * Knows frames and the order of hello, job and answer. Touches one socket and
 * what its work touches.
 */
#include "worker/run/shift.h"

#include <stdlib.h>
#include <unistd.h>

#include "worker/bus/frame.h"

#define HELLO_MS 1000

struct shift {
	struct sock *sock;
	struct shift_work work;
	uint64_t ticket; /* the last one received */
	bool fresh;      /* an answer said already that we are idle */
	struct message in;
};

enum err
shift_open(struct shift **out, struct bus *bus, const char *address,
    const char *name, struct shift_work work, struct fault *why)
{
	struct sock_options o = { .kind = SOCK_JOBS_TAKE,
		.address = address,
		.name = name };
	struct shift *s = calloc(1, sizeof *s);
	enum err e;

	*out = NULL;
	if (s == NULL)
		return ERR_NO_MEMORY;
	s->work = work;
	if ((e = sock_open(&s->sock, bus, &o, why)) != OK) {
		free(s);
		return e;
	}
	*out = s;
	return OK;
}

void
shift_close(struct shift **shift)
{
	if (*shift == NULL)
		return;
	sock_close(&(*shift)->sock);
	free(*shift);
	*shift = NULL;
}

/* Lost when nobody is there; then a lease ends, or the next hello tells. */
static void
say(struct shift *s, const struct frame *f)
{
	struct buf bytes = { 0 };

	frame_write(f, &bytes);
	if (bytes.err == OK)
		(void)sock_send(s->sock, SLICE_NONE, buf_all(&bytes));
	buf_free(&bytes);
}

static enum err
read_job(const struct frame *f, struct job *job)
{
	enum err e;

	*job = (struct job){ .kind = job_kind_read(slice_text(f->kind)) };
	if (job->kind == JOB_KINDS)
		return ERR_MALFORMED;
	e = period_id_read(slice_text(f->period), &job->period);
	return e != OK ? e : unit_id_read(slice_text(f->unit), &job->unit);
}

static void
do_job(struct shift *s, const struct frame *in)
{
	struct frame answer = { .type = FRAME_DONE, .ticket = in->ticket };
	struct fault why = { .err = OK };
	struct job job;
	enum err e;

	s->ticket = in->ticket;
	if ((e = read_job(in, &job)) == OK)
		e = s->work.run(s->work.self, &job, &why);
	if (e != OK) {
		answer.type = FRAME_FAIL;
		frame_clean(answer.err, sizeof answer.err, err_name(e));
		frame_clean(answer.reason, sizeof answer.reason,
		    why.detail[0] == '\0' ? err_words(e) : why.detail);
	}
	say(s, &answer);
	s->fresh = true;
}

static void
hello(struct shift *s)
{
	struct frame f = { .type = FRAME_HELLO,
		.pid = (uint64_t)getpid(),
		.ticket = s->ticket };

	if (!s->fresh)
		say(s, &f);
	s->fresh = false;
}

bool
shift_turn(struct shift *s, int fd)
{
	struct frame f;
	unsigned ready;

	hello(s);
	ready = sock_wait(&s->sock, 1, fd, HELLO_MS);
	if ((ready & 1) != 0 && sock_receive(s->sock, &s->in) == OK &&
	    frame_read(slice_of(s->in.body, s->in.body_n), &f) == OK &&
	    f.type == FRAME_JOB)
		do_job(s, &f);
	return (ready & 2) != 0;
}
