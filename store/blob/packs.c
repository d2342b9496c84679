/*
 * packs.c - appending small documents.
 *
 * Knows how a pack grows and when it is full. Touches the packs' folder.
 */
#include "store/blob/packs.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/base/give_up.h"
#include "store/blob/fill.h"
#include "store/blob/folder.h"

void
pack_name(uint64_t number, char out[PACK_NAME])
{
	(void)snprintf(out, PACK_NAME, "%016" PRIx64, number);
}

enum err
packs_open(struct packs *p, int documents)
{
	*p = (struct packs){ .dir = -1 };
	if (pthread_mutex_init(&p->lock, NULL) != 0)
		return ERR_NO_MEMORY;
	if (mkdirat(documents, "packs", 0700) == 0)
		flush_folder(documents);
	else if (errno != EEXIST)
		return disk_err(errno);
	p->dir = openat(documents, "packs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return p->dir < 0 ? disk_err(errno) : OK;
}

static void
pack_end(struct pack *k)
{
	/* What cannot be given back stays unused: no document is hurt. */
	if (ftruncate(k->fd, (off_t)k->next) == 0)
		(void)fsync(k->fd);
	(void)close(k->fd);
	free(k);
}

void
packs_close(struct packs *p)
{
	fill_stop(p);
	if (p->now != NULL) {
		assert(p->now->writers == 0);
		pack_end(p->now);
	}
	if (p->dir >= 0)
		(void)close(p->dir);
	(void)pthread_mutex_destroy(&p->lock);
	*p = (struct packs){ .dir = -1 };
}

/* Past the page cache where the file system can. */
static int
create(int dir, const char *name)
{
	int how = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;
	int fd = openat(dir, name, how | O_DIRECT, 0600);

	return fd < 0 && errno == EINVAL ? openat(dir, name, how, 0600) : fd;
}

/* Takes the room. Where a file system cannot promise any, only the length. */
static int
take_room(int fd)
{
	if (fallocate(fd, 0, 0, (off_t)PACK_BYTES) == 0)
		return 0;
	return errno == EOPNOTSUPP ? ftruncate(fd, (off_t)PACK_BYTES) : -1;
}

/* A number nobody had before: packs sort by the time of their making. */
static enum err
pack_begin(struct packs *p, struct pack **out)
{
	struct pack *k = calloc(1, sizeof *k);
	struct timespec now;
	char name[PACK_NAME];
	enum err e;

	*out = NULL;
	if (k == NULL)
		return ERR_NO_MEMORY;
	(void)clock_gettime(CLOCK_REALTIME, &now);
	k->number =
	    (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
	do {
		pack_name(++k->number, name);
		k->fd = create(p->dir, name);
	} while (k->fd < 0 && errno == EEXIST);
	if (k->fd < 0 || flock(k->fd, LOCK_EX | LOCK_NB) != 0 ||
	    take_room(k->fd) != 0) {
		e = disk_err(errno);
		if (k->fd >= 0) {
			(void)unlinkat(p->dir, name, 0);
			(void)close(k->fd);
		}
		free(k);
		return e;
	}
	if (fsync(k->fd) != 0)
		give_up("a new pack of documents could not be flushed",
		    strerror(errno));
	flush_folder(p->dir);
	*out = k;
	return OK;
}

/* Under the lock: no new writer takes it. */
static void
retire(struct packs *p)
{
	p->now->retired = true;
	if (p->now->writers == 0)
		pack_end(p->now);
	p->now = NULL;
}

/* Documents that caught up with who fills ahead leave that stretch alone. */
static uint64_t
step_over(const struct pack *k, size_t n)
{
	return k->fill < k->filled && k->next < k->filled &&
		       k->next + n > k->fill
		   ? k->filled
		   : k->next;
}

/* A place of `n` bytes for so many writers. */
static enum err
place_take(struct packs *p, size_t n, unsigned writers, struct pack **out,
    uint64_t *at)
{
	enum err e = OK;

	(void)pthread_mutex_lock(&p->lock);
	if (p->now != NULL && step_over(p->now, n) + n > PACK_BYTES)
		retire(p);
	if (p->now == NULL)
		e = pack_begin(p, &p->now);
	if (e == OK) {
		assert(p->now != NULL);
		*out = p->now;
		*at = step_over(p->now, n);
		p->now->next = *at + n;
		p->now->writers += writers;
		fill_wake(p);
	}
	(void)pthread_mutex_unlock(&p->lock);
	return e;
}

void
pack_leave(struct packs *p, struct pack *k, unsigned writers, bool failed)
{
	(void)pthread_mutex_lock(&p->lock);
	k->writers -= writers;
	if (k->retired) {
		if (k->writers == 0)
			pack_end(k);
	} else if (failed) { /* it is not asked again */
		retire(p);
	}
	(void)pthread_mutex_unlock(&p->lock);
}

/* Takes the first `done` bytes, of whole steps, off the parts. */
static void
parts_drop(struct iovec **parts, unsigned *n, size_t done)
{
	while (*n > 0 && done >= (*parts)->iov_len) {
		done -= (*parts)->iov_len;
		(*parts)++;
		(*n)--;
	}
	if (done > 0) {
		(*parts)->iov_base = (uint8_t *)(*parts)->iov_base + done;
		(*parts)->iov_len -= done;
	}
}

static enum err
write_at(int fd, struct iovec *parts, unsigned n, uint64_t at)
{
	while (n > 0) {
		ssize_t done = pwritev(fd, parts, (int)n, (off_t)at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0 || done % PACK_STEP != 0)
			return done < 0 ? disk_err(errno) : ERR_IO;
		parts_drop(&parts, &n, (size_t)done);
		at += (uint64_t)done;
	}
	return OK;
}

static size_t
parts_size(const struct iovec *parts, unsigned n)
{
	size_t total = 0;

	for (unsigned i = 0; i < n; i++) {
		assert(parts[i].iov_len % PACK_STEP == 0);
		assert((uintptr_t)parts[i].iov_base % PACK_STEP == 0);
		total += parts[i].iov_len;
	}
	assert(total > 0 && total <= PACK_BYTES);
	return total;
}

enum err
packs_append(struct packs *p, struct iovec *parts, unsigned n,
    struct blob_place *out, struct pack **held)
{
	struct pack *k;
	uint64_t at;
	enum err e;

	if ((e = place_take(p, parts_size(parts, n), n, &k, &at)) != OK)
		return e;
	*out = (struct blob_place){ k->number, at };
	*held = k;
	if ((e = write_at(k->fd, parts, n, at)) != OK)
		pack_leave(p, k, n, true);
	return e;
}

void
pack_flush(const struct pack *k)
{
	if (fdatasync(k->fd) != 0)
		give_up("a pack of documents could not be flushed",
		    strerror(errno));
}

void
packs_return(struct packs *p, struct blob_place place, size_t n)
{
	(void)pthread_mutex_lock(&p->lock);
	if (p->now != NULL && p->now->number == place.pack &&
	    p->now->next == place.offset + n)
		p->now->next = place.offset;
	(void)pthread_mutex_unlock(&p->lock);
}
