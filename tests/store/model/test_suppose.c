/*
 * test_suppose.c - what may be supposed, and what comes of it.
 */
#include "store/model/suppose.h"

#include <stdlib.h>

#include "store/base/json_in.h"
#include "tests/kit/period.h"
#include "tests/kit/suite.h"

static struct plan *plan;
static struct supposed supposed;

static unsigned
unit_at(const char *id)
{
	struct unit_id u;
	int at;

	if (plan == NULL) {
		struct buf text = source_file("tests/store/model/small.json");

		plan = plan_of(&text);
		buf_free(&text);
	}
	ck_assert_err(unit_id_read(slice_text(id), &u), OK);
	at = plan_unit(plan, u);
	ck_assert_int_ge(at, 0);
	return (unsigned)at;
}

static unsigned
leaf_at(const char *id)
{
	struct leaf_id l;
	int at;

	ck_assert_err(leaf_id_read(slice_text(id), &l), OK);
	at = plan_leaf(plan, l);
	ck_assert_int_ge(at, 0);
	return (unsigned)at;
}

/* Apostrophes for quotes. */
static enum err
suppose(const char *unit, const char *text, struct fault *why)
{
	struct buf json = { 0 };
	struct json *doc = NULL;
	unsigned u = unit_at(unit);
	struct jv root;
	enum err e;

	buf_text(&json, text);
	for (size_t i = 0; i < json.n; i++)
		if (json.p[i] == '\'')
			json.p[i] = '"';
	ck_assert_err(json_parse(buf_all(&json), 4096, &doc, NULL), OK);
	root = json_root(doc);
	e = supposed_read(plan, u, &root, &supposed, why);
	json_free(&doc);
	buf_free(&json);
	return e;
}

/* The caller frees. */
static struct unit_score *
score(const char *unit, const char *text)
{
	struct sheet_facts *facts = calloc(1, sizeof *facts);
	struct unit_score *out = calloc(1, sizeof *out);
	struct fault why = { 0 };

	ck_assert(facts != NULL && out != NULL);
	ck_assert_err(suppose(unit, text, &why), OK);
	ck_assert_err(supposed_score(plan, unit_at(unit), &supposed, facts,
			  out),
	    OK);
	free(facts);
	return out;
}

/* clang-format off */
static const struct {
	const char *unit, *text, *pointer;
	enum err err;
} bad[] = {
	{ "W1", "[]", "", ERR_UNKNOWN_FIELD },
	{ "W1", "7", "", ERR_UNKNOWN_FIELD },
	{ "W1", "{'x':1}", "/x", ERR_UNKNOWN_FIELD },
	{ "W1", "{'evidence':'yes'}", "/evidence", ERR_MALFORMED },
	{ "W1", "{'leaves':[]}", "/leaves", ERR_MALFORMED },
	{ "W1", "{'surveys':85}", "/surveys", ERR_RANGE },
	{ "W1", "{'surveys':'many'}", "/surveys", ERR_RANGE },
	{ "W1", "{'surveys':'-0.000001'}", "/surveys", ERR_RANGE },
	{ "W1", "{'surveys':'100.000001'}", "/surveys", ERR_RANGE },
	{ "W1", "{'leaves':{'9.9':{}}}", "/leaves/9.9", ERR_UNKNOWN_LEAF },
	{ "W1", "{'leaves':{'1 1':{}}}", "/leaves/1 1", ERR_UNKNOWN_LEAF },
	{ "T1", "{'leaves':{'1.1':{}}}", "/leaves/1.1", ERR_LEAF_NOT_YOURS },
	{ "W1", "{'leaves':{'S1.1':{}}}", "/leaves/S1.1", ERR_LEAF_NOT_YOURS },
	{ "W1", "{'leaves':{'2.2':{}}}", "/leaves/2.2", ERR_LEAF_NOT_YOURS },
	{ "W1", "{'leaves':{'2.1':true}}", "/leaves/2.1", ERR_MALFORMED },
	{ "W1", "{'leaves':{'2.1':{'points':1}}}", "/leaves/2.1", ERR_MALFORMED },
	{ "W1", "{'leaves':{'1.1':{'not_applicable':1}}}", "/leaves/1.1/not_applicable", ERR_MALFORMED },
	{ "W1", "{'leaves':{'2.1':{'not_applicable':true}}}", "/leaves/2.1/not_applicable", ERR_RANGE },
	{ "W1", "{'leaves':{'2.1':{'inputs':{'yes':1}}}}", "/leaves/2.1/inputs/yes", ERR_MALFORMED },
	{ "W1", "{'leaves':{'2.1':{'inputs':{}}}}", "/leaves/2.1/inputs/yes", ERR_MISSING_FIELD },
	{ "W1", "{'leaves':{'2.1':7,'9.9':{}}}", "/leaves/2.1", ERR_MALFORMED },
};
/* clang-format on */

START_TEST(what_cannot_be_supposed_is_refused_where_it_stands)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fault why = { 0 };
		enum err e = suppose(bad[i].unit, bad[i].text, &why);

		ck_assert_msg(e == bad[i].err && why.err == e &&
				  strcmp(why.pointer, bad[i].pointer) == 0,
		    "%s: %s at %s", bad[i].text, err_name(e), why.pointer);
	}
}
END_TEST

START_TEST(with_nothing_supposed_evidence_stands_and_surveys_stay)
{
	struct fault why = { 0 };

	ck_assert_err(suppose("W1", "{}", &why), OK);
	ck_assert(supposed.evidence);
	ck_assert(!supposed.has_surveys);
	for (unsigned i = 0; i < plan->n_leaves; i++)
		ck_assert(!supposed.leaf[i]);
	ck_assert_err(suppose("W1", "{'evidence':false,'surveys':'0'}", &why),
	    OK);
	ck_assert(!supposed.evidence);
	ck_assert(supposed.has_surveys);
	ck_assert_int_eq(supposed.surveys.millionths, 0);
	ck_assert_err(suppose("W1", "{'surveys':'100'}", &why), OK);
	ck_assert_int_eq(supposed.surveys.millionths, 100 * POINTS_ONE);
}
END_TEST

START_TEST(supposed_inputs_count_as_if_appraisal_had_closed)
{
	struct unit_score *s =
	    score("W1", "{'leaves':{'2.1':{'inputs':{'yes':true}},"
			"'1.1':{'not_applicable':true}}}");

	ck_assert_int_eq(s->leaf[leaf_at("2.1")].status, LEAF_SCORED);
	ck_assert_int_eq(s->leaf[leaf_at("2.1")].points.millionths, 19500000);
	ck_assert_int_eq(s->leaf[leaf_at("1.1")].status, LEAF_NOT_APPLICABLE);
	ck_assert_int_eq(s->leaf[leaf_at("1.1")].max.millionths, 0);
	free(s);
	s = score("W1",
	    "{'leaves':{'2.1':{'inputs':{'yes':true}}},'evidence':false}");
	ck_assert_int_eq(s->leaf[leaf_at("2.1")].status, LEAF_NO_EVIDENCE);
	ck_assert_int_eq(s->leaf[leaf_at("2.1")].points.millionths, 0);
	free(s);
}
END_TEST

START_TEST(supposed_surveys_give_their_share_rounded_as_leaves_are)
{
	struct unit_score *without = score("W1", "{}");
	struct unit_score *with = score("W1", "{'surveys':'33.333333'}");
	unsigned field = plan->leaves[leaf_at("S1.1")].field;

	ck_assert_int_eq(with->leaf[leaf_at("S1.1")].points.millionths,
	    6670000);
	ck_assert_int_eq(with->leaf[leaf_at("S1.2")].points.millionths,
	    3330000);
	ck_assert_int_eq(with->leaf[leaf_at("S1.1")].status, LEAF_SCORED);
	ck_assert_int_eq(with->field[field].points.millionths, 10000000);
	ck_assert_int_eq(with->points.millionths - without->points.millionths,
	    10000000);
	free(without);
	free(with);
}
END_TEST

START_TEST(supposed_surveys_give_nothing_where_they_do_not_apply)
{
	struct unit_score *s = score("W2", "{'surveys':'100'}");

	ck_assert_int_eq(s->leaf[leaf_at("S1.1")].status, LEAF_NOT_APPLICABLE);
	ck_assert_int_eq(s->leaf[leaf_at("S1.1")].points.millionths, 0);
	ck_assert_int_eq(s->points.millionths, 0);
	free(s);
	s = score("T1", "{'surveys':'100'}");
	ck_assert_int_eq(s->leaf[leaf_at("S1.2")].status, LEAF_NOT_ASSESSED);
	ck_assert_int_eq(s->points.millionths, 0);
	free(s);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_cannot_be_supposed_is_refused_where_it_stands,
		with_nothing_supposed_evidence_stands_and_surveys_stay,
		supposed_inputs_count_as_if_appraisal_had_closed,
		supposed_surveys_give_their_share_rounded_as_leaves_are,
		supposed_surveys_give_nothing_where_they_do_not_apply,
		NULL,
	};

	return suite_run("suppose", tests);
}
