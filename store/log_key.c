/*
 * log_key.c - the log's private key as a file.
 *
 * Knows who may read it. Touches its file, and the copy's.
 */
#include "store/log_key.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/base/draft.h"

#define KEY_MOST 1024

static void
wipe(struct buf *secret)
{
	if (secret->p != NULL)
		explicit_bzero(secret->p, secret->room);
	buf_free(secret);
}

enum err
log_key_write(const char *path, struct slice secret, struct fault *why)
{
	struct draft d = DRAFT_NONE;
	enum err e;

	if ((e = draft_open(&d, path, 0600)) == OK) {
		if (write(d.fd, secret.p, secret.n) != (ssize_t)secret.n)
			e = ERR_IO;
		else
			e = draft_publish_new(&d);
	}
	draft_drop(&d);
	return e == OK ? OK
		       : fault_set(why, e, "",
			     "The log key %s cannot be written: %s.", path,
			     err_words(e));
}

/* The key's text and the key, of a file that is its owner's only. */
static enum err
read_secret(const char *path, struct buf *secret, struct note_signer **out,
    struct fault *why)
{
	struct stat st;
	enum err e;

	if (stat(path, &st) != 0)
		return fault_set(why, ERR_NOT_FOUND, "",
		    "The log key %s cannot be read.", path);
	if (!S_ISREG(st.st_mode))
		return fault_set(why, ERR_MALFORMED, "",
		    "The log key %s is not a file.", path);
	if ((st.st_mode & 077) != 0)
		return fault_set(why, ERR_WRONG_OWNER, "",
		    "The log key %s must be readable by its owner only (0600).",
		    path);
	if ((e = file_read(path, KEY_MOST, secret)) == OK)
		e = note_signer_read(buf_all(secret), out);
	return e == OK ? OK
		       : fault_set(why, e, "", "The log key %s is not a key.",
			     path);
}

enum err
log_key_read(const char *path, struct note_signer **out, struct fault *why)
{
	struct buf secret = { 0 };
	enum err e = read_secret(path, &secret, out, why);

	wipe(&secret);
	return e;
}

enum err
log_key_match(const struct store *s, const struct note_signer *key,
    const char *path, struct fault *why)
{
	const struct note_key *k = note_signer_key(key);

	if (memcmp(k->public, s->key.public, sizeof k->public) != 0 ||
	    strcmp(k->name, s->key.name) != 0)
		return fault_set(why, ERR_UNAUTHENTICATED, "",
		    "The key %s is not the key of the log %s.", path,
		    s->meta.origin);
	return OK;
}

enum err
log_key_check(const struct store *s, const char *path, struct fault *why)
{
	struct note_signer *key = NULL;
	enum err e = log_key_read(path, &key, why);

	if (e == OK)
		e = log_key_match(s, key, path, why);
	note_signer_drop(&key);
	return e;
}

/* ---- a copy ---- */

/* Into the new file; out of the cache, so that a reader gets what is kept. */
static enum err
put_down(int fd, struct slice secret)
{
	ssize_t n = write(fd, secret.p, secret.n);

	if (n != (ssize_t)secret.n)
		return n < 0 ? err_of_errno(errno) : ERR_NO_SPACE;
	if (fsync(fd) != 0)
		return err_of_errno(errno);
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	return OK;
}

static enum err
write_copy(const char *to, struct slice secret, struct fault *why)
{
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum err e = fd >= 0 ? put_down(fd, secret) : err_of_errno(errno);

	if (fd >= 0 && close(fd) != 0 && e == OK)
		e = err_of_errno(errno);
	if (fd >= 0 && e == OK)
		e = folder_flush(to);
	if (fd >= 0 && e != OK)
		(void)unlink(to);
	return e == OK
		   ? OK
		   : fault_set(why, e, "", "The copy %s cannot be written: %s.",
			 to, err_words(e));
}

enum err
log_key_copy(const struct store *s, const char *from, const char *to,
    struct fault *why)
{
	struct note_signer *key = NULL;
	struct buf secret = { 0 };
	enum err e = read_secret(from, &secret, &key, why);

	if (e == OK && (e = log_key_match(s, key, from, why)) == OK &&
	    (e = write_copy(to, buf_all(&secret), why)) == OK &&
	    (e = log_key_check(s, to, why)) != OK)
		(void)unlink(to);
	note_signer_drop(&key);
	wipe(&secret);
	return e;
}
