/*
 * keys.c - Idempotency-Keys already used.
 *
 * keys   key    'k' | token number (8) | SHA-256 of the key (32)
 *        value  submission id (16) | fingerprint (32) | used, us (8)
 *        key    'u' | used, us (8) | token number (8) | SHA-256 (32)
 *        value  empty: the same in the order of age, for expiry
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/keys.h"

#include "store/db/key.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

#define LIFE_US (INT64_C(86400) * 1000000 * KEY_LIFE_DAYS)

static struct key
use_key(struct token_id token, struct digest key)
{
	struct key k;

	key_start(&k);
	key_u8(&k, 'k');
	key_u64(&k, token.n);
	key_bytes(&k, key.b, DIGEST_BYTES);
	return k;
}

static struct key
age_key(struct moment used, struct token_id token, struct digest key)
{
	struct key k;

	key_start(&k);
	key_u8(&k, 'u');
	key_u64(&k, (uint64_t)used.us);
	key_u64(&k, token.n);
	key_bytes(&k, key.b, DIGEST_BYTES);
	return k;
}

bool
keys_get(struct txn *t, struct token_id token, struct digest key,
    struct moment now, struct used_key *out)
{
	struct key k = use_key(token, key);
	struct slice v;

	if (!txn_get(t, T_KEYS, key_all(&k), &v))
		return false;
	if (txn_require(t, v.n == 16 + DIGEST_BYTES + 8 ? OK : ERR_BROKEN) !=
	    OK)
		return false;
	memcpy(out->id.b, v.p, 16);
	memcpy(out->fingerprint.b, v.p + 16, DIGEST_BYTES);
	out->used.us = (int64_t)key_get_u64(v.p + 16 + DIGEST_BYTES);
	return now.us - out->used.us < LIFE_US;
}

void
keys_put(struct txn *t, struct token_id token, struct digest key,
    const struct used_key *used)
{
	struct key k = use_key(token, key);
	struct key value;

	key_start(&value);
	key_bytes(&value, used->id.b, sizeof used->id.b);
	key_bytes(&value, used->fingerprint.b, DIGEST_BYTES);
	key_u64(&value, (uint64_t)used->used.us);
	txn_put(t, T_KEYS, key_all(&k), key_all(&value));
	k = age_key(used->used, token, key);
	txn_put(t, T_KEYS, key_all(&k), SLICE_NONE);
}

/* The key that was used longest ago; false when there is none. A walk of its
 * own each time, since both of the key's rows stand in the table walked. */
static bool
oldest(struct txn *t, struct moment *used, struct token_id *token,
    struct digest *key)
{
	struct walk w;
	bool found;

	walk_start(&w, t, T_KEYS, slice_text("u"));
	found = walk_on(&w) &&
		txn_require(t,
		    w.key.n == 17 + DIGEST_BYTES ? OK : ERR_BROKEN) == OK;
	if (found) {
		used->us = (int64_t)key_get_u64(w.key.p + 1);
		token->n = key_get_u64(w.key.p + 9);
		memcpy(key->b, w.key.p + 17, DIGEST_BYTES);
	}
	walk_end(&w);
	return found;
}

bool
keys_any_expired(struct txn *t, struct moment now)
{
	struct token_id token;
	struct moment used;
	struct digest key;

	return oldest(t, &used, &token, &key) && now.us - used.us >= LIFE_US;
}

unsigned
keys_expire(struct txn *t, struct moment now, unsigned most)
{
	struct token_id token;
	struct used_key used;
	struct digest key;
	unsigned n = 0;
	struct key k;

	for (; n < most && oldest(t, &used.used, &token, &key); n++) {
		if (now.us - used.used.us < LIFE_US)
			break;
		k = age_key(used.used, token, key);
		txn_drop(t, T_KEYS, key_all(&k));
		k = use_key(token, key);
		/* a key used again since has a younger row: keep that */
		if (!keys_get(t, token, key, now, &used))
			txn_drop(t, T_KEYS, key_all(&k));
	}
	return n;
}
