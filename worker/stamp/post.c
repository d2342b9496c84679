/*
 * post.c - one HTTP POST, by libcurl.
 *
 * Touches the network.
 */
#include "worker/stamp/post.h"

#include <curl/curl.h>
#include <stdio.h>
#include <strings.h>

#define CONNECT_SECONDS 30L

static size_t
take(char *bytes, size_t size, size_t n, void *self)
{
	struct buf *answer = self;

	n *= size;
	if (answer->n + n > POST_MOST) {
		answer->err = ERR_TOO_BIG;
		return 0;
	}
	buf_bytes(answer, bytes, n);
	return answer->err == OK ? n : 0;
}

/* "text/html; charset=utf-8" is of type "text/html". */
static bool
is_type(const char *header, const char *wanted)
{
	size_t n;

	if (header == NULL)
		return false;
	n = strcspn(header, "; ");
	return n == strlen(wanted) && strncasecmp(header, wanted, n) == 0;
}

static bool
prepare(CURL *c, const char *url, unsigned seconds, struct slice body,
    struct curl_slist *headers, struct buf *answer)
{
	return curl_easy_setopt(c, CURLOPT_URL, url) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") ==
		   CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)body.n) ==
		   CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_POSTFIELDS, body.p) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_WRITEDATA, answer) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS) ==
		   CURLE_OK &&
	       curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)seconds) == CURLE_OK;
}

static enum err
failed(CURLcode code, const struct buf *answer, struct fault *why)
{
	enum err e = code == CURLE_OPERATION_TIMEDOUT ? ERR_TIMEOUT : ERR_IO;

	if (answer->err == ERR_TOO_BIG)
		return fault_set(why, ERR_TOO_BIG, "",
		    "The answer is longer than %d bytes.", POST_MOST);
	return fault_set(why, e, "", "The authority was not reached: %s.",
	    curl_easy_strerror(code));
}

static enum err
judge(CURL *c, const char *wanted, const struct buf *answer, struct fault *why)
{
	const char *type = NULL;
	long status = 0;

	(void)curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	(void)curl_easy_getinfo(c, CURLINFO_CONTENT_TYPE, &type);
	if (status == 409)
		return fault_set(why, ERR_CONFLICT, "",
		    "The authority answered with status 409.");
	if (status != 200)
		return fault_set(why, ERR_FORBIDDEN, "",
		    "The authority answered with status %ld.", status);
	if (wanted[0] != 0 && !is_type(type, wanted))
		return fault_set(why, ERR_MEDIA_TYPE, "",
		    "The answer is not %s.", wanted);
	if (answer->n == 0)
		return fault_set(why, ERR_EMPTY, "", "The answer is empty.");
	return OK;
}

enum err
post(const char *url, const char *sent, const char *wanted, unsigned seconds,
    struct slice body, struct buf *answer, struct fault *why)
{
	struct curl_slist *headers = NULL, *more;
	char type[128];
	CURLcode code;
	CURL *c = NULL;
	enum err e = ERR_NO_MEMORY;

	(void)snprintf(type, sizeof type, "Content-Type: %s", sent);
	headers = curl_slist_append(NULL, type);
	more = curl_slist_append(headers, "Expect:");
	if (headers == NULL || more == NULL || (c = curl_easy_init()) == NULL ||
	    !prepare(c, url, seconds, body, headers, answer)) {
		fault_set(why, e, "", "The call could not be prepared.");
		goto out;
	}
	code = curl_easy_perform(c);
	e = code == CURLE_OK ? judge(c, wanted, answer, why)
			     : failed(code, answer, why);
out:
	curl_easy_cleanup(c);
	curl_slist_free_all(headers);
	return e;
}
