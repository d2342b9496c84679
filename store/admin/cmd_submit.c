/*
 * cmd_submit.c - a document is sent to a running parindex, for the script
 * hook of a document management system; if asked for, with a commitment to it
 * before.
 *
 * Knows the requests and answers of /v1/submissions and of commitments.
 * Touches the network, the document, and the receipts' files.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/admin/commands.h"
#include "store/admin/post.h"
#include "store/admin/receipt_keep.h"
#include "store/admin/submit.h"
#include "store/base/encode.h"
#include "store/base/id.h"
#include "store/base/json_out.h"

const struct argp_option submit_options[] = {
	{ "url", OPT_URL, "URL", 0, "The API, ends in /v1 (required)", 1 },
	{ "token-file", OPT_TOKEN_FILE, "FILE", 0,
	    "Its first line is the access token (required)", 1 },
	{ "period", OPT_PERIOD, "PERIOD", 0, "(required)", 2 },
	{ "unit", OPT_UNIT, "UNIT", 0, "Whose evidence it is (required)", 2 },
	{ "leaf", OPT_LEAF, "LEAF", 0, "What it proves; may repeat (required)",
	    2 },
	{ "secrecy", OPT_SECRECY, "LEVEL", 0,
	    "Only \"thuong\" is taken (required)", 2 },
	{ "number", OPT_NUMBER, "TEXT", 0, "The document's number", 3 },
	{ "symbol", OPT_SYMBOL, "TEXT", 0, "Its symbol", 3 },
	{ "issued", OPT_ISSUED, "DATE", 0, "When it was issued, YYYY-MM-DD",
	    3 },
	{ "issuer", OPT_ISSUER, "TEXT", 0, "Who issued it", 3 },
	{ "section", OPT_SECTION, "TEXT", 0, "Which section proves the point",
	    3 },
	{ "page", OPT_PAGE, "TEXT", 0, "Which page", 3 },
	{ "note", OPT_NOTE, "TEXT", 0, "Anything else", 3 },
	{ "replaces", OPT_REPLACES, "ID", 0,
	    "The submission that it takes the place of", 3 },
	{ "commit-first", OPT_COMMIT_FIRST, NULL, 0,
	    "Send the document's SHA-256 and size first, as a commitment, and "
	    "then the document, which completes it",
	    4 },
	{ "commitment", OPT_COMMITMENT, "ID", 0,
	    "The commitment that the document completes", 4 },
	{ "key", OPT_REQUEST_KEY, "TEXT", 0,
	    "The Idempotency-Key (of document, unit, period and leaves)", 4 },
	{ "receipt", OPT_RECEIPT, "PATH", 0,
	    "Where the receipt goes (FILE.tlog-proof)", 4 },
	{ 0 },
};

struct sending {
	struct admin *admin;
	const struct call *call;
	struct submit_file file;
	char commitment[UUID_TEXT]; /* "": none was made */
};

/* ---- the requests ---- */

static enum ending
check_options(const struct call *c)
{
	static const struct {
		int key;
		const char *name;
	} required[] = {
		/* clang-format off */
		{ OPT_URL, "url" }, { OPT_TOKEN_FILE, "token-file" },
		{ OPT_PERIOD, "period" }, { OPT_UNIT, "unit" },
		{ OPT_LEAF, "leaf" }, { OPT_SECRECY, "secrecy" },
		/* clang-format on */
	};
	const char *key = call_option(c, OPT_REQUEST_KEY);

	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		if (call_option(c, required[i].key) == NULL)
			return admin_usage("--%s is required.",
			    required[i].name);
	if (call_option(c, OPT_COMMIT_FIRST) != NULL &&
	    call_option(c, OPT_COMMITMENT) != NULL)
		return admin_usage("--commit-first makes the commitment that "
				   "--commitment would name.");
	if (key == NULL)
		return END_OK;
	for (size_t i = 0; key[i] != 0; i++)
		if (key[i] <= ' ' || key[i] > '~' || key[i] == '"' ||
		    key[i] == '\\' || i >= 128)
			return admin_usage("--key takes at most 128 visible "
					   "ASCII characters without quotes "
					   "and backslashes.");
	return END_OK;
}

/* Who sends it, of what type it is, its digest, and by which key a repetition
 * of it is known. */
static enum err
make_headers(struct sending *s, struct post *p, const char *type,
    struct digest digest, struct buf *key)
{
	struct buf auth = { 0 }, kind = { 0 }, sum = { 0 };
	char token[129];
	enum err e, all;

	e = submit_token(call_option(s->call, OPT_TOKEN_FILE), token,
	    &s->admin->why);
	if (e != OK) {
		buf_free(key);
		return e;
	}
	buf_print(&auth, "Authorization: Bearer %s", token);
	explicit_bzero(token, sizeof token);
	all = post_header(p, &auth);
	buf_print(&kind, "Content-Type: %s", type);
	if ((e = post_header(p, &kind)) != OK)
		all = e;
	if ((e = post_header(p, key)) != OK)
		all = e;
	buf_text(&sum, "Content-Digest: sha-256=:");
	base64_put(&sum, slice_of(digest.b, DIGEST_BYTES));
	buf_byte(&sum, ':');
	if ((e = post_header(p, &sum)) != OK)
		all = e;
	return all;
}

static void
put_key(const struct sending *s, struct buf *to)
{
	const char *given = call_option(s->call, OPT_REQUEST_KEY);

	if (given != NULL)
		buf_text(to, given);
	else
		submit_key(s->call, s->file.digest, to);
}

/* The commitment's key follows from the document's: a script that runs twice
 * commits once, and the two are never taken for one another. */
static void
put_commitment_key(const struct sending *s, struct buf *to)
{
	struct buf said = { 0 };
	char text[DIGEST_TEXT];

	buf_text(&said, "commitment\n");
	put_key(s, &said);
	digest_text(digest_of(buf_all(&said)), text);
	buf_text(to, text);
	if (said.err != OK)
		to->err = said.err;
	buf_free(&said);
}

static enum err
make_document(struct sending *s, struct post *p)
{
	const struct call *c = s->call;
	struct buf key = { 0 };
	enum err e;

	e = post_open(p, call_option(c, OPT_URL), "/submissions");
	if (e != OK)
		return e;
	for (unsigned i = 0; i < c->n_options; i++)
		if (submit_parameter(c->option[i].key) != NULL)
			post_query(p, submit_parameter(c->option[i].key),
			    c->option[i].value);
	if (s->commitment[0] != 0)
		post_query(p, "commitment", s->commitment);
	post_query(p, "file", s->file.name);
	if (p->url.err != OK)
		return p->url.err;
	p->fd = s->file.fd;
	p->size = s->file.size;
	buf_text(&key, "Idempotency-Key: \"");
	put_key(s, &key);
	buf_byte(&key, '"');
	return make_headers(s, p, s->file.media_type, s->file.digest, &key);
}

/* {"leaves":["1.1.2"],"documents":[{"sha256":"...","size":9}]} */
static void
put_commitment(const struct sending *s, struct buf *to)
{
	struct jout j = jout_start(to);
	char hex[DIGEST_TEXT];

	jout_object(&j);
	jout_key(&j, "leaves");
	jout_array(&j);
	for (unsigned i = 0; i < s->call->n_options; i++)
		if (s->call->option[i].key == OPT_LEAF)
			jout_str(&j, s->call->option[i].value);
	jout_array_end(&j);
	jout_key(&j, "documents");
	jout_array(&j);
	jout_object(&j);
	digest_text(s->file.digest, hex);
	jout_kstr(&j, "sha256", hex);
	jout_kuint(&j, "size", s->file.size);
	jout_object_end(&j);
	jout_array_end(&j);
	jout_object_end(&j);
}

static enum err
make_commitment(struct sending *s, struct post *p, struct buf *body)
{
	const struct call *c = s->call;
	struct buf path = { 0 }, key = { 0 };
	enum err e;

	submit_path(c, &path);
	put_commitment(s, body);
	if ((e = path.err) == OK && (e = body->err) == OK)
		e = post_open(p, call_option(c, OPT_URL), buf_cstr(&path));
	buf_free(&path);
	if (e != OK)
		return e;
	p->text = buf_all(body);
	p->size = body->n;
	buf_text(&key, "Idempotency-Key: \"");
	put_commitment_key(s, &key);
	buf_byte(&key, '"');
	return make_headers(s, p, "application/json", digest_of(p->text), &key);
}

/* ---- the answers ---- */

/* Keeps the receipt of what was taken, at `path` or beside the document. */
static enum ending
keep_receipt(const struct sending *s, const char *what, struct slice receipt,
    const char *path, const char *ending)
{
	struct buf at = { 0 };
	enum err e = receipt_keep(receipt, path, s->call->arg[0], ending, &at);

	if (e != OK)
		(void)admin_fail("The %s was taken, but the receipt %s "
				 "cannot be written: %s.",
		    what, buf_cstr(&at), err_words(e));
	else if (s->commitment[0] != 0)
		(void)printf("%s: %s\n", what, buf_cstr(&at));
	buf_free(&at);
	return e == OK ? END_OK : END_FAILED;
}

/* Where the log says that the document came, though it was not taken, its
 * receipt is kept too. */
static enum ending
refused(const struct sending *s, const struct jv *answer, long status)
{
	struct slice receipt = post_member(answer, "receipt");
	enum ending end = post_refused(answer, status);
	struct buf at = { 0 };
	enum err e;

	if (receipt.n == 0)
		return end;
	e = receipt_keep(receipt, NULL, s->call->arg[0], ".refused.tlog-proof",
	    &at);
	(void)admin_fail("The receipt that says so %s %s%s%s.",
	    e == OK ? "is" : "cannot be written to", buf_cstr(&at),
	    e == OK ? "" : ": ", e == OK ? "" : err_words(e));
	buf_free(&at);
	return end;
}

static enum ending
document_taken(struct sending *s, const struct jv *answer)
{
	struct slice id = post_member(answer, "id");
	struct slice receipt = post_member(answer, "receipt");

	if (id.n == 0 || receipt.n == 0)
		return admin_fail("The answer has no id or no receipt.");
	(void)printf("%.*s\n", (int)id.n, (const char *)id.p);
	return keep_receipt(s, "document", receipt,
	    call_option(s->call, OPT_RECEIPT), ".tlog-proof");
}

static enum ending
commitment_taken(struct sending *s, const struct jv *answer)
{
	struct slice id = post_member(answer, "id");
	struct slice receipt = post_member(answer, "receipt");

	if (id.n == 0 || id.n >= sizeof s->commitment || receipt.n == 0)
		return admin_fail("The answer has no id or no receipt.");
	memcpy(s->commitment, id.p, id.n);
	s->commitment[id.n] = 0;
	return keep_receipt(s, "commitment", receipt, NULL,
	    ".commitment.tlog-proof");
}

/* Sends one of the two requests and reads its answer. */
static enum ending
exchange(struct sending *s, struct post *p,
    enum ending (*taken)(struct sending *s, const struct jv *answer))
{
	struct json *doc = NULL;
	struct jv answer = { 0 };
	long status = 0;
	enum ending end = post_send(p, &status);

	if (end != END_OK)
		return end;
	if (json_parse(buf_all(&p->answer), ANSWER_MOST, &doc, NULL) == OK)
		answer = json_root(doc);
	if (status != 200 && status != 201 && status != 202)
		end = refused(s, &answer, status);
	else
		end = taken(s, &answer);
	json_free(&doc);
	return end;
}

static enum ending
commit_first(struct sending *s)
{
	struct post p = { .fd = -1 };
	struct buf body = { 0 };
	enum err e = make_commitment(s, &p, &body);
	enum ending end = e == OK ? exchange(s, &p, commitment_taken)
				  : admin_end(s->admin, e);

	post_close(&p);
	buf_free(&body);
	return end;
}

static enum ending
send_document(struct sending *s)
{
	struct post p = { .fd = -1 };
	enum err e = make_document(s, &p);
	enum ending end =
	    e == OK ? exchange(s, &p, document_taken) : admin_end(s->admin, e);

	post_close(&p);
	return end;
}

enum ending
cmd_submit(struct admin *a, const struct call *c)
{
	struct sending s = { .admin = a, .call = c, .file = { .fd = -1 } };
	enum ending end = check_options(c);
	enum err e;

	if (end != END_OK)
		return end;
	if ((e = submit_file_open(c->arg[0], &s.file, &a->why)) != OK)
		return admin_end(a, e);
	if (call_option(c, OPT_COMMIT_FIRST) != NULL)
		end = commit_first(&s);
	if (end == END_OK)
		end = send_document(&s);
	(void)close(s.file.fd);
	return end;
}
