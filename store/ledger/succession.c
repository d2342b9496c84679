/*
 * succession.c - first entries of logs, read and written.
 *
 * Knows the lines that genesis and succession share. Touches the log's
 * tables, reading.
 */
#include "store/ledger/succession.h"

#include <assert.h>
#include <stdio.h>

#include "store/ledger/lines.h"
#include "store/ledger/rows.h"

#define SIMULATED "/simulated"

static bool
text_get(struct slice body, const char *key, char *out, size_t room)
{
	struct slice value;

	if (!entry_value(body, key, 0, &value) || value.n >= room)
		return false;
	memset(out, 0, room);
	memcpy(out, value.p, value.n);
	return true;
}

static bool
predecessor_get(struct slice body, struct birth_entry *out)
{
	struct slice size, root;

	return text_get(body, "before", out->before, sizeof out->before) &&
	       entry_value(body, "size", 0, &size) &&
	       number_read(size, &out->size) == OK &&
	       entry_value(body, "root", 0, &root) &&
	       digest_read(root, &out->root) == OK;
}

bool
birth_entry_read(struct slice bytes, struct birth_entry *out)
{
	struct slice vkey;
	struct entry entry;

	*out = (struct birth_entry){ 0 };
	if (entry_read(bytes, &entry) != OK)
		return false;
	if (entry.type != ENTRY_GENESIS && entry.type != ENTRY_SUCCESSION)
		return false;
	if (!text_get(entry.body, "origin", out->origin, sizeof out->origin) ||
	    !entry_value(entry.body, "vkey", 0, &vkey) ||
	    note_key_read(vkey, &out->key) != OK ||
	    strcmp(out->key.name, out->origin) != 0)
		return false;
	return entry.type == ENTRY_GENESIS || predecessor_get(entry.body, out);
}

bool
birth_entry_get(struct ledger *l, struct txn *t, struct birth_entry *out)
{
	struct slice bytes;

	*out = (struct birth_entry){ 0 };
	return entry_get(l, t, 0, &bytes) && birth_entry_read(bytes, out);
}

enum err
ledger_earlier(struct ledger **out, struct ledger *l, struct txn *t,
    unsigned number)
{
	struct ledger_tables tables = l->tables;
	struct birth_entry birth;
	enum err e;

	assert(number < tables.number);
	tables.number = number;
	if ((e = ledger_new(out, tables, l->origin, NULL)) != OK)
		return e;
	if (!birth_entry_get(*out, t, &birth)) {
		ledger_drop(out);
		return t->err != OK ? t->err : ERR_BROKEN;
	}
	memcpy((*out)->origin, birth.origin, sizeof birth.origin);
	return OK;
}

enum err
ledger_root(struct ledger *l, struct txn *t, uint64_t *size,
    struct digest *root)
{
	struct ledger_nodes store = { l, t };

	*size = ledger_size(l, t);
	return t->err != OK ? t->err
			    : tree_root(ledger_tree(&store), *size, root);
}

void
succession_body(const struct succession *s, struct buf *body)
{
	char root[DIGEST_TEXT];

	entry_str(body, "origin", s->origin);
	entry_str(body, "store", s->store);
	entry_str(body, "vkey", s->vkey);
	entry_str(body, "before", s->old->origin);
	entry_int(body, "size", (int64_t)s->old->size);
	entry_digest(body, "root", s->old->root);
	if (s->known->origin[0] != 0) {
		digest_text(s->known->root, root);
		buf_text(body, "known ");
		buf_u64(body, s->known->size);
		buf_byte(body, ' ');
		buf_text(body, root);
		buf_byte(body, '\n');
	}
	entry_line(body, "reason", s->reason);
}

enum err
succession_origin(const char *first, unsigned number, char *out)
{
	size_t n = strlen(first), tail = strlen(SIMULATED);
	bool simulated = n > tail && strcmp(first + n - tail, SIMULATED) == 0;
	int length = snprintf(out, ORIGIN_ROOM, "%.*s/%u%s",
	    (int)(simulated ? n - tail : n), first, number + 1,
	    simulated ? SIMULATED : "");

	return length < ORIGIN_ROOM ? OK : ERR_TOO_BIG;
}
