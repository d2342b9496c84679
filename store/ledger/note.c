/*
 * note.c - C2SP signed notes and cosignatures.
 *
 * Knows the note grammar and Ed25519. Touches nothing but its arguments.
 */
#include "store/ledger/note.h"

#include <assert.h>
#include <sodium.h>

#include "store/base/encode.h"
#include "store/base/text.h"
#include "store/ledger/lines.h"

#define NOTE_MOST (64 * 1024)
#define TIME_MOST UINT64_C(253402300799) /* the end of the year 9999 */
#define SIGNATURES_MOST 100
#define DASH "\xe2\x80\x94 " /* U+2014 and a space */
#define SECRET_START "PRIVATE+KEY+"

static_assert(crypto_sign_PUBLICKEYBYTES == 32, "as struct note_key says");

/* Lives in memory of sodium_malloc: locked, guarded, wiped when freed. */
struct note_signer {
	struct note_key key;
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
};

/* True when one of Unicode's White_Space characters beyond ASCII starts at
 * `p`, of which `n` bytes of proper UTF-8 are left. */
static bool
wide_space_at(const uint8_t *p, size_t n)
{
	struct slice s = slice_of(p, n);

	if (slice_starts(s, slice_text("\xe2\x80")) && n >= 3)
		return (p[2] >= 0x80 && p[2] <= 0x8a) || /* U+2000.. */
		       p[2] == 0xa8 || p[2] == 0xa9 || p[2] == 0xaf;
	return slice_starts(s, slice_text("\xc2\x85")) ||     /* NEL */
	       slice_starts(s, slice_text("\xc2\xa0")) ||     /* NBSP */
	       slice_starts(s, slice_text("\xe1\x9a\x80")) || /* U+1680 */
	       slice_starts(s, slice_text("\xe2\x81\x9f")) || /* U+205F */
	       slice_starts(s, slice_text("\xe3\x80\x80"));   /* U+3000 */
}

static bool
name_is_valid(struct slice name)
{
	if (name.n == 0 || !text_is_plain(name))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == ' ' || name.p[i] == '+' ||
		    wide_space_at(name.p + i, name.n - i))
			return false;
	return true;
}

/* The first 4 bytes of SHA-256(name || LF || type || public key). */
static void
key_id(const struct note_key *k, uint8_t id[4])
{
	uint8_t bytes[ORIGIN_ROOM + 2 + sizeof k->public];
	size_t n = strlen(k->name);
	struct digest d;

	memcpy(bytes, k->name, n);
	bytes[n++] = '\n';
	bytes[n++] = (uint8_t)k->type;
	memcpy(bytes + n, k->public, sizeof k->public);
	d = digest_of(slice_of(bytes, n + sizeof k->public));
	memcpy(id, d.b, 4);
}

/* "name+id+base64(type || key)", the tail of vkeys and secrets alike. */
static void
key_put(struct buf *to, const struct note_key *k, const uint8_t *key)
{
	uint8_t typed[33] = { (uint8_t)k->type };

	memcpy(typed + 1, key, 32);
	buf_text(to, k->name);
	buf_byte(to, '+');
	hex_put(to, slice_of(k->id, sizeof k->id));
	buf_byte(to, '+');
	base64_put(to, slice_of(typed, sizeof typed));
	sodium_memzero(typed, sizeof typed);
}

/* Reads that tail; `key` gets the 32 bytes behind the type. */
static enum err
key_get(struct slice text, struct note_key *out, uint8_t key[32])
{
	const uint8_t *plus = text.n == 0 ? NULL : memchr(text.p, '+', text.n);
	size_t name_n = plus == NULL ? 0 : (size_t)(plus - text.p);
	struct buf typed = { 0 }, id = { 0 };
	enum err e = ERR_MALFORMED;

	if (name_n >= ORIGIN_ROOM || text.n != name_n + 1 + 8 + 1 + 44 ||
	    !name_is_valid(slice_of(text.p, name_n)) || plus[9] != '+')
		return ERR_MALFORMED;
	if (hex_get(slice_of(plus + 1, 8), out->id, 4) != OK)
		return ERR_MALFORMED;
	hex_put(&id, slice_of(out->id, 4));
	if ((e = id.err) != OK)
		goto out;
	e = ERR_MALFORMED; /* capital digits, too, are not ours */
	if (!slice_eq(buf_all(&id), slice_of(plus + 1, 8)) ||
	    base64_get(slice_of(plus + 10, 44), &typed) != OK ||
	    typed.n != 33 ||
	    (typed.p[0] != NOTE_ED25519 && typed.p[0] != NOTE_COSIGNATURE))
		goto out;
	out->type = (enum note_type)typed.p[0];
	memset(out->name, 0, sizeof out->name);
	memcpy(out->name, text.p, name_n);
	memcpy(key, typed.p + 1, 32);
	e = OK;
out:
	if (typed.p != NULL)
		sodium_memzero(typed.p, typed.room);
	buf_free(&typed);
	buf_free(&id);
	return e;
}

/* A signer with everything but name and keys. */
static struct note_signer *
signer_make(void)
{
	struct note_signer *s;

	if (sodium_init() < 0 || (s = sodium_malloc(sizeof *s)) == NULL)
		return NULL;
	sodium_memzero(s, sizeof *s);
	return s;
}

enum err
note_signer_new(const char *name, struct note_signer **out, struct buf *secret)
{
	struct note_signer *s;

	*out = NULL;
	if (strlen(name) >= ORIGIN_ROOM || !name_is_valid(slice_text(name)))
		return ERR_MALFORMED;
	if ((s = signer_make()) == NULL)
		return ERR_NO_MEMORY;
	memcpy(s->key.name, name, strlen(name));
	s->key.type = NOTE_ED25519;
	crypto_sign_keypair(s->key.public, s->secret);
	key_id(&s->key, s->key.id);
	buf_text(secret, SECRET_START);
	/* libsodium's secret key is seed || public key. */
	key_put(secret, &s->key, s->secret);
	buf_byte(secret, '\n');
	if (secret->err != OK) {
		note_signer_drop(&s);
		return secret->err;
	}
	*out = s;
	return OK;
}

enum err
note_signer_read(struct slice secret, struct note_signer **out)
{
	struct slice start = slice_text(SECRET_START);
	struct note_signer *s;
	uint8_t seed[32], id[4];
	enum err e;

	*out = NULL;
	if (secret.n > 0 && secret.p[secret.n - 1] == '\n')
		secret.n--;
	if (!slice_starts(secret, start))
		return ERR_MALFORMED;
	if ((s = signer_make()) == NULL)
		return ERR_NO_MEMORY;
	e = key_get(slice_of(secret.p + start.n, secret.n - start.n), &s->key,
	    seed);
	if (e != OK)
		goto out;
	crypto_sign_seed_keypair(s->key.public, s->secret, seed);
	key_id(&s->key, id);
	if (s->key.type != NOTE_ED25519 ||
	    memcmp(id, s->key.id, sizeof id) != 0)
		e = ERR_MALFORMED;
out:
	sodium_memzero(seed, sizeof seed);
	if (e != OK)
		note_signer_drop(&s);
	*out = s;
	return e;
}

void
note_signer_drop(struct note_signer **s)
{
	if (*s != NULL)
		sodium_free(*s);
	*s = NULL;
}

const struct note_key *
note_signer_key(const struct note_signer *s)
{
	return &s->key;
}

void
note_key_text(const struct note_key *k, struct buf *to)
{
	key_put(to, k, k->public);
}

enum err
note_key_read(struct slice vkey, struct note_key *out)
{
	uint8_t id[4];
	enum err e;

	if ((e = key_get(vkey, out, out->public)) != OK)
		return e;
	key_id(out, id);
	return memcmp(id, out->id, sizeof id) == 0 ? OK : ERR_MALFORMED;
}

void
note_sign(const struct note_signer *s, struct slice text, struct buf *to)
{
	uint8_t signature[4 + crypto_sign_BYTES];

	assert(text.n > 0 && text.p[text.n - 1] == '\n');
	memcpy(signature, s->key.id, 4);
	crypto_sign_detached(signature + 4, NULL, text.p, text.n, s->secret);
	buf_slice(to, text);
	buf_text(to, "\n" DASH);
	buf_text(to, s->key.name);
	buf_byte(to, ' ');
	base64_put(to, slice_of(signature, sizeof signature));
	buf_byte(to, '\n');
}

/* Splits at the last empty line: text with its LF, and the signature lines. */
static enum err
note_split(struct slice note, struct slice *text, struct slice *signatures)
{
	const uint8_t *at;

	if (note.n > NOTE_MOST)
		return ERR_MALFORMED;
	for (size_t i = 0; i < note.n; i++)
		if (note.p[i] < 0x20 && note.p[i] != '\n')
			return ERR_MALFORMED;
	at = note.n == 0 ? NULL : memrchr(note.p, '\n', note.n);
	while (at != NULL && at > note.p && at[-1] != '\n')
		at = memrchr(note.p, '\n', (size_t)(at - note.p));
	if (at == NULL || at == note.p)
		return ERR_MALFORMED;
	*text = slice_of(note.p, (size_t)(at - note.p));
	*signatures = slice_of(at + 1, note.n - text->n - 1);
	if (signatures->n == 0 || !text_is_utf8(note))
		return ERR_MALFORMED;
	return OK;
}

enum err
note_text(struct slice note, struct slice *text)
{
	struct slice signatures;

	return note_split(note, text, &signatures);
}

/* A signature by the key: its type says what it is over. */
static bool
holds(const struct note_key *key, struct slice signature, struct slice text)
{
	return signature.n == crypto_sign_BYTES &&
	       crypto_sign_verify_detached(signature.p, text.p, text.n,
		   key->public) == 0;
}

/* The same of a witness: 8 bytes of time before it, over time and text. */
static enum err
holds_at(const struct note_key *key, struct slice signature, struct slice text,
    uint64_t *time)
{
	struct buf message = { 0 };
	uint64_t at = 0;
	enum err e;

	if (signature.n != 8 + crypto_sign_BYTES)
		return ERR_BROKEN;
	for (int i = 0; i < 8; i++)
		at = at << 8 | signature.p[i];
	buf_text(&message, "cosignature/v1\ntime ");
	buf_u64(&message, at);
	buf_byte(&message, '\n');
	buf_slice(&message, text);
	e = message.err;
	if (e == OK &&
	    (at == 0 || at > TIME_MOST ||
		!holds(key, slice_of(signature.p + 8, signature.n - 8),
		    buf_all(&message))))
		e = ERR_BROKEN;
	if (e == OK && at < *time)
		*time = at;
	buf_free(&message);
	return e;
}

/* What a key has to do with a note. */
struct signed_by {
	const struct note_key *key;
	struct slice text;
	unsigned n;    /* its signatures */
	uint64_t time; /* the earliest of a witness */
};

/* One signature line. OK, also when it is somebody else's; ERR_MALFORMED;
 * ERR_BROKEN. */
static enum err
signature_check(struct slice line, struct signed_by *by)
{
	struct slice name, dash = slice_text(DASH), signature;
	struct buf bytes = { 0 };
	enum err e = ERR_MALFORMED;

	if (!slice_starts(line, dash))
		return ERR_MALFORMED;
	line = slice_of(line.p + dash.n, line.n - dash.n);
	if (!word_take(&line, &name) || !name_is_valid(name))
		return ERR_MALFORMED;
	if ((e = base64_get(line, &bytes)) != OK || (e = bytes.err) != OK)
		goto out;
	e = ERR_MALFORMED;
	if (bytes.n < 5)
		goto out;
	e = OK;
	if (!slice_is(name, by->key->name) ||
	    memcmp(bytes.p, by->key->id, 4) != 0)
		goto out;
	signature = slice_of(bytes.p + 4, bytes.n - 4);
	if (by->key->type == NOTE_COSIGNATURE)
		e = holds_at(by->key, signature, by->text, &by->time);
	else if (!holds(by->key, signature, by->text))
		e = ERR_BROKEN;
	by->n++;
out:
	buf_free(&bytes);
	return e;
}

static enum err
note_check(struct slice note, struct signed_by *by)
{
	struct slice signatures, line;
	unsigned n = 0;
	enum err e;

	if (sodium_init() < 0)
		return ERR_NO_MEMORY;
	if ((e = note_split(note, &by->text, &signatures)) != OK)
		return e;
	while (signatures.n > 0) {
		if (!line_take(&signatures, &line) || ++n > SIGNATURES_MOST)
			return ERR_MALFORMED;
		if ((e = signature_check(line, by)) != OK)
			return e;
	}
	return by->n > 0 ? OK : ERR_UNAUTHENTICATED;
}

enum err
note_open(struct slice note, const struct note_key *key, struct slice *text)
{
	struct signed_by by = { .key = key };
	enum err e = key->type == NOTE_ED25519 ? note_check(note, &by)
					       : ERR_UNAUTHENTICATED;

	if (e == OK)
		*text = by.text;
	return e;
}

enum err
note_cosigned(struct slice note, const struct note_key *key, uint64_t *time)
{
	struct signed_by by = { .key = key, .time = UINT64_MAX };
	enum err e = key->type == NOTE_COSIGNATURE ? note_check(note, &by)
						   : ERR_UNAUTHENTICATED;

	if (e == OK)
		*time = by.time;
	return e;
}
