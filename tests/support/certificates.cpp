#include "tests/support/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <gtest/gtest.h>

#include <memory>

namespace pushscope {
namespace {

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

Certificate certificateOf(const Identity& identity) {
  const Bio bio(BIO_new_mem_buf(identity.certificate.data(), int(identity.certificate.size())));
  return Certificate(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
}

Key keyOf(const Identity& identity) {
  const Bio bio(BIO_new_mem_buf(identity.key.data(), int(identity.key.size())));
  return Key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
}

std::string textOf(const Bio& bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, size_t(size)};
}

void extend(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  ASSERT_NE(extension, nullptr) << value;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

Identity make(const Wanted& wanted, const Identity* issuer) {
  static long serial = 1000;
  const Key key(wanted.rsaBits > 0 ? EVP_RSA_gen(unsigned(wanted.rsaBits)) : EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  const Certificate issuerCertificate = issuer ? certificateOf(*issuer) : nullptr;
  const Key issuerKey = issuer ? keyOf(*issuer) : nullptr;
  X509* by = issuer ? issuerCertificate.get() : certificate.get();
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), wanted.validFrom);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), wanted.validTo);
  const std::string name = wanted.commonName + (wanted.authority ? std::to_string(serial) : "");
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(by));
  X509_set_pubkey(certificate.get(), key.get());
  extend(certificate.get(), by, NID_basic_constraints, wanted.authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  extend(certificate.get(), by, NID_key_usage,
         wanted.authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  if (!wanted.authority)
    extend(certificate.get(), by, NID_ext_key_usage, wanted.usage);
  if (!wanted.authority && !wanted.names.empty())
    extend(certificate.get(), by, NID_subject_alt_name, wanted.names);
  X509_sign(certificate.get(), issuer ? issuerKey.get() : key.get(), EVP_sha256());
  const Bio certificateText(BIO_new(BIO_s_mem())), keyText(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificateText.get(), certificate.get());
  PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {textOf(certificateText), textOf(keyText)};
}

} // namespace

Identity selfSigned(const Wanted& wanted) {
  return make(wanted, nullptr);
}

Identity signedBy(const Identity& issuer, const Wanted& wanted) {
  return make(wanted, &issuer);
}

std::string revocationList(const Identity& issuer, const std::vector<Identity>& revoked) {
  const Certificate by = certificateOf(issuer);
  const Key key = keyOf(issuer);
  const std::unique_ptr<X509_CRL, Freed<X509_CRL_free>> list(X509_CRL_new());
  const std::unique_ptr<ASN1_TIME, Freed<ASN1_TIME_free>> now(X509_gmtime_adj(nullptr, -60)),
      later(X509_gmtime_adj(nullptr, 3600));
  X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(by.get()));
  X509_CRL_set1_lastUpdate(list.get(), now.get());
  X509_CRL_set1_nextUpdate(list.get(), later.get());
  for (const Identity& one : revoked) {
    const Certificate certificate = certificateOf(one);
    X509_REVOKED* entry = X509_REVOKED_new();
    X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate.get()));
    X509_REVOKED_set_revocationDate(entry, now.get());
    X509_CRL_add0_revoked(list.get(), entry);
  }
  X509_CRL_sort(list.get());
  X509_CRL_sign(list.get(), key.get(), EVP_sha256());
  const Bio text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509_CRL(text.get(), list.get());
  return textOf(text);
}

Fingerprint fingerprintOf(const Identity& identity) {
  const Certificate certificate = certificateOf(identity);
  Fingerprint fingerprint;
  unsigned int size = 0;
  X509_digest(certificate.get(), EVP_sha256(), fingerprint.bytes.data(), &size);
  return fingerprint;
}

} // namespace pushscope
