#pragma once

namespace pushscope {

// A core dump holds what the process held: tokens, credentials of phones, payloads. After this call the process, and
// what it starts, leaves none however it dies; unless PUSHSCOPE_CORE_DUMPS is set in its environment, for whoever looks
// for a fault in these programs. Call it before the first secret is read.
void forbidCoreDumps();

} // namespace pushscope
