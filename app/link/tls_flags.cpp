#include "app/link/tls_flags.h"

#include <CLI/CLI.hpp>

namespace pushscope {

void TlsServerFlags::declare(CLI::App& app) {
  app.add_option("--tls", mode, "self-made: encrypt every port, with a key and a certificate made at the first start")
      ->check(CLI::IsMember({"self-made"}));
  app.add_option("--tls-certificate", certificate, "Encrypt every port: PEM file with the certificate and its issuers");
  app.add_option("--tls-key", key, "PEM file with the certificate's private key");
}

Result<std::optional<TlsServer>> TlsServerFlags::open(const std::string& tokenFile) const {
  if (certificate.empty() != key.empty())
    return {ErrorCode::usage, "--tls-certificate and --tls-key go together"};
  if (!mode.empty() && !certificate.empty())
    return {ErrorCode::usage, "--tls self-made makes its own certificate: leave out --tls-certificate and --tls-key"};
  if (mode.empty() && certificate.empty())
    return std::optional<TlsServer>();
  Result<TlsServer> server =
      mode.empty() ? TlsServer::fromFiles(certificate, key) : TlsServer::selfMade(tokenFile + ".tls");
  if (!server.ok())
    return server.error();
  return std::optional(std::move(server).value());
}

std::string readyMember(const std::optional<TlsServer>& tls) {
  return tls ? ",\"tls\":\"" + tls->fingerprint().text() + "\"" : std::string();
}

void TlsClientFlags::declare(CLI::App& app) {
  app.add_option(
      "--tls-pin", pins,
      "Encrypt, and believe the server with this certificate: sha256:… from its ready line; may be repeated");
  app.add_option("--tls-ca", authorities,
                 "Encrypt, and believe a server whose certificate an authority in this PEM file signed; "
                 "system: the authorities of this computer");
  app.add_option("--tls-name", name, "Name that its certificate must have, if it is not the address");
}

Result<std::optional<TlsClient>> TlsClientFlags::open() const {
  if (!pins.empty() && !authorities.empty())
    return {ErrorCode::usage, "--tls-pin and --tls-ca exclude each other: a pin alone decides"};
  if (!name.empty() && authorities.empty())
    return {ErrorCode::usage, "--tls-name needs --tls-ca"};
  if (pins.empty() && authorities.empty())
    return std::optional<TlsClient>();
  std::vector<Fingerprint> fingerprints;
  for (const std::string& pin : pins) {
    const Result<Fingerprint> fingerprint = Fingerprint::parse(pin);
    if (!fingerprint.ok())
      return {ErrorCode::usage, "--tls-pin " + fingerprint.error().detail + ": not sha256: and 64 hex digits"};
    fingerprints.push_back(fingerprint.value());
  }
  Result<TlsClient> client = !pins.empty()             ? TlsClient::withPins(std::move(fingerprints))
                             : authorities == "system" ? TlsClient::withSystemAuthorities()
                                                       : TlsClient::withAuthorities(authorities);
  if (!client.ok())
    return client.error();
  return std::optional(std::move(client).value());
}

} // namespace pushscope
