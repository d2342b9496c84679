/*
 * test_pack_rules.c - versions of the rules in an evidence pack are those that
 * its log commits to.
 */
#include <string.h>

#include "store/admin/pack_rules.h"
#include "store/base/encode.h"
#include "store/ledger/entry.h"
#include "store/model/mandate.h"
#include "tests/kit/suite.h"

#define DECISION                                                               \
	"{\"version\":2,\"number\":\"15/"                                      \
	"QĐ\",\"date\":\"2023-01-11\",\"reason\":"                            \
	"\"mất điện\",\"person\":\"Trần Văn B\",\"salt\":\""           \
	"0707070707070707070707070707070707070707070707070707070707070707"     \
	"\"}\n"

static struct packed_rules rules;

static struct digest
decided(void)
{
	struct mandate m = { "15/QĐ", "2023-01-11", "mất điện", "Trần Văn B" };
	struct buf text = { 0 };
	uint8_t salt[32];
	struct digest d;

	memset(salt, 7, sizeof salt);
	buf_bytes(&text, salt, sizeof salt);
	mandate_put(&text, &m);
	d = digest_of(buf_all(&text));
	buf_free(&text);
	return d;
}

/* An entry about a version, whose data are these bytes. */
static void
logged(enum entry_type type, int64_t version, const char *data)
{
	struct reading now = { .status = CLOCK_SIMULATED };
	struct buf body = { 0 }, entry = { 0 };

	entry_str(&body, "period", "2022");
	entry_int(&body, "version", version);
	if (type == ENTRY_AMENDMENT)
		entry_int(&body, "before", version - 1);
	entry_digest(&body, "bundle", digest_of(slice_text(data)));
	entry_str(&body, "window", "a evidence 1 1 2 3");
	entry_str(&body, "doubt", "unit");
	entry_str(&body, "late", "mark");
	if (type == ENTRY_AMENDMENT) {
		entry_int(&body, "cure", 0);
		entry_digest(&body, "decision", decided());
		entry_int(&body, "by", 0);
	}
	entry_write(&entry, type, (struct moment){ 5 }, &now, buf_all(&body));
	ck_assert_err(entry.err, OK);
	packed_rules_entry(&rules, buf_all(&entry));
	buf_free(&body);
	buf_free(&entry);
}

static const char *
part(const char *name, const char *bytes)
{
	return packed_rules_part(&rules, name, slice_text(bytes),
	    digest_of(slice_text(bytes)));
}

START_TEST(each_version_and_its_decision_are_the_logs)
{
	logged(ENTRY_RULES, 1, "one");
	logged(ENTRY_AMENDMENT, 2, "two");
	ck_assert_ptr_null(part("000001.json", "one"));
	ck_assert_ptr_null(part("000002.json", "two"));
	ck_assert_ptr_null(part("000002.decision.json", DECISION));
	ck_assert(packed_rules_know(&rules, digest_of(slice_text("two"))));
	packed_rules_free(&rules);
}
END_TEST

START_TEST(what_the_log_does_not_say_is_found)
{
	static const struct {
		const char *name, *bytes;
	} rows[] = {
		{ "000001.json", "two" },
		{ "000003.json", "two" },
		{ "000000.json", "one" },
		{ "one.json", "one" },
		{ "000001", "one" },
		{ "000001.txt", "one" },
		{ "000001.decision.json", DECISION }, /* none was needed */
		{ "000002.decision.json", "{}" },
		{ "000002.decision.json", "" },
		{ "000002.decision.json",
		    "{\"number\":\"16/QĐ\",\"date\":\"2023-01-11\",\"reason\":"
		    "\"x\",\"person\":\"y\",\"salt\":\"07\"}" },
	};

	logged(ENTRY_RULES, 1, "one");
	logged(ENTRY_AMENDMENT, 2, "two");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(part(rows[i].name, rows[i].bytes) != NULL,
		    "%s with %s is taken", rows[i].name, rows[i].bytes);
	ck_assert(!packed_rules_know(&rules, digest_of(slice_text("three"))));
	/* bytes that are no entry tell of nothing */
	packed_rules_entry(&rules, slice_text("parindex-entry/v9\n"));
	ck_assert_uint_eq(rules.n, 2);
	packed_rules_free(&rules);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_version_and_its_decision_are_the_logs,
		what_the_log_does_not_say_is_found,
		NULL,
	};

	return suite_run("pack rules", tests);
}
