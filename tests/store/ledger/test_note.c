/*
 * test_note.c - signed notes and checkpoints: the specification's examples,
 * another implementation's signatures, and what must be refused.
 */
#include <stdio.h>

#include "store/base/draft.h"
#include "store/base/encode.h"
#include "store/base/json_in.h"
#include "store/ledger/note.h"
#include "store/ledger/tree.h"
#include "tests/kit/suite.h"

#define DASH "\xe2\x80\x94"

/* The example of the signed-note specification. */
#define FOO_VKEY                                                               \
	"example.com/foo+530d903a+"                                            \
	"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define FOO_TEXT "This is an example message.\n"
#define FOO_SIGNATURE                                                          \
	"Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOB"   \
	"H3mFXmRKuwHjG1Yu72IneyaQM="
#define FOO_LINE DASH " example.com/foo " FOO_SIGNATURE "\n"

/* The example of golang.org/x/mod/sumdb/note. */
#define PETER_SKEY                                                             \
	"PRIVATE+KEY+PeterNeumann+c74f20a3+"                                   \
	"AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define PETER_VKEY                                                             \
	"PeterNeumann+c74f20a3+"                                               \
	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_TEXT                                                             \
	"If you think cryptography is the answer to your problem,\n"           \
	"then you don't know what your problem is.\n"
#define PETER_LINE                                                             \
	DASH " PeterNeumann "                                                  \
	     "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNX" \
	     "gKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static struct note_key
key_of(const char *vkey)
{
	struct note_key key;

	ck_assert_err(note_key_read(slice_text(vkey), &key), OK);
	return key;
}

static enum err
open_with(const char *vkey, const char *note)
{
	struct note_key key = key_of(vkey);
	struct slice text;

	return note_open(slice_text(note), &key, &text);
}

START_TEST(the_specifications_example_opens)
{
	struct note_key key = key_of(FOO_VKEY);
	struct slice text;

	ck_assert_err(note_open(slice_text(FOO_TEXT "\n" FOO_LINE), &key,
			  &text),
	    OK);
	ck_assert(slice_is(text, FOO_TEXT));
	ck_assert_str_eq(key.name, "example.com/foo");
}
END_TEST

/* The log of torchwood's litewitness test: its key's id is over its origin. */
#define SIGSUM                                                                 \
	"sigsum.org/v1/tree/"                                                  \
	"4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562"

START_TEST(the_key_of_litewitness_s_log_is_read)
{
	struct note_key key =
	    key_of(SIGSUM "+5202289b+"
			  "Af/cLU2Y5BJNP+r3iMDC+av9eWCD0fBJVDfzAux5zxAP");
	uint8_t public[32];

	ck_assert_str_eq(key.name, SIGSUM);
	ck_assert_err(hex_get(slice_text("ffdc2d4d98e4124d3feaf788c0c2f9abfd79"
					 "6083d1f0495437f302ec79cf100f"),
			  public, sizeof public),
	    OK);
	ck_assert_mem_eq(key.public, public, sizeof public);
}
END_TEST

START_TEST(a_known_key_signs_the_known_bytes)
{
	struct note_signer *signer;
	struct buf note = { 0 }, vkey = { 0 };

	ck_assert_err(note_signer_read(slice_text(PETER_SKEY "\n"), &signer),
	    OK);
	note_sign(signer, slice_text(PETER_TEXT), &note);
	ck_assert_str_eq(buf_cstr(&note), PETER_TEXT "\n" PETER_LINE);
	note_key_text(note_signer_key(signer), &vkey);
	ck_assert_str_eq(buf_cstr(&vkey), PETER_VKEY);
	ck_assert_err(open_with(PETER_VKEY, buf_cstr(&note)), OK);
	note_signer_drop(&signer);
	ck_assert_ptr_null(signer);
	note_signer_drop(&signer);
	buf_free(&note);
	buf_free(&vkey);
}
END_TEST

START_TEST(a_fresh_key_signs_is_kept_as_text_and_signs_again)
{
	struct note_signer *first, *again;
	struct buf secret = { 0 }, a = { 0 }, b = { 0 };
	struct slice text;

	ck_assert_err(note_signer_new("log.example.vn/c\xe1\xba\xa3i-cach",
			  &first, &secret),
	    OK);
	ck_assert_err(note_signer_read(buf_all(&secret), &again), OK);
	note_sign(first, slice_text("a\n\nb\n"), &a);
	note_sign(again, slice_text("a\n\nb\n"), &b);
	ck_assert(slice_eq(buf_all(&a), buf_all(&b)));
	ck_assert_err(note_open(buf_all(&a), note_signer_key(again), &text),
	    OK);
	ck_assert(slice_is(text, "a\n\nb\n"));
	note_signer_drop(&first);
	note_signer_drop(&again);
	buf_free(&secret);
	buf_free(&a);
	buf_free(&b);
}
END_TEST

START_TEST(two_fresh_keys_differ)
{
	struct note_signer *a, *b;
	struct buf secret = { 0 };

	ck_assert_err(note_signer_new("x", &a, &secret), OK);
	ck_assert_err(note_signer_new("x", &b, &secret), OK);
	ck_assert(memcmp(note_signer_key(a)->public, note_signer_key(b)->public,
		      32) != 0);
	note_signer_drop(&a);
	note_signer_drop(&b);
	buf_free(&secret);
}
END_TEST

START_TEST(names_that_no_key_may_have_are_refused)
{
	static const char *const names[] = { "", "a b", "a+b", "a\nb", "a\tb",
		"a\xc2\xa0", "\xc2\x85", "x\xe1\x9a\x80", "x\xe2\x80\x80",
		"x\xe2\x80\x8a", "x\xe2\x80\xa8", "x\xe2\x80\xa9",
		"x\xe2\x80\xaf", "x\xe2\x81\x9f", "x\xe3\x80\x80", "\xff",
		"a\x7f" };
	char too_long[ORIGIN_ROOM + 1] = { 0 };
	struct note_signer *signer;
	struct buf secret = { 0 };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		ck_assert_err(note_signer_new(names[i], &signer, &secret),
		    ERR_MALFORMED);
	memset(too_long, 'a', ORIGIN_ROOM);
	ck_assert_err(note_signer_new(too_long, &signer, &secret),
	    ERR_MALFORMED);
	ck_assert_uint_eq(secret.n, 0);
	/* U+200B is no space of Unicode's. */
	ck_assert_err(note_signer_new("x\xe2\x80\x8b", &signer, &secret), OK);
	note_signer_drop(&signer);
	buf_free(&secret);
}
END_TEST

START_TEST(damaged_keys_are_refused)
{
	static const char *const vkeys[] = {
		"",
		"example.com/foo",
		"example.com/foo+530d903a",
		/* id: wrong, in capitals, short */
		"example.com/foo+530d903b+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/foo+530D903A+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/foo+530d903+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		/* name: another, with a space, none */
		"example.com/fop+530d903a+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example com/foo+530d903a+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		/* key: a bit, no base64, trailing */
		"example.com/foo+530d903a+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
		"example.com/foo+530d903a+"
		"AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2-",
		FOO_VKEY "\n",
		FOO_VKEY "=",
		/* neither a log's nor a witness's: type 05 */
		"witness1.example.vn/w+b72cafac+"
		"BSv/uxhc5tHhfgge/ove+j7btqD/nMq7xE9Z2Z9kcyjm",
	};
	struct note_signer *signer;
	struct note_key key;

	for (size_t i = 0; i < sizeof vkeys / sizeof *vkeys; i++)
		ck_assert_err(note_key_read(slice_text(vkeys[i]), &key),
		    ERR_MALFORMED);
	ck_assert_err(note_signer_read(slice_text(PETER_VKEY), &signer),
	    ERR_MALFORMED);
	ck_assert_err(note_signer_read(slice_text(PETER_SKEY "\n\n"), &signer),
	    ERR_MALFORMED);
	ck_assert_err(note_signer_read(slice_text(
					   "PRIVATE+KEY+PeterNeumann+"
					   "c74f20a4+AYEKFALVFGyNhPJEMzD1QIDr+"
					   "Y7hfZx09iUvxdXHKDFz"),
			  &signer),
	    ERR_MALFORMED);
	ck_assert_ptr_null(signer);
}
END_TEST

START_TEST(notes_are_split_and_checked_as_the_specification_says)
{
	static const struct {
		const char *what, *note;
		enum err want;
	} rows[] = {
		{ "another key's signature is ignored",
		    FOO_TEXT "\n" PETER_LINE FOO_LINE, OK },
		{ "wherever it stands", FOO_TEXT "\n" FOO_LINE PETER_LINE, OK },
		{ "the same signature twice", FOO_TEXT "\n" FOO_LINE FOO_LINE,
		    OK },
		{ "our name with another id is another key",
		    FOO_TEXT "\n" FOO_LINE DASH " example.com/foo AAAAAAAA\n",
		    OK },
		{ "only others signed", FOO_TEXT "\n" PETER_LINE,
		    ERR_UNAUTHENTICATED },
		{ "a good and a bad one of ours",
		    FOO_TEXT
		    "\n" FOO_LINE DASH " example.com/foo "
		    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Z"
		    "tg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQI=\n",
		    ERR_BROKEN },
		{ "ours, too short",
		    FOO_TEXT "\n" DASH " example.com/foo Uw2QOkn8\n",
		    ERR_BROKEN },
		{ "another text", "This is an example massage.\n\n" FOO_LINE,
		    ERR_BROKEN },
		{ "a text with an empty line more", FOO_TEXT "\n\n" FOO_LINE,
		    ERR_BROKEN },
		{ "nothing", "", ERR_MALFORMED },
		{ "no signature", FOO_TEXT, ERR_MALFORMED },
		{ "no signature after the empty line", FOO_TEXT "\n",
		    ERR_MALFORMED },
		{ "no empty line", FOO_TEXT FOO_LINE, ERR_MALFORMED },
		{ "no last LF",
		    FOO_TEXT "\n" DASH " example.com/foo " FOO_SIGNATURE,
		    ERR_MALFORMED },
		{ "a hyphen for a dash",
		    FOO_TEXT "\n- example.com/foo " FOO_SIGNATURE "\n",
		    ERR_MALFORMED },
		{ "two spaces",
		    FOO_TEXT "\n" DASH "  example.com/foo " FOO_SIGNATURE "\n",
		    ERR_MALFORMED },
		{ "something behind",
		    FOO_TEXT "\n" DASH " example.com/foo " FOO_SIGNATURE " x\n",
		    ERR_MALFORMED },
		{ "no base64", FOO_TEXT "\n" FOO_LINE DASH " other ????????\n",
		    ERR_MALFORMED },
		{ "an id alone",
		    FOO_TEXT "\n" FOO_LINE DASH " other AAAAAA==\n",
		    ERR_MALFORMED },
		{ "a name with a plus",
		    FOO_TEXT "\n" FOO_LINE DASH " a+b AAAAAAAA\n",
		    ERR_MALFORMED },
		{ "a carriage return",
		    "This is an example message.\r\n\n" FOO_LINE,
		    ERR_MALFORMED },
		{ "no UTF-8",
		    "This is an ex\xff"
		    "mple message.\n\n" FOO_LINE,
		    ERR_MALFORMED },
		{ "a line that is no signature",
		    FOO_TEXT "\n" FOO_LINE "hello\n", ERR_MALFORMED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum err is = open_with(FOO_VKEY, rows[i].note);

		ck_assert_msg(is == rows[i].want, "%s: %s", rows[i].what,
		    err_name(is));
	}
}
END_TEST

START_TEST(a_note_has_its_limits)
{
	struct note_key key = key_of(FOO_VKEY);
	struct buf note = { 0 };
	struct slice text;

	buf_text(&note, FOO_TEXT "\n" FOO_LINE);
	for (int i = 0; i < 99; i++)
		buf_text(&note, DASH " other AAAAAAAA\n");
	ck_assert_err(note_open(buf_all(&note), &key, &text), OK);
	buf_text(&note, DASH " other AAAAAAAA\n");
	ck_assert_err(note_open(buf_all(&note), &key, &text), ERR_MALFORMED);
	buf_clear(&note);
	for (int i = 0; i < 64 * 1024; i++)
		buf_byte(&note, 'a');
	buf_text(&note, "\n\n" FOO_LINE);
	ck_assert_err(note_open(buf_all(&note), &key, &text), ERR_MALFORMED);
	buf_free(&note);
}
END_TEST

START_TEST(a_flipped_bit_anywhere_closes_a_note)
{
	struct note_key key = key_of(PETER_VKEY);
	char note[] = PETER_TEXT "\n" PETER_LINE;
	struct slice text;

	for (size_t i = 0; i < sizeof note - 1; i++)
		for (int bit = 0; bit < 8; bit++) {
			note[i] ^= (char)(1 << bit);
			ck_assert(note_open(slice_of(note, sizeof note - 1),
				      &key, &text) != OK);
			note[i] ^= (char)(1 << bit);
		}
	ck_assert_err(note_open(slice_of(note, sizeof note - 1), &key, &text),
	    OK);
}
END_TEST

START_TEST(checkpoints_are_three_strict_lines)
{
#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	static const struct {
		const char *text;
		enum err want;
	} rows[] = {
		{ "o\n0\n" ROOT "\n", OK },
		{ "log.example.vn/a b\n18446744073709551615\n" ROOT "\n", OK },
		{ "o\n1\n" ROOT "\nextension\n", OK },
		{ "o\n1\n" ROOT "\n\n", ERR_MALFORMED },
		{ "o\n1\n" ROOT "\nextension", ERR_MALFORMED },
		{ "o\n1\n" ROOT, ERR_MALFORMED },
		{ "", ERR_MALFORMED },
		{ "\n1\n" ROOT "\n", ERR_MALFORMED },
		{ "o\n\n" ROOT "\n", ERR_MALFORMED },
		{ "o\n01\n" ROOT "\n", ERR_MALFORMED },
		{ "o\n-1\n" ROOT "\n", ERR_MALFORMED },
		{ "o\n+1\n" ROOT "\n", ERR_MALFORMED },
		{ "o\n 1\n" ROOT "\n", ERR_MALFORMED },
		{ "o\n18446744073709551616\n" ROOT "\n", ERR_MALFORMED },
		{ "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
		    ERR_MALFORMED },
		{ "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==\n",
		    ERR_MALFORMED },
		{ "o\n1\n" ROOT " \n", ERR_MALFORMED },
	};
	struct checkpoint c;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		enum err is = checkpoint_read(slice_text(rows[i].text), &c);

		ck_assert_msg(is == rows[i].want, "row %zu: %s", i,
		    err_name(is));
	}
}
END_TEST

static struct json *
vectors(void)
{
	struct buf text = { 0 };
	struct json *doc;

	ck_assert_err(file_read(TEST_SOURCE_DIR
			  "/golden/vectors/tlog-vectors.json",
			  1 << 20, &text),
	    OK);
	ck_assert_err(json_parse(buf_all(&text), text.n, &doc, NULL), OK);
	buf_free(&text);
	return doc;
}

static struct slice
text_at(const struct jv *object, const char *key)
{
	struct jv v = jv_get(object, key);
	struct slice text;

	ck_assert(jv_text(&v, &text));
	return text;
}

/* The vectors' log key, from its seed. */
static struct note_signer *
vector_signer(const struct jv *top)
{
	struct buf secret = { 0 };
	struct note_signer *signer;
	uint8_t typed[33] = { 1 };

	ck_assert_err(hex_get(text_at(top, "seed_hex"), typed + 1, 32), OK);
	buf_text(&secret, "PRIVATE+KEY+");
	buf_slice(&secret, text_at(top, "origin"));
	buf_text(&secret, "+97796db9+");
	base64_put(&secret, slice_of(typed, sizeof typed));
	ck_assert_err(note_signer_read(buf_all(&secret), &signer), OK);
	buf_free(&secret);
	return signer;
}

START_TEST(cosigned_checkpoints_of_another_program_open_and_are_signed_alike)
{
	struct json *doc = vectors();
	struct jv top = json_root(doc), all = jv_get(&top, "checkpoints"), one;
	struct note_signer *signer = vector_signer(&top);
	struct buf vkey = { 0 }, again = { 0 };
	unsigned n = 0;

	note_key_text(note_signer_key(signer), &vkey);
	ck_assert(slice_eq(buf_all(&vkey), text_at(&top, "vkey")));
	for (void *it = NULL; jv_next(&all, &it, &one); n++) {
		struct slice note, text;
		struct checkpoint c;

		ck_assert(jv_text(&one, &note));
		ck_assert_err(note_open(note, note_signer_key(signer), &text),
		    OK);
		ck_assert_err(checkpoint_read(text, &c), OK);
		buf_clear(&again);
		checkpoint_text(&c, &again);
		ck_assert(slice_eq(buf_all(&again), text));
		buf_clear(&again);
		note_sign(signer, text, &again);
		/* The log's line comes first in the vectors. */
		ck_assert(slice_starts(note, buf_all(&again)));
	}
	ck_assert_uint_eq(n, 6);
	note_signer_drop(&signer);
	buf_free(&vkey);
	buf_free(&again);
	json_free(&doc);
}
END_TEST

/* The root of the vectors' checkpoint of that size. */
static struct digest
vector_root(const struct jv *top, int64_t size)
{
	struct jv all = jv_get(top, "checkpoints");
	struct slice text;
	struct checkpoint c;
	char key[24];

	(void)snprintf(key, sizeof key, "%lld", (long long)size);
	ck_assert_err(note_text(text_at(&all, key), &text), OK);
	ck_assert_err(checkpoint_read(text, &c), OK);
	ck_assert_uint_eq(c.size, (uint64_t)size);
	return c.root;
}

START_TEST(another_programs_consistency_proofs_hold)
{
	struct json *doc = vectors();
	struct jv top = json_root(doc), all = jv_get(&top, "consistency");

	ck_assert_uint_ge(jv_count(&all), 5);
	for (size_t i = 0; i < jv_count(&all); i++) {
		struct jv one = jv_at(&all, i), proof = jv_get(&one, "proof"),
			  old = jv_get(&one, "old"), new = jv_get(&one, "new");
		struct tree_path path = { .n = (unsigned)jv_count(&proof) };
		int64_t from, to;

		ck_assert(jv_int(&old, &from) && jv_int(&new, &to));
		for (unsigned k = 0; k < path.n; k++) {
			struct jv hash = jv_at(&proof, k);
			struct buf bytes = { 0 };
			struct slice text;

			ck_assert(jv_text(&hash, &text));
			ck_assert_err(base64_get(text, &bytes), OK);
			ck_assert_uint_eq(bytes.n, 32);
			memcpy(path.hash[k].b, bytes.p, 32);
			buf_free(&bytes);
		}
		ck_assert_err(tree_check_consistency((uint64_t)from,
				  (uint64_t)to, &path, vector_root(&top, from),
				  vector_root(&top, to)),
		    OK);
		path.hash[0].b[0] ^= 1;
		ck_assert_err(tree_check_consistency((uint64_t)from,
				  (uint64_t)to, &path, vector_root(&top, from),
				  vector_root(&top, to)),
		    ERR_BROKEN);
	}
	json_free(&doc);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_specifications_example_opens,
		the_key_of_litewitness_s_log_is_read,
		a_known_key_signs_the_known_bytes,
		a_fresh_key_signs_is_kept_as_text_and_signs_again,
		two_fresh_keys_differ,
		names_that_no_key_may_have_are_refused,
		damaged_keys_are_refused,
		notes_are_split_and_checked_as_the_specification_says,
		a_note_has_its_limits,
		a_flipped_bit_anywhere_closes_a_note,
		checkpoints_are_three_strict_lines,
		cosigned_checkpoints_of_another_program_open_and_are_signed_alike,
		another_programs_consistency_proofs_hold,
		NULL,
	};

	return suite_run("note", tests);
}
