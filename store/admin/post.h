/*
 * post.h - one POST to a running parindex over HTTP, and its answer.
 */
#ifndef STORE_ADMIN_POST_H
#define STORE_ADMIN_POST_H

#include "store/admin/admin.h"
#include "store/base/json_in.h"

#define ANSWER_MOST ((size_t)1 << 20)

/* Zeroed, with `fd` -1, is closed. */
struct post {
	void *curl;
	struct curl_slist *headers;
	struct buf url, answer;
	int fd;            /* the body, read from its beginning; -1: `text` */
	struct slice text; /* borrowed */
	size_t sent;       /* of `text` */
	uint64_t size;     /* of the body */
	char trouble[256]; /* CURL_ERROR_SIZE */
};

/* Begins one to base + "/v1" + path; base may end in /v1. */
enum err post_open(struct post *p, const char *base, const char *path);
void post_close(struct post *p);

/* One parameter of the query. */
void post_query(struct post *p, const char *name, const char *value);

/* One header; the line is emptied, and wiped, whatever happens. */
enum err post_header(struct post *p, struct buf *line);

/* Sends it; says on stderr why there is no answer. */
enum ending post_send(struct post *p, long *status);

/* A text member of an answer; NONE where there is none. */
struct slice post_member(const struct jv *object, const char *key);

/* Says a problem document (RFC 9457) in words on stderr; an answer that is
 * none, by its status. */
enum ending post_refused(const struct jv *answer, long status);

#endif
