/*
 * cell_entry.c - the words of a cell, as the log commits to them.
 *
 * Knows the bytes under the digest. Touches nothing but its arguments.
 */
#include "store/cell_entry.h"

#include "store/base/json_out.h"
#include "store/ledger/entry.h"

static void
put_lost(struct jout *j, const struct cell *cell)
{
	jout_key(j, "lost");
	jout_array(j);
	for (unsigned i = 0; i < cell->n_lost; i++)
		jout_str(j, cell->lost[i]);
	jout_array_end(j);
}

static void
put_person(struct jout *j, const struct cell *cell)
{
	jout_kstr(j, "person", cell->person.text);
	jout_kstr(j, "role", role_name(cell->role));
	if (cell->via != ROLE_NOBODY)
		jout_kstr(j, "via", role_name(cell->via));
}

struct digest
cell_digest(const struct leaf *leaf, const struct cell *cell)
{
	struct buf text = { 0 };
	struct jout j;
	struct digest d;

	buf_bytes(&text, cell->salt, sizeof cell->salt);
	j = jout_start(&text);
	jout_object(&j);
	jout_key(&j, "inputs");
	inputs_put(&j, leaf->vars, leaf->n_vars, &cell->inputs);
	jout_kbool(&j, "not_applicable", cell->inputs.not_applicable);
	jout_kstr(&j, "reason", cell->reason);
	if (cell->n_lost > 0)
		put_lost(&j, cell);
	if (cell->record != 0)
		jout_kuint(&j, "decision", cell->record);
	if (cell->person.text[0] != 0)
		put_person(&j, cell);
	jout_object_end(&j);
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}

void
cell_entry(const struct cell *cell, struct digest said, struct buf *body)
{
	entry_str(body, "period", cell->period.text);
	entry_digest(body, "unit",
	    entry_salted_unit(cell->salt, cell->unit.text));
	entry_str(body, "leaf", cell->leaf.text);
	entry_str(body, "column", column_name(cell->column));
	entry_int(body, "version", (int64_t)cell->version);
	entry_digest(body, "inputs", said);
	entry_int(body, "by", (int64_t)cell->by.n);
}
