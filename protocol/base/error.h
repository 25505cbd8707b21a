#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pushscope {

// Why something failed. Values below 1000 travel in the `code` field of the frame header (protocol/README.md);
// values from `local` on never leave the process.
enum class ErrorCode : uint32_t {
  ok = 0,
  malformed = 1,               // the bytes or the value do not follow the contract
  tooLarge = 2,                // a frame or a field is longer than its limit
  unknownCommand = 3,          // this side does not know the command
  version = 4,                 // no protocol version in common
  unauthenticated = 5,         // no hello yet, or its credential is wrong
  forbidden = 6,               // known, but the role may not do this
  notFound = 7,                // the device, push or session does not exist
  busy = 8,                    // try again after a while
  conflict = 9,                // contradicts what is already there
  limit = 10,                  // a configured limit would be exceeded
  storage = 11,                // the store could not keep it
  outcomeUnknown = 12,         // may or may not have happened: ask again with the same uuid
  draining = 13,               // the server is going down in good order
  superseded = 14,             // the same device connected elsewhere
  heartbeatLost = 15,          // the other side stopped answering
  banned = 16,                 // refused for a time after misbehaviour
  local = 0x1'0000,            // not used as a value: the first code that stays in the process
  cannotConnect = 0x1'0001,    // no connection could be made
  timedOut = 0x1'0002,         // no answer in time
  connectionClosed = 0x1'0003, // the connection ended without a goodbye
  file = 0x1'0004,             // a local file could not be read or written
  usage = 0x1'0005,            // a flag or a setting makes no sense
  insecure = 0x1'0006,         // no TLS session could be made; the detail says why
  untrusted = 0x1'0007,        // the other side's certificate is not accepted; the detail is "CAUSE FINGERPRINT"
};

// The English name used in logs and in --json output, never translated: "heartbeat_lost".
std::string_view errorName(ErrorCode code);

// What this build makes of a code that came over the wire. Unknown codes stay as they are; one that claims to be local
// is a private code, so that no peer can speak in this process's name.
constexpr ErrorCode errorFromWire(uint32_t code) {
  return code < static_cast<uint32_t>(ErrorCode::local) ? static_cast<ErrorCode>(code) : static_cast<ErrorCode>(1000);
}

struct Error {
  ErrorCode code = ErrorCode::ok;
  // The name of the field, limit, file or flag concerned; the sentence for people is made where it is shown.
  std::string detail;

  friend bool operator==(const Error&, const Error&) = default;
};

} // namespace pushscope
