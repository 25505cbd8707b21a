#pragma once

#include "app/link/tls.h"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace pushscope {

// --tls, --tls-certificate and --tls-key of a program that listens.
struct TlsServerFlags {
  std::string mode, certificate, key;

  void declare(CLI::App& app);
  // Nothing: without TLS. What `--tls self-made` makes lies beside the token file, as FILE.tls. `usage` or `file`.
  Result<std::optional<TlsServer>> open(const std::string& tokenFile) const;
};

// `,"tls":"sha256:…"` for the ready line, or nothing.
std::string readyMember(const std::optional<TlsServer>& tls);

// --tls-pin, --tls-ca and --tls-name of a program that connects.
struct TlsClientFlags {
  std::vector<std::string> pins;
  std::string authorities, name;

  void declare(CLI::App& app);
  // Nothing: without TLS. `usage` or `file`.
  Result<std::optional<TlsClient>> open() const;
};

} // namespace pushscope
