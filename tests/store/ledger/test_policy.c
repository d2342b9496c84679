/*
 * test_policy.c - policies are read strictly, and cosignatures made by another
 * implementation are counted by distinct keys.
 */
#include "store/ledger/policy.h"

#include "tests/kit/suite.h"

#define DASH "\xe2\x80\x94 "

/* tests/golden/vectors/tlog-vectors.json, size 7. */
#define LOG                                                                    \
	"evidence.example.vn/log2023+97796db9+"                                \
	"ASBy7pZe9MdgD4jGDYV74jGkS36ZPMjAnUwyM8EQRHhY"
#define W1                                                                     \
	"witness1.example.vn/w+89eb7088+"                                      \
	"BCv/uxhc5tHhfgge/ove+j7btqD/nMq7xE9Z2Z9kcyjm"
#define W2                                                                     \
	"witness2.example.vn/w+f8537ac8+"                                      \
	"BG2lEAVWhSPc3Z+/ES+tfVEe5Y/bqU+gYxYwjnXuPtJn"
#define TEXT                                                                   \
	"evidence.example.vn/log2023\n7\n"                                     \
	"zATnT5kmIeAF52mo0CjQ0gK2KVjbZTRe45dd9cjgTco=\n\n"
#define SIGNED                                                                 \
	DASH "evidence.example.vn/log2023 l3ltuQ2VACyYG1ZYJXwwwGZalHrrSNkPOXi" \
	     "VFZ48buwcvn2FmX+aCMSwBtmbbMWm1UrpBI6YEXuvYrf91+8Gjex1OgI=\n"
#define COSIGNED1                                                              \
	DASH "witness1.example.vn/w ietwiAAAAABlJYMPdSbB4uCvdEqHK2fAImDRmHh2V" \
	     "VmnMvbcLjv7K1hLUfuwajUzc7G/v2iZOzMTp8+KzrJbeIXAtnfrTkhS7aBsAw==" \
	     "\n"
#define COSIGNED2                                                              \
	DASH "witness2.example.vn/w +FN6yAAAAABlJYMQi1GndHYUrdmZV06sXBvHWUGQJ" \
	     "4+U5AT/VC61/0FoRO3B3FwrEw4yivHyT3Ireqz4C69fnAa9WE1bagvuxmmdAg==" \
	     "\n"
#define BOTH TEXT SIGNED COSIGNED1 COSIGNED2

/* A key that did not sign. */
#define FOO                                                                    \
	"example.com/foo+530d903a+"                                            \
	"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

static struct policy policy;

START_TEST(quorums_count_as_the_policy_says)
{
	static const struct {
		const char *policy, *note;
		enum err want;
		unsigned n;
	} rows[] = {
		{ "log " LOG "\nquorum none\n", BOTH, OK, 0 },
		{ "log " LOG "\nquorum none\n", TEXT SIGNED, OK, 0 },
		{ "log " LOG "\nwitness a " W1 "\nquorum none\n", BOTH, OK, 1 },
		{ "log " LOG "\nwitness a " W1 "\nquorum a\n", BOTH, OK, 1 },
		{ "log " LOG "\nwitness a " W1 "\nquorum a\n",
		    TEXT SIGNED COSIGNED2, ERR_UNAUTHENTICATED, 0 },
		{ "log " LOG "\nwitness a " W1 "\nwitness b " W2
		  "\ngroup g all a b\nquorum g\n",
		    BOTH, OK, 2 },
		{ "log " LOG "\nwitness a " W1 "\nwitness b " W2
		  "\ngroup g all a b\nquorum g\n",
		    TEXT SIGNED COSIGNED1, ERR_UNAUTHENTICATED, 1 },
		/* One key's cosignature twice is still one key. */
		{ "log " LOG "\nwitness a " W1 "\nwitness b " W2
		  "\ngroup g 2 a b\nquorum g\n",
		    TEXT SIGNED COSIGNED1 COSIGNED1, ERR_UNAUTHENTICATED, 1 },
		{ "log " LOG "\nwitness a " W1 "\nwitness b " W2
		  "\ngroup g any a b\nquorum g\n",
		    TEXT COSIGNED2 SIGNED, OK, 1 },
		{ "log " LOG "\nwitness a " W1 "\nwitness b " W2
		  "\ngroup x 1 a\ngroup y any b\ngroup g all x y\nquorum g\n",
		    BOTH, OK, 2 },
		{ "log " LOG "\nwitness a " W1 "\nwitness b " W2
		  "\ngroup x 1 a\ngroup y any b\ngroup g all x y\nquorum g\n",
		    TEXT SIGNED COSIGNED2, ERR_UNAUTHENTICATED, 1 },
		/* witnesses alone are no log */
		{ "log " LOG "\nwitness a " W1 "\nquorum a\n", TEXT COSIGNED1,
		    ERR_UNAUTHENTICATED, 0 },
		{ "log " FOO "\nquorum none\n", BOTH, ERR_UNAUTHENTICATED, 0 },
		{ "log " FOO "\nlog " LOG "\nquorum none\n", BOTH, OK, 0 },
		{ "witness a " W1 "\nquorum a\n", BOTH, ERR_UNAUTHENTICATED,
		    0 },
		/* a bad signature of a key that is not known is nobody's */
		{ "log " LOG "\nquorum none\n",
		    TEXT SIGNED DASH "witness1.example.vn/w ietwiAAAAABl\n", OK,
		    0 },
		{ "log " LOG "\nwitness a " W1 "\nquorum none\n",
		    TEXT SIGNED DASH "witness1.example.vn/w ietwiAAAAABl\n",
		    ERR_BROKEN, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };
		struct vouched v;
		enum err e;

		ck_assert_msg(policy_read(slice_text(rows[i].policy), &policy,
				  &why) == OK,
		    "row %zu: %s", i, why.detail);
		e = policy_check(&policy, slice_text(rows[i].note), &v, &why);
		ck_assert_msg(e == rows[i].want, "row %zu: %s %s", i,
		    err_name(e), why.detail);
		ck_assert_msg(v.n == rows[i].n || e == ERR_BROKEN, "row %zu",
		    i);
		if (e == OK && v.n > 0)
			ck_assert_uint_ge(v.earliest, 1696957199);
		ck_assert(e == OK || why.detail[0] != 0);
	}
}
END_TEST

START_TEST(the_time_of_a_cosignature_is_the_witnesss)
{
	struct note_key key;
	uint64_t time;

	ck_assert_err(note_key_read(slice_text(W1), &key), OK);
	ck_assert_err(note_cosigned(slice_text(BOTH), &key, &time), OK);
	ck_assert_uint_eq(time, 0x6525830f);
	ck_assert_err(note_key_read(slice_text(W2), &key), OK);
	ck_assert_err(note_cosigned(slice_text(BOTH), &key, &time), OK);
	ck_assert_uint_eq(time, 0x65258310);
	ck_assert_err(note_cosigned(slice_text(TEXT SIGNED COSIGNED1), &key,
			  &time),
	    ERR_UNAUTHENTICATED);
	ck_assert_err(note_key_read(slice_text(LOG), &key), OK);
	ck_assert_err(note_cosigned(slice_text(BOTH), &key, &time),
	    ERR_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_flipped_bit_ends_a_cosignature)
{
	char note[] = TEXT SIGNED COSIGNED1;
	size_t own = strlen(TEXT SIGNED);
	struct note_key key;
	uint64_t time;

	ck_assert_err(note_key_read(slice_text(W1), &key), OK);
	for (size_t i = 0; i < sizeof note - 1; i++) {
		/* The log's own signature is not looked at here. */
		if (i >= strlen(TEXT) && i < own)
			continue;
		for (int bit = 0; bit < 8; bit++) {
			note[i] ^= (char)(1 << bit);
			ck_assert_msg(note_cosigned(slice_text(note), &key,
					  &time) != OK,
			    "byte %zu", i);
			note[i] ^= (char)(1 << bit);
		}
	}
	ck_assert_err(note_cosigned(slice_text(note), &key, &time), OK);
}
END_TEST

START_TEST(a_policy_may_be_laid_out_freely)
{
	static const char *const rows[] = {
		"quorum none",
		"\n\n# nothing but this\n\t quorum \t none  \n#\n",
		"log " LOG " https://log.example.vn/\nquorum none\n",
		"quorum none\nwitness a " W1 " https://w/\nlog " LOG "\n",
		"witness \xc4\x91\xe1\xbb\x8b\x61 " W1 "\nquorum "
		"\xc4\x91\xe1\xbb\x8b\x61\n",
		"witness all " W1 "\ngroup any all all\nquorum any\n",
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };

		ck_assert_msg(policy_read(slice_text(rows[i]), &policy, &why) ==
				  OK,
		    "row %zu: %s", i, why.detail);
	}
}
END_TEST

START_TEST(anything_else_is_refused_by_its_line)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "", "names no quorum" },
		{ "log " LOG "\n", "names no quorum" },
		{ "quorum\n", "Line 1" },
		{ "quorum none none\n", "Line 1" },
		{ "quorum none\nquorum none\n", "Line 2" },
		{ "quorum a\nwitness a " W1 "\n", "Line 1" },
		{ "witness none " W1 "\nquorum none\n", "Line 1" },
		{ "witness a " W1 "\nwitness a " W2 "\nquorum a\n", "Line 2" },
		{ "witness a " W1 "\nwitness b " W1 "\nquorum a\n", "Line 2" },
		{ "witness a " LOG "\nquorum a\n", "type 04" },
		{ "log " W1 "\nquorum none\n", "key of a log" },
		{ "log " LOG "\nlog " LOG "\nquorum none\n", "Line 2" },
		{ "log " LOG " url more\nquorum none\n", "Line 1" },
		{ "log\nquorum none\n", "Line 1" },
		{ "witness a\nquorum a\n", "Line 1" },
		{ "group g all\nquorum g\n", "Line 1" },
		{ "group g\nquorum none\n", "Line 1" },
		{ "group g all b\nquorum g\n", "Line 1" },
		{ "group g all none\nquorum g\n", "Line 1" },
		{ "witness a " W1 "\ngroup g 0 a\nquorum g\n", "Line 2" },
		{ "witness a " W1 "\ngroup g 2 a\nquorum g\n", "Line 2" },
		{ "witness a " W1 "\ngroup g 01 a\nquorum g\n", "Line 2" },
		{ "witness a " W1 "\ngroup g all a a\nquorum g\n", "Line 2" },
		{ "witness a " W1 "\ngroup g all a\ngroup h any a\nquorum g\n",
		    "Line 3" },
		{ "group g all g\nquorum g\n", "Line 1" },
		{ "Quorum none\n", "Line 1" },
		{ "quorum none\r\n", "control" },
		{ "quorum none\x7f\n", "control" },
		{ "what is this\nquorum none\n", "Line 1" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct fault why = { 0 };

		ck_assert_msg(policy_read(slice_text(rows[i].text), &policy,
				  &why) == ERR_MALFORMED,
		    "row %zu", i);
		ck_assert_msg(strstr(why.detail, rows[i].says) != NULL,
		    "row %zu: %s", i, why.detail);
	}
}
END_TEST

START_TEST(a_policy_has_its_limits)
{
	struct fault why = { 0 };
	struct buf text = { 0 };

	for (int i = 0; i < POLICY_MOST; i++)
		buf_byte(&text, '#');
	ck_assert_err(policy_read(buf_all(&text), &policy, &why),
	    ERR_MALFORMED); /* a comment is no quorum */
	buf_byte(&text, '#');
	ck_assert_err(policy_read(buf_all(&text), &policy, NULL), ERR_TOO_BIG);
	buf_clear(&text);
	buf_text(&text, "witness w " W1 "\n");
	for (int i = 0; i < POLICY_NODES; i++)
		buf_print(&text, "group g%d all %s\n", i,
		    i == 0 ? "w" : "none-such");
	ck_assert_err(policy_read(buf_all(&text), &policy, NULL),
	    ERR_MALFORMED);
	buf_free(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		quorums_count_as_the_policy_says,
		the_time_of_a_cosignature_is_the_witnesss,
		a_flipped_bit_ends_a_cosignature,
		a_policy_may_be_laid_out_freely,
		anything_else_is_refused_by_its_line,
		a_policy_has_its_limits,
		NULL,
	};

	return suite_run("policy", tests);
}
