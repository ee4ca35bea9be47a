// OpenSSL's headers, and what they hide in macros, which Swift can't see (ssl(7), bio(7)).
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static const uint64_t copenssl_no_renegotiation = SSL_OP_NO_RENEGOTIATION;
static const uint64_t copenssl_no_ticket = SSL_OP_NO_TICKET;
static const uint64_t copenssl_no_compression = SSL_OP_NO_COMPRESSION;

/// SSL_CTX_set_min_proto_version(3)
static inline int copenssl_set_minimum_version(SSL_CTX *context, int version) {
  return SSL_CTX_set_min_proto_version(context, version) == 1;
}

/// SSL_CTX_set_mode(3)
static inline void copenssl_add_mode(SSL_CTX *context, long mode) { SSL_CTX_set_mode(context, mode); }

/// SSL_CTX_set_session_cache_mode(3)
static inline void copenssl_set_session_cache(SSL_CTX *context, long mode) {
  SSL_CTX_set_session_cache_mode(context, mode);
}

/// SSL_CTX_add0_chain_cert(3): takes the certificate over when it succeeds.
static inline int copenssl_add_chain_certificate(SSL_CTX *context, X509 *certificate) {
  return SSL_CTX_add0_chain_cert(context, certificate) == 1;
}

/// SSL_set_tlsext_host_name(3)
static inline int copenssl_set_host_name(SSL *connection, const char *name) {
  return SSL_set_tlsext_host_name(connection, name) == 1;
}

/// SSL_CTX_set_read_ahead(3)
static inline void copenssl_set_read_ahead(SSL_CTX *context) { SSL_CTX_set_read_ahead(context, 1); }

/// BIO_set_retry_read(3)
static inline void copenssl_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

/// BIO_clear_retry_flags(3)
static inline void copenssl_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

/// BIO_get_mem_data(3)
static inline long copenssl_memory(BIO *bio, char **start) { return BIO_get_mem_data(bio, start); }

/// EVP_EC_gen(3): a new key on the curve P-256.
static inline EVP_PKEY *copenssl_make_p256_key(void) { return EVP_EC_gen("P-256"); }

/// ERR_GET_REASON(3)
static inline int copenssl_reason(unsigned long code) { return ERR_GET_REASON(code); }

/// ERR_GET_LIB(3)
static inline int copenssl_library(unsigned long code) { return ERR_GET_LIB(code); }

#endif
