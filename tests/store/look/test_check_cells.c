/*
 * test_check_cells.c - an administrator who edits a score on a sheet, and
 * leaves the log alone, is found.
 */
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

static struct world w;

static void
count(void *self, const char *sentence)
{
	unsigned *n = self;

	(*n)++;
	ck_assert_ptr_nonnull(strstr(sentence, "Sheet of D01"));
}

static unsigned
complaints(void)
{
	struct checked looked;
	unsigned n = 0;

	ck_assert_err(look_check(w.store, count, &n, &looked), OK);
	ck_assert_uint_eq(looked.cells, 2);
	return n;
}

static void
points(struct cell *c)
{
	c->inputs.value[1]++; /* news */
}

static void
reason(struct cell *c)
{
	c->reason[0] = c->reason[0] == 'x' ? 'y' : 'x';
	c->reason[1] = 0;
}

static void
applies(struct cell *c)
{
	c->inputs.not_applicable = !c->inputs.not_applicable;
}

static void
writer(struct cell *c)
{
	c->by.n++;
}

static void
person(struct cell *c)
{
	c->person = (struct person_id){ "somebody" };
}

static void
moment(struct cell *c)
{
	c->time.us--;
}

static void
version(struct cell *c)
{
	c->version++;
}

static void
entry(struct cell *c)
{
	c->entry--;
}

static void
nowhere(struct cell *c)
{
	c->entry += 1000;
}

struct edit {
	void (*how)(struct cell *c);
	struct cell cell;
};

static enum err
run_edit(struct txn *t, void *arg)
{
	struct edit *e = arg;

	e->how(&e->cell);
	cells_put(t, &e->cell);
	return t->err;
}

START_TEST(each_edit_of_a_cell_is_found)
{
	static void (*const edits[])(struct cell * c) = { points, reason,
		applies, writer, person, moment, version, entry, nowhere };
	struct who unit = world_unit("D01");
	struct who appraiser = world_who(ROLE_LEAD, "");
	struct fault why = { 0 };

	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct edit e = { .how = edits[i] };

		world_open(&w);
		ck_assert_msg(world_score(&w, &unit, "D01", "1.4.1",
				  COLUMN_SELF,
				  "{'plan':true,'news':14,'other':false}", 0,
				  &why) == OK,
		    "%s", why.detail);
		world_clock(&w, "2023-01-12T08:00:00+07:00");
		ck_assert_msg(world_score(&w, &appraiser, "D01", "1.4.1",
				  COLUMN_ROUND1,
				  "{'plan':true,'news':9,'other':false}", 0,
				  &why) == OK,
		    "%s", why.detail);
		ck_assert_uint_eq(complaints(), 0);
		e.cell = world_cell(&w, "D01", "1.4.1", COLUMN_SELF);
		ck_assert_err(env_change(w.store->env, run_edit, &e, 0), OK);
		ck_assert_msg(complaints() == 1, "edit %zu", i);
		world_close(&w);
	}
}
END_TEST

/* What was written over is no longer what was written: put in force, and
 * written over once more. */
static enum err
run_older_edit(struct txn *t, void *arg)
{
	struct edit *e = arg;
	struct cell is = e->cell;

	is.version = 1;
	ck_assert(cell_versions_get(t, &is));
	e->how(&is);
	cells_put(t, &is);
	cells_put(t, &e->cell);
	return t->err;
}

START_TEST(an_edit_of_what_was_written_over_is_found)
{
	static void (*const edits[])(struct cell * c) = { points, reason,
		writer, person, moment, entry };
	struct who unit = world_unit("D01");
	struct who appraiser = world_who(ROLE_LEAD, "");
	const char *inputs = "{'plan':true,'news':14,'other':false}";
	struct edit e;

	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		world_open(&w);
		ck_assert_err(world_score(&w, &unit, "D01", "1.4.1",
				  COLUMN_SELF, inputs, 0, NULL),
		    OK);
		ck_assert_err(world_score(&w, &unit, "D01", "1.4.1",
				  COLUMN_SELF, inputs, 1, NULL),
		    OK);
		world_clock(&w, "2023-01-12T08:00:00+07:00");
		ck_assert_err(world_score(&w, &appraiser, "D01", "1.4.1",
				  COLUMN_ROUND1, inputs, 0, NULL),
		    OK);
		ck_assert_uint_eq(complaints(), 0);
		e.how = edits[i];
		e.cell = world_cell(&w, "D01", "1.4.1", COLUMN_SELF);
		ck_assert_err(env_change(w.store->env, run_older_edit, &e, 0),
		    OK);
		ck_assert_msg(complaints() == 1, "edit %zu", i);
		world_close(&w);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_edit_of_a_cell_is_found,
		an_edit_of_what_was_written_over_is_found,
		NULL,
	};

	return suite_run("check cells", tests);
}
