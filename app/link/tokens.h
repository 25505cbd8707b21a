#pragma once

#include "app/link/token_file.h"
#include "protocol/message/admin.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pushscope {

// Who holds a token, and what that allows.
struct Principal {
  std::string name;
  Role role = Role::none;
};

// The tokens of a port for people: one of an administrator, in the token file that clients read, and those that
// administrators hand out, of which only SHA-256, name, role and time of making are kept, in FILE.roles beside it.
//
// The file of roles has mode 0600, a first line "pushscope-roles 1", and then a line for each token: hash, role
// (viewer, operator, admin), seconds since 1970, name. Each change replaces it as a whole.
//
// One thread. Copies share what is inside: a token that one adds, all admit.
class Tokens {
 public:
  // Makes what is missing. `file` with path and reason, and the line if one is at fault: a file of which anything
  // cannot be read admits nobody, and the port is not opened.
  static Result<Tokens> fromFile(const std::string& tokenFile);
  // A port with one token, which may do everything; none can be added.
  Tokens(const TokenGuard& guard);

  // Compares with all of them in a time that does not depend on where and with which the texts differ.
  std::optional<Principal> admits(std::string_view token) const;

  // The new token, which nobody can be told again. `malformed` name or role, `conflict` name (taken), `limit` tokens,
  // `file`. Two processes on one file do not lose each other's changes, but each knows only its own and those that were
  // there when it made its last one.
  Result<std::string> add(const std::string& name, Role role, WallTime now);
  // `notFound` name, `forbidden` name (of the token file), `file`. Who is connected with it stays so: see
  // ServicePort::endClientsOf().
  Status remove(const std::string& name);
  // In the order of their making; the one of the token file first.
  std::vector<TokenInfo> list() const;

  static constexpr size_t most = 1000; // each hello is compared with all of them: 20 µs
  // What the token of the token file is called.
  static constexpr std::string_view ownerName = "admin";

 private:
  struct State;
  Tokens() = default;

  std::shared_ptr<State> m_state;
};

} // namespace pushscope
