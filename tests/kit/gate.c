/*
 * gate.c - the whole HTTP interface over a world, without a wire.
 *
 * Knows the table of routes. Touches its world.
 */
#include "tests/kit/gate.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/base/encode.h"
#include "store/base/json_in.h"
#include "tests/kit/request.h"
#include "tests/kit/suite.h"

void
gate_open_with(struct gate *g, const char *const *patches)
{
	struct throttle_options limits = { .open_most = 4,
		.failures_most = 1000,
		.window_us = 60 * 1000000,
		.pause_us = 1000000 };

	*g = (struct gate){ .n_tokens = 0 };
	world_open_with(&g->w, patches);
	g->door.store = g->w.store;
	g->door.upload_most = 1 << 20;
	g->door.day_most = 1 << 30;
	g->door.threads = 8;
	ck_assert_int_eq(throttle_open(&g->door.throttle, limits), OK);
}

void
gate_open(struct gate *g)
{
	gate_open_with(g, (const char *const[]){ NULL });
}

void
gate_close(struct gate *g)
{
	throttle_close(&g->door.throttle);
	world_close(&g->w);
	while (g->n_tokens > 0)
		buf_free(&g->tokens[--g->n_tokens].text);
}

/* "rounds:H99 council" */
static enum err
issue_bound(struct gate *g, const struct who *operator, const char * whose,
    struct gate_token *t, struct fault *why)
{
	const char *space = strchr(whose, ' ');
	struct token_asked in = { .label = t->name };

	ck_assert_ptr_nonnull(space);
	in.role = role_read(slice_text(space + 1));
	memcpy(in.owner.text, whose, (size_t)(space - whose));
	return act_give_token(g->w.store, operator, & in, &t->number, &t->text,
	    why);
}

/* "D01", "leader:D01", "shared:D01", "person:an", "rounds:H99 council". */
static enum err
issue_of(struct gate *g, const struct who *operator, struct gate_token * t,
    struct fault *why)
{
	const char *colon = strchr(t->name, ':');
	const char *whose = colon == NULL ? t->name : colon + 1;
	struct slice kind =
	    slice_of(t->name, colon == NULL ? 0 : (size_t)(colon - t->name));
	struct person_id person;

	if (slice_is(kind, "person")) {
		ck_assert_int_eq(person_id_read(slice_text(whose), &person),
		    OK);
		return act_issue_personal_token(g->w.store, operator, person,
		    t->name, &t->number, &t->text, why);
	}
	if (slice_is(kind, "rounds"))
		return issue_bound(g, operator, whose, t, why);
	if (slice_is(kind, "shared"))
		return act_issue_shared_token(g->w.store, operator, ROLE_UNIT,
		    unit_named(whose), t->name, &t->number, &t->text, why);
	return act_issue_token(g->w.store, operator,
	    kind.n == 0 ? ROLE_UNIT : role_read(kind), unit_named(whose),
	    t->name, &t->number, &t->text, why);
}

static struct gate_token *
token_named(struct gate *g, const char *name)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	enum role role = role_read(slice_text(name));
	struct unit_id unit = { "" };
	struct gate_token *t;
	struct fault why = { 0 };

	for (unsigned i = 0; i < g->n_tokens; i++)
		if (strcmp(g->tokens[i].name, name) == 0)
			return &g->tokens[i];
	ck_assert_uint_lt(g->n_tokens, GATE_TOKENS);
	t = &g->tokens[g->n_tokens++];
	t->name = name;
	if (role == ROLE_NOBODY) {
		ck_assert_msg(issue_of(g, &operator, t, &why) == OK, "%s",
		    why.detail);
		return t;
	}
	ck_assert_msg(act_issue_token(g->w.store, &operator, role, unit, name,
			  &t->number, &t->text, &why) == OK,
	    "%s", why.detail);
	return t;
}

const char *
gate_token(struct gate *g, const char *name)
{
	return buf_cstr(&token_named(g, name)->text);
}

void
gate_revoke(struct gate *g, const char *name)
{
	struct who operator= world_who(ROLE_OPERATOR, "");

	ck_assert_int_eq(act_revoke_token(g->w.store, &operator,
			     token_named(g, name)->number, NULL),
	    OK);
}

/* "If-Match" as "HTTP_IF_MATCH". */
static void
put_header(struct request *r, const char *name, const char *value)
{
	char variable[64] = "HTTP_";
	size_t n = 5;

	for (; *name != 0; name++)
		variable[n++] = *name == '-' ? '_'
				: *name >= 'a' && *name <= 'z'
				    ? (char)(*name - 32)
				    : *name;
	request_variable(r, variable, value);
}

static void
put_token(struct gate *g, struct request *r, const char *as)
{
	char field[128];

	if (as == NULL)
		return;
	(void)snprintf(field, sizeof field, "Bearer %s", gate_token(g, as));
	put_header(r, "Authorization", field);
}

static void
put_body(struct request *r, const struct sent *q)
{
	char length[24];

	r->body = q->text != NULL ? slice_text(q->text) : q->body;
	r->fails = q->fails;
	r->piece = 700;
	if (r->body.p == NULL && q->missing == 0)
		return;
	(void)snprintf(length, sizeof length, "%zu", r->body.n + q->missing);
	request_variable(r, "CONTENT_LENGTH", length);
}

static void
hear(struct reply *r, struct heard *a)
{
	ck_assert(reply_whole(r));
	a->status = r->status;
	reply_head(r, &a->head);
	if (r->fd < 0) {
		buf_slice(&a->body, buf_all(&r->body));
		return;
	}
	ck_assert_int_eq(pread(r->fd, buf_room(&a->body, (size_t)r->length),
			     (size_t)r->length, (off_t)r->offset),
	    r->length);
	a->body.n += (size_t)r->length;
}

void
gate_ask(struct gate *g, const struct sent *q, struct heard *a)
{
	struct request made;
	struct reply r;
	struct ask ask;
	char target[512];

	heard_free(a);
	(void)snprintf(target, sizeof target, "%s%s", GATE_PATH, q->target);
	request_start(&made, q->method, target);
	if (q->remote != NULL) {
		free(made.variables[--made.n]);
		request_variable(&made, "REMOTE_ADDR", q->remote);
	}
	put_token(g, &made, q->as);
	for (unsigned i = 0; i < GATE_HEADERS && q->headers[i][0] != NULL; i++)
		put_header(&made, q->headers[i][0], q->headers[i][1]);
	if (q->type != NULL)
		request_variable(&made, "CONTENT_TYPE", q->type);
	put_body(&made, q);
	request_ask(&made, GATE_PATH, &ask);
	reply_open(&r);
	routes_handle(&g->door, &ask, &r);
	hear(&r, a);
	a->taken = ask.taken;
	reply_close(&r);
	ask_close(&ask);
	request_end(&made);
}

void
heard_free(struct heard *a)
{
	buf_free(&a->head);
	buf_free(&a->body);
	*a = (struct heard){ 0 };
}

const char *
heard_header(struct heard *a, const char *name)
{
	static char value[4096];
	const char *line;
	char start[64];

	value[0] = 0;
	(void)snprintf(start, sizeof start, "\r\n%s: ", name);
	line = strcasestr(buf_cstr(&a->head), start);
	if (line != NULL)
		(void)snprintf(value, sizeof value, "%.*s",
		    (int)strcspn(line + strlen(start), "\r"),
		    line + strlen(start));
	return value;
}

const char *
heard_text(struct heard *a)
{
	return buf_cstr(&a->body);
}

const char *
heard_member(struct heard *a, const char *key, char *room, size_t n)
{
	char start[64];
	const char *at;

	(void)snprintf(start, sizeof start, "\"%s\":\"", key);
	at = strstr(heard_text(a), start);
	ck_assert_msg(at != NULL, "no %s in %s", key, heard_text(a));
	at += strlen(start);
	(void)snprintf(room, n, "%.*s", (int)strcspn(at, "\""), at);
	return room;
}

/* The member `key` of the problem document. */
static void
expect_text(const struct json *doc, const char *row, const char *key,
    const char *want, bool whole)
{
	struct jv root = json_root(doc), v = jv_get(&root, key);
	struct slice text = SLICE_NONE;

	ck_assert_msg(jv_text(&v, &text), "%s: there is no %s", row, key);
	ck_assert_msg(whole
			  ? slice_is(text, want)
			  : memmem(text.p, text.n, want, strlen(want)) != NULL,
	    "%s: %s is \"%.*s\", wanted \"%s\"", row, key, (int)text.n,
	    (const char *)text.p, want);
}

void
heard_receipt(struct gate *g, struct heard *a, enum entry_type type,
    const char *unit)
{
	char text[DIGEST_TEXT];
	struct json *doc = NULL;
	struct fault why = { 0 };
	struct slice receipt;
	struct jv root, v;
	struct receipt checked;
	struct slice line;
	struct digest said;
	uint8_t salt[32];

	ck_assert_err(json_parse(buf_all(&a->body), 1 << 20, &doc, &why), OK);
	root = json_root(doc);
	v = jv_get(&root, "receipt");
	ck_assert_msg(jv_text(&v, &receipt), "%s", heard_text(a));
	ck_assert_msg(receipt_check(receipt, &g->w.store->key, &checked,
			  &why) == OK,
	    "%s", why.detail);
	ck_assert_int_eq(checked.entry.type, type);
	(void)heard_member(a, "salt", text, sizeof text);
	ck_assert_err(hex_get(slice_text(text), salt, sizeof salt), OK);
	ck_assert(entry_value(checked.entry.body, "unit", 0, &line));
	ck_assert_err(digest_read(line, &said), OK);
	ck_assert(digest_eq(entry_salted_unit(salt, unit), said));
	receipt_free(&checked);
	json_free(&doc);
}

void
heard_problem(struct heard *a, const char *row, int status, const char *type,
    const char *word)
{
	struct json *doc = NULL;
	struct fault why = { 0 };
	char urn[96];

	ck_assert_msg(a->status == status, "%s: %d, not %d: %s", row, a->status,
	    status, heard_text(a));
	ck_assert_str_eq(heard_header(a, "Content-Type"),
	    "application/problem+json");
	ck_assert_msg(json_parse(buf_all(&a->body), 65536, &doc, &why) == OK,
	    "%s: %s: %s", row, why.detail, heard_text(a));
	(void)snprintf(urn, sizeof urn, "urn:parindex:problem:%s", type);
	expect_text(doc, row, "type", urn, true);
	expect_text(doc, row, "detail", word, false);
	json_free(&doc);
}
