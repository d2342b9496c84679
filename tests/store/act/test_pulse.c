/*
 * test_pulse.c - the log's signs of life, what it owns up to, windows closed
 * for good, and a day across a deadline with everything that can happen to a
 * clock.
 */
#include <stdio.h>
#include <stdlib.h>

#include "store/look/log_recheck.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define S INT64_C(1000000)
#define MINUTE (60 * S)
#define HOUR (60 * MINUTE)
#define DEADLINE INT64_C(1673370000000000) /* WORLD_UNTIL */

static struct world w;
static struct pulse pulse;

/* The machine: true time, and what its clock and its keeper make of it. */
static struct machine {
	struct stopped clock;
	struct clock_memory memory;
	int64_t now, off; /* true time; how wrong the wall clock is */
	bool frozen, kept;
	int64_t stands;
	uint8_t boot;
} m;

static void
look_at_clock(void)
{
	struct clock_facts f = { .wall_us = m.frozen ? m.stands : m.now + m.off,
		.boottime_us = m.now - DEADLINE + 400 * HOUR,
		.bound_us = 2000,
		.synchronised = m.kept,
		.source = CLOCK_BY_CHRONY };

	clock_judge(&m.memory, &f, &m.clock.reading);
	m.clock.reading.boot_id[0] = m.boot;
}

static void
at(int64_t time)
{
	m.now = time;
	look_at_clock();
}

/* A store that thinks itself a real one, its machine's time at `start`. */
static void
open_real(int64_t start)
{
	world_open(&w);
	w.store->meta.simulated = false;
	w.store->clocks = clocks_stopped(&m.clock);
	m = (struct machine){ .kept = true, .boot = 1 };
	pulse = (struct pulse){ 0 };
	at(start);
}

static void
beat(void)
{
	ck_assert_err(act_heartbeat(w.store, &pulse), OK);
}

struct told {
	uint64_t of[8];
	char first[300];
};

static const char *const codes[] = { "verdict", "closing", "unexplained",
	"outage", "clock-step", "boot", "clock-state", "doubt" };
enum {
	VERDICT,
	CLOSING,
	UNEXPLAINED,
	OUTAGE,
	STEP,
	BOOT,
	STATE,
	DOUBT
};

static void
take(void *self, const struct objection *o)
{
	struct told *told = self;

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		told->of[i] += strcmp(codes[i], o->code) == 0;
	if (o->gravity == GRAVE_ERROR && told->first[0] == '\0')
		(void)snprintf(told->first, sizeof told->first, "%llu: %s",
		    (unsigned long long)o->index, o->text);
}

/* The log is sound and breaks no rule. */
static struct told
rechecked(void)
{
	struct log_recheck found;
	struct told told = { .first = "" };

	world_verified(&w);
	ck_assert_err(look_log_recheck(w.store, take, &told, &found), OK);
	ck_assert_uint_eq(found.entries, world_log(&w));
	ck_assert_msg(found.found[GRAVE_ERROR] == 0, "entry %s", told.first);
	return told;
}

START_TEST(a_heartbeat_comes_when_it_is_due_and_not_before)
{
	static const struct {
		int64_t start, period;
	} rows[] = {
		{ DEADLINE - 30 * HOUR, MINUTE },
		{ DEADLINE - HOUR, 10 * S },
		{ DEADLINE + HOUR, HOUR },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint64_t size;

		open_real(rows[i].start);
		beat(); /* the first is long overdue */
		size = world_log(&w);
		ck_assert_int_eq(world_newest(&w), ENTRY_HEARTBEAT);
		at(rows[i].start + rows[i].period - 1);
		beat();
		ck_assert_uint_eq(world_log(&w), size);
		at(rows[i].start + 2 * rows[i].period);
		beat();
		ck_assert_int_eq(world_newest(&w), ENTRY_HEARTBEAT);
		ck_assert_uint_eq(world_log(&w), size + 1);
		(void)rechecked();
		world_close(&w);
	}
}
END_TEST

START_TEST(a_simulated_store_has_no_pulse)
{
	struct digest before;

	world_open(&w);
	pulse = (struct pulse){ 0 };
	before = world_dump(&w, 0);
	beat();
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

START_TEST(an_outage_is_owned_up_to_once)
{
	uint64_t size;
	struct told told;

	open_real(DEADLINE - 2 * HOUR);
	beat();
	at(m.now + 5 * S);
	beat();
	at(m.now + 10 * MINUTE);
	pulse = (struct pulse){ 0 }; /* a dispatcher started again */
	beat();
	size = world_log(&w);
	at(m.now + 5 * S);
	beat();
	ck_assert_uint_eq(world_log(&w), size + 1);
	ck_assert_int_eq(world_newest(&w), ENTRY_OUTAGE);
	pulse = (struct pulse){ 0 };
	beat();
	ck_assert_uint_eq(world_log(&w), size + 1);
	told = rechecked();
	ck_assert_uint_eq(told.of[OUTAGE], 1);
	world_close(&w);
}
END_TEST

START_TEST(an_outage_is_seen_though_a_document_came_first)
{
	open_real(DEADLINE - 30 * MINUTE);
	beat();
	at(m.now + 5 * S);
	beat();
	at(m.now + MINUTE);
	(void)world_upload(&w, "D01", "1.1.2", "after the silence");
	pulse = (struct pulse){ 0 };
	at(m.now + S);
	beat();
	ck_assert_uint_eq(rechecked().of[OUTAGE], 1);
	world_close(&w);
}
END_TEST

START_TEST(steps_and_starts_become_entries)
{
	struct told told;

	open_real(DEADLINE - 5 * HOUR);
	beat();
	at(m.now + 5 * S);
	beat();
	m.off = -3 * HOUR; /* and its keeper says that is right */
	at(m.now + S);
	at(m.now + S);
	ck_assert_int_eq(m.clock.reading.status, CLOCK_FIT);
	at(m.now + MINUTE);
	beat();
	at(m.now + 5 * S);
	beat();
	ck_assert_int_eq(world_newest(&w), ENTRY_INCIDENT);
	ck_assert(world_newest_says(&w, "by", "-10800000000"));
	m.boot = 2;
	at(m.now + MINUTE);
	beat();
	at(m.now + 5 * S);
	beat();
	ck_assert(
	    world_newest_says(&w, "boot", "01000000000000000000000000000000"));
	told = rechecked();
	ck_assert_uint_eq(told.of[STEP], 1);
	ck_assert_uint_eq(told.of[BOOT], 1);
	world_close(&w);
}
END_TEST

/* ---- closing ---- */

START_TEST(a_window_is_closed_with_its_counts_when_it_has_drained)
{
	open_real(DEADLINE - HOUR);
	(void)world_upload(&w, "D01", "1.1.2", "in time");
	at(DEADLINE - 1000);
	(void)world_upload(&w, "D02", "1.1.2", "in doubt");
	at(DEADLINE + 3000);
	(void)world_upload(&w, "D03", "1.1.2", "late");
	at(DEADLINE + MINUTE + 1999);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_int_ne(world_newest(&w), ENTRY_CLOSED);
	at(DEADLINE + MINUTE + 2000);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_CLOSED);
	ck_assert(world_newest_says(&w, "on-time", "1"));
	ck_assert(world_newest_says(&w, "doubt", "1"));
	ck_assert(world_newest_says(&w, "late", "1"));
	ck_assert(world_newest_says(&w, "refused", "0"));
	at(m.now + MINUTE);
	ck_assert_err(act_tick(w.store), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_CLOSED);
	ck_assert_uint_eq(world_rows(&w, T_CLOSINGS), 1);
	(void)world_settle(&w);
	ck_assert_uint_eq(rechecked().of[DOUBT], 1);
	world_close(&w);
}
END_TEST

START_TEST(what_is_logged_after_the_closing_is_never_on_time)
{
	struct submission s;

	open_real(DEADLINE + 2 * MINUTE);
	ck_assert_err(act_tick(w.store), OK);
	m.memory = (struct clock_memory){ 0 }; /* another process */
	at(DEADLINE - HOUR);                   /* says it came an hour ago */
	s = world_upload(&w, "D01", "1.1.2", "slipped in");
	ck_assert_int_eq(s.verdict, VERDICT_LATE);
	ck_assert(world_newest_says(&w, "verdict", "late"));
	at(DEADLINE + 3 * MINUTE);
	(void)world_settle(&w);
	ck_assert_int_eq(world_submission(&w, s.id).status, SUBMISSION_LATE);
	(void)rechecked();
	world_close(&w);
}
END_TEST

/* ---- a day ---- */

/* Before the deadline on time, after it late, by true time. */
static void
send_one(unsigned n)
{
	struct submission s;
	int64_t now = m.now;
	char bytes[32], unit[] = "D01";

	unit[2] = (char)('1' + n % 9);
	(void)snprintf(bytes, sizeof bytes, "document %u", n);
	s = world_upload(&w, unit, "1.1.2", bytes);
	ck_assert_int_le(s.received.earliest.us, now);
	ck_assert_int_ge(s.received.latest.us, now);
	if (now < DEADLINE)
		ck_assert(verdict_counts(s.verdict));
	else if (now > DEADLINE + 20 * S)
		ck_assert_int_eq(s.verdict, VERDICT_LATE);
}

/* What befalls the clock at which minute of the day. */
static void
befall(int64_t minute)
{
	switch (minute) {
	case 60: /* set back by hours; nobody vouches for it */
		m.off = -5 * HOUR;
		m.kept = false;
		break;
	case 120: /* put right again */
		m.off = 0;
		m.kept = true;
		break;
	case 180:
		m.off = 7 * HOUR;
		m.kept = false;
		break;
	case 240:
		m.off = 0;
		m.kept = true;
		break;
	case 300: /* stands still for half an hour */
		m.frozen = true;
		m.stands = m.now;
		break;
	case 330:
		m.frozen = false;
		break;
	case 600: /* chrony vanishes until after the deadline */
		m.kept = false;
		break;
	case 900:
		m.kept = true;
		break;
	default:
		break;
	}
}

START_TEST(a_day_across_the_deadline)
{
	struct told told;
	unsigned sent = 0;

	open_real(DEADLINE - 12 * HOUR);
	for (int64_t minute = 0; minute < 24 * 60; minute++) {
		int64_t start = DEADLINE - 12 * HOUR + minute * MINUTE;
		int64_t left = DEADLINE - start;
		int64_t step = left > 0 && left <= HOUR ? 10 * S : MINUTE;

		befall(minute);
		for (int64_t s = 0; s < MINUTE; s += step) {
			at(start + s);
			beat();
			if (s == 0)
				ck_assert_err(act_tick(w.store), OK);
		}
		if (minute % 20 == 7)
			send_one(sent++);
	}
	(void)world_settle(&w);
	told = rechecked();
	ck_assert_uint_eq(told.of[STEP], 0); /* none was believed */
	ck_assert_uint_eq(told.of[OUTAGE], 0);
	ck_assert_uint_ge(told.of[STATE], 8);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_heartbeat_comes_when_it_is_due_and_not_before,
		a_simulated_store_has_no_pulse,
		an_outage_is_owned_up_to_once,
		an_outage_is_seen_though_a_document_came_first,
		steps_and_starts_become_entries,
		a_window_is_closed_with_its_counts_when_it_has_drained,
		what_is_logged_after_the_closing_is_never_on_time,
		a_day_across_the_deadline,
		NULL,
	};

	return suite_run("pulse", tests);
}
