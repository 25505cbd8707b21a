#pragma once

#include "models/items/column.h"
#include "models/query/query_mistake.h"

namespace pushscope {

// What may stand at a place of a query, while it is typed.
struct QueryCompletion {
  struct Candidate {
    QString text; // in place of what is there
    QString help; // for people
  };
  QueryPlace replaces;
  std::vector<Candidate> candidates; // the likeliest first
};

// More than fit a popup help nobody.
inline constexpr size_t mostCandidates = 40;

// Fields; comparisons after a field; after these the values that the column can have or has in some rows of the world
// (null: none), and units.
QueryCompletion completeQuery(const QString& text, qsizetype cursor, const RowSource& rows, const World* world);

} // namespace pushscope
