#include "protocol/base/error.h"

namespace pushscope {

std::string_view errorName(ErrorCode code) {
  switch (code) {
  case ErrorCode::ok:
    return "ok";
  case ErrorCode::malformed:
    return "malformed";
  case ErrorCode::tooLarge:
    return "too_large";
  case ErrorCode::unknownCommand:
    return "unknown_command";
  case ErrorCode::version:
    return "version";
  case ErrorCode::unauthenticated:
    return "unauthenticated";
  case ErrorCode::forbidden:
    return "forbidden";
  case ErrorCode::notFound:
    return "not_found";
  case ErrorCode::busy:
    return "busy";
  case ErrorCode::conflict:
    return "conflict";
  case ErrorCode::limit:
    return "limit";
  case ErrorCode::storage:
    return "storage";
  case ErrorCode::outcomeUnknown:
    return "outcome_unknown";
  case ErrorCode::draining:
    return "draining";
  case ErrorCode::superseded:
    return "superseded";
  case ErrorCode::heartbeatLost:
    return "heartbeat_lost";
  case ErrorCode::banned:
    return "banned";
  case ErrorCode::local:
    break;
  case ErrorCode::cannotConnect:
    return "cannot_connect";
  case ErrorCode::timedOut:
    return "timed_out";
  case ErrorCode::connectionClosed:
    return "connection_closed";
  case ErrorCode::file:
    return "file";
  case ErrorCode::usage:
    return "usage";
  case ErrorCode::insecure:
    return "insecure";
  case ErrorCode::untrusted:
    return "untrusted";
  }
  return "private";
}

} // namespace pushscope
