/*
 * test_expunge.c - documents destroyed under a decision: nothing of their
 * bytes is left in the store's files, everything about them is; holds forbid
 * it; and what is over its years goes.
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/act/part.h"
#include "store/table/documents.h"
#include "store/table/events.h"
#include "store/table/expunged.h"
#include "tests/kit/suite.h"
#include "tests/kit/world.h"

#define SMALL 9000
#define LARGE (300 * 1024)

static struct world w;
static const struct mandate decision = { .number = "12/QĐ",
	.date = "2022-12-26",
	.reason = "nộp nhầm tài liệu mật",
	.person = "Chủ tịch" };

/* ---- the store's files, raw ---- */

static struct slice needle;
static unsigned hits;

static int
search(const char *path, const struct stat *st, int kind, struct FTW *unused)
{
	uint8_t *bytes;
	int fd;

	(void)unused;
	if (kind != FTW_F || st->st_size == 0)
		return 0;
	fd = open(path, O_RDONLY);
	ck_assert_int_ge(fd, 0);
	bytes = malloc((size_t)st->st_size);
	ck_assert_ptr_nonnull(bytes);
	ck_assert_int_eq(read(fd, bytes, (size_t)st->st_size), st->st_size);
	for (const uint8_t *at = bytes;
	     (at = memmem(at, (size_t)(bytes + st->st_size - at), needle.p,
		  needle.n)) != NULL;
	     at++)
		hits++;
	free(bytes);
	(void)close(fd);
	return 0;
}

/* How often these bytes stand in any file of the store. */
static unsigned
found_raw(const uint8_t *bytes, size_t n)
{
	needle = slice_of(bytes, n);
	hits = 0;
	ck_assert_int_eq(nftw(w.store_path, search, 8, FTW_PHYS), 0);
	return hits;
}

/* ---- documents that nobody could guess ---- */

static uint8_t *
noise(size_t n)
{
	uint8_t *bytes = malloc(n);

	ck_assert_ptr_nonnull(bytes);
	for (size_t at = 0; at < n; at += 256)
		ck_assert_err(random_bytes(bytes + at,
				  n - at < 256 ? n - at : 256),
		    OK);
	return bytes;
}

static struct submission
send(const char *unit, const char *leaf, const uint8_t *bytes, size_t n)
{
	struct submit in = world_request(&w, unit, leaf);
	struct submitted out;

	ck_assert_err(world_send(&w, &in, slice_of(bytes, n), &out, NULL), OK);
	return out.submission;
}

static enum err
expunge(struct digest d, struct fault *why)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct expunged done;

	return act_expunge(w.store, &operator, d, &decision, &done, why);
}

static void
nothing_is_bad(void *self, const char *sentence)
{
	(void)self;
	ck_abort_msg("%s", sentence);
}

static void
sound(void)
{
	struct checked checked;

	ck_assert_err(look_check(w.store, nothing_is_bad, NULL, &checked), OK);
	world_verified(&w);
}

/* Pieces from its begin, middle and end are nowhere. */
static void
gone(const uint8_t *bytes, size_t n)
{
	ck_assert_uint_eq(found_raw(bytes, 48), 0);
	ck_assert_uint_eq(found_raw(bytes + n / 2, 48), 0);
	ck_assert_uint_eq(found_raw(bytes + n - 48, 48), 0);
}

START_TEST(nothing_of_a_small_document_is_left_in_any_file)
{
	uint8_t *bytes = noise(SMALL), *other = noise(SMALL);
	struct submission s, kept;

	world_open(&w);
	s = send("D01", "1.1.1", bytes, SMALL);
	kept = send("D01", "1.1.2", other, SMALL);
	ck_assert_uint_eq(found_raw(bytes, 48), 1);
	ck_assert_err(expunge(s.document, NULL), OK);
	gone(bytes, SMALL);
	ck_assert_uint_eq(found_raw(other, SMALL), 1);
	ck_assert(!digest_eq(s.document, kept.document));
	sound();
	store_close(&w.store);
	gone(bytes, SMALL);
	world_reopen(&w);
	world_close(&w);
	free(bytes);
	free(other);
}
END_TEST

START_TEST(a_large_documents_file_is_overwritten_and_removed)
{
	uint8_t *bytes = noise(LARGE), *left = malloc(LARGE);
	struct document doc;
	struct buf none = { 0 };
	struct submission s;
	int fd;

	world_open(&w);
	s = send("D01", "1.1.1", bytes, LARGE);
	ck_assert_err(look_document_bytes(w.store, s.document, &doc, &none,
			  &fd),
	    OK);
	ck_assert_int_ge(fd, 0);
	ck_assert_err(expunge(s.document, NULL), OK);
	gone(bytes, LARGE);
	/* whoever has it open reads zeros */
	ck_assert_int_eq(pread(fd, left, LARGE, 0), LARGE);
	for (size_t i = 0; i < LARGE; i++)
		ck_assert_uint_eq(left[i], 0);
	(void)close(fd);
	sound();
	world_close(&w);
	free(bytes);
	free(left);
}
END_TEST

START_TEST(copies_that_nobody_has_on_record_are_found_and_destroyed)
{
	uint8_t *bytes = noise(SMALL);
	struct staged *stage;
	struct submission s;

	world_open(&w);
	s = send("D01", "1.1.1", bytes, SMALL);
	/* an upload that was cut off between the disk and the act */
	ck_assert_err(stage_open(&stage, w.store->blobs, SMALL), OK);
	ck_assert_err(stage_more(stage, slice_of(bytes, SMALL)), OK);
	ck_assert_err(stage_close(stage), OK);
	ck_assert_err(stage_keep(stage), OK);
	stage_drop(&stage);
	world_reopen(&w);
	ck_assert_uint_eq(found_raw(bytes, 48), 2);
	ck_assert_err(expunge(s.document, NULL), OK);
	gone(bytes, SMALL);
	sound();
	world_close(&w);
	free(bytes);
}
END_TEST

START_TEST(a_document_that_begins_alike_stays_whole)
{
	uint8_t *bytes = noise(SMALL), *twin = malloc(SMALL);
	struct submission s;

	ck_assert_ptr_nonnull(twin);
	memcpy(twin, bytes, SMALL);
	twin[SMALL - 1] ^= 1;
	world_open(&w);
	s = send("D01", "1.1.1", bytes, SMALL);
	(void)send("D02", "1.1.1", twin, SMALL);
	ck_assert_err(expunge(s.document, NULL), OK);
	ck_assert_uint_eq(found_raw(twin, SMALL), 1);
	ck_assert_uint_eq(found_raw(bytes, SMALL), 0);
	sound();
	world_close(&w);
	free(bytes);
	free(twin);
}
END_TEST

START_TEST(its_digest_reason_and_submission_stay)
{
	struct who council = world_who(ROLE_COUNCIL, "");
	struct submission s;
	struct document doc;
	struct buf bytes = { 0 };
	struct mandated m;
	struct expunged e;
	struct txn t;
	char name[256];
	int fd;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "%PDF secret");
	(void)world_settle(&w);
	ck_assert_err(expunge(s.document, NULL), OK);
	ck_assert_int_eq(world_newest(&w), ENTRY_EXPUNGED);
	s = world_submission(&w, s.id);
	ck_assert_int_eq(s.status, SUBMISSION_ACCEPTED);
	ck_assert_err(look_document(w.store, &council, s.document, &doc, name,
			  &bytes, &fd),
	    ERR_GONE);
	ck_assert_uint_eq(bytes.n, 0);
	txn_read(&t, w.store->env);
	ck_assert(expunged_get(&t, s.document, &e));
	ck_assert(!e.pending);
	ck_assert(mandates_get(&t, e.entry, &m));
	ck_assert_str_eq(m.mandate.number, "12/QĐ");
	ck_assert_err(txn_end(&t), OK);
	world_close(&w);
}
END_TEST

START_TEST(what_was_destroyed_is_not_taken_again)
{
	struct submit in;
	struct submitted out;
	struct submission s;
	struct fault why = { 0 };
	uint64_t before;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "%PDF secret");
	ck_assert_err(expunge(s.document, NULL), OK);
	before = world_log(&w);
	in = world_request(&w, "D02", "1.1.1");
	ck_assert_err(world_send(&w, &in, slice_text("%PDF secret"), &out,
			  &why),
	    ERR_GONE);
	ck_assert_uint_eq(world_log(&w), before);
	ck_assert_uint_eq(found_raw((const uint8_t *)"%PDF secret", 11), 0);
	ck_assert_err(expunge(s.document, &why), ERR_WRONG_STATE);
	world_close(&w);
}
END_TEST

/* As if the machine had stopped between the commit and the disk. */
static enum err
decide_only(struct txn *t, void *arg)
{
	struct submission *s = arg;
	struct document doc;
	struct expunged e;

	ck_assert(documents_get(t, s->document, &doc));
	e = (struct expunged){ .digest = s->document,
		.pending = true,
		.size = doc.size,
		.entry = s->entry,
		.pack = doc.pack,
		.offset = doc.offset };
	doc.expunged = s->entry;
	doc.pack = doc.offset = 0;
	documents_put(t, &doc);
	expunged_put(t, &e);
	return t->err;
}

static unsigned complaints;

static void
count_bad(void *self, const char *sentence)
{
	(void)self;
	ck_assert_ptr_nonnull(strstr(sentence, "to be destroyed"));
	complaints++;
}

static enum err
record(struct txn *t, void *arg)
{
	static const struct submission_id none;
	struct fault why = { 0 };
	bool known;

	ck_assert_err(part_document(t, arg, "application/pdf", none, &known,
			  &why),
	    ERR_GONE);
	ck_assert_str_eq(why.pointer, "/file");
	return OK;
}

START_TEST(what_is_destroyed_while_it_comes_again_is_gone_and_says_so)
{
	uint8_t *bytes = noise(SMALL);
	struct staged *again;
	struct submission s;

	world_open(&w);
	s = send("D01", "1.1.1", bytes, SMALL);
	ck_assert_err(stage_open(&again, w.store->blobs, SMALL), OK);
	ck_assert_err(stage_more(again, slice_of(bytes, SMALL)), OK);
	ck_assert_err(stage_close(again), OK);
	ck_assert_err(expunge(s.document, NULL), OK);
	ck_assert_err(env_change(w.store->env, record, again, 0), OK);
	stage_drop(&again);
	world_close(&w);
	free(bytes);
}
END_TEST

START_TEST(what_was_decided_is_carried_out_after_a_restart)
{
	uint8_t *bytes = noise(SMALL);
	struct checked checked;
	struct submission s;

	world_open(&w);
	s = send("D01", "1.1.1", bytes, SMALL);
	ck_assert_err(env_change(w.store->env, decide_only, &s, 0), OK);
	world_reopen(&w);
	complaints = 0;
	ck_assert_err(look_check(w.store, count_bad, NULL, &checked), OK);
	ck_assert_uint_eq(complaints, 1);
	ck_assert_uint_eq(found_raw(bytes, 48), 1);
	ck_assert_err(act_tick(w.store), OK);
	gone(bytes, SMALL);
	sound();
	world_close(&w);
	free(bytes);
}
END_TEST

/* ---- who, and under what ---- */

START_TEST(only_the_operator_destroys_and_only_under_a_decision)
{
	struct submission s;
	struct mandate m = decision;
	struct expunged done;
	struct fault why = { 0 };
	struct who who;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "%PDF x");
	for (enum role role = 0; role < ROLES; role++) {
		who = world_who(role, role_has_unit(role) ? "D01" : "");
		if (role != ROLE_OPERATOR)
			ck_assert_err(act_expunge(w.store, &who, s.document,
					  &decision, &done, NULL),
			    ERR_FORBIDDEN);
	}
	who = world_who(ROLE_OPERATOR, "");
	m.reason[0] = 0;
	ck_assert_err(act_expunge(w.store, &who, s.document, &m, &done, &why),
	    ERR_MISSING_FIELD);
	ck_assert_str_eq(why.pointer, "/decision/reason");
	s.document.b[0] ^= 1;
	ck_assert_err(expunge(s.document, NULL), ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

static struct hold
placed(const char *period, const char *unit, const struct digest *document)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct hold h = { .n = 0 };

	(void)snprintf(h.period.text, NAME_ROOM, "%s", period);
	(void)snprintf(h.unit.text, NAME_ROOM, "%s", unit);
	h.has_document = document != NULL;
	if (document != NULL)
		h.document = *document;
	ck_assert_err(act_place_hold(w.store, &operator, & h, &decision, NULL),
	    OK);
	return h;
}

START_TEST(a_hold_forbids_it_until_it_ends)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct submission s, other;
	struct fault why = { 0 };
	struct hold h;

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "%PDF x");
	other = world_upload(&w, "D02", "1.1.1", "%PDF y");
	h = placed("2022", "D01", NULL);
	ck_assert_uint_eq(h.n, 1);
	ck_assert_int_eq(world_newest(&w), ENTRY_HOLD);
	ck_assert_err(expunge(s.document, &why), ERR_CONFLICT);
	ck_assert_ptr_nonnull(strstr(why.detail, "hold 1"));
	ck_assert_err(expunge(other.document, NULL), OK);
	ck_assert_err(act_end_hold(w.store, &operator, & h, &decision, NULL),
	    OK);
	ck_assert_err(act_end_hold(w.store, &operator, & h, &decision, NULL),
	    ERR_WRONG_STATE);
	ck_assert_err(expunge(s.document, NULL), OK);
	world_verified(&w);
	world_close(&w);
}
END_TEST

START_TEST(a_hold_is_over_what_it_names)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct submission s;
	struct hold bad = { .n = 0 };

	world_open(&w);
	s = world_upload(&w, "D01", "1.1.1", "%PDF x");
	(void)placed("2022", "D02", NULL);
	(void)placed("2022", "D02", &s.document);
	ck_assert_err(expunge(s.document, NULL), OK);
	s = world_upload(&w, "D01", "1.1.1", "%PDF y");
	(void)placed("", "", &s.document);
	ck_assert_err(expunge(s.document, NULL), ERR_CONFLICT);
	s = world_upload(&w, "D01", "1.1.1", "%PDF z");
	(void)placed("", "", NULL);
	ck_assert_err(expunge(s.document, NULL), ERR_CONFLICT);
	(void)snprintf(bad.unit.text, NAME_ROOM, "D01");
	ck_assert_err(act_place_hold(w.store, &operator, & bad, &decision,
			  NULL),
	    ERR_MISSING_FIELD);
	(void)snprintf(bad.period.text, NAME_ROOM, "1999");
	ck_assert_err(act_place_hold(w.store, &operator, & bad, &decision,
			  NULL),
	    ERR_UNKNOWN_PERIOD);
	bad.n = 77;
	ck_assert_err(act_end_hold(w.store, &operator, & bad, &decision, NULL),
	    ERR_NOT_FOUND);
	world_close(&w);
}
END_TEST

/* ---- years ---- */

static enum err
dispose(enum retained kind, uint64_t *n, struct fault *why)
{
	struct who operator= world_who(ROLE_OPERATOR, "");

	return act_dispose(w.store, &operator, w.period, kind, &decision, n,
	    why);
}

static void
open_with_years(void)
{
	world_open_with(&w,
	    WORLD_PATCHES("\"year\": 2022,", "\"year\": 2022,\"retention\":{"
					     "\"unaccepted_years\":1},"));
}

START_TEST(documents_go_when_their_years_are_over_and_not_before)
{
	struct submission kept, old, both;
	struct who own = world_unit("D01");
	struct fault why = { 0 };
	uint64_t n;

	open_with_years();
	kept = world_upload(&w, "D01", "1.1.1", "%PDF kept");
	old = world_upload(&w, "D01", "1.1.1", "%PDF withdrawn");
	both = world_upload(&w, "D01", "1.1.2", "%PDF both");
	(void)world_upload(&w, "D02", "1.1.2", "%PDF both");
	ck_assert_err(act_withdraw(w.store, &own, old.id, "no", &old, NULL),
	    OK);
	ck_assert_err(act_withdraw(w.store, &own, both.id, "no", &both, NULL),
	    OK);
	(void)world_settle(&w);
	world_clock(&w, "2024-12-31T23:59:59+07:00");
	ck_assert_err(dispose(RETAINED_UNACCEPTED, &n, &why), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "2025-01-01"));
	world_clock(&w, "2025-01-01T00:00:00+07:00");
	why = (struct fault){ .err = OK };
	ck_assert_err(dispose(RETAINED_EVIDENCE, &n, &why), ERR_WRONG_STATE);
	ck_assert_ptr_nonnull(strstr(why.detail, "for ever"));
	ck_assert_err(dispose(RETAINED_UNACCEPTED, &n, &why), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(found_raw((const uint8_t *)"%PDF withdrawn", 14), 0);
	ck_assert_uint_eq(found_raw((const uint8_t *)"%PDF kept", 9), 1);
	ck_assert_uint_eq(found_raw((const uint8_t *)"%PDF both", 9), 1);
	ck_assert_err(dispose(RETAINED_UNACCEPTED, &n, &why), OK);
	ck_assert_uint_eq(n, 0);
	(void)kept;
	sound();
	world_close(&w);
}
END_TEST

START_TEST(a_disposal_under_hold_is_refused_and_nothing_goes)
{
	struct submission old;
	struct who own = world_unit("D01");
	struct digest before;
	uint64_t n;

	open_with_years();
	old = world_upload(&w, "D01", "1.1.1", "%PDF withdrawn");
	ck_assert_err(act_withdraw(w.store, &own, old.id, "no", &old, NULL),
	    OK);
	(void)placed("2022", "H01", NULL);
	world_clock(&w, "2025-01-01T00:00:00+07:00");
	before = world_dump(&w, 0);
	ck_assert_err(dispose(RETAINED_UNACCEPTED, &n, NULL), ERR_CONFLICT);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

/* ---- rows ---- */

static void
open_with_rows(void)
{
	world_open_with(&w,
	    WORLD_PATCHES("\"year\": 2022,",
		"\"year\": 2022,\"retention\":{\"forms_years\":1,"
		"\"people_years\":2,\"events_years\":1},"));
}

static void
enter(const char *person, const char *name)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct person p = { .position = "Chuyên viên" };

	(void)snprintf(p.id.text, sizeof p.id.text, "%s", person);
	(void)snprintf(p.name, sizeof p.name, "%s", name);
	ck_assert_err(act_put_person(w.store, &operator, & p, NULL), OK);
}

static struct person_row
person(const char *id)
{
	struct person_row p = { .noted = { .entry = 0 } };
	struct txn t;

	(void)snprintf(p.person.id.text, NAME_ROOM, "%s", id);
	txn_read(&t, w.store->env);
	ck_assert(persons_get(&t, &p));
	ck_assert_err(txn_end(&t), OK);
	return p;
}

static void
count_one(void *self, const struct plan *plan, unsigned unit)
{
	(void)plan;
	(void)unit;
	++*(unsigned *)self;
}

START_TEST(forms_go_and_what_they_counted_stays)
{
	struct forms_entered entered;
	unsigned differs = 0;
	int64_t points;
	uint64_t n;

	open_with_rows();
	ck_assert_err(world_forms(&w, "org-department",
			  "[{'number':'1','group':'hdnd','units':{"
			  "'D01':{'q1':1}}},{'number':'2','group':'hdnd',"
			  "'units':{'D01':{'q1':2}}}]",
			  &entered, NULL),
	    OK);
	(void)world_settle(&w);
	points = world_points(&w, "D01", "S1.1");
	ck_assert_int_gt(points, 0);
	world_clock(&w, "2024-12-31T23:59:59+07:00");
	ck_assert_err(dispose(RETAINED_FORMS, &n, NULL), ERR_WRONG_STATE);
	world_clock(&w, "2025-01-01T00:00:00+07:00");
	ck_assert_err(dispose(RETAINED_FORMS, &n, NULL), OK);
	ck_assert_uint_eq(n, 2);
	ck_assert_int_eq(world_newest(&w), ENTRY_DISPOSAL);
	ck_assert(world_newest_says(&w, "kind", "forms"));
	ck_assert(world_newest_says(&w, "records", "2"));
	/* nothing is left of an answer; the points are, and can be recomputed
	 */
	ck_assert_err(dispose(RETAINED_FORMS, &n, NULL), OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_err(act_tick(w.store), OK); /* windows have ended */
	(void)world_settle(&w);
	ck_assert_int_eq(world_points(&w, "D01", "S1.1"), points);
	ck_assert_err(look_recompute(w.store, w.period, count_one, &differs),
	    OK);
	ck_assert_uint_eq(differs, 0);
	sound();
	world_rechecked(&w);
	world_close(&w);
}
END_TEST

START_TEST(who_left_before_the_year_was_over_is_named_no_more)
{
	struct who operator= world_who(ROLE_OPERATOR, "");
	struct duty duty = { .person = { "stays" },
		.role = ROLE_LEAD,
		.from = 0,
		.until = DUTY_NO_END,
		.decision = { "1/QĐ", "2022-12-20", "phân công" } };
	uint64_t number, n;

	open_with_rows();
	enter("left", "Nguyễn Văn Nghỉ");
	enter("stays", "Trần Thị Còn");
	ck_assert_err(act_give_duty(w.store, &operator, & duty, &number, NULL),
	    OK);
	world_clock(&w, "2024-06-01T00:00:00+07:00");
	enter("later", "Lê Văn Mới");
	world_clock(&w, "2026-01-01T00:00:00+07:00");
	ck_assert_err(dispose(RETAINED_PEOPLE, &n, NULL), OK);
	ck_assert_uint_eq(n, 1);
	ck_assert_str_eq(person("left").person.name, PERSON_ERASED);
	ck_assert_str_eq(person("left").person.position, "");
	ck_assert_str_eq(person("stays").person.name, "Trần Thị Còn");
	ck_assert_str_eq(person("later").person.name, "Lê Văn Mới");
	ck_assert_err(dispose(RETAINED_PEOPLE, &n, NULL), OK);
	ck_assert_uint_eq(n, 0);
	sound();
	world_close(&w);
}
END_TEST

static bool
first_event(void *self, const struct event *e)
{
	*(struct event *)self = *e;
	return false;
}

START_TEST(events_go_but_for_the_newest_so_that_numbers_go_on)
{
	struct submission s;
	struct event e = { .number = 0 };
	uint64_t n, newest;
	struct txn t;

	open_with_rows();
	s = world_upload(&w, "D01", "1.1.1", "%PDF one");
	(void)world_settle(&w);
	world_clock(&w, "2025-01-01T00:00:00+07:00");
	txn_read(&t, w.store->env);
	newest = events_newest(&t);
	ck_assert_err(txn_end(&t), OK);
	ck_assert_uint_gt(newest, 2);
	ck_assert_err(dispose(RETAINED_EVENTS, &n, NULL), OK);
	ck_assert_uint_eq(n, newest - 1);
	txn_read(&t, w.store->env);
	events_after(&t, 0, first_event, &e);
	ck_assert_err(txn_end(&t), OK);
	ck_assert_uint_eq(e.number, newest);
	/* submissions stay, and the feed goes on behind its newest number */
	ck_assert_int_eq(world_submission(&w, s.id).status,
	    SUBMISSION_ACCEPTED);
	ck_assert_err(act_rescore(w.store,
			  &(struct who){ .role = ROLE_OPERATOR }, w.period),
	    OK);
	(void)world_settle(&w);
	sound();
	world_close(&w);
}
END_TEST

START_TEST(rows_under_hold_stay_too)
{
	struct digest before;
	uint64_t n;

	open_with_rows();
	(void)placed("2022", "", NULL);
	world_clock(&w, "2026-01-01T00:00:00+07:00");
	before = world_dump(&w, 0);
	ck_assert_err(dispose(RETAINED_FORMS, &n, NULL), ERR_CONFLICT);
	ck_assert_err(dispose(RETAINED_PEOPLE, &n, NULL), ERR_CONFLICT);
	ck_assert_err(dispose(RETAINED_EVENTS, &n, NULL), ERR_CONFLICT);
	ck_assert_dump(&w, before);
	world_close(&w);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		nothing_of_a_small_document_is_left_in_any_file,
		a_large_documents_file_is_overwritten_and_removed,
		copies_that_nobody_has_on_record_are_found_and_destroyed,
		a_document_that_begins_alike_stays_whole,
		its_digest_reason_and_submission_stay,
		what_was_destroyed_is_not_taken_again,
		what_is_destroyed_while_it_comes_again_is_gone_and_says_so,
		what_was_decided_is_carried_out_after_a_restart,
		only_the_operator_destroys_and_only_under_a_decision,
		a_hold_forbids_it_until_it_ends,
		a_hold_is_over_what_it_names,
		documents_go_when_their_years_are_over_and_not_before,
		a_disposal_under_hold_is_refused_and_nothing_goes,
		forms_go_and_what_they_counted_stays,
		who_left_before_the_year_was_over_is_named_no_more,
		events_go_but_for_the_newest_so_that_numbers_go_on,
		rows_under_hold_stay_too,
		NULL,
	};

	return suite_run("expunge", tests);
}
