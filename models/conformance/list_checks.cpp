#include "models/conformance/talk.h"
#include "protocol/codec/admin_codec.h"
#include "protocol/codec/operator_codec.h"
#include "pushscope/v1/admin.pb.h"

#include <array>
#include <unordered_set>

namespace pushscope::conformance {
namespace {

struct List {
  const char* capability;
  uint32_t command;
  Role role; // the least that may read it
};
constexpr std::array lists{List{"queue", admin::queue, Role::view},
                           List{"dead_letters", admin::deadLetters, Role::view},
                           List{"history", admin::history, Role::view}, List{"audit", admin::audit, Role::operate}};
constexpr int mostPages = 200; // longer lists are not read to their end

struct Page {
  std::vector<std::string> entries; // as bytes
  uint64_t next = 0;
};

template <class Message, class Entries>
std::optional<Page> pageOf(const Heard& heard, const Entries& entriesOf) {
  Message message;
  if (!message.ParseFromArray(heard.body.data(), int(heard.body.size())))
    return std::nullopt;
  Page page;
  for (const auto& entry : entriesOf(message))
    page.entries.push_back(entry.SerializeAsString());
  page.next = message.next();
  return page;
}

std::optional<Page> readPage(uint32_t command, const std::optional<Heard>& heard) {
  if (!heard || heard->header.code != 0)
    return std::nullopt;
  if (command == admin::queue)
    return pageOf<v1::QueuePage>(
        *heard, [](const auto& page) -> const auto& { return page.queued(); });
  if (command == admin::deadLetters)
    return pageOf<v1::DeadLetterPage>(
        *heard, [](const auto& page) -> const auto& { return page.letters(); });
  if (command == admin::history)
    return pageOf<v1::HistoryPage>(
        *heard, [](const auto& page) -> const auto& { return page.sessions(); });
  return pageOf<v1::AuditPage>(
      *heard, [](const auto& page) -> const auto& { return page.entries(); });
}

Script<Done> readToEnd(Talk& talk, Wire::Line line, const List& list) {
  Findings& findings = talk.findings;
  const std::string name = list.capability;
  std::unordered_set<std::string> seen;
  std::unordered_set<uint64_t> cursors;
  uint64_t after = 0;
  // The first page is a short one, so that there is a second one of all but the shortest lists.
  for (int pages = 0; pages < mostPages; ++pages) {
    const uint32_t count = pages == 0 ? 1 : mostPerPage, serial = talk.wire.takeSerial(line);
    talk.wire.send(line, encodePageRequest(serial, list.command, {after, count, {}}));
    const std::optional<Heard> heard = co_await answer(talk, line, list.command, serial);
    const std::optional<Page> page = readPage(list.command, heard);
    findings.check(page.has_value(), Clause::listAnswered, name + ": " + saidText(heard));
    if (!page)
      co_return Done{};
    findings.check(page->entries.size() <= count, Clause::listCount,
                   name + ": " + std::to_string(page->entries.size()) + " entries came of " + std::to_string(count));
    bool isNew = true;
    for (const std::string& entry : page->entries)
      isNew = seen.insert(entry).second && isNew;
    if (!isNew || (page->next != 0 && !cursors.insert(page->next).second)) {
      findings.fails(Clause::listEnds, name + ": an entry or a cursor came twice");
      co_return Done{};
    }
    after = page->next;
    if (after == 0) {
      findings.holds(Clause::listEnds);
      co_return Done{};
    }
  }
  findings.untried(Clause::listEnds, name + ": it is longer than 200 pages");
  co_return Done{};
}

} // namespace

Script<Done> checkLists(Talk& talk) {
  const std::optional<Wire::Line> line = co_await enter(talk, talk.target.token);
  if (!line)
    co_return Done{};
  for (const List& list : lists)
    if (talk.can(list.capability) && talk.role >= uint32_t(list.role))
      co_await readToEnd(talk, *line, list);
  talk.findings.untried(Clause::listAnswered, Clause::listEnds, "the welcome does not name the capability of a list");
  talk.wire.close(*line);
  co_return Done{};
}

Script<Done> checkViewer(Talk& talk) {
  if (!talk.target.viewerToken) {
    talk.findings.untried(Clause::viewerRefused, "no --viewer-token-file was given");
    co_return Done{};
  }
  const std::optional<Wire::Line> line = co_await enter(talk, *talk.target.viewerToken);
  if (!line) {
    talk.findings.fails(Clause::viewerRefused, "the viewer was not welcomed");
    co_return Done{};
  }
  Inject inject;
  inject.uuid = Uuid::make(talk.wire.now().wall, talk.random);
  inject.devices = {"conformance-nobody"};
  const uint32_t serial = talk.wire.takeSerial(*line);
  talk.wire.send(*line, encodeInject(serial, inject));
  const std::optional<Heard> heard = co_await answer(talk, *line, admin::inject, serial);
  expectRefusal(talk, heard, Clause::viewerRefused, ErrorCode::forbidden, "role");
  talk.wire.close(*line);
  co_return Done{};
}

} // namespace pushscope::conformance
