/*
 * test_json.c - JSON in and out, the log's line, the configuration.
 *
 * Knows the promises of json_in.h, json_out.h, log.h and conf.h. Touches
 * folders of its own and one pipe.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/base/conf.h"
#include "store/base/draft.h"
#include "store/base/json_in.h"
#include "store/base/json_out.h"
#include "store/base/log.h"
#include "tests/kit/folder.h"
#include "tests/kit/suite.h"

static struct json *
parsed(const char *text)
{
	struct fault why = { 0 };
	struct json *doc;

	ck_assert_msg(json_parse(slice_text(text), 1000, &doc, &why) == OK,
	    "%s", why.detail);
	return doc;
}

START_TEST(values_are_reached_and_typed)
{
	struct json *doc = parsed("{\"a\":[1,\"t\",true,null,{\"b\":-5}],"
				  "\"c\":9223372036854775807}");
	struct jv root = json_root(doc), a = jv_get(&root, "a"), v, b;
	struct slice text;
	int64_t n = 0;
	bool yes = false;

	ck_assert_int_eq(jv_kind(&root), JSON_IS_OBJECT);
	ck_assert_uint_eq(jv_count(&root), 2);
	ck_assert_uint_eq(jv_count(&a), 5);
	v = jv_at(&a, 0);
	ck_assert(jv_int(&v, &n) && n == 1);
	ck_assert(!jv_text(&v, &text) && !jv_bool(&v, &yes));
	v = jv_at(&a, 1);
	ck_assert(jv_text(&v, &text) && slice_is(text, "t"));
	ck_assert(!jv_int(&v, &n) && n == 1);
	v = jv_at(&a, 2);
	ck_assert(jv_bool(&v, &yes) && yes);
	v = jv_at(&a, 3);
	ck_assert_int_eq(jv_kind(&v), JSON_IS_NULL);
	v = jv_at(&a, 4);
	b = jv_get(&v, "b");
	ck_assert(jv_int(&b, &n) && n == -5);
	v = jv_at(&a, 5);
	ck_assert_int_eq(jv_kind(&v), JSON_NONE);
	v = jv_get(&a, "not an object");
	ck_assert_int_eq(jv_kind(&v), JSON_NONE);
	ck_assert_uint_eq(jv_count(&v), 0);
	v = jv_get(&root, "c");
	ck_assert(jv_int(&v, &n) && n == INT64_MAX);
	json_free(&doc);
	json_free(&doc);
}
END_TEST

START_TEST(members_come_in_their_order_in_the_text)
{
	struct json *doc = parsed("{\"z\":1,\"a\":2,\"m\":3}");
	struct jv root = json_root(doc), member;
	char got[8] = "";
	void *it = NULL;

	while (jv_next(&root, &it, &member))
		strcat(got, member.key);
	ck_assert_str_eq(got, "zam");
	json_free(&doc);
}
END_TEST

START_TEST(a_pointer_names_the_way_to_a_value)
{
	struct json *doc = parsed("{\"a/b\":{\"m~n\":[0,[7]]}}");
	struct jv root = json_root(doc), a = jv_get(&root, "a/b");
	struct jv m = jv_get(&a, "m~n"), one = jv_at(&m, 1);
	struct jv seven = jv_at(&one, 0), none = jv_get(&a, "\xe1\xbb\x87x");
	char out[32];

	jv_pointer(&root, out, sizeof out);
	ck_assert_str_eq(out, "");
	jv_pointer(&seven, out, sizeof out);
	ck_assert_str_eq(out, "/a~1b/m~0n/1/0");
	jv_pointer(&none, out, sizeof out);
	ck_assert_str_eq(out, "/a~1b/\xe1\xbb\x87x");
	jv_pointer(&none, out, 12);
	ck_assert_str_eq(out, "/a~1b/...");
	jv_pointer(&none, out, 4);
	ck_assert_str_eq(out, "...");
	json_free(&doc);
}
END_TEST

START_TEST(the_first_unknown_member_is_found)
{
	static const char *const known[] = { "a", "b", NULL };
	struct json *doc = parsed("{\"b\":1,\"x\":{},\"y\":2}");
	struct jv root = json_root(doc), x = jv_unknown(&root, known), none;

	ck_assert_str_eq(x.key, "x");
	none = jv_unknown(&x, known);
	ck_assert_int_eq(jv_kind(&none), JSON_NONE);
	json_free(&doc);
}
END_TEST

START_TEST(text_that_is_not_strict_json_is_refused)
{
	static const struct {
		const char *text;
		enum err want;
	} table[] = {
		/* clang-format off */
		{ "{\"a\":1,\"a\":2}", ERR_MALFORMED },
		{ "{} x", ERR_MALFORMED },
		{ "{}{}", ERR_MALFORMED },
		{ "", ERR_EMPTY },
		{ " ", ERR_MALFORMED },
		{ "{\"a\":1.5}", ERR_MALFORMED },
		{ "[1e3]", ERR_MALFORMED },
		{ "1.0", ERR_MALFORMED },
		{ "[9223372036854775808]", ERR_RANGE },
		{ "[01]", ERR_MALFORMED },
		{ "[1,]", ERR_MALFORMED },
		{ "[NaN]", ERR_MALFORMED },
		{ "['a']", ERR_MALFORMED },
		{ "[\"\\u0000\"]", ERR_ENCODING },
		{ "{\"a\\u0000\":1}", ERR_ENCODING },
		{ "[\"\xff\"]", ERR_ENCODING },
		{ "[\"\xed\xa0\x80\"]", ERR_ENCODING },
		{ "[\"\n\"]", ERR_MALFORMED },
		{ "\xef\xbb\xbf{}", ERR_MALFORMED },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		  "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", OK },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		  "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", ERR_MALFORMED },
		/* clang-format on */
	};
	struct fault why;
	struct json *doc;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		why = (struct fault){ 0 };
		ck_assert_msg(json_parse(slice_text(table[i].text), 100, &doc,
				  &why) == table[i].want,
		    "%s: %s", table[i].text, why.detail);
		ck_assert_int_eq(why.err, table[i].want);
		ck_assert((doc != NULL) == (table[i].want == OK));
		json_free(&doc);
	}
	ck_assert_err(json_parse(slice_of("[\"a\0\"]", 6), 100, &doc, NULL),
	    ERR_MALFORMED);
	ck_assert_err(json_parse(slice_text("[1,2,3]"), 6, &doc, NULL),
	    ERR_TOO_BIG);
}
END_TEST

START_TEST(a_decimal_is_named_by_its_pointer)
{
	struct fault why = { 0 };
	struct json *doc;

	ck_assert_err(json_parse(slice_text("{\"a\":[1,{\"b\":1.5}]}"), 100,
			  &doc, &why),
	    ERR_MALFORMED);
	ck_assert_str_eq(why.pointer, "/a/1/b");
}
END_TEST

START_TEST(what_is_written_is_read_back)
{
	struct buf b = { 0 };
	struct jout j = jout_start(&b);
	struct json *doc;
	struct jv root, t;
	struct slice text;

	jout_object(&j);
	jout_kstr(&j, "t", "\"\\/\b\f\n\r\t\x1f\x7f\xe1\xbb\x87");
	jout_key(&j, "list");
	jout_array(&j);
	jout_int(&j, INT64_MIN);
	jout_uint(&j, UINT64_MAX);
	jout_array(&j);
	jout_array_end(&j);
	jout_null(&j);
	jout_raw(&j, slice_text("{\"r\":1}"));
	jout_array_end(&j);
	jout_kbool(&j, "b", false);
	jout_kint(&j, "i", -1);
	jout_kuint(&j, "u", 1);
	jout_ktext(&j, "s", slice_of("abc", 2));
	jout_kmoment(&j, "m", (struct moment){ 0 });
	jout_object_end(&j);
	ck_assert_str_eq(buf_cstr(&b),
	    "{\"t\":\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u001f\x7f\xe1\xbb\x87"
	    "\",\"list\":[-9223372036854775808,18446744073709551615,[],null,"
	    "{\"r\":1}],\"b\":false,\"i\":-1,\"u\":1,\"s\":\"ab\","
	    "\"m\":\"1970-01-01T07:00:00.000000+07:00\"}");
	buf_clear(&b);
	j = jout_start(&b);
	jout_object(&j);
	jout_kstr(&j, "t", "\"\\/\b\f\n\r\t\x1f\x7f\xe1\xbb\x87");
	jout_object_end(&j);
	doc = parsed(buf_cstr(&b));
	root = json_root(doc);
	t = jv_get(&root, "t");
	ck_assert(jv_text(&t, &text));
	ck_assert(slice_is(text, "\"\\/\b\f\n\r\t\x1f\x7f\xe1\xbb\x87"));
	json_free(&doc);
	buf_free(&b);
}
END_TEST

START_TEST(a_log_line_is_one_line_of_json_after_its_level)
{
	char line[4096];
	struct json *doc;
	struct jv root, v;
	struct slice text;
	ssize_t n;
	int p[2];

	ck_assert_int_eq(pipe(p), 0);
	ck_assert_int_eq(dup2(p[1], STDERR_FILENO), STDERR_FILENO);
	log_open("test", LOG_IS_INFO);
	log_line(LOG_IS_DEBUG, "unheard", "nothing");
	log_line(LOG_IS_WARNING, "odd", "a \"quote\"\nand %s", "\xff");
	n = read(p[0], line, sizeof line - 1);
	ck_assert_int_gt(n, 5);
	line[n] = 0;
	ck_assert_int_eq(memcmp(line, "<4>{", 4), 0);
	ck_assert_ptr_eq(strchr(line, '\n'), line + n - 1);
	line[n - 1] = 0;
	doc = parsed(line + 3);
	root = json_root(doc);
	v = jv_get(&root, "program");
	ck_assert(jv_text(&v, &text) && slice_is(text, "test"));
	v = jv_get(&root, "event");
	ck_assert(jv_text(&v, &text) && slice_is(text, "odd"));
	v = jv_get(&root, "detail");
	ck_assert(jv_text(&v, &text) && slice_is(text, "a \"quote\"\nand ?"));
	json_free(&doc);
}
END_TEST

static enum err
configured(const char *text, struct conf *c, struct fault *why)
{
	struct folder f = folder_make();
	char path[FOLDER_ROOM + 8];
	struct draft d;
	enum err e;

	(void)snprintf(path, sizeof path, "%s/conf", f.path);
	ck_assert_err(draft_open(&d, path, 0600), OK);
	ck_assert_int_eq(write(d.fd, text, strlen(text)), strlen(text));
	ck_assert_err(draft_publish(&d), OK);
	*why = (struct fault){ 0 };
	e = conf_read(path, c, why);
	folder_remove(&f);
	return e;
}

START_TEST(every_key_has_a_default_and_can_be_set)
{
	struct fault why;
	struct conf c;

	ck_assert_err(configured("", &c, &why), OK);
	ck_assert_str_eq(c.store_path, "/var/lib/parindex");
	ck_assert_uint_eq(c.map_bytes, UINT64_C(16) << 30);
	ck_assert_uint_eq(c.threads, 40);
	ck_assert_uint_eq(c.upload_most, 200 << 20);
	ck_assert_str_eq(c.publish, "ipc:///run/parindex/events.ipc");
	ck_assert_err(configured("# a comment\n[store]\npath = /a b\n"
				 "map_gib=2 ; two\n[http]\nthreads = 8\n"
				 "[bus]\ndir = /d\n[log]\nlevel = debug\n",
			  &c, &why),
	    OK);
	ck_assert_str_eq(c.store_path, "/a b");
	ck_assert_uint_eq(c.map_bytes, UINT64_C(2) << 30);
	ck_assert_uint_eq(c.threads, 8);
	ck_assert_str_eq(c.publish, "ipc:///d/events.ipc");
	ck_assert_str_eq(c.log_level, "debug");
}
END_TEST

#define VGCA "[tsa vgca]\nurl = http://t/\nca = /ca\n"

START_TEST(an_authority_and_a_witness_have_intervals_and_limits)
{
	static const char *const bad[] = {
		VGCA "limit = 0\n",
		VGCA "limit = 601\n",
		VGCA "limit = ten\n",
		VGCA "interval = 9\n",
		VGCA "patience = 1\n",
	};
	struct fault why;
	struct conf c;

	ck_assert_err(configured(VGCA "[witness w]\nurl = http://w/\n"
				      "vkey = k\ninterval = 20\nlimit = 5\n",
			  &c, &why),
	    OK);
	ck_assert_uint_eq(c.tsa[0].interval, 600);
	ck_assert_uint_eq(c.tsa[0].limit, 180);
	ck_assert_uint_eq(c.witness[0].interval, 20);
	ck_assert_uint_eq(c.witness[0].limit, 5);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(configured(bad[i], &c, &why) != OK, "%s", bad[i]);
}
END_TEST

START_TEST(a_fault_of_the_configuration_names_its_line)
{
	static const struct {
		const char *text, *says;
		enum err want;
	} table[] = {
		/* clang-format off */
		{ "[store]\npaht = /x\n", "line 2", ERR_UNKNOWN_FIELD },
		{ "[shop]\npath = /x\n", "line 2", ERR_UNKNOWN_FIELD },
		{ "\n[http]\nthreads = 0\n", "line 3", ERR_RANGE },
		{ "[http]\nthreads = many\n", "line 2", ERR_MALFORMED },
		{ "[http]\nthreads = -1\n", "line 2", ERR_MALFORMED },
		{ "[http]\nthreads = 4\nthreads = 5\n", "line 3", ERR_EXISTS },
		{ "[store]\npath = /x\n /y\n", "line 3", ERR_EXISTS },
		{ "[log]\nlevel = loud\n", "line 2", ERR_RANGE },
		{ "[store\n", "line 1", ERR_MALFORMED },
		{ "[store]\nnothing\n", "line 2", ERR_MALFORMED },
		/* clang-format on */
	};
	char text[400] = "[store]\npath = ";
	struct fault why;
	struct conf c;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		ck_assert_err(configured(table[i].text, &c, &why),
		    table[i].want);
		ck_assert_msg(strstr(why.detail, table[i].says) != NULL,
		    "%s: %s", table[i].text, why.detail);
	}
	memset(text + strlen(text), 'x', 300);
	ck_assert_err(configured(text, &c, &why), ERR_TOO_BIG);
	ck_assert_ptr_nonnull(strstr(why.detail, "line 2"));
}
END_TEST

START_TEST(a_configuration_that_was_named_must_be_there)
{
	struct folder f = folder_make();
	char path[FOLDER_ROOM + 8];
	struct fault why = { 0 };
	struct conf c;

	(void)snprintf(path, sizeof path, "%s/none", f.path);
	ck_assert_err(conf_read(path, &c, &why), ERR_NOT_FOUND);
	ck_assert_ptr_nonnull(strstr(why.detail, path));
	ck_assert_int_eq(setenv("PARINDEX_CONF", path, 1), 0);
	ck_assert_err(conf_read(NULL, &c, NULL), ERR_NOT_FOUND);
	folder_remove(&f);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_are_reached_and_typed,
		members_come_in_their_order_in_the_text,
		a_pointer_names_the_way_to_a_value,
		the_first_unknown_member_is_found,
		text_that_is_not_strict_json_is_refused,
		a_decimal_is_named_by_its_pointer,
		what_is_written_is_read_back,
		a_log_line_is_one_line_of_json_after_its_level,
		every_key_has_a_default_and_can_be_set,
		an_authority_and_a_witness_have_intervals_and_limits,
		a_fault_of_the_configuration_names_its_line,
		a_configuration_that_was_named_must_be_there,
		NULL,
	};

	return suite_run("store/base/json", tests);
}
