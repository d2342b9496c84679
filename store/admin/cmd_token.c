/*
 * cmd_token.c - access tokens are given out, listed, revoked.
 *
 * Knows that a token is shown once. Touches the store through acts and looks.
 */
#include <stdio.h>
#include <string.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/grid.h"
#include "store/look/looks.h"

enum {
	OPT_UNIT = 256,
	OPT_LABEL,
	OPT_PERSON,
	OPT_SHARED,
	OPT_OWNER,
};

const struct argp_option token_options[] = {
	{ "unit", OPT_UNIT, "UNIT", 0, "Whose (role unit or leader only)", 0 },
	{ "person", OPT_PERSON, "PERSON", 0, "Whose own (\"person\" only)", 0 },
	{ "shared", OPT_SHARED, NULL, 0,
	    "An office's account: each use names a person", 0 },
	{ "owner", OPT_OWNER, "UNIT", 0,
	    "Only of the rounds that this lower level runs", 0 },
	{ "label", OPT_LABEL, "TEXT", 0, "What the list calls it", 0 },
	{ 0 },
};

#define PERIODS_MOST 64

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

/* What no loaded period knows, as a unit or as whose round it is, is most
 * likely misspelt. */
static enum err
check_known(struct admin *a, struct unit_id unit, bool owner)
{
	struct periods all = { .n = 0 };
	const struct plan *plan;
	struct period row;
	enum err e;

	if ((e = look_periods(a->store, take_period, &all)) != OK)
		return e;
	for (unsigned i = 0; i < all.n; i++) {
		if ((e = store_plan(a->store, all.list[i], &plan, &row)) != OK)
			return e;
		if (owner ? unit_id_eq(plan->owner, unit)
			  : plan_unit(plan, unit) >= 0)
			return OK;
	}
	return fault_set(&a->why, ERR_UNKNOWN_UNIT, "",
	    owner ? "No loaded period is run by \"%s\"."
		  : "No loaded period has a unit \"%s\".",
	    unit.text);
}

static enum ending
read_owner(struct admin *a, const struct call *c, struct unit_id *owner)
{
	const char *text = call_option(c, OPT_OWNER);

	if (text == NULL)
		return END_OK;
	if (!arg_unit(text, owner))
		return END_USAGE;
	return admin_end(a, check_known(a, *owner, true));
}

static enum ending
read_who(struct admin *a, const struct call *c, enum role *role,
    struct unit_id *unit)
{
	const char *text = call_option(c, OPT_UNIT);

	*unit = (struct unit_id){ "" };
	if ((*role = role_read(slice_text(c->arg[0]))) == ROLE_NOBODY)
		return admin_usage("There is no role \"%s\".", c->arg[0]);
	if (role_has_unit(*role) != (text != NULL))
		return admin_usage("A token of role unit or leader needs "
				   "--unit; no other role takes it.");
	if (text == NULL)
		return END_OK;
	if (!arg_unit(text, unit))
		return END_USAGE;
	return admin_end(a, check_known(a, *unit, false));
}

/* "person" stands where a role does: the duties have the roles. */
static enum ending
read_person(const struct call *c, struct person_id *person)
{
	const char *said = call_option(c, OPT_PERSON);
	bool own = strcmp(c->arg[0], "person") == 0;

	*person = (struct person_id){ "" };
	if (own != (said != NULL))
		return admin_usage("A token of a person is `token add person "
				   "--person ID`.");
	if (own && (call_option(c, OPT_UNIT) != NULL ||
		       call_option(c, OPT_SHARED) != NULL))
		return admin_usage("A person's token takes neither --unit nor "
				   "--shared.");
	if (own && person_id_read(slice_text(said), person) != OK)
		return admin_usage("\"%s\" cannot be a person's id.", said);
	return END_OK;
}

static void
say_issued(struct token_id number, const struct token_asked *in)
{
	bool person = in->person.text[0] != 0, bound = in->owner.text[0] != 0;

	(void)fprintf(stderr,
	    "Token %llu for %s%s%s%s%s%s. It is shown this once: only its "
	    "SHA-256 is kept.\n",
	    (unsigned long long)number.n, person ? "person " : "role ",
	    person ? in->person.text : role_name(in->role),
	    !person && in->unit.text[0] != 0 ? " of unit " : "",
	    person ? "" : in->unit.text, bound ? ", in the rounds of " : "",
	    in->owner.text);
}

/* What the command asks for. */
static enum ending
read_asked(struct admin *a, const struct call *c, struct token_asked *in)
{
	const char *label = call_option(c, OPT_LABEL);
	enum ending end;

	in->label = label == NULL ? "" : label;
	in->shared = call_option(c, OPT_SHARED) != NULL;
	if (strlen(in->label) >= sizeof a->who.label)
		return admin_usage("A label has at most %zu bytes.",
		    sizeof a->who.label - 1);
	if ((end = read_person(c, &in->person)) != END_OK ||
	    (in->person.text[0] == 0 &&
		(end = read_who(a, c, &in->role, &in->unit)) != END_OK))
		return end;
	return read_owner(a, c, &in->owner);
}

enum ending
cmd_token_add(struct admin *a, const struct call *c)
{
	struct token_asked in = { .role = ROLE_NOBODY };
	struct buf secret = { 0 };
	struct token_id number;
	enum ending end = read_asked(a, c, &in);
	enum err e;

	if (end != END_OK)
		return end;
	e = act_give_token(a->store, &a->who, &in, &number, &secret, &a->why);
	if (e == OK) {
		(void)printf("%s\n", buf_cstr(&secret));
		say_issued(number, &in);
	}
	if (secret.p != NULL)
		explicit_bzero(secret.p, secret.room);
	buf_free(&secret);
	return admin_end(a, e);
}

static void
add_token(void *self, const struct token *token)
{
	const struct who *who = &token->who;
	struct grid *g = self;

	grid_print(g, "%llu", (unsigned long long)who->token.n);
	grid_print(g, "%s%s%s%s",
	    who->person.text[0] != 0 ? "person" : role_name(who->role),
	    token->shared ? ", shared" : "",
	    who->owner.text[0] != 0 ? ", rounds of " : "", who->owner.text);
	grid_cell(g, who->person.text[0] != 0 ? who->person.text
		     : who->unit.text[0] == 0 ? "-"
					      : who->unit.text);
	grid_moment(g, token->issued);
	grid_moment(g, token->revoked);
	grid_cell(g, who->label);
}

enum ending
cmd_token_list(struct admin *a, const struct call *c)
{
	static const struct grid_column columns[] = {
		{ "token", GRID_RIGHT },
		{ "role", GRID_LEFT },
		{ "of", GRID_LEFT },
		{ "issued", GRID_LEFT },
		{ "revoked", GRID_LEFT },
		{ "label", GRID_LEFT },
	};
	struct grid g = grid_start(columns, 6);
	enum err shown, e;

	(void)c;
	e = look_tokens(a->store, add_token, &g);
	shown = grid_show(&g, stdout);
	return admin_end(a, e != OK ? e : shown);
}

enum ending
cmd_token_revoke(struct admin *a, const struct call *c)
{
	struct token_id number;
	enum err e;

	if (!arg_number(c->arg[0], "A token's number", &number.n))
		return END_USAGE;
	e = act_revoke_token(a->store, &a->who, number, &a->why);
	if (e == OK)
		(void)printf("token %llu is revoked\n",
		    (unsigned long long)number.n);
	return admin_end(a, e);
}
