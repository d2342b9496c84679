/*
 * gate.h - the whole HTTP interface over a world, without a wire.
 */
#ifndef TESTS_KIT_GATE_H
#define TESTS_KIT_GATE_H

#include "cgi/routes.h"
#include "tests/kit/world.h"

#define GATE_PATH "/parindex"
#define GATE_HEADERS 8
#define GATE_TOKENS 16

/* Roles' tokens as a test names them: "D01", "H01", "appraiser", "council",
 * "survey", "operator", "auditor", "lead", "dms"; "leader:D01" of another role
 * with a unit, "shared:D01" of an office's account, "person:an" of a person who
 * is there, "rounds:H99 council" of a role bound to the rounds of H99. */
struct gate {
	struct world w;
	struct door door;
	struct gate_token {
		const char *name;
		struct token_id number;
		struct buf text;
	} tokens[GATE_TOKENS];
	unsigned n_tokens;
};

/* A door over an open world; as world_open_with. */
void gate_open(struct gate *g);
void gate_open_with(struct gate *g, const char *const *patches);
void gate_close(struct gate *g);

/* The text of a token for that name, made at its first use. */
const char *gate_token(struct gate *g, const char *name);
void gate_revoke(struct gate *g, const char *name);

/* A request. What is left out is not sent. */
struct sent {
	const char *as; /* gate_token's name; NULL: without a token */
	const char *method, *target; /* "/v1/..." without the prefix */
	const char *headers[GATE_HEADERS][2];
	struct slice body;
	const char *text; /* the body, when it is text */
	const char *type; /* Content-Type */
	size_t missing;   /* bytes announced and never sent */
	enum err fails;   /* what reading says where they should come */
	const char *remote;
};

struct heard {
	int status;
	struct buf head; /* as it would be sent */
	struct buf body; /* a file's bytes too */
	uint64_t taken;  /* bytes of the request's body that were read */
};

/* Asks; the answer is freed by heard_free or by the next question. */
void gate_ask(struct gate *g, const struct sent *q, struct heard *a);
void heard_free(struct heard *a);

/* A header's value, copied nowhere: "" when it is not there. Valid until the
 * next call. */
const char *heard_header(struct heard *a, const char *name);

/* The body as text. */
const char *heard_text(struct heard *a);

/* The text member `key`, wherever it stands first; fails the test when there
 * is none. Valid until the answer is freed; `room` gets it. */
const char *heard_member(struct heard *a, const char *key, char *room,
    size_t n);

/* Fails the test unless the answer's receipt holds by the log's key, is of an
 * entry of that type, and the answer's salt gives the unit's name in it. */
void heard_receipt(struct gate *g, struct heard *a, enum entry_type type,
    const char *unit);

/* Fails the test, naming `row`, unless the answer is that problem and says
 * `word` in its detail. */
void heard_problem(struct heard *a, const char *row, int status,
    const char *type, const char *word);

#endif
