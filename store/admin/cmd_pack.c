/*
 * cmd_pack.c - an evidence pack made, and checked.
 *
 * Knows its form (pack.h). Touches the store through looks and one act, and
 * the file it is told to write.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/act/acts.h"
#include "store/admin/commands.h"
#include "store/admin/pack.h"
#include "store/admin/tar.h"
#include "store/base/draft.h"
#include "store/look/looks.h"
#include "store/view/views.h"

enum {
	OPT_UNIT = 256,
	OPT_ALL,
	OPT_OUT,
	OPT_LOG_KEY,
};

const struct argp_option pack_options[] = {
	{ "unit", OPT_UNIT, "UNIT", 0, "Only this unit's documents", 0 },
	{ "all", OPT_ALL, NULL, 0, "Every unit's", 0 },
	{ "out", OPT_OUT, "FILE", 0, "The archive to write (.tar)", 0 },
	{ 0 },
};

const struct argp_option pack_check_options[] = {
	{ "log-key", OPT_LOG_KEY, "VKEY", 0,
	    "The log's public key, known from elsewhere", 0 },
	{ 0 },
};

/* ---- make ---- */

static enum err
put_part(void *self, const char *name, struct slice bytes)
{
	struct tar_out *t = self;

	tar_part(t, name, bytes);
	return t->err;
}

static enum err
put_file(void *self, const char *name, int fd, uint64_t size)
{
	struct tar_out *t = self;

	tar_file(t, name, fd, size);
	return t->err;
}

static void
describe(const struct submission *s, struct span within, struct buf *to)
{
	struct jout j = jout_start(to);

	view_submission(&j, s, &(struct submission_beside){ .within = within });
	buf_byte(to, '\n');
}

static void
describe_commitment(const struct commitment *c, struct span within,
    struct buf *to)
{
	struct jout j = jout_start(to);

	view_commitment(&j, c, &(struct commitment_beside){ .within = within });
	buf_byte(to, '\n');
}

static enum err
find(struct admin *a, const struct pack *pack, struct buf *to)
{
	struct jout j = jout_start(to);
	struct findings fs;
	enum err e = look_audit(a->store, &a->who, pack->period, &fs, &a->why);

	if (e != OK)
		return e;
	if (pack->unit.text[0] != 0)
		findings_of_unit(&fs, pack->unit);
	view_findings(&j, pack->period, &fs, SEVERITY_INFO);
	buf_byte(to, '\n');
	findings_free(&fs);
	return to->err;
}

/* MANIFEST, and the note that the log's key signs over it. */
static enum err
seal(struct admin *a, const struct pack *pack, struct tar_out *t,
    struct digest *manifest)
{
	struct buf text = { 0 }, note = { 0 }, lines = t->manifest;
	char hex[DIGEST_TEXT];

	t->manifest = (struct buf){ 0 };
	*manifest = digest_of(buf_all(&lines));
	digest_text(*manifest, hex);
	buf_print(&text, "%s\nlog %s\nperiod %s\nunit %s\nmanifest %s\n",
	    PACK_FIRST_LINE, a->store->meta.origin, pack->period.text,
	    pack->unit.text[0] == 0 ? "*" : pack->unit.text, hex);
	if (text.err == OK)
		note_sign(a->store->signer, buf_all(&text), &note);
	if (t->err == OK)
		t->err = text.err != OK ? text.err : note.err;
	tar_part(t, "MANIFEST", buf_all(&lines));
	tar_part(t, "MANIFEST.sig", buf_all(&note));
	tar_end(t);
	buf_free(&lines);
	buf_free(&text);
	buf_free(&note);
	return t->err;
}

/* The entry is in the log before the archive has its name. */
static enum err
make(struct admin *a, const struct pack *asked, const char *path,
    uint64_t *files, struct digest *manifest)
{
	struct draft draft = DRAFT_NONE;
	struct pack k = *asked, *pack = &k;
	struct buf findings = { 0 };
	struct tar_out t = { 0 };
	enum err e;

	if ((e = find(a, pack, &findings)) != OK ||
	    (e = draft_open(&draft, path, 0600)) != OK)
		goto out;
	t.fd = draft.fd;
	pack->findings = buf_all(&findings);
	pack->self = &t;
	e = look_pack(a->store, &a->who, pack, &a->why);
	*files = t.parts;
	if (e == OK)
		e = seal(a, pack, &t, manifest);
	if (e == OK)
		e = act_note_export(a->store, &a->who, pack->period,
		    pack->unit.text[0] == 0, *files, *manifest, &a->why);
	if (e == OK)
		e = draft_publish_new(&draft);
	if (e == ERR_EXISTS)
		(void)fault_set(&a->why, e, "", "%s is there already.", path);
out:
	draft_drop(&draft);
	buf_free(&findings);
	buf_free(&t.manifest);
	return e;
}

enum ending
cmd_audit_pack(struct admin *a, const struct call *c)
{
	struct pack pack = { .describe = describe,
		.describe_commitment = describe_commitment,
		.part = put_part,
		.file = put_file };
	const char *unit = call_option(c, OPT_UNIT);
	const char *path = call_option(c, OPT_OUT);
	char hex[DIGEST_TEXT];
	struct digest manifest;
	uint64_t files;
	enum err e;

	if ((unit != NULL) == (call_option(c, OPT_ALL) != NULL))
		return admin_usage("One of --unit and --all is needed.");
	if (path == NULL)
		return admin_usage("--out FILE is needed.");
	if (!arg_period(c->arg[0], &pack.period) ||
	    (unit != NULL && !arg_unit(unit, &pack.unit)))
		return END_USAGE;
	if ((e = make(a, &pack, path, &files, &manifest)) != OK)
		return admin_end(a, e);
	digest_text(manifest, hex);
	(void)printf("%s: %llu files, manifest %s\n", path,
	    (unsigned long long)files, hex);
	return END_OK;
}

/* ---- check ---- */

enum ending
cmd_audit_check(struct admin *a, const struct call *c)
{
	const char *text = call_option(c, OPT_LOG_KEY);
	struct note_key key;
	struct packed p;
	enum err e;
	int fd;

	if (text != NULL && note_key_read(slice_text(text), &key) != OK)
		return admin_usage("--log-key is no key of a log.");
	if ((fd = open(c->arg[0], O_RDONLY | O_CLOEXEC)) < 0)
		return admin_fail("%s: %s.", c->arg[0], strerror(errno));
	e = pack_check(fd, text == NULL ? NULL : &key, &p, &a->why);
	(void)close(fd);
	if (e != OK)
		return admin_end(a, e);
	(void)printf("%s holds: %llu files, %llu documents, %llu receipts, "
		     "%llu entries of the log",
	    c->arg[0], (unsigned long long)p.files,
	    (unsigned long long)p.documents, (unsigned long long)p.receipts,
	    (unsigned long long)p.entries);
	if (p.logs > 1)
		(void)printf(" and of the %u before it", p.logs - 1);
	(void)printf("\n");
	if (text == NULL)
		(void)printf("signed by the key that the pack itself names; "
			     "compare it with the published one:\n%s\n",
		    p.vkey);
	return END_OK;
}
