#include "app/link/tls.h"

#include "app/link/private_file.h"
#include "app/link/shell_clock.h"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <unistd.h>

namespace pushscope {

namespace {

// Behind the handshake TLS 1.3 knows changes of keys, and each costs a key derivation: a peer that sends nothing else
// must not keep a thread busy. An honest one changes after millions of records.
constexpr uint32_t mostLateMessages = 32;
constexpr int64_t lateWindow = 60;         // s
constexpr size_t longestPem = 1024 * 1024; // a bundle of every public authority is 220 KB
// A browser names the protocols that it speaks; it is not to send a page's bytes here. Our own clients name none.
constexpr std::string_view protocolName = "pushscope/1";

template <auto function>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    function(object);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;

Bio bioOf(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), int(text.size())));
}

// Without this OpenSSL asks at the terminal.
int noPassword(char*, int, int, void*) {
  return -1;
}

std::string lastReason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  return reason ? reason : "the connection ended";
}

Fingerprint fingerprintOf(const X509* certificate) {
  Fingerprint fingerprint;
  unsigned int size = 0;
  X509_digest(certificate, EVP_sha256(), fingerprint.bytes.data(), &size);
  return fingerprint;
}

std::string_view causeOf(int verifyError) {
  switch (verifyError) {
  case X509_V_ERR_CERT_HAS_EXPIRED:
    return "expired";
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return "not_yet_valid";
  case X509_V_ERR_HOSTNAME_MISMATCH:
  case X509_V_ERR_IP_ADDRESS_MISMATCH:
    return "name";
  case X509_V_ERR_CERT_REVOKED:
  case X509_V_ERR_UNABLE_TO_GET_CRL:
    return "revoked";
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
  case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    return "unknown";
  }
  return "unfit";
}

std::shared_ptr<SSL_CTX> makeContext(const SSL_METHOD* method) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(method), Freed<SSL_CTX_free>());
  if (!context)
    return nullptr;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 0);
  SSL_CTX_set_max_early_data(context.get(), 0);
  SSL_CTX_set_mode(context.get(),
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // Or a read would go on for as long as the peer sends changes of keys.
  SSL_CTX_clear_mode(context.get(), SSL_MODE_AUTO_RETRY);
  // Several records with one call to the system.
  SSL_CTX_set_read_ahead(context.get(), 1);
  return context;
}

void addExtension(X509* certificate, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  if (const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, id, value)})
    X509_add_ext(certificate, extension.get(), -1);
}

Certificate selfSigned(EVP_PKEY* key) {
  Certificate certificate(X509_new());
  std::array<unsigned char, 16> serial{};
  if (!certificate || RAND_bytes(serial.data(), int(serial.size())) != 1)
    return nullptr;
  serial[0] &= 0x7f; // positive
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(serial.data(), int(serial.size()), nullptr));
  X509_set_version(certificate.get(), X509_VERSION_3);
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate.get()));
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -24 * 3600);            // a client's clock may be behind
  ASN1_TIME_set_string(X509_getm_notAfter(certificate.get()), "99991231235959Z"); // RFC 5280: no end is known
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("pushscope self-made"),
                             -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key);
  addExtension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
  addExtension(certificate.get(), NID_key_usage, "critical,digitalSignature");
  addExtension(certificate.get(), NID_ext_key_usage, "serverAuth");
  addExtension(certificate.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
  return X509_sign(certificate.get(), key, EVP_sha256()) > 0 ? std::move(certificate) : nullptr;
}

// Key and certificate, in this order; empty if OpenSSL fails.
std::string makePem() {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = key ? selfSigned(key.get()) : nullptr;
  const Bio out(BIO_new(BIO_s_mem()));
  if (!certificate || !out ||
      PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_X509(out.get(), certificate.get()) != 1)
    return {};
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out.get(), &bytes);
  std::string pem(bytes, size_t(size));
  OPENSSL_cleanse(bytes, size_t(size));
  return pem;
}

} // namespace

struct TlsCallbacks {
  static TlsSession* sessionOf(const SSL* ssl) { return static_cast<TlsSession*>(SSL_get_app_data(ssl)); }

  // Called for each step of the handshake, and for each message of that protocol that comes behind it.
  static void step(const SSL* ssl, int where, int) {
    TlsSession* session = sessionOf(ssl);
    if (!session || !session->m_established || (where != SSL_CB_ACCEPT_LOOP && where != SSL_CB_CONNECT_LOOP))
      return;
    const OSSL_HANDSHAKE_STATE state = SSL_get_state(ssl);
    if (state == TLS_ST_SR_KEY_UPDATE || state == TLS_ST_CR_KEY_UPDATE || state == TLS_ST_CR_SESSION_TICKET)
      ++session->m_lateMessages;
  }

  static int choosesProtocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                             unsigned int offeredLength, void*) {
    for (unsigned int at = 0; at < offeredLength; at += 1u + offered[at]) {
      const std::string_view one(reinterpret_cast<const char*>(offered + at + 1), offered[at]);
      if (one != protocolName)
        continue;
      *chosen = offered + at + 1;
      *length = offered[at];
      return SSL_TLSEXT_ERR_OK;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }

  static int verify(X509_STORE_CTX* store, void*) {
    const void* ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    TlsSession* session = sessionOf(static_cast<const SSL*>(ssl));
    const X509* certificate = X509_STORE_CTX_get0_cert(store);
    if (!session || !certificate)
      return 0;
    const Fingerprint shown = fingerprintOf(certificate);
    if (session->m_pins) {
      const auto& pins = *session->m_pins;
      const bool pinned = std::find(pins.begin(), pins.end(), shown) != pins.end();
      X509_STORE_CTX_set_error(store, pinned ? X509_V_OK : X509_V_ERR_CERT_UNTRUSTED);
      if (!pinned)
        session->m_distrust = "pin " + shown.text();
      return pinned;
    }
    if (X509_verify_cert(store) > 0)
      return 1;
    session->m_distrust = std::string(causeOf(X509_STORE_CTX_get_error(store))) + " " + shown.text();
    return 0;
  }
};

void TlsSession::Free::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

TlsSession::TlsSession(ssl_ctx_st* context, bool isClient) : m_ssl(SSL_new(context)), m_isClient(isClient) {
  SSL_set_app_data(m_ssl.get(), this);
  if (isClient)
    SSL_set_connect_state(m_ssl.get());
  else
    SSL_set_accept_state(m_ssl.get());
}

TlsSession::~TlsSession() = default;

void TlsSession::attach(int descriptor) {
  SSL_set_fd(m_ssl.get(), descriptor);
}

TlsSession::Progress TlsSession::progressOf(int result) {
  switch (SSL_get_error(m_ssl.get(), result)) {
  case SSL_ERROR_WANT_READ:
    return Progress::wantsRead;
  case SSL_ERROR_WANT_WRITE:
    return Progress::wantsWrite;
  case SSL_ERROR_ZERO_RETURN:
    return Progress::closed;
  }
  return Progress::failed;
}

TlsSession::Progress TlsSession::handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(m_ssl.get());
  if (result == 1) {
    m_established = true;
    return Progress::done;
  }
  const Progress progress = progressOf(result);
  if (progress == Progress::closed || progress == Progress::failed)
    explainFailure();
  return progress;
}

void TlsSession::explainFailure() {
  const int reason = ERR_GET_REASON(ERR_peek_last_error());
  m_heardSomethingElse = reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST;
  m_trouble = m_distrust.empty() ? Error{ErrorCode::insecure, lastReason()} : Error{ErrorCode::untrusted, m_distrust};
}

bool TlsSession::changesTooOften() {
  const int64_t now = readClocks().mono.time_since_epoch() / std::chrono::seconds(1);
  if (now - m_lateWindow >= lateWindow) {
    m_lateWindow = now;
    m_lateMessages = 1;
  }
  return m_lateMessages > mostLateMessages;
}

TlsSession::Moved TlsSession::read(std::span<uint8_t> into) {
  ERR_clear_error();
  const uint32_t before = m_lateMessages;
  size_t count = 0;
  const int result = SSL_read_ex(m_ssl.get(), into.data(), into.size(), &count);
  if (m_lateMessages != before && changesTooOften())
    return {Progress::failed, 0};
  if (result == 1)
    return {Progress::done, count};
  return {progressOf(result), 0};
}

TlsSession::Moved TlsSession::write(BytesView bytes) {
  ERR_clear_error();
  size_t count = 0;
  const int result = SSL_write_ex(m_ssl.get(), bytes.data(), bytes.size(), &count);
  if (result == 1)
    return {Progress::done, count};
  return {progressOf(result), 0};
}

bool TlsSession::holdsMore() const {
  return SSL_has_pending(m_ssl.get()) == 1;
}

void TlsSession::sayClosed() {
  ERR_clear_error();
  if (m_established)
    SSL_shutdown(m_ssl.get());
}

Result<TlsServer> TlsServer::fromFiles(const std::string& certificateFile, const std::string& keyFile) {
  const Result<std::string> certificates = readFile(certificateFile, longestPem, Readers::everybody);
  if (!certificates.ok())
    return certificates.error();
  // Systems give such keys to a group, as Debian does to ssl-cert.
  Result<std::string> key = readFile(keyFile, longestPem, Readers::group);
  if (!key.ok())
    return key.error();
  Result<TlsServer> server = fromPem(certificates.value(), certificateFile, key.value(), keyFile);
  OPENSSL_cleanse(key.value().data(), key.value().size());
  return server;
}

Result<TlsServer> TlsServer::selfMade(const std::string& path) {
  if (::access(path.c_str(), F_OK) != 0) {
    std::string pem = makePem();
    if (pem.empty())
      return {ErrorCode::file, path + ": no key could be made: " + lastReason()};
    const Status made = createPrivateFile(path, pem);
    OPENSSL_cleanse(pem.data(), pem.size());
    if (!made.ok())
      return made.error();
  }
  Result<std::string> pem = readFile(path, longestPem);
  if (!pem.ok())
    return pem.error();
  Result<TlsServer> server = fromPem(pem.value(), path, pem.value(), path);
  OPENSSL_cleanse(pem.value().data(), pem.value().size());
  return server;
}

Result<TlsServer> TlsServer::fromPem(const std::string& certificates, const std::string& certificateFile,
                                     const std::string& key, const std::string& keyFile) {
  ERR_clear_error();
  const auto failed = [](const std::string& path, const std::string& what) {
    return Error{ErrorCode::file, path + ": " + what + " (" + lastReason() + ")"};
  };
  TlsServer server;
  server.m_context = makeContext(TLS_server_method());
  if (!server.m_context)
    return failed(certificateFile, "TLS is not available");
  SSL_CTX* context = server.m_context.get();
  // The stream cipher for phones whose processors know no AES: they put it first.
  SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_alpn_select_cb(context, &TlsCallbacks::choosesProtocol, nullptr);
  SSL_CTX_set_info_callback(context, &TlsCallbacks::step);

  const Bio chain = bioOf(certificates);
  const Certificate own(PEM_read_bio_X509(chain.get(), nullptr, noPassword, nullptr));
  if (!own)
    return failed(certificateFile, "holds no certificate in PEM");
  if (SSL_CTX_use_certificate(context, own.get()) != 1)
    return failed(certificateFile, "cannot be used");
  while (const Certificate issuer{PEM_read_bio_X509(chain.get(), nullptr, noPassword, nullptr)})
    SSL_CTX_add1_chain_cert(context, issuer.get());
  ERR_clear_error(); // the end of the file is one
  const Bio keyBio = bioOf(key);
  const Key privateKey(PEM_read_bio_PrivateKey(keyBio.get(), nullptr, noPassword, nullptr));
  if (!privateKey)
    return failed(keyFile, "holds no private key in PEM, or one that needs a password");
  if (SSL_CTX_use_PrivateKey(context, privateKey.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    return failed(keyFile, "is not the key of the certificate in " + certificateFile);
  server.m_fingerprint = fingerprintOf(own.get());
  return server;
}

std::unique_ptr<TlsSession> TlsServer::session() const {
  return std::unique_ptr<TlsSession>(new TlsSession(m_context.get(), false));
}

Result<TlsClient> TlsClient::make() {
  TlsClient client;
  client.m_context = makeContext(TLS_client_method());
  if (!client.m_context)
    return {ErrorCode::usage, "TLS is not available: " + lastReason()};
  SSL_CTX_set_verify(client.m_context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(client.m_context.get(), &TlsCallbacks::verify, nullptr);
  SSL_CTX_set_info_callback(client.m_context.get(), &TlsCallbacks::step);
  return client;
}

Result<TlsClient> TlsClient::withPins(std::vector<Fingerprint> pins) {
  Result<TlsClient> client = make();
  if (client.ok())
    client.value().m_pins = std::make_shared<const std::vector<Fingerprint>>(std::move(pins));
  return client;
}

Result<TlsClient> TlsClient::withAuthorities(const std::string& file) {
  Result<TlsClient> client = make();
  if (!client.ok())
    return client;
  SSL_CTX* context = client.value().m_context.get();
  ERR_clear_error();
  if (SSL_CTX_load_verify_file(context, file.c_str()) != 1)
    return {ErrorCode::file, file + ": holds no certificates in PEM (" + lastReason() + ")"};
  const STACK_OF(X509_OBJECT)* known = X509_STORE_get0_objects(SSL_CTX_get_cert_store(context));
  for (int i = 0; i < sk_X509_OBJECT_num(known); ++i)
    if (X509_OBJECT_get_type(sk_X509_OBJECT_value(known, i)) == X509_LU_CRL)
      X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  return client;
}

Result<TlsClient> TlsClient::withSystemAuthorities() {
  Result<TlsClient> client = make();
  if (client.ok())
    SSL_CTX_set_default_verify_paths(client.value().m_context.get());
  return client;
}

std::unique_ptr<TlsSession> TlsClient::session(const std::string& name) const {
  std::unique_ptr<TlsSession> session(new TlsSession(m_context.get(), true));
  session->m_pins = m_pins;
  SSL* ssl = session->m_ssl.get();
  X509_VERIFY_PARAM* wanted = SSL_get0_param(ssl);
  // OpenSSL checks nothing if the name is empty, or if it refuses it; nobody has this one (RFC 2606).
  const bool isName = !name.empty() && name.find('\0') == std::string::npos;
  const std::string host = isName ? name : "invalid";
  if (X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size());
    SSL_set_tlsext_host_name(ssl, host.c_str());
  }
  return session;
}

} // namespace pushscope
