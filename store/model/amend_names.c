/*
 * amend_names.c - what an amendment may do to blocks, leaves, surveys and
 * units.
 *
 * Knows the law of amend.h up to 6. Touches nothing but its arguments.
 */
#include <stdio.h>

#include "store/model/amend.h"
#include "store/model/form.h"

struct naming {
	const struct plan *was, *is;
	const struct amend_kept *kept;
	struct faults *fs;
};

#define POINTER 96

static void
check_blocks(struct naming *n)
{
	char pointer[POINTER];

	for (unsigned i = 0; i < n->was->n_blocks; i++) {
		if (i < n->is->n_blocks &&
		    block_id_eq(n->was->blocks[i].id, n->is->blocks[i].id))
			continue;
		(void)snprintf(pointer, sizeof pointer, "/criteria/blocks/%u",
		    i);
		faults_add(n->fs, ERR_CONFLICT, pointer,
		    "Block %s of the period as it is open is not at its place "
		    "any more: windows were announced for it.",
		    n->was->blocks[i].id.text);
	}
}

/* ---- leaves ---- */

static void
check_var(struct naming *n, const struct leaf *was, unsigned leaf, unsigned var)
{
	const struct var *is = &n->is->leaves[leaf].vars[var];
	char pointer[POINTER];

	for (unsigned i = 0; i < was->n_vars; i++) {
		if (strcmp(was->vars[i].key, is->key) != 0 ||
		    was->vars[i].type == is->type)
			continue;
		(void)snprintf(pointer, sizeof pointer,
		    "/criteria/leaves/%u/vars/%u/type", leaf, var);
		faults_add(n->fs, ERR_CONFLICT, pointer,
		    "What was recorded for variable \"%s\" of leaf %s is of "
		    "another type: a variable of another type needs a key of "
		    "its own.",
		    is->key, was->id.text);
	}
}

static void
check_leaf(struct naming *n, unsigned leaf)
{
	const struct leaf *is = &n->is->leaves[leaf], *was;
	char pointer[POINTER];
	int old = plan_leaf(n->was, is->id);

	if (old < 0)
		return;
	was = &n->was->leaves[old];
	if (was->mode != is->mode) {
		(void)snprintf(pointer, sizeof pointer,
		    "/criteria/leaves/%u/mode", leaf);
		faults_add(n->fs, ERR_CONFLICT, pointer,
		    "Leaf %s is open in another mode, and what was recorded "
		    "for it is of that mode: drop it, and give the new one an "
		    "id of its own.",
		    is->id.text);
	}
	for (unsigned i = 0; i < is->n_vars; i++)
		check_var(n, was, leaf, i);
}

/* ---- surveys ---- */

static bool
same_answers(const struct question *was, const struct question *is)
{
	if (strcmp(was->id, is->id) != 0 || was->scale != is->scale ||
	    (was->options == NULL) != (is->options == NULL))
		return false;
	for (unsigned i = 0; was->options != NULL && i < was->scale; i++)
		if (strcmp(was->options[i].id, is->options[i].id) != 0)
			return false;
	return true;
}

static void
check_questions(struct naming *n, const struct survey *was, unsigned survey)
{
	const struct survey *is = &n->is->surveys[survey];
	char pointer[POINTER];

	for (unsigned i = 0; i < was->n_questions || i < is->n_questions; i++) {
		if (i < was->n_questions && i < is->n_questions &&
		    same_answers(&was->questions[i], &is->questions[i]))
			continue;
		(void)snprintf(pointer, sizeof pointer,
		    "/period/surveys/%u/questions/%u", survey, i);
		faults_add(n->fs, ERR_CONFLICT, pointer,
		    "Forms of survey %s have come in with %s as question %u: "
		    "it stays at its place with its answers, and may feed "
		    "another leaf or none.",
		    was->id.text,
		    i < was->n_questions ? was->questions[i].id : "nothing",
		    i + 1);
		return;
	}
}

static void
check_groups(struct naming *n, const struct survey *was, unsigned survey)
{
	const struct survey *is = &n->is->surveys[survey];
	char pointer[POINTER];
	unsigned k;

	(void)snprintf(pointer, sizeof pointer,
	    "/period/surveys/%u/respondents", survey);
	for (unsigned i = 0; i < was->n_respondents; i++) {
		for (k = 0; k < is->n_respondents; k++)
			if (strcmp(was->respondents[i].id,
				is->respondents[k].id) == 0)
				break;
		if (k == is->n_respondents)
			faults_add(n->fs, ERR_CONFLICT, pointer,
			    "Forms of survey %s have come in: its group %s of "
			    "respondents stays.",
			    was->id.text, was->respondents[i].id);
	}
}

static void
check_channels(struct naming *n, const struct survey *was, unsigned survey)
{
	const struct survey *is = &n->is->surveys[survey];
	char pointer[POINTER];

	(void)snprintf(pointer, sizeof pointer, "/period/surveys/%u/channels",
	    survey);
	for (unsigned i = 0; i < was->n_channels; i++)
		if (channel_of(is, slice_text(was->channels[i].id)) < 0)
			faults_add(n->fs, ERR_CONFLICT, pointer,
			    "Forms of survey %s have come in: its channel %s "
			    "stays.",
			    was->id.text, was->channels[i].id);
}

static void
check_survey(struct naming *n, unsigned old)
{
	const struct survey *was = &n->was->surveys[old], *is;
	int at = plan_survey(n->is, was->id);
	char pointer[POINTER];

	if (!n->kept->forms[old])
		return;
	if (at < 0) {
		faults_add(n->fs, ERR_CONFLICT, "/period/surveys",
		    "Forms of survey %s have come in: it stays. Its questions "
		    "may feed no leaf.",
		    was->id.text);
		return;
	}
	is = &n->is->surveys[at];
	if (was->kind != is->kind || was->block != is->block) {
		(void)snprintf(pointer, sizeof pointer, "/period/surveys/%d/%s",
		    at, was->kind != is->kind ? "kind" : "block");
		faults_add(n->fs, ERR_CONFLICT, pointer,
		    "Forms of survey %s have come in: it keeps its kind and "
		    "its block.",
		    was->id.text);
		return;
	}
	check_questions(n, was, (unsigned)at);
	check_groups(n, was, (unsigned)at);
	check_channels(n, was, (unsigned)at);
}

/* ---- units ---- */

static void
check_units(struct naming *n)
{
	for (unsigned i = 0; i < n->was->n_units; i++)
		if (plan_unit(n->is, n->was->units[i].id) < 0)
			faults_add(n->fs, ERR_CONFLICT, "/units/units",
			    "Unit %s of the period as it is open is gone: its "
			    "sheet stays. Say with \"valid_to\" when it ends.",
			    n->was->units[i].id.text);
}

void
amend_check_names(const struct plan *was, const struct plan *is,
    const struct amend_kept *kept, struct faults *fs)
{
	struct naming n = { was, is, kept, fs };
	size_t before = fs->n;

	if (!period_id_eq(was->period, is->period))
		faults_add(fs, ERR_CONFLICT, "/period/id",
		    "This is period %s, not %s.", is->period.text,
		    was->period.text);
	check_blocks(&n);
	if (fs->n != before) /* what follows is by the blocks' places */
		return;
	for (unsigned i = 0; i < is->n_leaves; i++)
		check_leaf(&n, i);
	for (unsigned i = 0; i < was->n_surveys; i++)
		check_survey(&n, i);
	check_units(&n);
}
