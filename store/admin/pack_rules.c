/*
 * pack_rules.c - versions of a period's data against the log of the pack.
 *
 * Knows the form of docs/audit.md. Touches nothing but its arguments.
 */
#include "store/admin/pack_rules.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/encode.h"
#include "store/base/json_in.h"
#include "store/ledger/entry.h"
#include "store/ledger/lines.h"
#include "store/model/mandate.h"

#define DECISION_MOST 16384

struct packed_rule {
	uint64_t version;
	struct digest bundle, decision; /* zero: without one */
};

static bool
digest_line(const struct entry *e, const char *key, struct digest *out)
{
	struct slice value;

	return entry_value(e->body, key, 0, &value) &&
	       digest_read(value, out) == OK;
}

static void
keep(struct packed_rules *r, const struct packed_rule *rule)
{
	size_t room = r->room == 0 ? 16 : 2 * r->room;
	struct packed_rule *list;

	if (r->n == r->room) {
		if ((list = realloc(r->list, room * sizeof *list)) == NULL) {
			r->lost = true;
			return;
		}
		r->list = list;
		r->room = room;
	}
	r->list[r->n++] = *rule;
}

void
packed_rules_entry(struct packed_rules *r, struct slice bytes)
{
	struct packed_rule rule = { .version = 0 };
	struct entry e;
	int64_t version;

	if (entry_read(bytes, &e) != OK ||
	    (e.type != ENTRY_RULES && e.type != ENTRY_OPENING &&
		e.type != ENTRY_AMENDMENT) ||
	    !entry_number(e.body, "version", &version) || version < 1 ||
	    !digest_line(&e, "bundle", &rule.bundle))
		return;
	rule.version = (uint64_t)version;
	if (e.type == ENTRY_AMENDMENT)
		(void)digest_line(&e, "decision", &rule.decision);
	keep(r, &rule);
}

static bool
logged(const struct packed_rules *r, uint64_t version, struct digest d,
    bool decision)
{
	for (size_t i = 0; i < r->n; i++)
		if ((version == 0 || r->list[i].version == version) &&
		    digest_eq(decision ? r->list[i].decision
				       : r->list[i].bundle,
			d))
			return true;
	return false;
}

bool
packed_rules_know(const struct packed_rules *r, struct digest d)
{
	return logged(r, 0, d, false);
}

static struct slice
text_of(const struct jv *root, const char *key)
{
	struct jv v = jv_get(root, key);
	struct slice s = slice_text("");

	(void)jv_text(&v, &s);
	return s;
}

/* SHA-256(salt || the decision's four lines), as the log commits to it. */
static bool
salted(const struct jv *root, struct digest *out)
{
	struct mandate m;
	uint8_t salt[32];
	struct buf text = { 0 };
	bool well;

	if (hex_get(text_of(root, "salt"), salt, sizeof salt) != OK ||
	    mandate_read(text_of(root, "number"), text_of(root, "date"),
		text_of(root, "reason"), text_of(root, "person"), &m,
		NULL) != OK)
		return false;
	buf_bytes(&text, salt, sizeof salt);
	mandate_put(&text, &m);
	*out = digest_of(buf_all(&text));
	well = text.err == OK;
	buf_free(&text);
	return well;
}

static const char *
check_decision(const struct packed_rules *r, uint64_t version,
    struct slice bytes)
{
	struct json *doc = NULL;
	struct digest d;
	struct jv root;
	bool well = false;

	if (json_parse(bytes, DECISION_MOST, &doc, NULL) == OK) {
		root = json_root(doc);
		well = salted(&root, &d) && logged(r, version, d, true);
	}
	json_free(&doc);
	return well ? NULL : "the log says another decision";
}

const char *
packed_rules_part(const struct packed_rules *r, const char *name,
    struct slice bytes, struct digest d)
{
	const char *dot = strchr(name, '.');
	char *end;
	uint64_t version = strtoull(name, &end, 10);

	if (dot == NULL || end != dot || version == 0)
		return "it is of no version";
	if (strcmp(dot, ".decision.json") == 0)
		return check_decision(r, version, bytes);
	if (strcmp(dot, ".json") != 0)
		return "it is of no version";
	return logged(r, version, d, false)
		   ? NULL
		   : "the log says other data for this version";
}

void
packed_rules_free(struct packed_rules *r)
{
	free(r->list);
	*r = (struct packed_rules){ .list = NULL };
}
