#include "models/store/server_lists.h"

#include "protocol/frame/command.h"

namespace pushscope {
namespace {

// Calls `use` with the list of that number.
template <class Lists, class Use>
auto withList(const Lists& lists, uint32_t list, Use use) {
  switch (list) {
  case admin::deadLetters:
    return use(lists.template of<DeadLetter>());
  case admin::history:
    return use(lists.template of<PastSession>());
  case admin::audit:
    return use(lists.template of<AuditEntry>());
  case admin::tokenList:
    return use(lists.template of<TokenInfo>());
  default:
    return use(lists.template of<Queued>());
  }
}

} // namespace

ListSource ServerLists::source(uint32_t list, LinkId link) const {
  return withList(*this, list, [link](const auto& each) { return each.source(link); });
}

const std::string& ServerLists::device(uint32_t list) const {
  return *withList(*this, list, [](const auto& each) { return &each.device(); });
}

bool ServerLists::take(LinkId link, Incarnation incarnation, Answer& answer, WallTime now) {
  const auto into = [&](auto& entries, uint64_t next) {
    using Entry = typename std::remove_reference_t<decltype(entries)>::value_type;
    std::get<PulledList<Entry>>(m_lists).take(link, incarnation, answer.page, std::move(entries), next, now);
    entries.clear();
    return true;
  };
  if (auto* page = std::get_if<QueuePage>(&answer.outcome))
    return into(page->queued, page->next);
  if (auto* page = std::get_if<DeadLetterPage>(&answer.outcome))
    return into(page->letters, page->next);
  if (auto* page = std::get_if<HistoryPage>(&answer.outcome))
    return into(page->sessions, page->next);
  if (auto* page = std::get_if<AuditPage>(&answer.outcome))
    return into(page->entries, page->next);
  if (auto* list = std::get_if<TokenList>(&answer.outcome))
    return into(list->tokens, 0);
  return false;
}

} // namespace pushscope
