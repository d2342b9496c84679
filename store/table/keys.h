/*
 * keys.h - Idempotency-Keys, scoped to the token that sent them (design.md 3).
 */
#ifndef STORE_TABLE_KEYS_H
#define STORE_TABLE_KEYS_H

#include "store/base/digest.h"
#include "store/base/id.h"
#include "store/base/moment.h"
#include "store/db/txn.h"

#define KEY_LIFE_DAYS 7

struct used_key {
	struct submission_id id;   /* what the first request made */
	struct digest fingerprint; /* of what the first request said */
	struct moment used;
};

/* `key` is the SHA-256 of the header's value. A key older than KEY_LIFE_DAYS
 * at `now` counts as never used. */
bool keys_get(struct txn *t, struct token_id token, struct digest key,
    struct moment now, struct used_key *out);
void keys_put(struct txn *t, struct token_id token, struct digest key,
    const struct used_key *used);

/* Has any key lived its days? */
bool keys_any_expired(struct txn *t, struct moment now);

/* Drops at most `most` keys that have lived their days; returns how many. */
unsigned keys_expire(struct txn *t, struct moment now, unsigned most);

#endif
