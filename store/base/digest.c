/*
 * digest.c - SHA-256 by the hash library, and the kernel's randomness.
 *
 * Knows OpenSSL's digests. Touches memory and getrandom(2).
 */
#include "store/base/digest.h"

#include <errno.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/types.h>

#include "store/base/encode.h"

struct digest_stream {
	EVP_MD_CTX *ctx;
};

/* The algorithm, looked up once a process: a look-up by name costs more than
 * hashing a small text. */
static const EVP_MD *
sha256(void)
{
	static _Atomic(EVP_MD *) kept;
	EVP_MD *md = atomic_load(&kept), *none = NULL;

	if (md != NULL)
		return md;
	if ((md = EVP_MD_fetch(NULL, "SHA256", NULL)) == NULL)
		abort();
	if (!atomic_compare_exchange_strong(&kept, &none, md)) {
		EVP_MD_free(md);
		md = none;
	}
	return md;
}

/* One context that lies ready between two small texts: making one costs as
 * much as half a node of the log (measured). Who finds none makes one. */
static _Atomic(EVP_MD_CTX *) *
spare(void)
{
	static _Atomic(EVP_MD_CTX *) kept;

	return &kept;
}

static EVP_MD_CTX *
spare_take(void)
{
	EVP_MD_CTX *ctx = atomic_exchange(spare(), NULL);
	const EVP_MD *same = NULL;

	if (ctx == NULL) {
		ctx = EVP_MD_CTX_new();
		same = sha256();
	}
	if (ctx == NULL || EVP_DigestInit_ex2(ctx, same, NULL) != 1)
		abort();
	return ctx;
}

struct digest
digest_of(struct slice bytes)
{
	EVP_MD_CTX *ctx = spare_take();
	struct digest d;

	if (EVP_DigestUpdate(ctx, bytes.p, bytes.n) != 1 ||
	    EVP_DigestFinal_ex(ctx, d.b, NULL) != 1)
		abort();
	EVP_MD_CTX_free(atomic_exchange(spare(), ctx));
	return d;
}

struct digest_stream *
digest_start(void)
{
	struct digest_stream *s = malloc(sizeof *s);

	if (s == NULL)
		return NULL;
	if ((s->ctx = EVP_MD_CTX_new()) == NULL ||
	    EVP_DigestInit_ex2(s->ctx, sha256(), NULL) != 1)
		digest_drop(&s);
	return s;
}

void
digest_more(struct digest_stream *s, struct slice bytes)
{
	if (EVP_DigestUpdate(s->ctx, bytes.p, bytes.n) != 1)
		abort();
}

struct digest
digest_end(struct digest_stream **s)
{
	struct digest d;

	if (EVP_DigestFinal_ex((*s)->ctx, d.b, NULL) != 1)
		abort();
	digest_drop(s);
	return d;
}

void
digest_drop(struct digest_stream **s)
{
	if (*s == NULL)
		return;
	EVP_MD_CTX_free((*s)->ctx);
	free(*s);
	*s = NULL;
}

void
digest_text(struct digest d, char out[DIGEST_TEXT])
{
	(void)sodium_bin2hex(out, DIGEST_TEXT, d.b, sizeof d.b);
}

enum err
digest_read(struct slice text, struct digest *out)
{
	return hex_get(text, out->b, sizeof out->b);
}

bool
digest_eq(struct digest a, struct digest b)
{
	return sodium_memcmp(a.b, b.b, sizeof a.b) == 0;
}

enum err
random_bytes(void *out, size_t n)
{
	uint8_t *to = out;
	ssize_t got;

	while (n > 0) {
		got = getrandom(to, n, 0);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return ERR_IO;
		to += got;
		n -= (size_t)got;
	}
	return OK;
}
