/*
 * test_fields.c - header fields with a syntax of their own: digests,
 * idempotency keys, media types.
 */
#include <string.h>

#include "cgi/http/digest_field.h"
#include "cgi/http/idempotency.h"
#include "cgi/http/media.h"
#include "tests/kit/suite.h"

/* RFC 9530 appendix D: the digest of {"hello": "world"} and a line feed. */
#define RFC "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

START_TEST(a_digest_is_found_in_its_dictionary)
{
	static const struct {
		const char *field;
		enum err err;
		bool found;
	} rows[] = {
		{ RFC, OK, true },
		{ "sha-512=:AAAA:, " RFC, OK, true },
		{ RFC ";q=1;x", OK, true },
		{ "sha-256=:AAAA:, " RFC, ERR_MALFORMED, false },
		{ "md5=:AAAA:", OK, false },
		{ "", OK, false },
		{ "sha-256=RK/0", ERR_MALFORMED, false },
		{ "sha-256=:AAAA:", ERR_MALFORMED, false },
		{ RFC ",", ERR_MALFORMED, false },
		{ RFC " " RFC, ERR_MALFORMED, false },
		{ "SHA-256=:AAAA:", ERR_MALFORMED, false },
	};
	struct digest want = digest_of(slice_text("{\"hello\": \"world\"}\n"));

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct digest got;
		bool found;

		ck_assert_err(digest_field_read(slice_text(rows[i].field), &got,
				  &found),
		    rows[i].err);
		if (rows[i].err != OK)
			continue;
		ck_assert_msg(found == rows[i].found, "%s", rows[i].field);
		if (found)
			ck_assert(digest_eq(got, want));
	}
}
END_TEST

START_TEST(a_digest_field_is_written_as_it_is_read)
{
	struct buf to = { 0 };

	digest_field_put(&to,
	    digest_of(slice_text("{\"hello\": \"world\"}\n")));
	ck_assert(slice_is(buf_all(&to), RFC));
	buf_free(&to);
}
END_TEST

START_TEST(a_key_is_the_same_with_and_without_quotes)
{
	static const struct {
		const char *field;
		enum err err;
		const char *key;
	} rows[] = {
		{ "abc-1", OK, "abc-1" },
		{ "\"abc-1\"", OK, "abc-1" },
		{ "\"a b\"", OK, "a b" },
		{ "\"a\\\"b\\\\\"", OK, "a\"b\\" },
		{ "a b", ERR_MALFORMED, "" },
		{ "\"a\"b\"", ERR_MALFORMED, "" },
		{ "\"a\\\"", ERR_MALFORMED, "" },
		{ "\"a\\n\"", ERR_MALFORMED, "" },
		{ "\"", ERR_MALFORMED, "" },
		{ "\xc3\xa9", ERR_MALFORMED, "" },
		{ "\"\"", ERR_EMPTY, "" },
		{ "", ERR_EMPTY, "" },
	};
	char big[132];
	struct idempotency_key key;
	struct fault why = { .err = OK };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_err(idempotency_read(slice_text(rows[i].field), &key,
				  &why),
		    rows[i].err);
		ck_assert_str_eq(key.text, rows[i].key);
	}
	ck_assert_err(idempotency_read(SLICE_NONE, &key, &why), OK);
	memset(big, 'k', sizeof big);
	ck_assert_err(idempotency_read(slice_of(big, 128), &key, &why), OK);
	ck_assert_err(idempotency_read(slice_of(big, 129), &key, &why),
	    ERR_TOO_BIG);
	big[0] = big[129] = '"';
	ck_assert_err(idempotency_read(slice_of(big, 130), &key, &why), OK);
	big[129] = 'k';
	big[130] = '"';
	ck_assert_err(idempotency_read(slice_of(big, 131), &key, &why),
	    ERR_TOO_BIG);
}
END_TEST

START_TEST(a_media_type_and_its_parameters)
{
	static const struct {
		const char *field;
		enum err err;
		const char *boundary;
	} rows[] = {
		{ "multipart/form-data; boundary=abc", OK, "abc" },
		{ "MULTIPART/Form-Data;Boundary=\"a b\" ; charset=utf-8", OK,
		    "a b" },
		{ "multipart/form-data; boundary=\"a\\\"b\"", OK, "a\"b" },
		{ "multipart/form-data;; boundary=a;", OK, "a" },
		{ "multipart/form-data", OK, NULL },
		{ "multipart/form-data; boundary=a; boundary=b", ERR_MALFORMED,
		    NULL },
		{ "multipart/form-data; boundary", ERR_MALFORMED, NULL },
		{ "multipart/form-data; boundary=", ERR_MALFORMED, NULL },
		{ "multipart/form-data; boundary=\"a", ERR_MALFORMED, NULL },
		{ "multipart/form-data boundary=a", ERR_MALFORMED, NULL },
		{ "multipart", ERR_MALFORMED, NULL },
		{ "/form-data", ERR_MALFORMED, NULL },
		{ "", ERR_EMPTY, NULL },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct pool pool = { NULL };
		struct media m;
		struct slice boundary;

		ck_assert_err(media_read(slice_text(rows[i].field), &m),
		    rows[i].err);
		if (rows[i].err == OK) {
			ck_assert(media_is(&m, "multipart/form-data"));
			ck_assert(!media_is(&m, "multipart/form"));
			boundary = media_param(&m, "boundary", &pool);
			ck_assert(rows[i].boundary == NULL
				      ? boundary.p == NULL
				      : slice_is(boundary, rows[i].boundary));
		}
		pool_free(&pool);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_digest_is_found_in_its_dictionary,
		a_digest_field_is_written_as_it_is_read,
		a_key_is_the_same_with_and_without_quotes,
		a_media_type_and_its_parameters,
		NULL,
	};

	return suite_run("http/fields", tests);
}
