#pragma once

#include "protocol/base/fingerprint.h"

#include <string>
#include <vector>

namespace pushscope {

// A certificate and its key, in PEM.
struct Identity {
  std::string certificate, key;
};
struct Wanted {
  std::string names = "DNS:localhost,IP:127.0.0.1"; // subjectAltName; empty: none
  std::string commonName = "test";
  long validFrom = -3600, validTo = 3600; // s from now
  std::string usage = "serverAuth";
  bool authority = false;
  int rsaBits = 0; // 0: P-256
};
Identity selfSigned(const Wanted& wanted);
Identity signedBy(const Identity& issuer, const Wanted& wanted);
// A list of this issuer, in PEM, with these certificates on it.
std::string revocationList(const Identity& issuer, const std::vector<Identity>& revoked);
Fingerprint fingerprintOf(const Identity& identity);

} // namespace pushscope
