/*
 * test_handover.c - what a handover of sealed packages must say.
 */
#include "store/model/handover.h"

#include <stdio.h>

#include "tests/kit/suite.h"

#define GOOD                                                                   \
	"{\"packages\":2,\"seals\":[\"01\",\"02\"],\"from\":\"A\",\"to\":"     \
	"\"B\",\"minutes\":\"01/BB\",\"issued\":10,\"collected\":9,"           \
	"\"valid\":8,\"invalid\":1}"
#define OPEN "{\"persons\":[\"A\",\"B\"],\"intact\":true}"
#define SCAN                                                                   \
	"\"scan\":\"0123456789abcdef0123456789abcdef0123456789abcdef012"       \
	"3456789abcdef\","

struct row {
	const char *find, *put; /* the first place where `find` stands */
	const char *pointer;
	enum err err;
};

/* clang-format off */
static const struct row rows[] = {
{ "\"packages\":2", "\"packages\":2", "", OK },
{ "\"packages\":2,", "\"packages\":2," SCAN, "", OK },
{ "\"packages\":2,", "", "/packages", ERR_MISSING_FIELD },
{ "\"packages\":2", "\"packages\":\"2\"", "/packages", ERR_RANGE },
{ "\"packages\":2", "\"packages\":-1", "/packages", ERR_RANGE },
{ "\"packages\":2", "\"packages\":0", "/seals", ERR_RANGE },
{ "\"packages\":2", "\"packages\":3", "/seals", ERR_RANGE },
{ "\"packages\":2,", "\"packages\":2,\"colour\":1,", "/colour", ERR_UNKNOWN_FIELD },
{ "\"packages\":2,", "\"packages\":2,\"scan\":\"x\",", "/scan", ERR_MALFORMED },
{ "\"packages\":2,", "\"packages\":2,\"scan\":1,", "/scan", ERR_MALFORMED },
{ "\"to\":\"B\",", "", "/to", ERR_MISSING_FIELD },
{ "\"to\":\"B\"", "\"to\":2", "/to", ERR_MALFORMED },
{ "\"issued\":10,", "", "/issued", ERR_MISSING_FIELD },
{ "\"collected\":9,", "", "/collected", ERR_MISSING_FIELD },
{ "\"valid\":8,", "", "/valid", ERR_MISSING_FIELD },
{ ",\"invalid\":1", "", "/invalid", ERR_MISSING_FIELD },
{ "[\"01\",\"02\"]", "\"01\"", "/seals", ERR_MALFORMED },
{ "\"01\"", "1", "/seals", ERR_MALFORMED },
{ "\"01\"", "\"\"", "/seals", ERR_MISSING_FIELD },
{ "\"01\"", "\"a\\u0007\"", "/seals", ERR_ENCODING },
{ "\"from\":\"A\",", "", "/from", ERR_MISSING_FIELD },
{ "\"from\":\"A\"", "\"from\":\"B\"", "/to", ERR_CONFLICT },
{ "\"minutes\":\"01/BB\",", "", "/minutes", ERR_MISSING_FIELD },
{ "\"issued\":10", "\"issued\":8", "/collected", ERR_RANGE },
{ "\"valid\":8", "\"valid\":9", "/valid", ERR_RANGE },
{ "\"invalid\":1", "\"invalid\":2000000000", "/invalid", ERR_RANGE },
};
static const struct row openings[] = {
{ "\"A\"", "\"A\"", "", OK },
{ "\"intact\":true", "\"intact\":false,\"note\":\"rách\"", "", OK },
{ "\"intact\":true", "\"intact\":false", "/note", ERR_MISSING_FIELD },
{ "\"intact\":true", "\"intact\":1", "/intact", ERR_MISSING_FIELD },
{ "\"intact\":true", "\"intact\":true,\"x\":1", "/x", ERR_UNKNOWN_FIELD },
{ "\"A\",\"B\"", "\"A\"", "/persons", ERR_MISSING_FIELD },
{ "\"A\",\"B\"", "\"A\",\"B\",\"C\"", "/persons", ERR_MISSING_FIELD },
{ "\"A\",\"B\"", "\"A\",\"a\"", "/persons", ERR_CONFLICT },
{ "\"A\",\"B\"", "\"A\",\"\"", "/persons", ERR_MISSING_FIELD },
{ "[\"A\",\"B\"]", "\"A\"", "/persons", ERR_MISSING_FIELD },
{ "\"intact\":true", "\"intact\":true,\"note\":1", "/note", ERR_MALFORMED },
{ "\"A\",\"B\"", "\"A\",3", "/persons", ERR_MALFORMED },
};
/* clang-format on */

static void
check(const struct row *row, const char *good, bool opening)
{
	char text[1024];
	const char *at = strstr(good, row->find);
	struct fault why = { 0 };
	struct json *doc = NULL;
	struct handover h;
	struct jv root;
	enum err e;

	ck_assert_ptr_nonnull(at);
	(void)snprintf(text, sizeof text, "%.*s%s%s", (int)(at - good), good,
	    row->put, at + strlen(row->find));
	ck_assert_err(json_parse(slice_text(text), sizeof text, &doc, NULL),
	    OK);
	root = json_root(doc);
	e = opening ? handover_read_opening(&root, &h, &why)
		    : handover_read(&root, &h, &why);
	ck_assert_msg(e == row->err && strcmp(why.pointer, row->pointer) == 0,
	    "%s: %s at %s: %s", text, err_name(e), why.pointer, why.detail);
	json_free(&doc);
}

START_TEST(each_fault_of_a_handover_is_named)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(&rows[i], GOOD, false);
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		check(&openings[i], OPEN, true);
}
END_TEST

START_TEST(a_text_that_is_too_long_is_refused)
{
	static char text[HANDOVER_SEALS + 600], many[HANDOVER_SEALS + 600];
	struct row row = { "\"01\"", text, "/seals", ERR_TOO_BIG };
	struct json *doc = NULL;
	struct fault why = { 0 };
	struct handover h;
	struct jv root;
	size_t n = 0;

	(void)snprintf(text, sizeof text, "\"%0300d\"", 1);
	check(&row, GOOD, false);
	n = (size_t)snprintf(many, sizeof many,
	    "{\"packages\":1,\"seals\":[\"1\"");
	while (n < HANDOVER_SEALS + 300)
		n += (size_t)snprintf(many + n, sizeof many - n, ",\"%0200d\"",
		    1);
	(void)snprintf(many + n, sizeof many - n, "]}");
	ck_assert_err(json_parse(slice_text(many), sizeof many, &doc, NULL),
	    OK);
	root = json_root(doc);
	ck_assert_err(handover_read(&root, &h, &why), ERR_TOO_BIG);
	json_free(&doc);
}
END_TEST

START_TEST(what_is_no_object_is_no_record)
{
	struct json *doc = NULL;
	struct handover h;
	struct jv root;

	ck_assert_err(json_parse(slice_text("[]"), 8, &doc, NULL), OK);
	root = json_root(doc);
	ck_assert_err(handover_read(&root, &h, NULL), ERR_MALFORMED);
	ck_assert_err(handover_read_opening(&root, &h, NULL), ERR_MALFORMED);
	json_free(&doc);
}
END_TEST

START_TEST(filled_persons_are_checked_like_read_ones)
{
	static const struct {
		const char *first, *second, *pointer;
		enum err err;
	} pairs[] = {
		{ "A", "B", "", OK },
		{ "", "B", "/persons", ERR_MISSING_FIELD },
		{ "A", "", "/persons", ERR_MISSING_FIELD },
		{ "Đ", "đ", "/persons", ERR_CONFLICT },
		{ "\xff", "B", "", ERR_ENCODING },
		{ "A", "\xff", "", ERR_ENCODING },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct handover h = { .intact = true };
		struct fault why = { 0 };

		(void)snprintf(h.person[0], HANDOVER_TEXT, "%s",
		    pairs[i].first);
		(void)snprintf(h.person[1], HANDOVER_TEXT, "%s",
		    pairs[i].second);
		ck_assert_err(handover_check_opening(&h, &why), pairs[i].err);
		ck_assert_str_eq(why.pointer, pairs[i].pointer);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { each_fault_of_a_handover_is_named,
		a_text_that_is_too_long_is_refused,
		what_is_no_object_is_no_record,
		filled_persons_are_checked_like_read_ones, NULL };

	return suite_run("handover", tests);
}
