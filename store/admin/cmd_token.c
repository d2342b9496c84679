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
};

const struct argp_option token_options[] = {
	{ "unit", OPT_UNIT, "UNIT", 0, "Whose (role unit or leader only)", 0 },
	{ "person", OPT_PERSON, "PERSON", 0, "Whose own (\"person\" only)", 0 },
	{ "shared", OPT_SHARED, NULL, 0,
	    "An office's account: each use names a person", 0 },
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

/* A unit that no loaded period knows is most likely misspelt. */
static enum err
check_unit(struct admin *a, struct unit_id unit)
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
		if (plan_unit(plan, unit) >= 0)
			return OK;
	}
	return fault_set(&a->why, ERR_UNKNOWN_UNIT, "",
	    "No loaded period has a unit \"%s\".", unit.text);
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
	return admin_end(a, check_unit(a, *unit));
}

/* Gives it out by the act for its kind. */
static enum err
issue(struct admin *a, const struct call *c, enum role role,
    struct unit_id unit, struct person_id person, struct token_id *number,
    struct buf *secret)
{
	const char *label = call_option(c, OPT_LABEL);

	if (label == NULL)
		label = "";
	if (person.text[0] != 0)
		return act_issue_personal_token(a->store, &a->who, person,
		    label, number, secret, &a->why);
	if (call_option(c, OPT_SHARED) != NULL)
		return act_issue_shared_token(a->store, &a->who, role, unit,
		    label, number, secret, &a->why);
	return act_issue_token(a->store, &a->who, role, unit, label, number,
	    secret, &a->why);
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
say_issued(struct token_id number, enum role role, struct unit_id unit,
    struct person_id person)
{
	const char *whose = person.text[0] != 0 ? person.text : unit.text;

	(void)fprintf(stderr,
	    "Token %llu for %s%s%s%s. It is shown this once: only its SHA-256 "
	    "is kept.\n",
	    (unsigned long long)number.n,
	    person.text[0] != 0 ? "person " : "role ",
	    person.text[0] != 0 ? "" : role_name(role),
	    person.text[0] == 0 && unit.text[0] != 0 ? " of unit " : "", whose);
}

enum ending
cmd_token_add(struct admin *a, const struct call *c)
{
	const char *label = call_option(c, OPT_LABEL);
	struct buf secret = { 0 };
	struct unit_id unit = { "" };
	struct person_id person;
	struct token_id number;
	enum role role = ROLE_NOBODY;
	enum ending end;
	enum err e;

	if (label == NULL)
		label = "";
	if (strlen(label) >= sizeof a->who.label)
		return admin_usage("A label has at most %zu bytes.",
		    sizeof a->who.label - 1);
	if ((end = read_person(c, &person)) != END_OK ||
	    (person.text[0] == 0 &&
		(end = read_who(a, c, &role, &unit)) != END_OK))
		return end;
	e = issue(a, c, role, unit, person, &number, &secret);
	if (e == OK) {
		(void)printf("%s\n", buf_cstr(&secret));
		say_issued(number, role, unit, person);
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
	grid_print(g, "%s%s",
	    who->person.text[0] != 0 ? "person" : role_name(who->role),
	    token->shared ? ", shared" : "");
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
