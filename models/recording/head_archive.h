#pragma once

#include "models/recording/record.h"
#include "models/recording/sealed_block.h"

namespace pushscope {

// A BlockHead in its block and in the index.
template <class Archive, class Head>
void visitHead(Archive& archive, Head& head) {
  archive.choice(head.kind, BlockHead::Kind::index);
  archive.number(head.number);
  archive.time(head.first);
  archive.time(head.last);
  archive.number(head.facts);
  constexpr size_t mostMarks = 1 << 16; // in one block; a person makes a few
  if constexpr (Archive::reads)
    head.marks.resize(archive.count(mostMarks));
  else
    archive.number(head.marks.size());
  for (auto& mark : head.marks) {
    archive.time(mark.at);
    archive.text(mark.text, longestMark);
  }
}

} // namespace pushscope
