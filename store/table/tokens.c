/*
 * tokens.c - who may come in.
 *
 * tokens          key    SHA-256 of the token's text (32)
 *                 value  record 1 number, 2 role, 3 unit, 4 label, 5 issued
 *                        (us), 6 revoked (us, 0: not), 7 salt of its log
 *                        entries (32), 8 person it belongs to, 9 shared (1), 10
 *                        owner of the rounds it is bound to; from 8 on they
 *                        are left out when they say nothing
 * token-numbers   key    number (8); value the key in tokens
 *
 * Knows these bytes. Touches the transaction it is given.
 */
#include "store/table/tokens.h"

#include "store/db/key.h"
#include "store/db/rec.h"
#include "store/db/walk.h"
#include "store/table/schema.h"

static void
read_token(struct txn *t, struct slice value, struct token *out)
{
	struct rec r;

	for (r = rec_open(value); rec_on(&r);) {
		switch (r.tag) {
		case 1:
			out->who.token.n = rec_get_uint(&r);
			break;
		case 2:
			out->who.role = (enum role)rec_get_uint(&r);
			break;
		case 3:
			rec_get_text(&r, out->who.unit.text, NAME_ROOM);
			break;
		case 4:
			rec_get_text(&r, out->who.label, sizeof out->who.label);
			break;
		case 5:
			out->issued.us = rec_get_int(&r);
			break;
		case 6:
			out->revoked.us = rec_get_int(&r);
			break;
		case 7:
			rec_get_bytes(&r, out->salt, sizeof out->salt);
			break;
		case 8:
			rec_get_text(&r, out->who.person.text, NAME_ROOM);
			break;
		case 9:
			out->shared = rec_get_uint(&r) != 0;
			break;
		case 10:
			rec_get_text(&r, out->who.owner.text, NAME_ROOM);
			break;
		}
	}
	txn_require(t, r.err);
	txn_require(t, out->who.role < ROLES ? OK : ERR_BROKEN);
}

bool
tokens_get(struct txn *t, struct digest secret, struct token *out)
{
	struct slice value;

	*out = (struct token){ .secret = secret };
	if (!txn_get(t, T_TOKENS, slice_of(secret.b, DIGEST_BYTES), &value))
		return false;
	read_token(t, value, out);
	return t->err == OK;
}

static struct key
number_key(struct token_id id)
{
	struct key k;

	key_start(&k);
	key_u64(&k, id.n);
	return k;
}

static struct digest
kept_digest(struct txn *t, struct slice value)
{
	struct digest d = { 0 };

	if (txn_require(t, value.n == DIGEST_BYTES ? OK : ERR_BROKEN) == OK)
		memcpy(d.b, value.p, DIGEST_BYTES);
	return d;
}

bool
tokens_get_number(struct txn *t, struct token_id id, struct token *out)
{
	struct key k = number_key(id);
	struct slice value;

	return txn_get(t, T_TOKEN_NUMBERS, key_all(&k), &value) &&
	       tokens_get(t, kept_digest(t, value), out);
}

void
tokens_put(struct txn *t, const struct token *token)
{
	struct key k = number_key(token->who.token);
	struct slice secret = slice_of(token->secret.b, DIGEST_BYTES);
	struct buf value = { 0 };

	rec_uint(&value, 1, token->who.token.n);
	rec_uint(&value, 2, token->who.role);
	rec_text(&value, 3, token->who.unit.text);
	rec_text(&value, 4, token->who.label);
	rec_int(&value, 5, token->issued.us);
	rec_int(&value, 6, token->revoked.us);
	rec_bytes(&value, 7, slice_of(token->salt, sizeof token->salt));
	if (token->who.person.text[0] != 0)
		rec_text(&value, 8, token->who.person.text);
	if (token->shared)
		rec_uint(&value, 9, 1);
	if (token->who.owner.text[0] != 0)
		rec_text(&value, 10, token->who.owner.text);
	txn_put_buf(t, T_TOKENS, secret, &value);
	txn_put(t, T_TOKEN_NUMBERS, key_all(&k), secret);
}

void
tokens_each(struct txn *t, void (*each)(void *self, const struct token *token),
    void *self)
{
	struct token token;
	struct walk w;

	for (walk_start(&w, t, T_TOKEN_NUMBERS, SLICE_NONE); walk_on(&w);)
		if (tokens_get(t, kept_digest(t, w.value), &token))
			each(self, &token);
	walk_end(&w);
}
