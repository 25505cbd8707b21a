#pragma once

#include "models/command/push_draft.h"
#include "models/store/world.h"

namespace pushscope {

// What sending a draft would do, as far as this console knows: to how many devices of which server, how many of them
// are connected, suspended or gone, and what is unknown; when, how often, how many bytes. Nothing is sent. For people,
// some lines. Whom a tag or a query finds, the servers know when it is sent.
QString previewOf(const PushDraft& draft, const World& world, WallTime now);

// The same push as a line for a shell: `pushctl push …` to the server that `world` is connected to. Where its token is
// read from is not part of it.
QString commandLineOf(const PushDraft& draft, const World& world);

} // namespace pushscope
