/*
 * who.c - whose token is this, and which periods are there.
 *
 * Knows tokens and periods. Touches them, for reading.
 */
#include "store/look/looks.h"

#define TOKEN_MOST 128
#define PERIODS_MOST 512

static enum err
find_token(struct txn *t, struct slice token, struct token *out)
{
	if (token.n == 0 || token.n > TOKEN_MOST)
		return ERR_UNAUTHENTICATED;
	if (tokens_get(t, digest_of(token), out) && out->revoked.us == 0)
		return OK;
	return t->err != OK ? t->err : ERR_UNAUTHENTICATED;
}

/* ---- the rounds of a bound token ---- */

struct periods {
	struct period_id list[PERIODS_MOST];
	unsigned n;
};

static void
take_period(void *self, const struct period *p)
{
	struct periods *all = self;

	if (all->n < PERIODS_MOST)
		all->list[all->n++] = p->id;
}

/* The newest of the owner's: periods come in the order of their names. */
static enum err
find_rounds(struct store *s, struct who *who)
{
	struct periods all = { .n = 0 };
	const struct plan *plan;
	struct period row;
	enum err e;

	if (who->owner.text[0] == 0)
		return OK;
	e = look_periods(s, take_period, &all);
	for (unsigned i = all.n; e == OK && i-- > 0;) {
		if (who->n_rounds == ROUNDS_MOST)
			break;
		e = store_plan(s, all.list[i], &plan, &row);
		if (e == OK && unit_id_eq(plan->owner, who->owner))
			who->round[who->n_rounds++] = all.list[i];
	}
	return e;
}

enum err
look_token(struct store *s, struct slice token, struct who *out)
{
	struct token kept;
	struct txn t;
	enum err e, found;

	*out = (struct who){ .role = ROLE_NOBODY };
	txn_read(&t, s->env);
	found = find_token(&t, token, &kept);
	if ((e = txn_end(&t)) != OK || found != OK)
		return e != OK ? e : found;
	*out = kept.who;
	return find_rounds(s, out);
}

/* The person's duties of today decide. */
static enum err
acting_person(struct store *s, const struct token_is *token,
    const struct acting *said, struct person_id person, struct who *out,
    struct fault *why)
{
	struct duty list[DUTIES_MOST];
	struct reading now;
	struct txn t;
	unsigned n;
	enum err e;

	if ((e = store_now(s, &now)) != OK)
		return e;
	txn_read(&t, s->env);
	n = duties_in_force(&t, person, moment_day(now.wall), list,
	    DUTIES_MOST);
	if ((e = txn_end(&t)) != OK)
		return e;
	return acting_by(token, said, list, n, out, why);
}

enum err
look_acting(struct store *s, struct slice token, const struct acting *said,
    struct who *out, struct fault *why)
{
	struct token_is is;
	struct token kept;
	struct person_id person;
	enum acting_as as;
	struct txn t;
	enum err e, found;

	*out = (struct who){ .role = ROLE_NOBODY };
	txn_read(&t, s->env);
	found = find_token(&t, token, &kept);
	if ((e = txn_end(&t)) != OK || found != OK)
		return e != OK ? e : found;
	is = (struct token_is){ kept.who, kept.shared };
	if ((e = acting_whose(&is, said, &as, &person, why)) != OK)
		return e;
	if (as != ACTING_PERSON)
		*out = kept.who;
	else if ((e = acting_person(s, &is, said, person, out, why)) != OK)
		return e;
	return find_rounds(s, out);
}

enum err
look_me(struct store *s, const struct who *who, struct me_look *out)
{
	struct person_row row = { .person = { .id = who->person } };
	struct reading now;
	struct txn t;
	enum err e;

	*out = (struct me_look){ .n = 0 };
	if (who->person.text[0] == 0)
		return OK;
	if ((e = store_now(s, &now)) != OK)
		return e;
	txn_read(&t, s->env);
	if (persons_get(&t, &row))
		out->person = row.person;
	out->n = duties_in_force(&t, who->person, moment_day(now.wall),
	    out->duty, DUTIES_MOST);
	return txn_end(&t);
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
