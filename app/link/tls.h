#pragma once

#include "protocol/base/bytes.h"
#include "protocol/base/fingerprint.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct ssl_st;
struct ssl_ctx_st;

namespace pushscope {

// TLS 1.3 and nothing older: no renegotiation, no early data, no session tickets, so that nothing recorded can be
// played again. OpenSSL works on the non-blocking descriptor of a socket that somebody else owns and waits for.
//
// The process must ignore SIGPIPE (setUpLog() does): OpenSSL writes with write().

// One connection's end. One thread at a time; it may move to another between two calls.
//
// An idle session keeps 16 KiB, connection included (measured, tests/app/link/tls_memory_test.cpp): its 16 KiB buffers
// are given back whenever they are empty.
class TlsSession {
 public:
  enum class Progress : uint8_t {
    done,
    wantsRead,  // call again when the socket can be read,
    wantsWrite, // or written
    closed,     // the other side said that nothing more comes
    failed,     // see trouble(), or the connection broke
  };
  struct Moved {
    Progress progress;
    size_t bytes = 0;
  };

  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  void attach(int descriptor);
  // The client's side speaks first: it does not wait for something to read.
  bool isClient() const { return m_isClient; }
  Progress handshake();
  bool isEstablished() const { return m_established; }
  // At most one record, 16 KiB.
  Moved read(std::span<uint8_t> into);
  // After `wantsWrite` the same bytes must come again, at any address, and perhaps with more behind them.
  Moved write(BytesView bytes);
  // What one write takes.
  static constexpr size_t recordBytes = 16 * 1024;
  // Bytes that a read() might return although the socket has none. Half a record counts: if read() said `wantsRead`,
  // wait for the socket all the same.
  bool holdsMore() const;
  // Says that nothing more comes, if the socket takes it at once.
  void sayClosed();

  // Why the handshake failed. `insecure` with a cause such as "unsupported protocol"; `untrusted` with a cause and the
  // certificate's fingerprint: "pin sha256:…". Causes: pin, unknown (nobody known signed it), name, expired,
  // not_yet_valid, revoked, unfit.
  const Error& trouble() const { return m_trouble; }
  // The first bytes were no TLS at all, and OpenSSL hangs up on such a peer without a word. This says it to a client
  // that forgot to encrypt: a fatal alert, in plain, which such a one recognises by its first two bytes.
  bool heardSomethingElse() const { return m_heardSomethingElse; }
  static constexpr std::array<uint8_t, 7> plainAlert{0x15, 3, 3, 0, 2, 2, 70}; // protocol_version

 private:
  friend class TlsServer;
  friend class TlsClient;
  friend struct TlsCallbacks;
  TlsSession(ssl_ctx_st* context, bool isClient);
  Progress progressOf(int result);
  bool changesTooOften();
  void explainFailure();

  struct Free {
    void operator()(ssl_st* ssl) const;
  };
  std::unique_ptr<ssl_st, Free> m_ssl;
  Error m_trouble;
  std::shared_ptr<const std::vector<Fingerprint>> m_pins; // null: authorities decide
  std::string m_distrust;                                 // of the certificate that was shown; empty: accepted
  uint32_t m_lateMessages = 0; // of the handshake protocol, behind the handshake, in this window
  int64_t m_lateWindow = 0;    // when it began, s
  bool m_isClient;
  bool m_established = false;
  bool m_heardSomethingElse = false;
};

// A port's certificate and key. Immutable; sessions may be made on any thread. Copies share what is inside.
class TlsServer {
 public:
  // PEM files; the first certificate of `certificateFile` is the server's, others are its issuers. `file` with path and
  // reason if they cannot be read, do not belong together, or the key can be read by everybody.
  static Result<TlsServer> fromFiles(const std::string& certificateFile, const std::string& keyFile);
  // A P-256 key and a certificate that it signs itself, both in `path`, which is made (mode 0600) if it is missing. The
  // certificate does not expire and names no host but localhost: clients pin its fingerprint.
  static Result<TlsServer> selfMade(const std::string& path);

  std::unique_ptr<TlsSession> session() const;
  // What a client pins.
  const Fingerprint& fingerprint() const { return m_fingerprint; }

 private:
  TlsServer() = default;
  static Result<TlsServer> fromPem(const std::string& certificates, const std::string& certificateFile,
                                   const std::string& key, const std::string& keyFile);

  std::shared_ptr<ssl_ctx_st> m_context;
  Fingerprint m_fingerprint;
};

// Whom a client believes. Immutable; sessions may be made on any thread. Copies share what is inside.
class TlsClient {
 public:
  // Exactly these certificates. Who signed them, for whom and until when is not looked at: a name, an authority and a
  // clock say less than the fingerprint that a person compared.
  static Result<TlsClient> withPins(std::vector<Fingerprint> pins);
  // Certificates signed by an authority in this PEM file, within their dates, for the name that was asked for. If the
  // file has revocation lists, every certificate must be covered by one and not be on it.
  static Result<TlsClient> withAuthorities(const std::string& file);
  // The same with the authorities that the operating system knows.
  static Result<TlsClient> withSystemAuthorities();

  // `name`: a host name or an IP address, as a person wrote it.
  std::unique_ptr<TlsSession> session(const std::string& name) const;

 private:
  TlsClient() = default;
  static Result<TlsClient> make();

  std::shared_ptr<ssl_ctx_st> m_context;
  std::shared_ptr<const std::vector<Fingerprint>> m_pins; // null: authorities decide
};

} // namespace pushscope
