#pragma once

#include <QString>

namespace pushscope {

// A part of a query's text, in UTF-16 units.
struct QueryPlace {
  qsizetype position = 0, length = 0;
};

// What is wrong with a query, and where.
struct QueryMistake {
  enum class Kind : uint8_t {
    tooLong,
    tooDeep,
    tooManyTerms,
    openQuote,
    openParenthesis,
    strayParenthesis,
    nothingBefore, // what: "or", "and"
    nothingAfter,  // what: "or", "and", "not", "-", "("
    noValue,       // what: the field with its comparison
    unknownField,  // what: the field; hint: fields that there are
    needsText,     // what: the comparison, of a column of text; hint: an example
    needsNumber,   // what: "~" of a column of numbers; hint: an example
    needsAge,      // what: a comparison that times do not have; hint: an example
    badNumber,     // what: the value; hint: an example
    badDuration,   // ditto
    badBytes,      // ditto
  };
  Kind kind = Kind::tooLong;
  QueryPlace place;
  QString what, hint;

  // For people: what is wrong, and what would be right.
  QString sentence() const;
};

} // namespace pushscope
