#include "app/link/tokens.h"

#include "app/link/private_file.h"
#include "protocol/base/bytes.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace pushscope {
namespace {

struct Entry {
  TokenHash hash{};
  TokenInfo info;
};

constexpr std::string_view firstLine = "pushscope-roles 1";
constexpr size_t longestFile = 1024 * 1024; // 1,000 lines of at most 160 bytes
constexpr std::array<std::pair<std::string_view, Role>, 3> roleWords{
    {{"viewer", Role::view}, {"operator", Role::operate}, {"admin", Role::administer}}};

std::string_view wordOf(Role role) {
  const auto found = std::find_if(roleWords.begin(), roleWords.end(), [role](auto& w) { return w.second == role; });
  return found == roleWords.end() ? std::string_view() : found->first;
}

Role roleOf(std::string_view word) {
  const auto found = std::find_if(roleWords.begin(), roleWords.end(), [word](auto& w) { return w.first == word; });
  return found == roleWords.end() ? Role::none : found->second;
}

bool isName(std::string_view name) {
  return name.size() <= maxTokenName && checkDeviceId(name).ok() && name.front() != ' ' && name.back() != ' ';
}

bool readHash(std::string_view digits, TokenHash& hash) {
  if (!isMadeToken(digits)) // the same form: 64 lower-case hex digits
    return false;
  for (size_t i = 0; i < hash.size(); ++i)
    std::from_chars(digits.data() + 2 * i, digits.data() + 2 * i + 2, hash[i], 16);
  return true;
}

std::string_view cutWord(std::string_view& line) {
  const size_t blank = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, blank);
  line.remove_prefix(std::min(blank + 1, line.size()));
  return word;
}

// What is wrong with the line; empty if nothing is.
std::string readLine(std::string_view line, const std::vector<Entry>& before, Entry& entry) {
  if (!readHash(cutWord(line), entry.hash))
    return "must begin with a SHA-256 in 64 hex digits";
  entry.info.role = roleOf(cutWord(line));
  if (entry.info.role == Role::none)
    return "the role must be viewer, operator or admin";
  const std::string_view digits = cutWord(line);
  int64_t seconds = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (failure != std::errc{} || end != digits.data() + digits.size() || seconds < 0 || seconds > 253'402'300'799)
    return "the time must be in seconds since 1970";
  entry.info.added = WallTime(std::chrono::seconds(seconds));
  if (!isName(line) || line == Tokens::ownerName)
    return "the name must have 1 to 64 bytes of UTF-8 without control characters, and not be admin";
  entry.info.name = line;
  const bool known = std::any_of(before.begin(), before.end(), [&](const Entry& other) {
    return other.info.name == entry.info.name || other.hash == entry.hash;
  });
  return known ? "the same name or token occurs twice" : "";
}

Result<std::vector<Entry>> readEntries(const std::string& path) {
  const Result<std::string> text = readFile(path, longestFile);
  if (!text.ok())
    return text.error();
  const auto bad = [&path](size_t line, const std::string& what) {
    return Error{ErrorCode::file, path + ": line " + std::to_string(line) + ": " + what};
  };
  std::vector<Entry> entries;
  std::string_view rest = text.value();
  for (size_t number = 1; number == 1 || !rest.empty(); ++number) {
    const size_t end = rest.find('\n');
    if (end == std::string_view::npos)
      return bad(number, number == 1 ? "must be '" + std::string(firstLine) + "'" : "is cut off");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (number == 1) {
      if (line != firstLine)
        return bad(number, "must be '" + std::string(firstLine) + "'");
      continue;
    }
    Entry entry;
    if (const std::string problem = readLine(line, entries, entry); !problem.empty())
      return bad(number, problem);
    entries.push_back(std::move(entry));
    if (entries.size() > Tokens::most)
      return bad(number, "more than " + std::to_string(Tokens::most) + " tokens");
  }
  return entries;
}

std::string textOf(const std::vector<Entry>& entries) {
  std::string text = std::string(firstLine) + "\n";
  for (const Entry& entry : entries) {
    const int64_t seconds = micros(entry.info.added) / 1'000'000;
    text += hexText(entry.hash) + " " + std::string(wordOf(entry.info.role)) + " " + std::to_string(seconds) + " " +
            entry.info.name + "\n";
  }
  return text;
}

bool areEqual(const TokenHash& a, const TokenHash& b) {
  return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace

struct Tokens::State {
  std::string tokenFile; // empty: there is none
  TokenHash owner{};
  std::vector<Entry> entries;

  std::string rolesFile() const { return tokenFile + ".roles"; }

  // Changes what the file holds now, which another process may have changed.
  template <class Change>
  Status change(Change apply) {
    if (tokenFile.empty())
      return {ErrorCode::forbidden, "name"};
    const FileLock lock(tokenFile);
    if (!lock.isHeld())
      return {ErrorCode::file, tokenFile + ": cannot be locked"};
    Result<std::vector<Entry>> now = readEntries(rolesFile());
    if (!now.ok())
      return now.error();
    if (const Status status = apply(now.value()); !status.ok())
      return status;
    if (const Status status = replacePrivateFile(rolesFile(), textOf(now.value())); !status.ok())
      return status;
    entries = std::move(now).value();
    return Done{};
  }
};

Tokens::Tokens(const TokenGuard& guard) : m_state(std::make_shared<State>()) {
  m_state->owner = guard.hash();
}

Result<Tokens> Tokens::fromFile(const std::string& tokenFile) {
  const Result<TokenHash> owner = readTokenFile(tokenFile);
  if (!owner.ok())
    return owner.error();
  Tokens tokens;
  tokens.m_state = std::make_shared<State>(State{tokenFile, owner.value(), {}});
  if (Status made = createPrivateFile(tokens.m_state->rolesFile(), textOf({})); !made.ok())
    return made.error();
  Result<std::vector<Entry>> entries = readEntries(tokens.m_state->rolesFile());
  if (!entries.ok())
    return entries.error();
  tokens.m_state->entries = std::move(entries).value();
  return tokens;
}

std::optional<Principal> Tokens::admits(std::string_view token) const {
  const TokenHash hash = hashOfToken(token);
  const bool isOwner = areEqual(hash, m_state->owner);
  const Entry* found = nullptr;
  for (const Entry& entry : m_state->entries)
    if (areEqual(hash, entry.hash))
      found = &entry; // and on through the rest
  if (isOwner)
    return Principal{std::string(ownerName), Role::administer};
  return found ? std::optional(Principal{found->info.name, found->info.role}) : std::nullopt;
}

Result<std::string> Tokens::add(const std::string& name, Role role, WallTime now) {
  if (!isName(name))
    return {ErrorCode::malformed, "name"};
  if (wordOf(role).empty())
    return {ErrorCode::malformed, "role"};
  const std::string token = makeToken();
  if (token.empty())
    return {ErrorCode::file, "no random numbers available"};
  const Status changed = m_state->change([&](std::vector<Entry>& entries) -> Status {
    const bool taken = name == ownerName || std::any_of(entries.begin(), entries.end(),
                                                        [&](const Entry& entry) { return entry.info.name == name; });
    if (taken)
      return {ErrorCode::conflict, "name"};
    if (entries.size() >= most)
      return {ErrorCode::limit, "tokens: " + std::to_string(most)};
    entries.push_back({hashOfToken(token), {name, role, std::max(now, WallTime{})}});
    return Done{};
  });
  return changed.ok() ? Result<std::string>(token) : Result<std::string>(changed.error());
}

Status Tokens::remove(const std::string& name) {
  if (name == ownerName)
    return {ErrorCode::forbidden, "name"};
  return m_state->change([&](std::vector<Entry>& entries) -> Status {
    if (std::erase_if(entries, [&](const Entry& entry) { return entry.info.name == name; }) == 0)
      return {ErrorCode::notFound, "name"};
    return Done{};
  });
}

std::vector<TokenInfo> Tokens::list() const {
  std::vector<TokenInfo> all{{std::string(ownerName), Role::administer, {}}};
  for (const Entry& entry : m_state->entries)
    all.push_back(entry.info);
  return all;
}

} // namespace pushscope
