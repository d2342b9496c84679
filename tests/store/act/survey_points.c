/*
 * survey_points.c - enters forms into a store of its own and prints the points
 * of every survey leaf, for check_survey_points.py.
 *
 *     survey-points BUNDLE     and on stdin a JSON object a line:
 *     {"survey":"S","forms":[...]}             entered
 *     {"survey":"S","forms":[...],"import":1}  imported
 *     {"survey":"S","form":{...},"version":1}  corrected
 *
 * Touches the file it is named and a folder of its own.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/base/draft.h"
#include "store/model/score.h"
#include "store/sheet.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;
static struct fault why;

static void
must(enum err e, const char *what)
{
	ck_assert_msg(e == OK, "%s: %s %s %s", what, err_name(e), why.pointer,
	    why.detail);
}

static void
open_with(const char *path)
{
	struct who who = world_who(ROLE_OPERATOR, "");
	struct buf bundle = { 0 };
	struct period row;

	must(file_read(path, 16 << 20, &bundle), path);
	world_open_empty(&w);
	must(act_load_period(w.store, &who, buf_all(&bundle), &row, &why),
	    "load");
	must(act_open_period(w.store, &who, row.id, &why), "open");
	w.period = row.id;
	world_clock(&w, "2022-12-26T08:00:00+07:00");
	buf_free(&bundle);
}

struct line {
	struct survey_id survey;
	unsigned index;
	struct form *forms;
	unsigned n;
	struct pool pool;
};

static void
read_forms(struct line *l, const struct jv *list)
{
	struct jv one;

	l->n = (unsigned)jv_count(list);
	l->forms = pool_array(&l->pool, l->n + 1, sizeof *l->forms);
	for (unsigned i = 0; i < l->n; i++) {
		one = jv_at(list, i);
		must(form_read(world_plan(&w), l->index, &one, &l->pool,
			 &l->forms[i], &why),
		    "form");
	}
}

static void
import(struct line *l, struct digest file)
{
	struct who who = world_who(ROLE_OPERATOR, "");
	enum form_found *found = calloc(l->n, sizeof *found);
	struct import row;

	must(act_begin_import(w.store, &who, w.period, l->survey, file, &row,
		 &why),
	    "begin");
	must(act_stage_forms(w.store, &who, w.period, l->survey, row.number,
		 l->forms, l->n, found, &why),
	    "stage");
	must(act_count_import(w.store, &who, w.period, l->survey, row.number, 0,
		 &row, &why),
	    "count");
	free(found);
}

static void
correct(struct line *l, const struct jv *root)
{
	struct who who = world_who(ROLE_SURVEY, "");
	struct jv form = jv_get(root, "form"), at = jv_get(root, "version");
	uint32_t version;
	struct form one;
	int64_t seen = 0;

	(void)jv_int(&at, &seen);
	must(form_read(world_plan(&w), l->index, &form, &l->pool, &one, &why),
	    "correction");
	must(act_correct_form(w.store, &who, w.period, l->survey, &one,
		 "property", (uint32_t)seen, &version, &why),
	    "correct");
}

static void
obey(struct slice text)
{
	struct who who = world_who(ROLE_SURVEY, "");
	struct line l = { .n = 0 };
	struct forms_entered out;
	struct json *doc;
	struct jv root, at, list;
	struct slice name = SLICE_NONE;

	must(json_parse(text, 16 << 20, &doc, &why), "json");
	root = json_root(doc);
	at = jv_get(&root, "survey");
	(void)jv_text(&at, &name);
	must(survey_id_read(name, &l.survey), "survey");
	l.index = (unsigned)plan_survey(world_plan(&w), l.survey);
	list = jv_get(&root, "forms");
	at = jv_get(&root, "import");
	if (jv_kind(&list) == JSON_NONE) {
		correct(&l, &root);
	} else {
		read_forms(&l, &list);
		if (jv_kind(&at) != JSON_NONE)
			import(&l, digest_of(text));
		else
			must(act_enter_forms(w.store, &who, w.period, l.survey,
				 l.forms, l.n, digest_of(text), &out, &why),
			    "enter");
	}
	pool_free(&l.pool);
	json_free(&doc);
}

static void
print_unit(unsigned unit)
{
	struct sheet_facts *facts = malloc(sizeof *facts);
	struct unit_score *score = malloc(sizeof *score);
	const struct plan *p = world_plan(&w);
	const struct moment now = { 0 };
	struct txn t;

	txn_read(&t, w.store->env);
	must(sheet_gather(&t, p, unit, now, facts), "gather");
	must(txn_end(&t), "read");
	must(unit_score(p, unit, facts, score), "score");
	for (unsigned i = 0; i < p->n_leaves; i++)
		if (p->leaves[i].mode == LEAF_SURVEY)
			(void)printf("leaf %s %s %s %lld\n",
			    p->units[unit].id.text, p->leaves[i].id.text,
			    leaf_status_name(score->leaf[i].status),
			    (long long)score->leaf[i].points.millionths);
	free(facts);
	free(score);
}

static const char *bundle;

/* A test, since the world's own checks live in one. */
START_TEST(every_line_is_obeyed)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	open_with(bundle);
	while ((n = getline(&line, &room, stdin)) > 0)
		obey(slice_of(line, (size_t)n));
	free(line);
	for (unsigned unit = 0; unit < world_plan(&w)->n_units; unit++)
		print_unit(unit);
	(void)fflush(stdout);
	world_close(&w);
}
END_TEST

int
main(int argc, char **argv)
{
	const TTest *const tests[] = { every_line_is_obeyed, NULL };

	if (argc != 2)
		return 2;
	bundle = argv[1];
	return suite_run("survey points", tests);
}
