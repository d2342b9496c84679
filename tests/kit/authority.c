/*
 * authority.c - OpenSSL's responder for tests.
 *
 * Touches its file of certificates.
 */
#include "tests/kit/authority.h"

#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include "tests/kit/suite.h"

struct authority {
	EVP_PKEY *key;
	X509 *certificate;
	long serial;
};

static void
must(int well)
{
	ck_assert_int_eq(well, 1);
}

static void
certify(struct authority *a)
{
	X509 *c = X509_new();
	X509_NAME *name = X509_get_subject_name(c);
	X509_EXTENSION *use = X509V3_EXT_conf_nid(NULL, NULL, NID_ext_key_usage,
	    "critical,timeStamping");

	must(X509_set_version(c, 2));
	must(ASN1_INTEGER_set(X509_get_serialNumber(c), 1));
	ck_assert_ptr_nonnull(X509_gmtime_adj(X509_getm_notBefore(c), -3600));
	ck_assert_ptr_nonnull(X509_gmtime_adj(X509_getm_notAfter(c), 86400));
	must(X509_set_pubkey(c, a->key));
	must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
	    (const unsigned char *)"tsa", -1, -1, 0));
	must(X509_set_issuer_name(c, name));
	ck_assert_ptr_nonnull(use);
	must(X509_add_ext(c, use, -1));
	X509_EXTENSION_free(use);
	ck_assert_int_gt(X509_sign(c, a->key, EVP_sha256()), 0);
	a->certificate = c;
}

struct authority *
authority_open(const char *ca_file)
{
	struct authority *a = calloc(1, sizeof *a);
	BIO *out = BIO_new_file(ca_file, "w");

	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(out);
	a->key = EVP_EC_gen("P-256");
	ck_assert_ptr_nonnull(a->key);
	certify(a);
	must(PEM_write_bio_X509(out, a->certificate));
	BIO_free(out);
	return a;
}

void
authority_close(struct authority **authority)
{
	struct authority *a = *authority;

	X509_free(a->certificate);
	EVP_PKEY_free(a->key);
	free(a);
	*authority = NULL;
}

static ASN1_INTEGER *
next_serial(TS_RESP_CTX *ctx, void *self)
{
	struct authority *a = self;
	ASN1_INTEGER *n = ASN1_INTEGER_new();

	(void)ctx;
	must(ASN1_INTEGER_set(n, ++a->serial));
	return n;
}

void
authority_answer(struct authority *a, struct slice request, struct buf *answer)
{
	TS_RESP_CTX *ctx = TS_RESP_CTX_new();
	ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4.1", 1);
	BIO *in = BIO_new_mem_buf(request.p, (int)request.n);
	unsigned char *der = NULL;
	TS_RESP *made;
	int n;

	TS_RESP_CTX_set_serial_cb(ctx, next_serial, a);
	must(TS_RESP_CTX_set_signer_cert(ctx, a->certificate));
	must(TS_RESP_CTX_set_signer_key(ctx, a->key));
	must(TS_RESP_CTX_set_signer_digest(ctx, EVP_sha256()));
	must(TS_RESP_CTX_set_ess_cert_id_digest(ctx, EVP_sha256()));
	must(TS_RESP_CTX_set_def_policy(ctx, policy));
	must(TS_RESP_CTX_add_md(ctx, EVP_sha256()));
	must(TS_RESP_CTX_set_accuracy(ctx, 1, 500, 0));
	made = TS_RESP_create_response(ctx, in);
	ck_assert_ptr_nonnull(made);
	n = i2d_TS_RESP(made, &der);
	ck_assert_int_gt(n, 0);
	buf_bytes(answer, der, (size_t)n);
	OPENSSL_free(der);
	TS_RESP_free(made);
	BIO_free(in);
	ASN1_OBJECT_free(policy);
	TS_RESP_CTX_free(ctx);
}
