/*
 * token.c - who may come in is decided.
 *
 * Knows how a token is drawn: 256 random bits, of which only the SHA-256 is
 * kept. Touches tokens, meta and ledger, and persons, for reading.
 */
#include <stdio.h>

#include "store/act/acts.h"
#include "store/act/part.h"
#include "store/base/encode.h"

struct tokening {
	struct store *store;
	struct token token;
	struct reading now;
	bool revoke;
	struct fault *why;
};

static enum err
log_it(struct tokening *w, struct txn *t)
{
	const struct who *who = &w->token.who;
	struct buf body = { 0 };
	enum err e;

	entry_int(&body, "token", (int64_t)who->token.n);
	entry_str(&body, "role",
	    who->person.text[0] != 0 ? "person" : role_name(who->role));
	if (who->unit.text[0] != 0)
		entry_digest(&body, "unit",
		    entry_salted_unit(w->token.salt, who->unit.text));
	if (who->owner.text[0] != 0)
		entry_digest(&body, "owner",
		    entry_salted_unit(w->token.salt, who->owner.text));
	entry_str(&body, "action", w->revoke ? "revoked" : "issued");
	if ((e = body.err) == OK)
		e = ledger_add(w->store->ledger, t,
		    who->owner.text[0] != 0 ? ENTRY_BOUND_TOKEN : ENTRY_TOKEN,
		    &w->now, buf_all(&body), NULL, NULL);
	buf_free(&body);
	return e;
}

static enum err
run(struct txn *t, void *arg)
{
	struct tokening *w = arg;
	enum err e;

	if (w->revoke) {
		if (!tokens_get_number(t, w->token.who.token, &w->token))
			return fault_set(w->why, ERR_NOT_FOUND, "",
			    "There is no token number %llu.",
			    (unsigned long long)w->token.who.token.n);
		if (w->token.revoked.us != 0)
			return OK;
		w->token.revoked = w->now.wall;
	} else {
		struct person_row person = { .person = {
						 .id = w->token.who.person } };

		if (person.person.id.text[0] != 0 && !persons_get(t, &person))
			return fault_set(w->why, ERR_NOT_FOUND, "/person",
			    "There is no person \"%s\".",
			    person.person.id.text);
		w->token.who.token.n = meta_next_token(t);
	}
	tokens_put(t, &w->token);
	e = log_it(w, t);
	return e != OK ? e : t->err;
}

/* The token's text, "par_" and 43 characters, appended to `secret`. */
static enum err
draw(struct buf *secret, struct digest *hash)
{
	size_t from = secret->n;
	uint8_t bits[32];
	enum err e;

	if ((e = random_bytes(bits, sizeof bits)) != OK)
		return e;
	buf_text(secret, "par_");
	base64url_put(secret, slice_of(bits, sizeof bits));
	explicit_bzero(bits, sizeof bits);
	if (secret->err == OK)
		*hash = digest_of(slice_of(secret->p + from, secret->n - from));
	return secret->err;
}

static enum err
issue(struct tokening *w, const struct who *who, const char *label,
    struct token_id *number, struct buf *secret)
{
	enum err e;

	if ((e = part_operator(who, w->why)) != OK)
		return e;
	(void)snprintf(w->token.who.label, sizeof w->token.who.label, "%s",
	    label);
	if ((e = draw(secret, &w->token.secret)) != OK ||
	    (e = random_bytes(w->token.salt, sizeof w->token.salt)) != OK ||
	    (e = store_now(w->store, &w->now)) != OK)
		return e;
	w->token.issued = w->now.wall;
	e = env_change(w->store->env, run, w, 1024);
	*number = w->token.who.token;
	return e;
}

static enum err
issue_role(struct tokening *w, const struct who *who, const char *label,
    struct token_id *number, struct buf *secret)
{
	const struct who *is = &w->token.who;
	enum err e;

	if ((e = part_operator(who, w->why)) != OK)
		return e;
	if (is->role == ROLE_NOBODY)
		return fault_set(w->why, ERR_RANGE, "", "That is no role.");
	if (role_has_unit(is->role) != (is->unit.text[0] != 0))
		return fault_set(w->why, ERR_MISSING_FIELD, "",
		    "A token of role unit or leader names its unit, any other "
		    "does not.");
	return issue(w, who, label, number, secret);
}

enum err
act_give_token(struct store *s, const struct who *who,
    const struct token_asked *in, struct token_id *number, struct buf *secret,
    struct fault *why)
{
	struct tokening w = { .store = s,
		.token = { .who = { .role = in->role,
			       .unit = in->unit,
			       .person = in->person,
			       .owner = in->owner },
		    .shared = in->shared },
		.why = why };

	if (in->shared && in->role == ROLE_DMS)
		return fault_set(why, ERR_RANGE, "",
		    "The DMS is no office's account: it may name persons as "
		    "it is.");
	if (in->person.text[0] != 0)
		return issue(&w, who, in->label, number, secret);
	return issue_role(&w, who, in->label, number, secret);
}

enum err
act_issue_token(struct store *s, const struct who *who, enum role role,
    struct unit_id unit, const char *label, struct token_id *number,
    struct buf *secret, struct fault *why)
{
	const struct token_asked in = { .role = role,
		.unit = unit,
		.label = label };

	return act_give_token(s, who, &in, number, secret, why);
}

enum err
act_issue_shared_token(struct store *s, const struct who *who, enum role role,
    struct unit_id unit, const char *label, struct token_id *number,
    struct buf *secret, struct fault *why)
{
	const struct token_asked in = { .role = role,
		.unit = unit,
		.shared = true,
		.label = label };

	return act_give_token(s, who, &in, number, secret, why);
}

enum err
act_issue_personal_token(struct store *s, const struct who *who,
    struct person_id person, const char *label, struct token_id *number,
    struct buf *secret, struct fault *why)
{
	const struct token_asked in = { .person = person, .label = label };

	return act_give_token(s, who, &in, number, secret, why);
}

enum err
act_revoke_token(struct store *s, const struct who *who, struct token_id number,
    struct fault *why)
{
	struct tokening w = { .store = s, .revoke = true, .why = why };
	enum err e;

	w.token.who.token = number;
	if ((e = part_operator(who, why)) != OK ||
	    (e = store_now(s, &w.now)) != OK)
		return e;
	return env_change(s->env, run, &w, 1024);
}
