/* Sockets of the bus: who may open what, and what arrives. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "worker/bus/frame.h"
#include "worker/bus/ring.h"
#include "worker/bus/sock.h"
#include "worker/bus/topic.h"

#define SOON_MS 5000 /* far longer than it takes; only a failure waits */
#define NEVER_MS 300 /* how long silence is listened to */

/* Key pairs made for this test. */
#define SERVER_PUBLIC "k^S}P<>v#eK0Y]VFkF/aYR/s8./TqXLl0P^53%!6"
#define SERVER_SECRET "YOyEV6?ei*[-:Dg)-}BKFX2dlzuH<TJV?XhnVhaQ"

static char folder[64];
static struct bus *bus;
static struct message got; /* 64 KiB: not for a stack */

static void
setup(void)
{
	const char *tmp = getenv("TMPDIR");

	(void)snprintf(folder, sizeof folder, "%s/bus-XXXXXX",
	    tmp != NULL && strlen(tmp) < 40 ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(bus_open(&bus, NULL), OK);
}

static void
teardown(void)
{
	char command[96];

	bus_close(&bus);
	(void)snprintf(command, sizeof command, "rm -r '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static const char *
in_folder(const char *name)
{
	static char address[128];

	(void)snprintf(address, sizeof address, "ipc://%s/%s", folder, name);
	return address;
}

static struct sock *
opened(struct sock_options o)
{
	struct fault why = { .err = OK };
	struct sock *s;

	ck_assert_msg(sock_open(&s, bus, &o, &why) == OK, "%s", why.detail);
	return s;
}

static void
heard(struct sock *s, const char *from, const char *body)
{
	ck_assert_uint_eq(sock_wait(&s, 1, -1, SOON_MS), 1);
	ck_assert_int_eq(sock_receive(s, &got), OK);
	ck_assert(slice_is(slice_of(got.from, got.from_n), from));
	ck_assert(slice_is(slice_of(got.body, got.body_n), body));
}

START_TEST(a_bell_rung_in_one_place_is_heard_in_the_other)
{
	struct sock *hear =
	    opened((struct sock_options){ .kind = SOCK_BELL_HEAR,
		.address = in_folder("bell") });
	struct bell *bell;
	struct frame f;

	ck_assert_int_eq(bell_open(&bell, bus, in_folder("bell"), NULL), OK);
	bell_ring(bell);
	ck_assert_uint_eq(sock_wait(&hear, 1, -1, SOON_MS), 1);
	ck_assert_int_eq(sock_receive(hear, &got), OK);
	ck_assert_int_eq(frame_read(slice_of(got.body, got.body_n), &f), OK);
	ck_assert_int_eq(f.type, FRAME_BELL);
	ck_assert_int_eq(sock_receive(hear, &got), ERR_BUSY);
	bell_close(&bell);
	bell_close(&bell);
	sock_close(&hear);
}
END_TEST

START_TEST(a_bell_nobody_hears_blocks_nobody)
{
	struct bell *bell;

	ck_assert_int_eq(bell_open(&bell, bus, in_folder("nobody"), NULL), OK);
	for (int i = 0; i < 50; i++) {
		bell_ring(bell);
		(void)usleep(BELL_REST_US);
	}
	bell_close(&bell);
}
END_TEST

START_TEST(a_bell_that_rang_rests)
{
	struct sock *hear =
	    opened((struct sock_options){ .kind = SOCK_BELL_HEAR,
		.address = in_folder("bell") });
	struct bell *bell;
	struct timespec before, after;
	int heard = 0, most, wait = SOON_MS;

	ck_assert_int_eq(bell_open(&bell, bus, in_folder("bell"), NULL), OK);
	(void)clock_gettime(CLOCK_MONOTONIC, &before);
	for (int i = 0; i < 1000; i++)
		bell_ring(bell);
	(void)clock_gettime(CLOCK_MONOTONIC, &after);
	most = 2 + (int)((after.tv_sec - before.tv_sec) * 1000000 +
			 (after.tv_nsec - before.tv_nsec) / 1000) /
		       BELL_REST_US;
	while (sock_wait(&hear, 1, -1, wait) == 1) {
		ck_assert_int_eq(sock_receive(hear, &got), OK);
		heard++;
		wait = 100;
	}
	ck_assert_int_ge(heard, 1);
	ck_assert_int_le(heard, most);
	bell_close(&bell);
	sock_close(&hear);
}
END_TEST

START_TEST(a_job_reaches_the_worker_it_is_meant_for_and_no_other)
{
	struct sock *hand =
	    opened((struct sock_options){ .kind = SOCK_JOBS_HAND,
		.address = in_folder("jobs") });
	struct sock *a = opened((struct sock_options){ .kind = SOCK_JOBS_TAKE,
	    .address = in_folder("jobs"),
	    .name = "a" });
	struct sock *b = opened((struct sock_options){ .kind = SOCK_JOBS_TAKE,
	    .address = in_folder("jobs"),
	    .name = "b" });

	ck_assert_int_eq(sock_send(a, SLICE_NONE, slice_text("hello a")), OK);
	heard(hand, "a", "hello a");
	ck_assert_int_eq(sock_send(b, SLICE_NONE, slice_text("hello b")), OK);
	heard(hand, "b", "hello b");
	ck_assert_int_eq(sock_send(hand, slice_text("b"), slice_text("job")),
	    OK);
	heard(b, "", "job");
	ck_assert_int_eq(sock_receive(a, &got), ERR_BUSY);
	ck_assert_int_eq(sock_send(hand, slice_text("c"), slice_text("job")),
	    ERR_NOT_FOUND);
	sock_close(&a);
	sock_close(&b);
	sock_close(&hand);
}
END_TEST

START_TEST(a_wait_sees_a_plain_descriptor_too)
{
	struct sock *hear =
	    opened((struct sock_options){ .kind = SOCK_BELL_HEAR,
		.address = in_folder("bell") });
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_uint_eq(sock_wait(&hear, 1, ends[0], 0), 0);
	ck_assert_int_eq(write(ends[1], "x", 1), 1);
	ck_assert_uint_eq(sock_wait(&hear, 1, ends[0], SOON_MS), 2);
	(void)close(ends[0]);
	(void)close(ends[1]);
	sock_close(&hear);
}
END_TEST

START_TEST(a_message_too_long_is_not_sent)
{
	struct sock *hear =
	    opened((struct sock_options){ .kind = SOCK_BELL_HEAR,
		.address = in_folder("bell") });
	struct sock *ring =
	    opened((struct sock_options){ .kind = SOCK_BELL_RING,
		.address = in_folder("bell") });
	uint8_t *much = calloc(1, BUS_MESSAGE_MOST + 1);

	ck_assert_int_eq(sock_send(ring, SLICE_NONE,
			     slice_of(much, BUS_MESSAGE_MOST + 1)),
	    ERR_TOO_BIG);
	ck_assert_int_eq(sock_send(ring, SLICE_NONE,
			     slice_of(much, BUS_MESSAGE_MOST)),
	    OK);
	ck_assert_uint_eq(sock_wait(&hear, 1, -1, SOON_MS), 1);
	ck_assert_int_eq(sock_receive(hear, &got), OK);
	ck_assert_uint_eq(got.body_n, BUS_MESSAGE_MOST);
	free(much);
	sock_close(&ring);
	sock_close(&hear);
}
END_TEST

START_TEST(a_bound_socket_is_closed_to_others)
{
	struct sock *s = opened((struct sock_options){ .kind = SOCK_EVENTS_TELL,
	    .address = in_folder("events") });
	struct stat st;

	ck_assert_int_eq(stat(in_folder("events") + 6, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0660);
	sock_close(&s);
}
END_TEST

START_TEST(a_folder_open_to_others_is_refused)
{
	struct fault why = { .err = OK };
	char path[96];

	(void)snprintf(path, sizeof path, "%s/run", folder);
	ck_assert_int_eq(bus_folder(path, &why), OK);
	ck_assert_int_eq(bus_folder(path, &why), OK);
	ck_assert_int_eq(chmod(path, 0755), 0);
	ck_assert_int_eq(bus_folder(path, &why), ERR_WRONG_OWNER);
	ck_assert_ptr_nonnull(strstr(why.detail, path));
}
END_TEST

static struct curve
server_keys(void)
{
	return (struct curve){ .public_key = SERVER_PUBLIC,
		.secret_key = SERVER_SECRET };
}

static enum err
try(enum sock_kind kind, const char *address, const struct curve *curve,
    struct fault *why)
{
	struct sock_options o = { .kind = kind,
		.address = address,
		.curve = curve };
	struct sock *s;
	enum err e = sock_open(&s, bus, &o, why);

	sock_close(&s);
	return e;
}

START_TEST(events_leave_the_machine_only_with_keys_and_a_list)
{
	struct curve keys = server_keys();
	const struct {
		enum sock_kind kind;
		const char *address;
		const struct curve *curve;
		enum err expect;
		const char *says;
	} rows[] = {
		{ SOCK_EVENTS_TELL, "tcp://127.0.0.1:*", NULL, ERR_FORBIDDEN,
		    "needs CURVE keys" },
		{ SOCK_EVENTS_TELL, "tcp://127.0.0.1:*", &keys, ERR_FORBIDDEN,
		    "lets everybody in" },
		{ SOCK_JOBS_HAND, "tcp://127.0.0.1:*", &keys, ERR_FORBIDDEN,
		    "Only events" },
		{ SOCK_BELL_HEAR, "tcp://127.0.0.1:*", &keys, ERR_FORBIDDEN,
		    "Only events" },
		{ SOCK_EVENTS_TELL, "udp://127.0.0.1:1", NULL, ERR_MALFORMED,
		    "neither ipc:// nor tcp://" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { .err = OK };

		ck_assert_int_eq(try(rows[i].kind, rows[i].address,
				     rows[i].curve, &why),
		    rows[i].expect);
		ck_assert_msg(strstr(why.detail, rows[i].says) != NULL,
		    "row %zu: %s", i, why.detail);
	}
}
END_TEST

/* Keys of listeners, from RFC 32's alphabet; made for this test. */
#define GUEST_PUBLIC "ApPAG)AiaFqO03M*-2A{vs#/9C?U]4fEc10[D^(@"
#define GUEST_SECRET "EBcnkt/61xTpbo05(c{$!]}{LB[Mxrpd7uc6-E7i"
#define STRANGER_PUBLIC "+*d+Wbot:NBfydvBHfUP6U(j:hzhkRrdYnM^ZiZX"
#define STRANGER_SECRET "4n^A:7^pXg4UjmB8/FKD.erEw.98zho1H3LvF=2R"

static struct sock *
listener(const char *address, const char *public, const char *secret)
{
	struct curve keys = { .server = SERVER_PUBLIC };

	(void)snprintf(keys.public_key, sizeof keys.public_key, "%s", public);
	(void)snprintf(keys.secret_key, sizeof keys.secret_key, "%s", secret);
	return opened((struct sock_options){ .kind = SOCK_EVENTS_HEAR,
	    .address = address,
	    .topic = "parindex.2022.",
	    .curve = &keys });
}

START_TEST(only_those_on_the_list_hear_what_is_published)
{
	struct curve keys = server_keys();
	struct sock *tell, *guest, *stranger;
	char address[SOCK_ADDRESS];
	bool reached = false;

	(void)snprintf(keys.allowed[keys.n_allowed++], CURVE_KEY_TEXT, "%s",
	    GUEST_PUBLIC);
	tell = opened((struct sock_options){ .kind = SOCK_EVENTS_TELL,
	    .address = "tcp://127.0.0.1:*",
	    .curve = &keys });
	ck_assert_int_eq(sock_address(tell, address), OK);
	stranger = listener(address, STRANGER_PUBLIC, STRANGER_SECRET);
	guest = listener(address, GUEST_PUBLIC, GUEST_SECRET);
	for (int i = 0; i < SOON_MS / 10 && !reached; i++) {
		ck_assert_int_eq(sock_send(tell, slice_text("parindex.2021.x"),
				     slice_text("other")),
		    OK);
		ck_assert_int_eq(sock_send(tell, slice_text("parindex.2022.x"),
				     slice_text("event")),
		    OK);
		reached = sock_wait(&guest, 1, -1, 10) != 0;
	}
	heard(guest, "parindex.2022.x", "event");
	ck_assert_uint_eq(sock_wait(&stranger, 1, -1, NEVER_MS), 0);
	sock_close(&guest);
	sock_close(&stranger);
	sock_close(&tell);
}
END_TEST

START_TEST(a_topic_names_period_block_unit_and_event)
{
	char text[TOPIC_TEXT];

	ck_assert_uint_eq(topic_text((struct period_id){ "2022" },
			      (struct block_id){ "department" },
			      (struct unit_id){ "D16" }, "result-changed",
			      text),
	    strlen(text));
	ck_assert_str_eq(text, "parindex.2022.department.D16.result-changed");
	(void)topic_text((struct period_id){ "2022" }, (struct block_id){ "" },
	    (struct unit_id){ "" }, "period-opened", text);
	ck_assert_str_eq(text, "parindex.2022.-.-.period-opened");
}
END_TEST

START_TEST(a_key_file_is_read_line_by_line)
{
	static const char good[] =
	    "# who may hear\npublic " SERVER_PUBLIC
	    "\n\nsecret   " SERVER_SECRET "\r\nallow " GUEST_PUBLIC;
	const struct {
		const char *text;
		enum err expect;
		const char *place;
	} bad[] = {
		{ "", ERR_MISSING_FIELD, "" },
		{ "public " SERVER_PUBLIC, ERR_MISSING_FIELD, "" },
		{ "\npublick " SERVER_PUBLIC, ERR_UNKNOWN_FIELD, "line 2" },
		{ "public short", ERR_MALFORMED, "line 1" },
		{ "public", ERR_MALFORMED, "line 1" },
	};
	struct curve c;

	ck_assert_int_eq(curve_read(slice_text(good), &c, NULL), OK);
	ck_assert_str_eq(c.secret_key, SERVER_SECRET);
	ck_assert_uint_eq(c.n_allowed, 1);
	ck_assert_str_eq(c.allowed[0], GUEST_PUBLIC);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fault why = { .err = OK };

		ck_assert_int_eq(curve_read(slice_text(bad[i].text), &c, &why),
		    bad[i].expect);
		ck_assert_str_eq(why.pointer, bad[i].place);
	}
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("sock");
	TCase *t = tcase_create("sockets");
	SRunner *r = srunner_create(s);
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, a_bell_rung_in_one_place_is_heard_in_the_other);
	tcase_add_test(t, a_bell_nobody_hears_blocks_nobody);
	tcase_add_test(t, a_bell_that_rang_rests);
	tcase_add_test(t,
	    a_job_reaches_the_worker_it_is_meant_for_and_no_other);
	tcase_add_test(t, a_wait_sees_a_plain_descriptor_too);
	tcase_add_test(t, a_message_too_long_is_not_sent);
	tcase_add_test(t, a_bound_socket_is_closed_to_others);
	tcase_add_test(t, a_folder_open_to_others_is_refused);
	tcase_add_test(t, events_leave_the_machine_only_with_keys_and_a_list);
	tcase_add_test(t, only_those_on_the_list_hear_what_is_published);
	tcase_add_test(t, a_topic_names_period_block_unit_and_event);
	tcase_add_test(t, a_key_file_is_read_line_by_line);
	suite_add_tcase(s, t);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed != 0;
}
