/*
 * clock.c - the machine's clocks and stopped ones.
 *
 * Knows adjtimex, the kernel's boot id and what a step is. Touches /proc once
 * and chronyd's socket; its one memory is the process's, as its clock is.
 */
#include "store/base/clock.h"

#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "store/base/chrony.h"
#include "store/base/encode.h"

#define LEAST_BOUND_US 1000
#define KERNEL_BOUND_US (INT64_C(16) * 1000000)
#define FIT_BOUND_US (INT64_C(1) * 1000000)

#define LEAP_US 500000 /* of a second smeared over noon to noon */
#define LEAP_OVER_US (INT64_C(12) * 3600 * 1000000)

#define DRIFT_PPM 500       /* the kernel's own limit, either way */
#define CHRONY_DRIFT_PPM 50 /* of a disciplined clock between readings */
#define CHRONY_FRESH_US (INT64_C(1) * 1000000)
#define CHRONY_OLD_US (INT64_C(60) * 1000000)
#define CHRONY_WAIT_MS 5
#define CLOSE_US 200 /* two looks that belong together */

static const char *const chrony_paths[] = { "/run/chrony/chronyd.sock",
	"port:323" };

/*
 * The process's one clock: its memory, and chronyd's last word. Whatever asks
 * the kernel or chronyd is done outside of `lock`: every upload takes it, and
 * where many threads share few processors, who is stopped while holding it
 * stops all (measured: one upload in nine waited a millisecond).
 */
struct machine {
	pthread_once_t once;
	uint8_t boot_id[16];
	pthread_mutex_t asking; /* held by the one who asks chronyd */
	struct chrony chrony;
	_Atomic bool asked;
	int64_t asked_us; /* CLOCK_BOOTTIME */
	pthread_mutex_t lock;
	struct clock_memory memory;
	bool answered;
	int64_t answered_us; /* CLOCK_BOOTTIME */
	struct chrony_tracking tracking;
};

static struct machine machine = { .once = PTHREAD_ONCE_INIT,
	.asking = PTHREAD_MUTEX_INITIALIZER,
	.lock = PTHREAD_MUTEX_INITIALIZER };

const char *
clock_status_name(enum clock_status status)
{
	switch (status) {
	case CLOCK_FIT:
		return "fit";
	case CLOCK_UNFIT:
		return "unfit";
	case CLOCK_UNSYNCHRONISED:
		return "unsynchronised";
	case CLOCK_SIMULATED:
		return "simulated";
	}
	return "unknown";
}

const char *
clock_source_name(enum clock_status status, enum clock_source source)
{
	static const char *const names[] = {
		[CLOCK_BY_KERNEL] = "adjtimex",
		[CLOCK_BY_CHRONY] = "chrony",
		[CLOCK_CARRIED] = "carried",
	};
	static_assert(sizeof names / sizeof *names == CLOCK_SOURCES,
	    "all named");

	return status == CLOCK_SIMULATED ? "simulated" : names[source];
}

static int64_t
clock_us(clockid_t which)
{
	struct timespec ts;

	(void)clock_gettime(which, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* Reads the id without its dashes; stays zero where the kernel hides it. */
static void
read_boot_id(uint8_t out[16])
{
	char text[37], hex[32];
	size_t n = 0;
	ssize_t got;
	int fd;

	fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	got = read(fd, text, sizeof text);
	(void)close(fd);
	for (ssize_t i = 0; i < got && n < sizeof hex; i++)
		if (text[i] != '-')
			hex[n++] = text[i];
	if (hex_get(slice_of(hex, n), out, 16) != OK)
		memset(out, 0, 16);
}

static void
machine_begin(void)
{
	read_boot_id(machine.boot_id);
}

/* ---- one reading ---- */

bool
clock_stepped(int64_t wall_was, int64_t boot_was, int64_t wall, int64_t boot,
    int64_t *by)
{
	int64_t took, went;

	if (__builtin_sub_overflow(boot, boot_was, &took) ||
	    __builtin_sub_overflow(wall, wall_was, &went) ||
	    __builtin_sub_overflow(went, took, by)) {
		*by = wall < wall_was ? INT64_MIN : INT64_MAX;
		return true;
	}
	if (took < 0)
		took = took == INT64_MIN ? INT64_MAX : -took;
	took = took / 1000000 * DRIFT_PPM + 1 + 1000;
	return *by > took || *by < -took;
}

/* The last fit reading, carried forward (R4). */
static struct reading
carried(const struct clock_memory *m, const struct clock_facts *f)
{
	int64_t took = f->boottime_us - m->fit_boottime_us;

	return (struct reading){ .wall = { m->fit_wall_us + took },
		.bound = { m->fit_bound_us + took / 1000000 * DRIFT_PPM +
			   DRIFT_PPM },
		.source = CLOCK_CARRIED };
}

/* What a leap second may add to the bound: rule 0. */
static int64_t
leap_doubt(struct clock_memory *m, const struct clock_facts *f)
{
	if (f->leap) {
		m->has_leap = true;
		m->leap_boottime_us = f->boottime_us;
	}
	return m->has_leap &&
		       f->boottime_us - m->leap_boottime_us <= LEAP_OVER_US
		   ? LEAP_US
		   : 0;
}

void
clock_judge(struct clock_memory *m, const struct clock_facts *f,
    struct reading *out)
{
	int64_t leap = leap_doubt(m, f);
	int64_t bound = leap + (f->bound_us < LEAST_BOUND_US ? LEAST_BOUND_US
							     : f->bound_us);
	struct reading old;
	int64_t by;
	bool stepped = m->read && clock_stepped(m->wall_us, m->boottime_us,
				      f->wall_us, f->boottime_us, &by);
	bool alone = !f->synchronised || (stepped && !m->has_fit);

	if (alone && bound < KERNEL_BOUND_US)
		bound = KERNEL_BOUND_US;
	*out = (struct reading){ .wall = { f->wall_us },
		.bound = { bound },
		.source = f->source };
	if (f->synchronised && bound <= FIT_BOUND_US && !stepped) {
		m->has_fit = true;
		m->fit_wall_us = f->wall_us;
		m->fit_boottime_us = f->boottime_us;
		m->fit_bound_us = bound + leap;
	} else if (m->has_fit) {
		old = carried(m, f);
		if (stepped || !f->synchronised || old.bound.us < bound)
			*out = old;
	}
	out->status = alone                             ? CLOCK_UNSYNCHRONISED
		      : stepped || bound > FIT_BOUND_US ? CLOCK_UNFIT
							: CLOCK_FIT;
	out->boottime_us = f->boottime_us;
	m->read = true;
	m->wall_us = f->wall_us;
	m->boottime_us = f->boottime_us;
}

void
clock_recall(struct clock_memory *m, const struct reading *r)
{
	bool rests_on_fit =
	    r->status == CLOCK_FIT ||
	    (r->status != CLOCK_SIMULATED && r->source == CLOCK_CARRIED);

	if (m->has_fit || !rests_on_fit)
		return;
	m->has_fit = true;
	m->fit_wall_us = r->wall.us;
	m->fit_boottime_us = r->boottime_us;
	m->fit_bound_us = r->bound.us;
}

/* ---- the machine's facts ---- */

static void
read_kernel(struct clock_facts *f)
{
	struct timex tx = { .modes = 0 };
	int state = adjtimex(&tx);

	f->source = CLOCK_BY_KERNEL;
	f->synchronised =
	    state != -1 && state != TIME_ERROR && (tx.status & STA_UNSYNC) == 0;
	f->bound_us = state == -1 ? KERNEL_BOUND_US : (int64_t)tx.maxerror;
	f->leap = state != -1 && (tx.status & (STA_INS | STA_DEL)) != 0;
}

static void
answer(struct machine *m, const struct chrony_tracking *now)
{
	int64_t at = clock_us(CLOCK_BOOTTIME);

	(void)pthread_mutex_lock(&m->lock);
	m->tracking = *now;
	m->answered = true;
	m->answered_us = at;
	(void)pthread_mutex_unlock(&m->lock);
}

/* Only one path answers on a machine. */
static void
ask(struct machine *m)
{
	struct chrony_tracking now;
	enum err e = ERR_NOT_FOUND; /* perhaps on the other path */

	for (size_t i = 0; i < sizeof chrony_paths / sizeof *chrony_paths &&
			   e == ERR_NOT_FOUND;
	     i++)
		e = chrony_ask(&m->chrony, chrony_paths[i], CHRONY_WAIT_MS,
		    &now);
	if (e == OK)
		answer(m, &now);
}

/* Asks when the last word is old. While one thread does the others go on with
 * that; only for the first word everybody waits. */
static void
refresh(struct machine *m)
{
	int64_t boot = clock_us(CLOCK_BOOTTIME);

	if (!m->asked)
		(void)pthread_mutex_lock(&m->asking);
	else if (pthread_mutex_trylock(&m->asking) != 0)
		return;
	if (!m->asked || boot - m->asked_us >= CHRONY_FRESH_US) {
		ask(m);
		m->asked_us = boot;
		m->asked = true;
	}
	(void)pthread_mutex_unlock(&m->asking);
}

/* REALTIME is read first, and again when too much lay between. */
static void
read_clocks(struct clock_facts *f)
{
	int64_t again;

	for (int tries = 0; tries < 8; tries++) {
		f->wall_us = clock_us(CLOCK_REALTIME);
		f->boottime_us = clock_us(CLOCK_BOOTTIME);
		again = clock_us(CLOCK_REALTIME) - f->wall_us;
		if (again >= 0 && again <= CLOSE_US)
			return;
	}
}

void
clock_by_chrony(const struct chrony_tracking *t, int64_t age_us,
    struct clock_facts *f)
{
	int64_t bound;

	if (age_us > CHRONY_OLD_US)
		return;
	f->source = CLOCK_BY_CHRONY;
	f->leap = f->leap || chrony_leaps(t);
	f->synchronised = chrony_bound(t, f->wall_us, &bound);
	f->bound_us =
	    !f->synchronised
		? KERNEL_BOUND_US
		: bound + age_us * CHRONY_DRIFT_PPM / 1000000 + LEAST_BOUND_US;
}

static enum err
machine_wall(void *self, struct reading *out)
{
	struct machine *m = self;
	struct clock_facts f;

	refresh(m);
	read_kernel(&f);
	read_clocks(&f);
	(void)pthread_mutex_lock(&m->lock);
	if (m->answered)
		clock_by_chrony(&m->tracking, f.boottime_us - m->answered_us,
		    &f);
	clock_judge(&m->memory, &f, out);
	(void)pthread_mutex_unlock(&m->lock);
	memcpy(out->boot_id, m->boot_id, sizeof out->boot_id);
	return OK;
}

static int64_t
machine_run(void *self)
{
	(void)self;
	return clock_us(CLOCK_MONOTONIC);
}

struct clocks
clocks_system(void)
{
	(void)pthread_once(&machine.once, machine_begin);
	return (struct clocks){ machine_wall, machine_run, &machine };
}

void
clocks_system_recall(const struct reading *r)
{
	static const uint8_t hidden[sizeof r->boot_id];
	int64_t now = clock_us(CLOCK_BOOTTIME);

	(void)pthread_once(&machine.once, machine_begin);
	if (memcmp(r->boot_id, machine.boot_id, sizeof r->boot_id) != 0 ||
	    memcmp(r->boot_id, hidden, sizeof hidden) == 0 ||
	    r->boottime_us > now)
		return;
	(void)pthread_mutex_lock(&machine.lock);
	clock_recall(&machine.memory, r);
	(void)pthread_mutex_unlock(&machine.lock);
}

static enum err
stopped_wall(void *self, struct reading *out)
{
	const struct stopped *s = self;

	*out = s->reading;
	return OK;
}

static int64_t
stopped_run(void *self)
{
	const struct stopped *s = self;

	return s->run_us;
}

struct clocks
clocks_stopped(struct stopped *s)
{
	return (struct clocks){ stopped_wall, stopped_run, s };
}
