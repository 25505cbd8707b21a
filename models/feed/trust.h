#pragma once

#include "protocol/base/fingerprint.h"

#include <QString>

#include <string>
#include <vector>

class QSslSocket;

namespace pushscope {

// Whom a link believes to be the server that was meant.
struct Trust {
  enum class By : uint8_t {
    nothing, // plain on this computer; elsewhere as `system`
    pins,    // one of these certificates, whoever signed it, for whomever and until when
    file,    // what an authority in this PEM file signed, within its dates, for the name that was asked for
    system,  // the same with the authorities that this computer knows
  };
  By by = By::nothing;
  std::vector<Fingerprint> pins;
  std::string file;

  friend bool operator==(const Trust&, const Trust&) = default;
};

// As people write it: fingerprints "sha256:…" with blanks or commas between them, "system", the path of a PEM file, or
// nothing. `malformed` with the text for what begins like a fingerprint and is none, `file` with path and cause for a
// file without certificates.
Result<Trust> parseTrust(const QString& text);

// TLS 1.3 with these authorities; pins are checked by distrustOf().
void configure(QSslSocket& socket, const Trust& trust);
// Why the certificate that was shown is not believed, as the detail of `untrusted`: "CAUSE FINGERPRINT". Empty: it is.
// Causes: pin, unknown (nobody known signed it), name, expired, not_yet_valid, revoked, unfit.
std::string distrustOf(const QSslSocket& socket, const Trust& trust);

} // namespace pushscope
