/*
 * test_outage.c - an outage across the deadline: the announced rule moves it,
 * by what the log itself tells, and the log alone shows that it was so.
 */
#include <stdlib.h>

#include "store/look/foresight.h"
#include "store/look/log_recheck.h"
#include "store/model/bundle_windows.h"
#include "store/model/extend.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define S INT64_C(1000000)
#define MINUTE (60 * S)
#define HOUR (60 * MINUTE)
#define DEADLINE INT64_C(1673370000000000) /* WORLD_UNTIL */
#define RULE                                                                   \
	"\"outage\": {\"last_hours\": 24, \"least_minutes\": 30, "             \
	"\"hours_after\": 6},\n\"groups\": ["
#define MOVED (DEADLINE + 30 * MINUTE + 6 * HOUR)

static struct world w;
static struct pulse pulse;
static struct stopped machine;
static struct fault why;

static void
at(int64_t time)
{
	machine.reading.wall.us = time;
	machine.reading.boottime_us = time - DEADLINE + 400 * HOUR;
}

static void
beat(void)
{
	ck_assert_err(act_heartbeat(w.store, &pulse), OK);
}

/* A store that thinks itself a real one. */
static void
open_real(const char *const *patches)
{
	world_open_with(&w, patches);
	w.store->meta.simulated = false;
	machine = (struct stopped){ 0 };
	machine.reading.bound.us = 2000;
	machine.reading.status = CLOCK_FIT;
	machine.reading.boot_id[0] = 1;
	w.store->clocks = clocks_stopped(&machine);
	pulse = (struct pulse){ 0 };
}

/* Silent from 90 minutes before the deadline to 30 minutes behind it. */
static void
live_through_an_outage(void)
{
	at(DEADLINE - 90 * MINUTE);
	beat();
	at(DEADLINE + 30 * MINUTE);
	beat();
}

static struct extension
by_outage(uint64_t *entry)
{
	struct extension x = { .block = EXTEND_ALL,
		.unit = EXTEND_ALL,
		.by_outage = true };
	struct interval outage;

	ck_assert_err(look_outage(w.store, w.period, entry, &outage), OK);
	x.from = outage.earliest;
	x.to = outage.latest;
	return x;
}

/* Amends by these rows. */
static enum err
save(const struct extension_rows *rows, uint64_t outage)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct buf bundle = { 0 }, changed = { 0 };
	struct amendment in = { .mandate = world_mandate(), .outage = outage };
	struct period row;
	enum err e;

	ck_assert_err(look_bundle(w.store, w.period, &bundle), OK);
	ck_assert_err(bundle_add_windows(buf_all(&bundle), world_plan(&w),
			  rows->list, rows->n, &changed),
	    OK);
	in.bundle = buf_all(&changed);
	why = (struct fault){ 0 };
	e = act_amend_period(w.store, &operator, w.period, &in, &row, &why);
	buf_free(&bundle);
	buf_free(&changed);
	return e;
}

START_TEST(the_announced_rule_moves_the_deadline_by_the_logs_own_words)
{
	struct submission in, out;
	struct extension_rows rows;
	struct extension x;
	uint64_t entry;

	open_real(WORLD_PATCHES("\"groups\": [", RULE));
	live_through_an_outage();
	at(MOVED - 2001);
	in = world_upload(&w, "D01", "1.1.2", "in");
	at(MOVED + 2000);
	out = world_upload(&w, "D01", "1.2.1", "out");
	(void)world_settle(&w);
	at(DEADLINE + 7 * HOUR); /* the moved deadline has passed, too */
	beat();
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_int_eq(world_submission(&w, in.id).verdict, VERDICT_LATE);
	x = by_outage(&entry);
	ck_assert_err(extend_rows(world_plan(&w), &x, &rows, &why), OK);
	ck_assert_uint_eq(rows.n, 2);
	ck_assert_int_eq(rows.list[0].on_time_until.us, MOVED);
	ck_assert_err(save(&rows, entry), OK);
	free(rows.list);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, in.id).verdict, VERDICT_ON_TIME);
	ck_assert_int_eq(world_submission(&w, in.id).status,
	    SUBMISSION_ACCEPTED);
	ck_assert_int_eq(world_submission(&w, out.id).verdict, VERDICT_LATE);
	beat();
	ck_assert_err(act_tick(w.store), OK);
	world_rechecked(&w);
	world_verified(&w);
	/* once: the same outage moves nothing more */
	ck_assert_err(look_outage(w.store, w.period, &entry,
			  &(struct interval){ { 0 }, { 0 } }),
	    ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

START_TEST(an_outage_is_no_pretext_for_another_deadline)
{
	struct extension_rows rows;
	struct extension x;
	uint64_t entry;

	open_real(WORLD_PATCHES("\"groups\": [", RULE));
	live_through_an_outage();
	at(DEADLINE + 7 * HOUR);
	beat();
	x = by_outage(&entry);
	ck_assert_err(extend_rows(world_plan(&w), &x, &rows, &why), OK);
	rows.list[0].on_time_until.us++;
	ck_assert_err(save(&rows, entry), ERR_CONFLICT);
	ck_assert_ptr_nonnull(strstr(why.detail, "does not move this"));
	rows.list[0].on_time_until.us--;
	ck_assert_err(save(&rows, entry + 1), ERR_NOT_FOUND);
	ck_assert_err(save(&rows, 0), ERR_BACKWARDS);
	ck_assert_err(save(&rows, entry), OK);
	free(rows.list);
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

START_TEST(without_a_rule_no_outage_moves_anything)
{
	struct extension_rows rows;
	struct extension x = { .block = EXTEND_ALL,
		.unit = EXTEND_ALL,
		.by_outage = true };
	struct interval outage;
	uint64_t entry;

	open_real((const char *const[]){ NULL });
	live_through_an_outage();
	ck_assert_err(look_outage(w.store, w.period, &entry, &outage),
	    ERR_NOT_FOUND);
	why = (struct fault){ 0 };
	ck_assert_err(extend_rows(world_plan(&w), &x, &rows, &why),
	    ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "announced no rule"));
	free(rows.list);
	world_close(&w);
}
END_TEST

/* The change comes into the log before the silence is owned up to: what was an
 * outage is told by the windows that were in force then. */
START_TEST(a_silence_is_judged_by_the_windows_of_its_own_time)
{
	struct extension x = { .block = EXTEND_ALL,
		.unit = EXTEND_ALL,
		.until = { DEADLINE + 48 * HOUR } };
	struct extension_rows rows;

	open_real((const char *const[]){ NULL });
	at(DEADLINE - 20 * MINUTE);
	beat();
	at(DEADLINE - 19 * MINUTE); /* too long in the last hour */
	ck_assert_err(extend_rows(world_plan(&w), &x, &rows, &why), OK);
	ck_assert_err(save(&rows, 0), OK);
	free(rows.list);
	at(DEADLINE - 19 * MINUTE + 50 * S); /* and no longer in it */
	beat();
	at(DEADLINE - 17 * MINUTE);
	beat();
	at(DEADLINE - 15 * MINUTE);
	beat();
	at(DEADLINE - 13 * MINUTE);
	beat();
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_announced_rule_moves_the_deadline_by_the_logs_own_words,
		an_outage_is_no_pretext_for_another_deadline,
		without_a_rule_no_outage_moves_anything,
		a_silence_is_judged_by_the_windows_of_its_own_time,
		NULL,
	};

	return suite_run("outage", tests);
}
