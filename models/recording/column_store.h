#pragma once

#include "models/recording/archive_reader.h"
#include "protocol/base/bytes.h"

#include <map>
#include <vector>

namespace pushscope {

// Telemetry packs its facts as columns of fixed32, one set a frame. They compress better with the columns of many
// frames put together, as differences where these are smaller, and bytes of equal weight side by side. Any bytes can be
// split, and come back as they were: what is a column is found by looking at the shape, and written down, so that the
// reader need not know the messages.
class ColumnSplitter {
 public:
  // Takes the columns out of a frame's body, and appends to `rest` where they were and what is left of it.
  void split(BytesView body, Bytes& rest);
  // Appends all columns, and to `seams` where in `out` each group of equal bytes ends. Begins anew.
  void finish(Bytes& out, std::vector<size_t>& seams);

 private:
  std::map<uint32_t, std::vector<uint32_t>> m_columns; // by field and field in it
};

class ColumnJoiner {
 public:
  // Of what finish() wrote; false if the parts do not fit together.
  bool open(BytesView columns);
  // The next frame's body, from where split() left the rest of it. Fails `rest` if it does not fit, or is longer than
  // a frame may be.
  void join(ArchiveReader& rest, Bytes& body);

 private:
  struct Column {
    std::vector<uint32_t> words;
    size_t used = 0;
  };
  std::map<uint32_t, Column> m_columns;
};

} // namespace pushscope
