/*
 * who.c - whose token is this, and which periods are there.
 *
 * Knows tokens and periods. Touches them, for reading.
 */
#include "store/look/looks.h"

#define TOKEN_MOST 128

enum err
look_token(struct store *s, struct slice token, struct who *out)
{
	struct token kept;
	struct txn t;
	bool known;
	enum err e;

	*out = (struct who){ .role = ROLE_NOBODY };
	if (token.n == 0 || token.n > TOKEN_MOST)
		return ERR_UNAUTHENTICATED;
	txn_read(&t, s->env);
	known = tokens_get(&t, digest_of(token), &kept);
	if ((e = txn_end(&t)) != OK)
		return e;
	if (!known || kept.revoked.us != 0)
		return ERR_UNAUTHENTICATED;
	*out = kept.who;
	return OK;
}

enum err
look_tokens(struct store *s,
    void (*each)(void *self, const struct token *token), void *self)
{
	struct txn t;

	txn_read(&t, s->env);
	tokens_each(&t, each, self);
	return txn_end(&t);
}

enum err
look_periods(struct store *s, void (*each)(void *self, const struct period *p),
    void *self)
{
	struct txn t;

	txn_read(&t, s->env);
	periods_each(&t, each, self);
	return txn_end(&t);
}

enum err
look_bundle(struct store *s, struct period_id id, struct buf *to)
{
	struct period p;
	struct slice text;
	struct txn t;

	txn_read(&t, s->env);
	if (!periods_get(&t, id, &p) || !bundles_get(&t, id, p.version, &text))
		txn_require(&t, ERR_UNKNOWN_PERIOD);
	else
		buf_slice(to, text);
	txn_require(&t, to->err);
	return txn_end(&t);
}
