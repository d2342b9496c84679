/*
 * clock.c - the machine's clocks and stopped ones.
 *
 * Knows adjtimex and the kernel's boot id. Touches /proc once.
 */
#include "store/base/clock.h"

#include <fcntl.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "store/base/encode.h"

#define LEAST_BOUND_US 1000
#define KERNEL_BOUND_US (INT64_C(16) * 1000000)
#define FIT_BOUND_US (INT64_C(1) * 1000000)

struct machine {
	uint8_t boot_id[16];
};

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

static enum err
machine_wall(void *self, struct reading *out)
{
	struct machine *m = self;
	struct timex tx = { .modes = 0 };
	int state = adjtimex(&tx);

	*out = (struct reading){ 0 };
	memcpy(out->boot_id, m->boot_id, sizeof out->boot_id);
	out->bound.us = state == -1 ? KERNEL_BOUND_US : (int64_t)tx.maxerror;
	if (out->bound.us < LEAST_BOUND_US)
		out->bound.us = LEAST_BOUND_US;
	if (state == -1 || state == TIME_ERROR || (tx.status & STA_UNSYNC)) {
		out->status = CLOCK_UNSYNCHRONISED;
		if (out->bound.us < KERNEL_BOUND_US)
			out->bound.us = KERNEL_BOUND_US;
	} else if (out->bound.us > FIT_BOUND_US) {
		out->status = CLOCK_UNFIT;
	} else {
		out->status = CLOCK_FIT;
	}
	out->boottime_us = clock_us(CLOCK_BOOTTIME);
	out->wall.us = clock_us(CLOCK_REALTIME);
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
	static struct machine machine;

	read_boot_id(machine.boot_id);
	return (struct clocks){ machine_wall, machine_run, &machine };
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
