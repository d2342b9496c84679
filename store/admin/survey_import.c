/*
 * survey_import.c - reading, staging, and the pace of it.
 *
 * Touches the store through acts, the file, and stderr.
 */
#include "store/admin/survey_import.h"

#include <stdlib.h>
#include <time.h>

#include "store/admin/bar.h"
#include "store/admin/forms_file.h"

#define BREATH_US 200 /* long enough for one who waits to get the lock */
#define SMALL 50      /* forms a commit while others write */

struct staging {
	struct admin *a;
	struct survey_import *w;
	struct forms_file file;
	struct bar bar;
	struct pool pool;
	struct form *forms;
	uint64_t *lines;
	enum form_found *found;
	unsigned n;           /* forms waiting */
	unsigned held, batch; /* with faulty ones, whose rows take room too; so
			       * many make a commit */
	uint64_t read;
	bool staging; /* still, no line was bad or bad ones are skipped */
};

/* ---- pace ---- */

static void
pause_us(int64_t us)
{
	const struct timespec t = { us / 1000000, us % 1000000 * 1000 };

	(void)nanosleep(&t, NULL);
}

/* Lets others in. When one came, the next commits are small and as much time
 * is left to others as the last one took. */
static void
make_way(struct staging *s, int64_t took_us)
{
	uint64_t own = env_last_commit(s->a->store->env);

	pause_us(BREATH_US);
	if (env_last_commit(s->a->store->env) == own) {
		s->batch =
		    s->batch * 2 < FORMS_MOST ? s->batch * 2 : FORMS_MOST;
		return;
	}
	s->batch = s->batch / 2 > SMALL ? s->batch / 2 : SMALL;
	pause_us(took_us);
}

/* ---- staging ---- */

static void
blame_form(struct staging *s, unsigned i)
{
	s->w->bad++;
	bar_clear(&s->bar);
	forms_file_blame(&s->file,
	    s->found[i] == FORM_STAGED
		? "Line %llu: form %s is in another import, which is not "
		  "finished."
		: "Line %llu: form %s was entered before with other answers.",
	    (unsigned long long)s->lines[i], s->forms[i].number);
}

static enum err
flush(struct staging *s)
{
	struct survey_import *w = s->w;
	int64_t begun = store_run(s->a->store);
	enum err e = OK;

	if (s->n > 0 && s->staging) {
		e = act_stage_forms(s->a->store, &s->a->who, w->period,
		    w->survey, w->done.number, s->forms, s->n, s->found,
		    &s->a->why);
		for (unsigned i = 0; e == OK && i < s->n; i++)
			if (s->found[i] == FORM_SAME)
				w->known++;
			else if (s->found[i] != FORM_NEW)
				blame_form(s, i);
		s->staging = w->skip_bad || w->bad == 0;
		make_way(s, store_run(s->a->store) - begun);
	}
	s->n = s->held = 0;
	pool_free(&s->pool);
	return e;
}

static enum err
read_all(struct staging *s)
{
	struct form_taken taken;
	uint64_t whole, done;
	enum err e = OK;

	while (e == OK && forms_file_next(&s->file, &s->pool, &taken)) {
		s->read++;
		done = sheetfile_read(s->file.sheet, &whole);
		bar_draw(&s->bar, done, whole, s->read, "forms");
		s->held++;
		if (taken.bad) {
			s->w->bad++;
			s->staging = s->staging && s->w->skip_bad;
		} else {
			s->forms[s->n] = taken.form;
			s->lines[s->n++] = taken.line;
		}
		if (s->held >= s->batch)
			e = flush(s);
	}
	if (e == OK)
		e = flush(s);
	return e == OK ? forms_file_failed(&s->file, &s->a->why) : e;
}

/* ---- the end ---- */

static void
drop(struct staging *s)
{
	struct import_drop at = { .more = true };
	struct fault why = { 0 };

	while (at.more && act_drop_import(s->a->store, &s->a->who, s->w->period,
			      s->w->survey, s->w->done.number, &at, &why) == OK)
		pause_us(BREATH_US);
}

static enum err
finish(struct staging *s)
{
	struct survey_import *w = s->w;
	enum err e;

	if (w->bad > 0 && !w->skip_bad) {
		drop(s);
		return fault_set(&s->a->why, ERR_MALFORMED, "",
		    "%llu of the forms in %s are faulty; nothing of it counts. "
		    "Mend them, or leave them out with --skip-bad.",
		    (unsigned long long)w->bad, w->path);
	}
	e = act_count_import(s->a->store, &s->a->who, w->period, w->survey,
	    w->done.number, w->bad, &w->done, &s->a->why);
	if (e != OK)
		drop(s);
	return e;
}

static enum err
stage_and_count(struct staging *s)
{
	struct survey_import *w = s->w;
	struct digest file;
	enum err e;

	e = forms_file_open(&s->file, w->path, w->sheet, w->plan, w->index,
	    &s->a->why);
	if (e != OK ||
	    (e = forms_file_digest(&s->file, &file, &s->a->why)) != OK ||
	    (e = act_begin_import(s->a->store, &s->a->who, w->period, w->survey,
		 file, &w->done, &s->a->why)) != OK)
		return e;
	s->bar = bar_start();
	e = read_all(s);
	bar_clear(&s->bar);
	if (e != OK) {
		drop(s);
		return e;
	}
	return finish(s);
}

enum err
survey_import(struct admin *a, struct survey_import *w)
{
	struct staging s = { .a = a,
		.w = w,
		.file.fd = -1,
		.batch = FORMS_MOST,
		.staging = true };
	enum err e = ERR_NO_MEMORY;

	s.forms = calloc(FORMS_MOST, sizeof *s.forms);
	s.lines = calloc(FORMS_MOST, sizeof *s.lines);
	s.found = calloc(FORMS_MOST, sizeof *s.found);
	if (s.forms != NULL && s.lines != NULL && s.found != NULL)
		e = stage_and_count(&s);
	forms_file_close(&s.file);
	pool_free(&s.pool);
	free(s.forms);
	free(s.lines);
	free(s.found);
	return e;
}
