/*
 * cmd_verify.c - a receipt checked on any machine, and explained.
 *
 * Knows what a receipt is checked against. Touches the files it is given; no
 * store, no network.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/admin/commands.h"
#include "store/admin/fence_file.h"
#include "store/admin/receipt_match.h"
#include "store/admin/verify_words.h"
#include "store/base/draft.h"
#include "store/base/text.h"
#include "store/paper/slip.h"

#define RECEIPT_FILE_MOST 262144

enum {
	OPT_DOCUMENT = 256,
	OPT_VKEY,
	OPT_POLICY,
	OPT_SALT,
	OPT_UNIT,
	OPT_LANG,
	OPT_PDF,
	OPT_OFFICE,
	OPT_ABOVE,
	OPT_FENCES,
	OPT_AUTHORITY,
	OPT_COMMITMENT,
};

const struct argp_option verify_options[] = {
	{ "key", OPT_VKEY, "VKEY", 0,
	    "The log's public key, as it was published", 0 },
	{ "policy", OPT_POLICY, "FILE", 0,
	    "Logs and witnesses to trust (C2SP tlog-policy), instead of a key",
	    0 },
	{ "document", OPT_DOCUMENT, "FILE", 0,
	    "The document: must be the one that the receipt names", 0 },
	{ "salt", OPT_SALT, "HEX", 0,
	    "The salt that came with the receipt, and", 0 },
	{ "unit", OPT_UNIT, "CODE", 0,
	    "the unit's code: must be the one in the log", 0 },
	{ "fences", OPT_FENCES, "FILE", 0,
	    "The outside times around it, as fetched beside the receipt, and",
	    0 },
	{ "authority", OPT_AUTHORITY, "FILE", 0,
	    "certificates (PEM) of the time-stamp authorities to trust", 0 },
	{ "commitment", OPT_COMMITMENT, "FILE", 0,
	    "The receipt of the commitment that it completes: must be the one",
	    0 },
	{ "lang", OPT_LANG, "vi|en", 0, "Vietnamese or English (as LANG says)",
	    0 },
	{ "pdf", OPT_PDF, "FILE", 0, "Write one page for the case file", 0 },
	{ "office", OPT_OFFICE, "NAME", 0, "Whose name stands on that page",
	    0 },
	{ "above", OPT_ABOVE, "NAME", 0, "and the office above it", 0 },
	{ 0 },
};

struct verifying {
	struct admin *admin;
	const struct call *call;
	enum language language;
	enum verify_step step; /* that is under way */
	struct policy *policy;
	struct receipt receipt;
	struct vouched vouched;
	struct statement_facts facts;
	struct fence fences[FENCES_MOST];
};

static const char *
option(const struct verifying *v, int key)
{
	return call_option(v->call, key);
}

static enum language
language_of_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != 0)
			return strncmp(value, "vi", 2) == 0 ? VIETNAMESE
							    : ENGLISH;
	}
	return ENGLISH;
}

/* What is wrong with the words of the command; NULL: nothing. */
static const char *
bad_words(struct verifying *v)
{
	const char *lang = option(v, OPT_LANG);

	if ((option(v, OPT_SALT) == NULL) != (option(v, OPT_UNIT) == NULL))
		return "--salt and --unit go together.";
	if ((option(v, OPT_FENCES) == NULL) !=
	    (option(v, OPT_AUTHORITY) == NULL))
		return "--fences and --authority go together.";
	v->language = language_of_locale();
	if (lang == NULL)
		return NULL;
	if (strcmp(lang, "vi") != 0 && strcmp(lang, "en") != 0)
		return "--lang is vi or en.";
	v->language = lang[0] == 'v' ? VIETNAMESE : ENGLISH;
	return NULL;
}

bool
policy_of_call(struct admin *a, const char *vkey, const char *path,
    struct policy *out)
{
	struct buf text = { 0 };
	struct note_key key;
	enum err e;

	if ((vkey == NULL) == (path == NULL)) {
		(void)admin_usage("One of --key and --policy is needed: the "
				  "log's public key as it was published, not "
				  "as it comes with what is checked.");
		return false;
	}
	if (vkey != NULL) {
		if (note_key_read(slice_text(vkey), &key) == OK &&
		    key.type == NOTE_ED25519) {
			policy_of_log(&key, out);
			return true;
		}
		(void)admin_usage("\"%s\" is no public key of a log.", vkey);
		return false;
	}
	if ((e = file_read(path, POLICY_MOST, &text)) != OK)
		(void)admin_usage("%s cannot be read: %s.", path, err_words(e));
	else if ((e = policy_read(buf_all(&text), out, &a->why)) != OK)
		(void)admin_usage("%s", a->why.detail);
	buf_free(&text);
	return e == OK;
}

static enum err
read_receipt(struct verifying *v, const char *path, struct receipt *out,
    struct vouched *vouched)
{
	struct fault *why = &v->admin->why;
	struct buf text = { 0 };
	enum err e;

	if ((e = file_read(path, RECEIPT_FILE_MOST, &text)) != OK)
		e = fault_set(why, e, "", "%s cannot be read: %s.", path,
		    err_words(e));
	else
		e = receipt_check_by(buf_all(&text), v->policy, out, vouched,
		    why);
	buf_free(&text);
	return e;
}

/* The commitment's receipt, where it is given: by the same policy. */
static enum err
match_commitment(struct verifying *v)
{
	const char *path = option(v, OPT_COMMITMENT);
	struct receipt other = { 0 };
	struct vouched vouched;
	enum err e;

	if (path == NULL)
		return OK;
	v->step = VERIFY_COMMITMENT;
	if ((e = read_receipt(v, path, &other, &vouched)) == OK) {
		v->step = VERIFY_COMPLETES;
		e = receipt_match_commitment(&v->receipt, &other,
		    &v->admin->why);
	}
	receipt_free(&other);
	v->facts.commitment = e == OK;
	return e;
}

static enum err
match_document(struct verifying *v)
{
	const char *path = option(v, OPT_DOCUMENT), *slash;
	enum err e;

	if (path == NULL)
		return OK;
	v->step = VERIFY_DOCUMENT;
	e = receipt_match_document(&v->receipt, path, &v->admin->why);
	slash = strrchr(path, '/');
	v->facts.document = slash == NULL ? path : slash + 1;
	return e;
}

static enum err
match_unit(struct verifying *v)
{
	const char *salt = option(v, OPT_SALT);

	if (salt == NULL)
		return OK;
	v->step = VERIFY_UNIT;
	v->facts.unit = option(v, OPT_UNIT);
	return receipt_match_unit(&v->receipt, salt, v->facts.unit,
	    &v->admin->why);
}

static enum err
read_fences(struct verifying *v)
{
	const struct tsp_trust trust = { option(v, OPT_AUTHORITY), "" };
	const char *path = option(v, OPT_FENCES);

	v->step = VERIFY_FENCES;
	v->facts.fences = v->fences;
	return path == NULL
		   ? OK
		   : fences_read(path, &v->receipt, v->vouched.log, &trust,
			 v->fences, &v->facts.n_fences, &v->admin->why);
}

/* The label, padded to a column, then the text. */
static void
show(const struct verifying *v, const struct statement *s)
{
	enum {
		COLUMN = 18
	};

	(void)printf("%s\n%s\n\n", s->title,
	    v->language == VIETNAMESE ? "Phiếu có giá trị."
				      : "The receipt holds.");
	for (unsigned i = 0; i < s->n; i++) {
		struct buf text = s->row[i].text;
		size_t n = text_length(slice_text(s->row[i].label));

		(void)printf("%s:%*s %s\n", s->row[i].label,
		    n < COLUMN ? (int)(COLUMN - n) : 0, "", buf_cstr(&text));
	}
}

static enum ending
refuse(const struct verifying *v, enum err e)
{
	const struct fault *why = &v->admin->why;

	if (v->language == ENGLISH)
		return admin_fail("The receipt does not hold: %s.",
		    why->err != OK ? why->detail : err_words(e));
	return admin_fail("Phiếu KHÔNG có giá trị: %s.",
	    verify_words(v->step, e));
}

static enum ending
explain(struct verifying *v)
{
	const char *pdf = option(v, OPT_PDF), *office, *above;
	struct statement s;
	enum ending end = END_OK;
	enum err e;

	v->facts.receipt = &v->receipt;
	v->facts.vouched = &v->vouched;
	v->facts.language = v->language;
	v->step = VERIFY_STATEMENT;
	if ((e = statement_of(&v->facts, &s, &v->admin->why)) != OK)
		return refuse(v, e);
	show(v, &s);
	if (pdf != NULL) {
		office = option(v, OPT_OFFICE);
		above = option(v, OPT_ABOVE);
		e = slip_write(pdf,
		    &(struct slip_head){ above == NULL ? "" : above,
			office == NULL ? "" : office, v->language },
		    &s, &v->receipt);
		if (e != OK)
			end = admin_fail("%s cannot be written: %s.", pdf,
			    err_words(e));
	}
	statement_free(&s);
	return end;
}

enum ending
cmd_verify(struct admin *a, const struct call *c)
{
	struct verifying v = { .admin = a, .call = c };
	const char *bad = bad_words(&v);
	enum ending end;
	enum err e;

	if (bad != NULL)
		return admin_usage("%s", bad);
	if ((v.policy = malloc(sizeof *v.policy)) == NULL)
		return admin_end(a, ERR_NO_MEMORY);
	if (!policy_of_call(a, option(&v, OPT_VKEY), option(&v, OPT_POLICY),
		v.policy))
		end = END_USAGE;
	else if ((e = read_receipt(&v, c->arg[0], &v.receipt, &v.vouched)) !=
		     OK ||
		 (e = match_commitment(&v)) != OK ||
		 (e = match_document(&v)) != OK || (e = match_unit(&v)) != OK ||
		 (e = read_fences(&v)) != OK)
		end = refuse(&v, e);
	else
		end = explain(&v);
	receipt_free(&v.receipt);
	free(v.policy);
	return end;
}
