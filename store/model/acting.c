/*
 * acting.c - who acts, by what a request says.
 *
 * Knows the law of duty.h, A1 to A4. Touches nothing but its arguments.
 */
#include "store/model/duty.h"

#define ROLE_HEADER "header:Parindex-Role"
#define PERSON_HEADER "header:Parindex-Person"

/* "appraiser" or "unit:D01". */
static enum err
read_role(struct slice said, enum role *role, struct unit_id *unit,
    struct fault *why)
{
	const uint8_t *colon = memchr(said.p, ':', said.n);
	struct slice name = said;

	*unit = (struct unit_id){ "" };
	if (colon != NULL) {
		name.n = (size_t)(colon - said.p);
		if (unit_id_read(slice_of(colon + 1, said.n - name.n - 1),
			unit) != OK)
			return fault_set(why, ERR_MALFORMED, ROLE_HEADER,
			    "What follows \"%.*s:\" is no unit.", (int)name.n,
			    (const char *)name.p);
	}
	if ((*role = role_read(name)) == ROLE_NOBODY)
		return fault_set(why, ERR_MALFORMED, ROLE_HEADER,
		    "Say a role (\"appraiser\") or a role and its unit "
		    "(\"unit:D01\").");
	return OK;
}

static enum err
check_own_role(const struct token_is *token, struct slice said,
    struct fault *why)
{
	struct unit_id unit;
	enum role role;
	enum err e;

	if (said.n == 0)
		return OK;
	if ((e = read_role(said, &role, &unit, why)) != OK)
		return e;
	if (role == token->who.role &&
	    (unit.text[0] == 0 || unit_id_eq(unit, token->who.unit)))
		return OK;
	return fault_set(why, ERR_FORBIDDEN, ROLE_HEADER,
	    "This token is of role \"%s\" and acts in no other.",
	    role_name(token->who.role));
}

enum err
acting_whose(const struct token_is *token, const struct acting *said,
    enum acting_as *as, struct person_id *out, struct fault *why)
{
	const struct who *who = &token->who;
	bool own = who->person.text[0] != 0;

	*as = ACTING_PERSON;
	*out = who->person;
	if (said->person.n == 0 && own)
		return OK;
	if (said->person.n == 0 && token->shared)
		return fault_set(why, ERR_MISSING_FIELD, PERSON_HEADER,
		    "This account is shared by an office: say who acts with "
		    "\"Parindex-Person: ID\".");
	if (said->person.n == 0) {
		*as = ACTING_SELF;
		return check_own_role(token, said->role, why);
	}
	if (person_id_read(said->person, out) != OK)
		return fault_set(why, ERR_MALFORMED, PERSON_HEADER,
		    "\"Parindex-Person\" is a person's id.");
	if (own ? person_id_eq(*out, who->person)
		: token->shared || who->role == ROLE_DMS)
		return OK;
	return fault_set(why, ERR_FORBIDDEN, PERSON_HEADER,
	    "This token acts for no other person.");
}

struct meaning {
	enum role role; /* ROLE_NOBODY: any */
	struct unit_id unit;
};

static bool
is_meant(const struct token_is *token, const struct meaning *m,
    const struct duty *d)
{
	if (token->shared && (d->role != token->who.role ||
				 !unit_id_eq(d->unit, token->who.unit)))
		return false;
	if (token->who.role == ROLE_DMS && !role_has_unit(d->role))
		return false;
	return (m->role == ROLE_NOBODY || m->role == d->role) &&
	       (m->unit.text[0] == 0 || unit_id_eq(m->unit, d->unit));
}

/* The same role and unit twice (a substitute who also has a duty of the own)
 * is no question. */
static bool
same_role(const struct duty *a, const struct duty *b)
{
	return a->role == b->role && unit_id_eq(a->unit, b->unit);
}

enum err
acting_by(const struct token_is *token, const struct acting *said,
    const struct duty *list, unsigned n, struct who *who, struct fault *why)
{
	struct meaning m = { ROLE_NOBODY, { "" } };
	const struct duty *found = NULL;
	enum err e;

	if (said->role.n > 0 &&
	    (e = read_role(said->role, &m.role, &m.unit, why)) != OK)
		return e;
	for (unsigned i = 0; i < n; i++) {
		if (!is_meant(token, &m, &list[i]))
			continue;
		if (found != NULL && !same_role(found, &list[i]))
			return fault_set(why, ERR_MISSING_FIELD, ROLE_HEADER,
			    "This person holds several duties (\"%s\" and "
			    "\"%s\" among them): say which acts with "
			    "\"Parindex-Role: ROLE\" or \"ROLE:UNIT\".",
			    role_name(found->role), role_name(list[i].role));
		if (found == NULL)
			found = &list[i];
	}
	if (found == NULL)
		return fault_set(why, ERR_FORBIDDEN, ROLE_HEADER,
		    "The person holds no such duty today.");
	*who = token->who;
	if (token->who.role == ROLE_DMS)
		who->via = ROLE_DMS;
	who->role = found->role;
	who->unit = found->unit;
	who->person = found->person;
	who->duty = found->number;
	return OK;
}
