/*
 * cmd_submit.c - a document is sent to a running parindex, for the script
 * hook of a document management system.
 *
 * Knows HTTP through libcurl, and the answers of POST /v1/submissions.
 * Touches the network, the document, and the receipt's file.
 */
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/admin/commands.h"
#include "store/admin/submit.h"
#include "store/base/draft.h"
#include "store/base/encode.h"
#include "store/base/json_in.h"

#define ANSWER_MOST ((size_t)1 << 20)

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
	{ "key", OPT_REQUEST_KEY, "TEXT", 0,
	    "The Idempotency-Key (of document, unit, period and leaves)", 4 },
	{ "receipt", OPT_RECEIPT, "PATH", 0,
	    "Where the receipt goes (FILE.tlog-proof)", 4 },
	{ 0 },
};

struct exchange {
	CURL *curl;
	struct curl_slist *headers;
	struct submit_file file;
	struct buf url, answer;
	char trouble[CURL_ERROR_SIZE];
};

/* ---- the request ---- */

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

static void
put_query(struct exchange *x, const char *name, const char *value)
{
	char *escaped = curl_easy_escape(x->curl, value, 0);

	if (escaped == NULL)
		x->url.err = ERR_NO_MEMORY;
	else
		buf_print(&x->url, "%c%s=%s",
		    strchr(buf_cstr(&x->url), '?') == NULL ? '?' : '&', name,
		    escaped);
	curl_free(escaped);
}

static enum err
make_url(struct exchange *x, const struct call *c)
{
	const char *base = call_option(c, OPT_URL);
	size_t n = strlen(base);

	while (n > 0 && base[n - 1] == '/')
		n--;
	buf_bytes(&x->url, base, n);
	if (n < 3 || memcmp(base + n - 3, "/v1", 3) != 0)
		buf_text(&x->url, "/v1");
	buf_text(&x->url, "/submissions");
	for (unsigned i = 0; i < c->n_options; i++)
		if (submit_parameter(c->option[i].key) != NULL)
			put_query(x, submit_parameter(c->option[i].key),
			    c->option[i].value);
	put_query(x, "file", x->file.name);
	return x->url.err;
}

static enum err
add_header(struct exchange *x, struct buf *line)
{
	struct curl_slist *grown = NULL;

	if (line->err == OK)
		grown = curl_slist_append(x->headers, buf_cstr(line));
	if (line->p != NULL)
		explicit_bzero(line->p, line->room); /* one is the token's */
	buf_free(line);
	if (grown == NULL)
		return ERR_NO_MEMORY;
	x->headers = grown;
	return OK;
}

static enum err
make_headers(struct exchange *x, const struct call *c, struct fault *why)
{
	const char *given = call_option(c, OPT_REQUEST_KEY);
	struct buf auth = { 0 }, type = { 0 }, key = { 0 }, digest = { 0 };
	char token[129];
	enum err e, all;

	e = submit_token(call_option(c, OPT_TOKEN_FILE), token, why);
	if (e != OK)
		return e;
	buf_print(&auth, "Authorization: Bearer %s", token);
	explicit_bzero(token, sizeof token);
	all = add_header(x, &auth);
	buf_print(&type, "Content-Type: %s", x->file.media_type);
	if ((e = add_header(x, &type)) != OK)
		all = e;
	buf_text(&key, "Idempotency-Key: \"");
	if (given != NULL)
		buf_text(&key, given);
	else
		submit_key(c, x->file.digest, &key);
	buf_byte(&key, '"');
	if ((e = add_header(x, &key)) != OK)
		all = e;
	buf_text(&digest, "Content-Digest: sha-256=:");
	base64_put(&digest, slice_of(x->file.digest.b, DIGEST_BYTES));
	buf_byte(&digest, ':');
	if ((e = add_header(x, &digest)) != OK)
		all = e;
	return all;
}

/* ---- on the wire ---- */

static size_t
give_body(char *to, size_t size, size_t count, void *self)
{
	struct exchange *x = self;
	ssize_t n;

	do
		n = read(x->file.fd, to, size * count);
	while (n < 0 && errno == EINTR);
	return n < 0 ? CURL_READFUNC_ABORT : (size_t)n;
}

/* A server may ask for the body once more on a fresh connection. */
static int
rewind_body(void *self, curl_off_t offset, int origin)
{
	struct exchange *x = self;

	return lseek(x->file.fd, offset, origin) < 0 ? CURL_SEEKFUNC_FAIL
						     : CURL_SEEKFUNC_OK;
}

static size_t
take_answer(char *from, size_t size, size_t count, void *self)
{
	struct exchange *x = self;
	size_t n = size * count;

	if (n > ANSWER_MOST - x->answer.n)
		return 0;
	buf_bytes(&x->answer, from, n);
	return x->answer.err == OK ? n : 0;
}

static CURLcode
set_up(struct exchange *x)
{
	CURLcode bad[] = {
		curl_easy_setopt(x->curl, CURLOPT_URL, buf_cstr(&x->url)),
		curl_easy_setopt(x->curl, CURLOPT_PROTOCOLS_STR, "http,https"),
		curl_easy_setopt(x->curl, CURLOPT_USERAGENT,
		    "parindex/" PARINDEX_VERSION),
		curl_easy_setopt(x->curl, CURLOPT_NOSIGNAL, 1L),
		curl_easy_setopt(x->curl, CURLOPT_CONNECTTIMEOUT, 10L),
		curl_easy_setopt(x->curl, CURLOPT_LOW_SPEED_LIMIT, 1L),
		curl_easy_setopt(x->curl, CURLOPT_LOW_SPEED_TIME, 60L),
		curl_easy_setopt(x->curl, CURLOPT_POST, 1L),
		curl_easy_setopt(x->curl, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)x->file.size),
		curl_easy_setopt(x->curl, CURLOPT_HTTPHEADER, x->headers),
		curl_easy_setopt(x->curl, CURLOPT_READFUNCTION, give_body),
		curl_easy_setopt(x->curl, CURLOPT_READDATA, x),
		curl_easy_setopt(x->curl, CURLOPT_SEEKFUNCTION, rewind_body),
		curl_easy_setopt(x->curl, CURLOPT_SEEKDATA, x),
		curl_easy_setopt(x->curl, CURLOPT_WRITEFUNCTION, take_answer),
		curl_easy_setopt(x->curl, CURLOPT_WRITEDATA, x),
		curl_easy_setopt(x->curl, CURLOPT_ERRORBUFFER, x->trouble),
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (bad[i] != CURLE_OK)
			return bad[i];
	return CURLE_OK;
}

static enum ending
send_it(struct exchange *x, long *status)
{
	CURLcode bad = set_up(x);

	if (bad == CURLE_OK)
		bad = curl_easy_perform(x->curl);
	if (bad == CURLE_OK) {
		(void)curl_easy_getinfo(x->curl, CURLINFO_RESPONSE_CODE,
		    status);
		return END_OK;
	}
	(void)admin_fail("No answer: %s. Trying again is safe.",
	    x->trouble[0] != 0 ? x->trouble : curl_easy_strerror(bad));
	switch (bad) {
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return END_USAGE;
	case CURLE_ABORTED_BY_CALLBACK:
	case CURLE_OUT_OF_MEMORY:
		return END_FAILED;
	default:
		return END_UNREACHABLE;
	}
}

/* ---- the answer ---- */

static struct slice
text_member(const struct jv *object, const char *key)
{
	struct jv member = jv_get(object, key);
	struct slice text = SLICE_NONE;

	(void)jv_text(&member, &text);
	return text;
}

/* A problem document (RFC 9457) in words; what it is not, by its status. */
static enum ending
refused(const struct jv *answer, long status)
{
	struct jv errors = jv_get(answer, "errors"), one;
	struct slice detail = text_member(answer, "detail"), at, more;
	bool again = status >= 500 || status == 429;

	if (detail.n == 0)
		detail = text_member(answer, "title");
	(void)admin_fail("The server answered %ld%s%.*s%s", status,
	    detail.n == 0 ? "" : ": ", (int)detail.n, (const char *)detail.p,
	    again ? " Trying again later is safe." : "");
	for (size_t i = 0; i < jv_count(&errors); i++) {
		one = jv_at(&errors, i);
		at = text_member(&one, "pointer");
		more = text_member(&one, "detail");
		if (!slice_eq(more, detail))
			(void)admin_fail("%.*s: %.*s", (int)at.n,
			    (const char *)at.p, (int)more.n,
			    (const char *)more.p);
	}
	return again ? END_UNREACHABLE : END_REFUSED;
}

static enum err
write_receipt(const char *path, struct slice text)
{
	struct draft d = DRAFT_NONE;
	enum err e = draft_open(&d, path, 0600);

	if (e == OK && write(d.fd, text.p, text.n) != (ssize_t)text.n)
		e = err_of_errno(errno);
	if (e == OK)
		e = draft_publish(&d);
	draft_drop(&d);
	return e;
}

static enum ending
taken(const struct jv *answer, const struct call *c)
{
	struct slice id = text_member(answer, "id");
	struct slice receipt = text_member(answer, "receipt");
	const char *path = call_option(c, OPT_RECEIPT);
	struct buf own = { 0 };
	enum err e;

	if (id.n == 0 || receipt.n == 0)
		return admin_fail("The answer has no id or no receipt.");
	(void)printf("%.*s\n", (int)id.n, (const char *)id.p);
	buf_print(&own, "%s.tlog-proof", c->arg[0]);
	if (path == NULL)
		path = buf_cstr(&own);
	e = own.err == OK ? write_receipt(path, receipt) : own.err;
	if (e != OK)
		(void)admin_fail("The document was taken, but the receipt %s "
				 "cannot be written: %s.",
		    path, err_words(e));
	buf_free(&own);
	return e == OK ? END_OK : END_FAILED;
}

static enum ending
read_answer(const struct exchange *x, const struct call *c, long status)
{
	struct json *doc = NULL;
	struct jv answer = { 0 };
	enum ending end;

	if (json_parse(buf_all(&x->answer), ANSWER_MOST, &doc, NULL) == OK)
		answer = json_root(doc);
	if (status != 200 && status != 202)
		end = refused(&answer, status);
	else
		end = taken(&answer, c);
	json_free(&doc);
	return end;
}

enum ending
cmd_submit(struct admin *a, const struct call *c)
{
	struct exchange x = { .file = { .fd = -1 } };
	enum ending end = check_options(c);
	long status = 0;
	enum err e;

	if (end != END_OK)
		return end;
	if ((x.curl = curl_easy_init()) == NULL)
		e = ERR_NO_MEMORY;
	else if ((e = submit_file_open(c->arg[0], &x.file, &a->why)) == OK &&
		 (e = make_url(&x, c)) == OK)
		e = make_headers(&x, c, &a->why);
	end = e == OK ? send_it(&x, &status) : admin_end(a, e);
	if (end == END_OK)
		end = read_answer(&x, c, status);
	if (x.file.fd >= 0)
		(void)close(x.file.fd);
	curl_slist_free_all(x.headers);
	curl_easy_cleanup(x.curl);
	buf_free(&x.answer);
	buf_free(&x.url);
	return end;
}
