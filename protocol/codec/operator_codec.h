#pragma once

#include "protocol/base/result.h"
#include "protocol/frame/command.h"
#include "protocol/message/admin.h"

// What an operator asks of a server beyond pushing: sessions, tags, lists in pages, tokens; see session_codec.h.
// control and tag are answered with encodeChanged() of admin_codec.h.
namespace pushscope {

// What will be kept and shown to others: of a bounded length, on one line, as it is.
bool isTag(std::string_view text);
bool isTokenName(std::string_view text);

Bytes encodeSessionControl(uint32_t serial, const SessionControl& control);
Result<SessionControl> decodeSessionControl(BytesView body);
Bytes encodeTag(uint32_t serial, const Tag& tag);
Result<Tag> decodeTag(BytesView body);

Bytes encodePeek(uint32_t serial, const Peek& peek);
Result<Peek> decodePeek(BytesView body);
Bytes encodePeeked(uint32_t serial, const Peeked& peeked);
Result<Peeked> decodePeeked(BytesView body);

// `request` is one of admin::queue, deadLetters, history, audit, tokenList.
Bytes encodePageRequest(uint32_t serial, uint32_t request, const PageRequest& page);
Result<PageRequest> decodePageRequest(BytesView body);
Bytes encodeQueuePage(uint32_t serial, const QueuePage& page);
Result<QueuePage> decodeQueuePage(BytesView body);
Bytes encodeDeadLetterPage(uint32_t serial, const DeadLetterPage& page);
Result<DeadLetterPage> decodeDeadLetterPage(BytesView body);
Bytes encodeHistoryPage(uint32_t serial, const HistoryPage& page);
Result<HistoryPage> decodeHistoryPage(BytesView body);
Bytes encodeAuditPage(uint32_t serial, const AuditPage& page);
Result<AuditPage> decodeAuditPage(BytesView body);

Bytes encodeTokenAdd(uint32_t serial, const TokenAdd& add);
Result<TokenAdd> decodeTokenAdd(BytesView body);
Bytes encodeTokenAdded(uint32_t serial, const TokenAdded& added);
Result<TokenAdded> decodeTokenAdded(BytesView body);
Bytes encodeTokenRemove(uint32_t serial, const TokenRemove& remove);
Result<TokenRemove> decodeTokenRemove(BytesView body);
Bytes encodeTokenList(uint32_t serial, const TokenList& list);
Result<TokenList> decodeTokenList(BytesView body);

} // namespace pushscope
