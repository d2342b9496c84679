/*
 * tsp.c - RFC 3161 by OpenSSL's TS functions.
 *
 * Knows what makes a token acceptable. Touches the file of certificates, for
 * reading.
 */
#include "store/ledger/tsp.h"

#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>

#define NONCE_BYTES 8
#define REQUEST_MOST 4096
#define ACCURACY_MOST 86400 /* seconds; more bounds nothing */

/* ---- asking ---- */

static TS_MSG_IMPRINT *
imprint_new(struct digest d)
{
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *algorithm = X509_ALGOR_new();
	bool made = imprint != NULL && algorithm != NULL &&
		    X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256),
			V_ASN1_NULL, NULL) == 1 &&
		    TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1 &&
		    TS_MSG_IMPRINT_set_msg(imprint, d.b, sizeof d.b) == 1;

	X509_ALGOR_free(algorithm);
	if (made)
		return imprint;
	TS_MSG_IMPRINT_free(imprint);
	return NULL;
}

static ASN1_INTEGER *
nonce_new(void)
{
	ASN1_INTEGER *nonce = ASN1_INTEGER_new();
	uint8_t bytes[NONCE_BYTES];
	BIGNUM *n = NULL;
	bool made;

	made = nonce != NULL && random_bytes(bytes, sizeof bytes) == OK;
	if (made) {
		bytes[0] |= 0x80; /* always of one length */
		n = BN_bin2bn(bytes, sizeof bytes, NULL);
		made = n != NULL && BN_to_ASN1_INTEGER(n, nonce) != NULL;
	}
	BN_free(n);
	if (made)
		return nonce;
	ASN1_INTEGER_free(nonce);
	return NULL;
}

static enum err
der_put(TS_REQ *request, struct buf *der)
{
	int n = i2d_TS_REQ(request, NULL);
	uint8_t *at = n <= 0 ? NULL : buf_room(der, (size_t)n);

	if (at == NULL)
		return ERR_NO_MEMORY;
	if (i2d_TS_REQ(request, &at) != n)
		return ERR_NO_MEMORY;
	der->n += (size_t)n;
	return OK;
}

enum err
tsp_ask(struct digest imprint, struct buf *der)
{
	TS_MSG_IMPRINT *what = imprint_new(imprint);
	ASN1_INTEGER *nonce = nonce_new();
	TS_REQ *request = TS_REQ_new();
	enum err e = ERR_NO_MEMORY;

	if (what != NULL && nonce != NULL && request != NULL &&
	    TS_REQ_set_version(request, 1) == 1 &&
	    TS_REQ_set_msg_imprint(request, what) == 1 &&
	    TS_REQ_set_nonce(request, nonce) == 1 &&
	    TS_REQ_set_cert_req(request, 1) == 1)
		e = der_put(request, der);
	TS_MSG_IMPRINT_free(what);
	ASN1_INTEGER_free(nonce);
	TS_REQ_free(request);
	return e;
}

/* ---- reading what came back ---- */

static enum err
malformed(struct fault *why, const char *sentence)
{
	return fault_set(why, ERR_MALFORMED, "", "%s", sentence);
}

/* Both of their bytes, to the last. */
static enum err
parse(struct slice asked, struct slice answer, TS_REQ **request,
    TS_RESP **response, struct fault *why)
{
	const uint8_t *at = asked.p;

	if (asked.n == 0 || asked.n > REQUEST_MOST ||
	    (*request = d2i_TS_REQ(NULL, &at, (long)asked.n)) == NULL ||
	    at != asked.p + asked.n)
		return malformed(why, "The request is none.");
	if (answer.n == 0)
		return malformed(why, "The answer is empty.");
	if (answer.n > TSP_ANSWER_MOST)
		return malformed(why, "The answer is too long.");
	at = answer.p;
	*response = d2i_TS_RESP(NULL, &at, (long)answer.n);
	if (*response == NULL)
		return malformed(why, "The answer is no time-stamp response.");
	if (at != answer.p + answer.n)
		return malformed(why, "Bytes follow the response.");
	return OK;
}

/* The request asks for this very imprint. */
static bool
asks_for(TS_REQ *request, struct digest imprint)
{
	TS_MSG_IMPRINT *what = TS_REQ_get_msg_imprint(request);
	X509_ALGOR *algorithm = TS_MSG_IMPRINT_get_algo(what);
	ASN1_OCTET_STRING *hash = TS_MSG_IMPRINT_get_msg(what);
	const ASN1_OBJECT *name;

	X509_ALGOR_get0(&name, NULL, NULL, algorithm);
	return OBJ_obj2nid(name) == NID_sha256 &&
	       TS_REQ_get_nonce(request) != NULL &&
	       slice_eq(slice_of(ASN1_STRING_get0_data(hash),
			    (size_t)ASN1_STRING_length(hash)),
		   slice_of(imprint.b, sizeof imprint.b));
}

static enum err
granted(TS_RESP *response, struct fault *why)
{
	const ASN1_INTEGER *status =
	    TS_STATUS_INFO_get0_status(TS_RESP_get_status_info(response));
	long n = ASN1_INTEGER_get(status);

	if (n == TS_STATUS_GRANTED)
		return TS_RESP_get_tst_info(response) != NULL
			   ? OK
			   : malformed(why, "The response has no token.");
	return fault_set(why, ERR_FORBIDDEN, "",
	    "The authority did not grant a token: status %ld.", n);
}

/* "YYYYMMDDHHMMSS[.f...]Z" into RFC 3339 and that into a moment: OpenSSL's own
 * helpers drop the fraction. */
static enum err
time_get(const ASN1_GENERALIZEDTIME *time, struct moment *out)
{
	const char *s = (const char *)ASN1_STRING_get0_data(time);
	size_t n = (size_t)ASN1_STRING_length(time), digits;
	char text[64];

	if (n < 15 || n > 40 || memchr(s, 0, n) != NULL ||
	    strspn(s, "0123456789") != 14 || s[n - 1] != 'Z')
		return ERR_MALFORMED;
	digits = s[14] == '.' ? n - 16 : 0;
	if (s[14] == '.' &&
	    (digits == 0 || strspn(s + 15, "0123456789") != digits))
		return ERR_MALFORMED;
	if (s[14] != '.' && n != 15)
		return ERR_MALFORMED;
	(void)snprintf(text, sizeof text, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%.*sZ",
	    s, s + 4, s + 6, s + 8, s + 10, s + 12,
	    digits == 0 ? 0 : (int)(digits > 6 ? 6 : digits) + 1, s + 14);
	return moment_read(slice_text(text), out);
}

/* A part of the accuracy that may be missing; false outside 0..most. */
static bool
part_get(const ASN1_INTEGER *part, int64_t most, int64_t *out)
{
	*out = 0;
	return part == NULL || (ASN1_INTEGER_get_int64(out, part) == 1 &&
				   *out >= 0 && *out <= most);
}

static enum err
accuracy_get(TS_ACCURACY *a, struct tsp_token *out)
{
	int64_t seconds, millis, micros;

	out->has_accuracy = a != NULL;
	if (a == NULL)
		return OK;
	if (!part_get(TS_ACCURACY_get_seconds(a), ACCURACY_MOST, &seconds) ||
	    !part_get(TS_ACCURACY_get_millis(a), 999, &millis) ||
	    !part_get(TS_ACCURACY_get_micros(a), 999, &micros))
		return ERR_RANGE;
	out->accuracy.us = seconds * 1000000 + millis * 1000 + micros;
	return OK;
}

static enum err
serial_get(const ASN1_INTEGER *serial, struct tsp_token *out)
{
	BIGNUM *n = ASN1_INTEGER_to_BN(serial, NULL);
	char *text = n == NULL ? NULL : BN_bn2hex(n);
	enum err e = ERR_MALFORMED;

	if (text != NULL && text[0] != '-' && strlen(text) < 64) {
		for (size_t i = 0; i <= strlen(text); i++)
			out->serial[i] = text[i] >= 'A' && text[i] <= 'F'
					     ? (char)(text[i] - 'A' + 'a')
					     : text[i];
		e = OK;
	}
	OPENSSL_free(text);
	BN_free(n);
	return e;
}

static enum err
token_get(TS_TST_INFO *info, struct tsp_token *out)
{
	int n = OBJ_obj2txt(out->policy, sizeof out->policy,
	    TS_TST_INFO_get_policy_id(info), 1);
	enum err e;

	if (n <= 0 || (size_t)n >= sizeof out->policy)
		return ERR_MALFORMED;
	if ((e = time_get(TS_TST_INFO_get_time(info), &out->time)) != OK ||
	    (e = accuracy_get(TS_TST_INFO_get_accuracy(info), out)) != OK)
		return e;
	return serial_get(TS_TST_INFO_get_serial(info), out);
}

static bool
is_allowed(const char *policies, const char *policy)
{
	size_t n = strlen(policy), word;

	policies += strspn(policies, " ");
	if (*policies == 0)
		return true;
	for (; *policies != 0;
	     policies += word + strspn(policies + word, " ")) {
		word = strcspn(policies, " ");
		if (word == n && memcmp(policies, policy, n) == 0)
			return true;
	}
	return false;
}

/* ---- holding it against the trusted ---- */

/* The one signer's digest is of the SHA-2 family. */
static bool
digest_is_sound(PKCS7 *token)
{
	STACK_OF(PKCS7_SIGNER_INFO) *signers = PKCS7_get_signer_info(token);
	const ASN1_OBJECT *name;
	X509_ALGOR *digest;
	int nid;

	if (signers == NULL || sk_PKCS7_SIGNER_INFO_num(signers) != 1)
		return false;
	PKCS7_SIGNER_INFO_get0_algs(sk_PKCS7_SIGNER_INFO_value(signers, 0),
	    NULL, &digest, NULL);
	X509_ALGOR_get0(&name, NULL, NULL, digest);
	nid = OBJ_obj2nid(name);
	return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512;
}

/* The store of trusted certificates, asked about the time `at`. */
static X509_STORE *
store_at(const char *ca_file, struct moment at)
{
	X509_STORE *store = X509_STORE_new();

	if (store != NULL && X509_STORE_load_file(store, ca_file) == 1) {
		X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store),
		    (time_t)(at.us / 1000000));
		return store;
	}
	X509_STORE_free(store);
	return NULL;
}

/* The first that OpenSSL said, in its words. */
static enum err
not_held(struct fault *why)
{
	unsigned long code = ERR_peek_error();
	const char *reason = code == 0 ? NULL : ERR_reason_error_string(code);
	const char *data = NULL;
	int flags = 0;

	(void)ERR_peek_error_data(&data, &flags);
	if (data == NULL || (flags & ERR_TXT_STRING) == 0)
		data = "";
	return fault_set(why, ERR_BROKEN, "",
	    "The token does not hold: %s%s%.200s.",
	    reason == NULL ? "unknown" : reason, data[0] == 0 ? "" : ", ",
	    data);
}

static enum err
holds(const struct tsp_trust *trust, TS_REQ *request, TS_RESP *response,
    struct moment at, struct fault *why)
{
	X509_STORE *store = store_at(trust->ca_file, at);
	TS_VERIFY_CTX *v = NULL;
	enum err e = ERR_NO_MEMORY;

	if (store == NULL)
		return fault_set(why, ERR_NOT_FOUND, "",
		    "%s holds no certificates that can be read.",
		    trust->ca_file);
	ERR_clear_error();
	if ((v = TS_REQ_to_TS_VERIFY_CTX(request, NULL)) == NULL)
		goto out;
	TS_VERIFY_CTX_add_flags(v, TS_VFY_VERSION | TS_VFY_SIGNATURE);
	(void)TS_VERIFY_CTX_set_store(v, store);
	store = NULL; /* freed with v */
	e = TS_RESP_verify_response(v, response) == 1 ? OK : not_held(why);
out:
	TS_VERIFY_CTX_free(v);
	X509_STORE_free(store);
	ERR_clear_error();
	return e;
}

enum err
tsp_check(const struct tsp_trust *trust, struct digest imprint,
    struct slice asked, struct slice answer, struct tsp_token *out,
    struct fault *why)
{
	TS_REQ *request = NULL;
	TS_RESP *response = NULL;
	enum err e;

	*out = (struct tsp_token){ 0 };
	if ((e = parse(asked, answer, &request, &response, why)) != OK)
		goto out;
	e = ERR_BROKEN;
	if (!asks_for(request, imprint)) {
		fault_set(why, e, "", "The request is for another hash.");
		goto out;
	}
	if ((e = granted(response, why)) != OK)
		goto out;
	if ((e = token_get(TS_RESP_get_tst_info(response), out)) != OK) {
		fault_set(why, e, "", "The token's time or number is none.");
		goto out;
	}
	e = ERR_BROKEN;
	if (!is_allowed(trust->policies, out->policy))
		fault_set(why, e, "", "The policy %s is not allowed.",
		    out->policy);
	else if (!digest_is_sound(TS_RESP_get_token(response)))
		fault_set(why, e, "", "The token is signed over a weak hash.");
	else
		e = holds(trust, request, response, out->time, why);
out:
	TS_REQ_free(request);
	TS_RESP_free(response);
	ERR_clear_error();
	return e;
}
