/*
 * year.c - does what a line of JSON says in a fresh simulated store, and says
 * what came out; for check_property.py, which knows what should have.
 *
 *     {"bundle":"...","does":[{"do":"clock","to":"2023-01-11T00:00:00+07:00"},
 *      {"do":"score","unit":"U1","leaf":"1","column":"self","inputs":{...}},
 *      {"do":"upload","name":"a","unit":"U1","leaves":["1"],"bytes":"...",
 *       "sound":true,"replaces":"b"},{"do":"withdraw","name":"a"},
 *      {"do":"admit","name":"a"},{"do":"form","survey":"s1","form":{...}},
 *      {"do":"step","step":"explain","unit":"U1","leaf":"1"},
 *      {"do":"amend","bundle":"..."},{"do":"settle"}]}
 *
 * answers {"said":["ok",...],"results":{as in GET .../results},
 * "leaves":{"U1":{"1":["scored",1500000,2000000]}}}, points and maximum in
 * millionths.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/json_out.h"
#include "store/view/views.h"
#include "tests/kit/suite.h"
#include "tests/property/deeds.h"

#define LINE_MOST ((size_t)16 << 20)

/* ---- what came out ---- */

static void
put_leaves(struct year *y, struct jout *j)
{
	const struct plan *plan = world_plan(&y->world);
	struct leaf_score s;

	jout_object(j);
	for (unsigned u = 0; u < plan->n_units; u++) {
		jout_key(j, plan->units[u].id.text);
		jout_object(j);
		for (unsigned l = 0; l < plan->n_leaves; l++) {
			s = world_leaf(&y->world, plan->units[u].id.text,
			    plan->leaves[l].id.text);
			jout_key(j, plan->leaves[l].id.text);
			jout_array(j);
			jout_str(j, leaf_status_name(s.status));
			jout_int(j, s.points.millionths);
			jout_int(j, s.max.millionths);
			jout_array_end(j);
		}
		jout_object_end(j);
	}
	jout_object_end(j);
}

static void
put_results(struct year *y, struct jout *j)
{
	const struct who council = world_who(ROLE_COUNCIL, "");
	struct results r;

	ck_assert_err(look_results(y->world.store, &council, y->world.period,
			  &r, NULL),
	    OK);
	view_results(j, &r);
	look_results_free(&r);
}

static void
tell(struct year *y, const struct jv *does, struct buf *out)
{
	struct jout j = jout_start(out);
	struct jv one;

	jout_object(&j);
	jout_key(&j, "said");
	jout_array(&j);
	for (size_t i = 0; i < jv_count(does); i++) {
		one = jv_at(does, i);
		jout_str(&j, err_name(deed_run(y, &one)));
	}
	jout_array_end(&j);
	jout_key(&j, "results");
	put_results(y, &j);
	jout_key(&j, "leaves");
	put_leaves(y, &j);
	jout_object_end(&j);
}

static void
one_year(struct slice line)
{
	static struct year y;
	struct fault why = { 0 };
	struct buf out = { 0 };
	struct json *json;
	struct jv root, bundle, does;
	struct slice text;

	ck_assert_msg(json_parse(line, LINE_MOST, &json, &why) == OK, "%s",
	    why.detail);
	root = json_root(json);
	bundle = jv_get(&root, "bundle");
	does = jv_get(&root, "does");
	ck_assert(jv_text(&bundle, &text));
	y.n_uploads = 0;
	world_open_bundle(&y.world, text);
	tell(&y, &does, &out);
	world_close(&y.world);
	ck_assert_err(out.err, OK);
	(void)fwrite(out.p, 1, out.n, stdout);
	(void)putchar('\n');
	(void)fflush(stdout);
	buf_free(&out);
	json_free(&json);
}

START_TEST(every_line_of_the_input_is_a_year)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	while ((n = getline(&line, &room, stdin)) > 0)
		one_year(slice_of((uint8_t *)line, (size_t)n));
	free(line);
}
END_TEST

int
main(void)
{
	return suite_alone(every_line_of_the_input_is_a_year);
}
