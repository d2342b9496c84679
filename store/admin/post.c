/*
 * post.c - one POST to a running parindex, and its answer.
 *
 * Knows HTTP through libcurl, and problem documents. Touches the network.
 */
#include "store/admin/post.h"

#include <assert.h>
#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static_assert(CURL_ERROR_SIZE <= sizeof((struct post *)0)->trouble,
    "curl's words have room");

enum err
post_open(struct post *p, const char *base, const char *path)
{
	size_t n = strlen(base);

	if ((p->curl = curl_easy_init()) == NULL)
		return ERR_NO_MEMORY;
	while (n > 0 && base[n - 1] == '/')
		n--;
	buf_bytes(&p->url, base, n);
	if (n < 3 || memcmp(base + n - 3, "/v1", 3) != 0)
		buf_text(&p->url, "/v1");
	buf_text(&p->url, path);
	return p->url.err;
}

void
post_close(struct post *p)
{
	curl_slist_free_all(p->headers);
	curl_easy_cleanup(p->curl);
	buf_free(&p->answer);
	buf_free(&p->url);
}

void
post_query(struct post *p, const char *name, const char *value)
{
	char *escaped = curl_easy_escape(p->curl, value, 0);

	if (escaped == NULL)
		p->url.err = ERR_NO_MEMORY;
	else
		buf_print(&p->url, "%c%s=%s",
		    strchr(buf_cstr(&p->url), '?') == NULL ? '?' : '&', name,
		    escaped);
	curl_free(escaped);
}

enum err
post_header(struct post *p, struct buf *line)
{
	struct curl_slist *grown = NULL;

	if (line->err == OK)
		grown = curl_slist_append(p->headers, buf_cstr(line));
	if (line->p != NULL)
		explicit_bzero(line->p, line->room); /* one is the token's */
	buf_free(line);
	if (grown == NULL)
		return ERR_NO_MEMORY;
	p->headers = grown;
	return OK;
}

/* ---- on the wire ---- */

static size_t
give_body(char *to, size_t size, size_t count, void *self)
{
	struct post *p = self;
	size_t room = size * count, left = p->text.n - p->sent;
	ssize_t n;

	if (p->fd < 0) {
		room = room < left ? room : left;
		memcpy(to, p->text.p + p->sent, room);
		p->sent += room;
		return room;
	}
	do
		n = read(p->fd, to, room);
	while (n < 0 && errno == EINTR);
	return n < 0 ? CURL_READFUNC_ABORT : (size_t)n;
}

/* A server may ask for the body once more on a fresh connection. */
static int
rewind_body(void *self, curl_off_t offset, int origin)
{
	struct post *p = self;

	if (p->fd < 0 && origin == SEEK_SET && offset >= 0 &&
	    (size_t)offset <= p->text.n) {
		p->sent = (size_t)offset;
		return CURL_SEEKFUNC_OK;
	}
	return p->fd < 0 || lseek(p->fd, offset, origin) < 0
		   ? CURL_SEEKFUNC_FAIL
		   : CURL_SEEKFUNC_OK;
}

static size_t
take_answer(char *from, size_t size, size_t count, void *self)
{
	struct post *p = self;
	size_t n = size * count;

	if (n > ANSWER_MOST - p->answer.n)
		return 0;
	buf_bytes(&p->answer, from, n);
	return p->answer.err == OK ? n : 0;
}

static CURLcode
set_up(struct post *p)
{
	CURL *curl = p->curl;
	CURLcode bad[] = {
		curl_easy_setopt(curl, CURLOPT_URL, buf_cstr(&p->url)),
		curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https"),
		curl_easy_setopt(curl, CURLOPT_USERAGENT,
		    "parindex/" PARINDEX_VERSION),
		curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L),
		curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 10L),
		curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L),
		curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, 60L),
		curl_easy_setopt(curl, CURLOPT_POST, 1L),
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)p->size),
		curl_easy_setopt(curl, CURLOPT_HTTPHEADER, p->headers),
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body),
		curl_easy_setopt(curl, CURLOPT_READDATA, p),
		curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, rewind_body),
		curl_easy_setopt(curl, CURLOPT_SEEKDATA, p),
		curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer),
		curl_easy_setopt(curl, CURLOPT_WRITEDATA, p),
		curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, p->trouble),
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (bad[i] != CURLE_OK)
			return bad[i];
	return CURLE_OK;
}

enum ending
post_send(struct post *p, long *status)
{
	CURLcode bad = set_up(p);

	if (bad == CURLE_OK)
		bad = curl_easy_perform(p->curl);
	if (bad == CURLE_OK) {
		(void)curl_easy_getinfo(p->curl, CURLINFO_RESPONSE_CODE,
		    status);
		return END_OK;
	}
	(void)admin_fail("No answer: %s. Trying again is safe.",
	    p->trouble[0] != 0 ? p->trouble : curl_easy_strerror(bad));
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

struct slice
post_member(const struct jv *object, const char *key)
{
	struct jv member = jv_get(object, key);
	struct slice text = SLICE_NONE;

	(void)jv_text(&member, &text);
	return text;
}

enum ending
post_refused(const struct jv *answer, long status)
{
	struct jv errors = jv_get(answer, "errors"), one;
	struct slice detail = post_member(answer, "detail"), at, more;
	bool again = status >= 500 || status == 429;

	if (detail.n == 0)
		detail = post_member(answer, "title");
	(void)admin_fail("The server answered %ld%s%.*s%s", status,
	    detail.n == 0 ? "" : ": ", (int)detail.n, (const char *)detail.p,
	    again ? " Trying again later is safe." : "");
	for (size_t i = 0; i < jv_count(&errors); i++) {
		one = jv_at(&errors, i);
		at = post_member(&one, "pointer");
		more = post_member(&one, "detail");
		if (!slice_eq(more, detail))
			(void)admin_fail("%.*s: %.*s", (int)at.n,
			    (const char *)at.p, (int)more.n,
			    (const char *)more.p);
	}
	return again ? END_UNREACHABLE : END_REFUSED;
}
