/*
 * submit_digest.c - what a submission's request says, as one hash.
 *
 * Knows the lines of a manifest (docs/log-format.md). Touches nothing.
 */
#include "store/act/submitting.h"

struct digest
submitting_digest(const struct submission *s, bool salted)
{
	const struct document_facts *f = &s->facts;
	const char *const lines[][2] = {
		{ "file", f->file_name },
		{ "type", f->media_type },
		{ "number", f->number },
		{ "symbol", f->symbol },
		{ "issued", f->issued },
		{ "issuer", f->issuer },
		{ "section", f->section },
		{ "page", f->page },
	};
	char hex[DIGEST_TEXT];
	struct buf text = { 0 };
	struct digest d;

	if (salted)
		buf_bytes(&text, s->salt, sizeof s->salt);
	buf_print(&text, "period %s\nunit %s\n", s->period.text, s->unit.text);
	for (unsigned i = 0; i < s->n_leaves; i++)
		buf_print(&text, "leaf %s\n", s->leaf[i].text);
	digest_text(s->document, hex);
	buf_print(&text, "document %s\nsize %llu\n", hex,
	    (unsigned long long)s->size);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_print(&text, "%s %s\n", lines[i][0], lines[i][1]);
	buf_print(&text, "note %zu\n%s\n", strlen(f->note), f->note);
	if (salted && s->person.text[0] != 0)
		buf_print(&text, "person %s%s\n", s->person.text,
		    s->by_dms ? " via dms" : "");
	if (!salted) /* the log has lines of their own for these */
		buf_bytes(&text, s->replaces.b, sizeof s->replaces.b);
	if (!salted && commitment_id_is(s->completes.id))
		buf_bytes(&text, s->completes.id.b, sizeof s->completes.id.b);
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}
