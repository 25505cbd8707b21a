#pragma once

namespace pushscope {

// Memory that held orders and keys of a million rows goes back to the system when it is freed. Without this call glibc
// keeps up to 64 MiB of it at the end of each heap, since the first large block that is freed moves its bounds
// (mallopt(3), M_MMAP_THRESHOLD). Seen in `./dev bench C3`: 336 MB rather than 398, for a query that takes 57 ms rather
// than 46, as fresh memory is slower. Does nothing where the system's allocator knows no such bound.
void returnLargeBlocks();

} // namespace pushscope
