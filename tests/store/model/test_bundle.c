/*
 * test_bundle.c - three files to one text, and a fault back to its file.
 */
#include <check.h>

#include "store/model/bundle.h"
#include "tests/kit/suite.h"

START_TEST(the_three_texts_are_embedded_byte_for_byte)
{
	struct buf out = { 0 };
	struct fault why = { 0 };

	ck_assert_err(bundle_compose(slice_text("{\"a\": 1}\n"),
			  slice_text("{}"), slice_text(" {\"b\":[]}"), &out,
			  &why),
	    OK);
	ck_assert_str_eq(buf_cstr(&out),
	    "{\"format\":\"parindex-bundle/1\",\n\"period\":{\"a\": 1}\n"
	    ",\n\"criteria\":{},\n\"units\": {\"b\":[]}}\n");
	buf_free(&out);
}
END_TEST

START_TEST(a_text_cannot_reach_out_of_its_place)
{
	static const char *const bad = "{},\"units\":{}";
	struct slice good = slice_text("{}");
	struct buf out = { 0 };
	struct fault why = { 0 };

	ck_assert_err(bundle_compose(good, slice_text(bad), good, &out, &why),
	    ERR_MALFORMED);
	ck_assert_str_eq(why.pointer, "/criteria");
	ck_assert_str_ne(why.detail, "");
	buf_free(&out);
}
END_TEST

START_TEST(a_pointer_leads_back_to_its_file)
{
	static const struct {
		const char *pointer;
		enum bundle_part part;
		const char *within;
	} rows[] = {
		{ "/criteria/leaves/3/max", BUNDLE_CRITERIA, "/leaves/3/max" },
		{ "/period/units", BUNDLE_PERIOD, "/units" },
		{ "/units", BUNDLE_UNITS, "" },
		{ "/unitsX/1", BUNDLE_PARTS, "/unitsX/1" },
		{ "/format", BUNDLE_PARTS, "/format" },
		{ "", BUNDLE_PARTS, "" },
	};
	const char *within;
	unsigned i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_int_eq(bundle_locate(rows[i].pointer, &within),
		    rows[i].part);
		ck_assert_str_eq(within, rows[i].within);
	}
	ck_assert_str_eq(bundle_part_name(BUNDLE_CRITERIA), "criteria");
}
END_TEST

START_TEST(a_period_names_its_two_other_files)
{
	static const struct {
		const char *text;
		enum err err;
		const char *pointer;
	} rows[] = {
		{ "{\"criteria\":\"a/c.json\",\"units\":\"..u\"}", OK, "" },
		{ "{\"criteria\":\"c\"}", ERR_MISSING_FIELD, "/units" },
		{ "{\"criteria\":1}", ERR_MISSING_FIELD, "/criteria" },
		{ "{\"criteria\":\"\"}", ERR_MALFORMED, "/criteria" },
		{ "{\"criteria\":\"/c\"}", ERR_MALFORMED, "/criteria" },
		{ "{\"criteria\":\"../c\"}", ERR_MALFORMED, "/criteria" },
		{ "{\"criteria\":\"a/..\"}", ERR_MALFORMED, "/criteria" },
		{ "{", ERR_MALFORMED, "" },
	};
	struct buf criteria = { 0 }, units = { 0 };
	struct fault why;
	unsigned i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		why = (struct fault){ 0 };
		buf_clear(&criteria);
		buf_clear(&units);
		ck_assert_err(bundle_files(slice_text(rows[i].text), &criteria,
				  &units, &why),
		    rows[i].err);
		ck_assert_str_eq(why.pointer, rows[i].pointer);
		if (rows[i].err != OK)
			continue;
		ck_assert_str_eq(buf_cstr(&criteria), "a/c.json");
		ck_assert_str_eq(buf_cstr(&units), "..u");
	}
	buf_free(&criteria);
	buf_free(&units);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_three_texts_are_embedded_byte_for_byte,
		a_text_cannot_reach_out_of_its_place,
		a_pointer_leads_back_to_its_file,
		a_period_names_its_two_other_files,
		NULL,
	};

	return suite_run("bundle", tests);
}
