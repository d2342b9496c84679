/*
 * times.c - a world whose machine's clock is what a test says.
 *
 * Knows the acts. Touches the world it opens.
 */
#include "tests/kit/times.h"

#include "tests/kit/suite.h"

void
times_clock(struct times *t, int64_t at, int64_t off, enum clock_status status,
    enum clock_source source, int64_t bound)
{
	t->wrong_by = off;
	t->machine.reading.wall.us = TIMES_DEADLINE + at + off;
	t->machine.reading.boottime_us = INT64_C(3600000000) * 24 + at;
	t->machine.reading.status = status;
	t->machine.reading.source = source;
	t->machine.reading.bound.us = bound;
}

void
times_fit(struct times *t, int64_t at)
{
	times_clock(t, at, 0, CLOCK_FIT, CLOCK_BY_CHRONY, 2000);
}

void
times_carried(struct times *t, int64_t at, int64_t off)
{
	times_clock(t, at, off, CLOCK_UNSYNCHRONISED, CLOCK_CARRIED,
	    5 * SECOND);
}

void
times_alone(struct times *t, int64_t at, int64_t off)
{
	times_clock(t, at, off, CLOCK_UNSYNCHRONISED, CLOCK_BY_KERNEL,
	    16 * SECOND);
}

void
times_open(struct times *t, const char *const *patches)
{
	world_open_with(&t->w, patches);
	t->machine = (struct stopped){ .reading = { .boot_id = { 1 } } };
	t->w.store->clocks = clocks_stopped(&t->machine);
	times_fit(t, -60 * MINUTE);
}

void
times_stamp(struct times *t, const char *by, int64_t at)
{
	const struct reading *now = &t->machine.reading;
	struct stamping in = { .by = by,
		.request = slice_text("request"),
		.response = slice_text("response"),
		.token = { .time = { TIMES_DEADLINE + at },
		    .has_accuracy = true,
		    .accuracy = { SECOND / 2 },
		    .policy = "1.2",
		    .serial = "0a" } };
	struct buf note = { 0 };
	uint64_t size;

	times_clock(t, at + SECOND, t->wrong_by, now->status, now->source,
	    now->bound.us);
	ck_assert_err(look_checkpoint(t->w.store, &note, &size), OK);
	in.note = buf_all(&note);
	ck_assert_err(act_stamped(t->w.store, &in), OK);
	buf_free(&note);
}

struct submission
times_tick(struct times *t, const struct submission *s)
{
	ck_assert_err(act_tick(t->w.store), OK);
	(void)world_rejudge(&t->w, "D01");
	return world_submission(&t->w, s->id);
}

void
times_close(struct times *t)
{
	times_fit(t, 3 * 60 * MINUTE);
	times_stamp(t, "vgca", 3 * 60 * MINUTE);
	world_rechecked(&t->w);
	world_verified(&t->w);
	world_close(&t->w);
}
