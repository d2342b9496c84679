/*
 * unfit_clock.c - a clock that a test sets, put before a program by LD_PRELOAD.
 *
 * The file named by UNFIT_CLOCK holds four numbers of 8 bytes: by how much the
 * wall clock is off (us), the error bound that the kernel says (us), whether
 * somebody disciplines it (0, 1), and how long ago it has become by now, for
 * the wall clock and for the time since the start of the machine (us): as if
 * everybody had waited. They may change while programs run. No chronyd
 * answers.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define CHRONY_PORT 323

struct setting {
	int64_t off_us, bound_us, synchronised, waited_us;
};

static const volatile struct setting *setting;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("UNFIT_CLOCK");
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	void *at;

	if (fd < 0)
		return;
	at = mmap(NULL, sizeof *setting, PROT_READ, MAP_SHARED, fd, 0);
	(void)close(fd);
	if (at != MAP_FAILED)
		setting = at;
}

int
clock_gettime(clockid_t which, struct timespec *ts)
{
	long done = syscall(SYS_clock_gettime, which, ts);
	int64_t us;

	if (done != 0 || setting == NULL ||
	    (which != CLOCK_REALTIME && which != CLOCK_BOOTTIME))
		return (int)done;
	us = (int64_t)ts->tv_sec * 1000000 + ts->tv_nsec / 1000 +
	     setting->waited_us;
	if (which == CLOCK_REALTIME)
		us += setting->off_us;
	ts->tv_sec = us / 1000000;
	ts->tv_nsec = us % 1000000 * 1000;
	return 0;
}

int
gettimeofday(struct timeval *restrict tv, void *restrict zone)
{
	struct timespec ts;

	(void)zone;
	(void)clock_gettime(CLOCK_REALTIME, &ts);
	tv->tv_sec = ts.tv_sec;
	tv->tv_usec = ts.tv_nsec / 1000;
	return 0;
}

int
adjtimex(struct timex *tx)
{
	memset(tx, 0, sizeof *tx);
	if (setting == NULL)
		return TIME_ERROR;
	tx->maxerror = setting->bound_us;
	tx->status = setting->synchronised ? 0 : STA_UNSYNC;
	return setting->synchronised ? TIME_OK : TIME_ERROR;
}

int
connect(int fd, const struct sockaddr *to, socklen_t n)
{
	const struct sockaddr_un *local = (const void *)to;
	const struct sockaddr_in *far = (const void *)to;

	if ((to->sa_family == AF_UNIX &&
		strstr(local->sun_path, "chrony") != NULL) ||
	    (to->sa_family == AF_INET && ntohs(far->sin_port) == CHRONY_PORT)) {
		errno = ENOENT;
		return -1;
	}
	return (int)syscall(SYS_connect, fd, to, n);
}
