/*
 * tokens.h - access tokens. Only the SHA-256 of a token is kept.
 */
#ifndef STORE_TABLE_TOKENS_H
#define STORE_TABLE_TOKENS_H

#include "store/base/digest.h"
#include "store/base/moment.h"
#include "store/db/txn.h"
#include "store/model/role.h"

struct token {
	struct digest secret; /* SHA-256 of the token's text */
	struct who who;
	struct moment issued;
	struct moment revoked; /* us == 0: not revoked */
	uint8_t salt[32];      /* of the unit in its log entries */
	bool shared;           /* an office's: whoever uses it names a person */
};

bool tokens_get(struct txn *t, struct digest secret, struct token *out);
bool tokens_get_number(struct txn *t, struct token_id id, struct token *out);
void tokens_put(struct txn *t, const struct token *token);

/* In the order of their numbers. */
void tokens_each(struct txn *t,
    void (*each)(void *self, const struct token *token), void *self);

#endif
