/* mbedtls_config.h - mbedTLS for a router: small buffers, nothing that a server
 * of TLS 1.2 and 1.3 does not need. SPDX-License-Identifier: BSD-2-Clause
 *
 * It is laid over the library's own configuration, 2.28 or 3.6:
 *
 *     cmake -DMBEDTLS_USER_CONFIG_FILE=/path/of/mbedtls_config.h ...
 *     make CFLAGS='-Os -DMBEDTLS_USER_CONFIG_FILE="\"/path/of/it\""'
 *
 * reuseportd itself is compiled with the same -D, so that it knows what is
 * there. What an idle connection takes is in README, "TLS". */

/* Clients may send records of 16 KB: less than that breaks them. What goes out
 * is ours to choose, and 4 KB cost 3 % of speed for large files. */
#define MBEDTLS_SSL_IN_CONTENT_LEN 16384
#define MBEDTLS_SSL_OUT_CONTENT_LEN 4096

/* The incoming buffer shrinks to what is in it behind the handshake (TLS 1.2). */
#define MBEDTLS_SSL_VARIABLE_BUFFER_LENGTH

/* Tables in flash instead of in RAM, and fewer of them. */
#define MBEDTLS_AES_ROM_TABLES
#define MBEDTLS_AES_FEWER_TABLES
#define MBEDTLS_ECP_WINDOW_SIZE 4
#undef MBEDTLS_GCM_LARGE_TABLE

/* Not for a server of HTTPS. */
#undef MBEDTLS_SSL_PROTO_DTLS
#undef MBEDTLS_SSL_DTLS_ANTI_REPLAY
#undef MBEDTLS_SSL_DTLS_CLIENT_PORT_REUSE
#undef MBEDTLS_SSL_DTLS_CONNECTION_ID
#undef MBEDTLS_SSL_DTLS_CONNECTION_ID_COMPAT
#undef MBEDTLS_SSL_DTLS_HELLO_VERIFY
#undef MBEDTLS_SSL_DTLS_SRTP
#undef MBEDTLS_SSL_COOKIE_C
#undef MBEDTLS_SSL_CONTEXT_SERIALIZATION
#undef MBEDTLS_SSL_RENEGOTIATION
#undef MBEDTLS_SSL_CACHE_C      /* reuseportd has its own, */
#undef MBEDTLS_SSL_TICKET_C     /* and so for tickets */
#undef MBEDTLS_SSL_PROTO_TLS1
#undef MBEDTLS_SSL_PROTO_TLS1_1
#undef MBEDTLS_SSL_CBC_RECORD_SPLITTING
#undef MBEDTLS_SSL_TRUNCATED_HMAC
#undef MBEDTLS_KEY_EXCHANGE_PSK_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_DHE_PSK_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_ECDHE_PSK_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_RSA_PSK_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_RSA_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_DHE_RSA_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_ECDH_ECDSA_ENABLED
#undef MBEDTLS_KEY_EXCHANGE_ECDH_RSA_ENABLED
#undef MBEDTLS_SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_ENABLED
#undef MBEDTLS_SSL_EARLY_DATA

/* Not for anybody there. */
#undef MBEDTLS_ARIA_C
#undef MBEDTLS_CAMELLIA_C
#undef MBEDTLS_CCM_C
#undef MBEDTLS_CMAC_C
#undef MBEDTLS_DEBUG_C
#undef MBEDTLS_DES_C
#undef MBEDTLS_LMS_C
#undef MBEDTLS_NET_C
#undef MBEDTLS_NIST_KW_C
#undef MBEDTLS_PKCS7_C
#undef MBEDTLS_RIPEMD160_C
#undef MBEDTLS_SELF_TEST
#undef MBEDTLS_TIMING_C
#undef MBEDTLS_X509_CREATE_C
#undef MBEDTLS_X509_CSR_PARSE_C
#undef MBEDTLS_X509_CSR_WRITE_C
#undef MBEDTLS_X509_CRT_WRITE_C
#undef MBEDTLS_ECP_DP_SECP192R1_ENABLED
#undef MBEDTLS_ECP_DP_SECP224R1_ENABLED
#undef MBEDTLS_ECP_DP_SECP192K1_ENABLED
#undef MBEDTLS_ECP_DP_SECP224K1_ENABLED
#undef MBEDTLS_ECP_DP_SECP256K1_ENABLED
#undef MBEDTLS_ECP_DP_BP256R1_ENABLED
#undef MBEDTLS_ECP_DP_BP384R1_ENABLED
#undef MBEDTLS_ECP_DP_BP512R1_ENABLED
#undef MBEDTLS_ECP_DP_CURVE448_ENABLED
#undef MBEDTLS_ECJPAKE_C
#undef MBEDTLS_KEY_EXCHANGE_ECJPAKE_ENABLED
