#include "models/query/query_mistake.h"

#include "models/query/query.h"

#include <QCoreApplication>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Query)
};

} // namespace

QString QueryMistake::sentence() const {
  switch (kind) {
  case Kind::tooLong:
    return Words::tr("A query has at most %1 characters.").arg(longestQuery);
  case Kind::tooDeep:
    return Words::tr("Parentheses go at most %1 deep. Take some away.").arg(deepestQuery);
  case Kind::tooManyTerms:
    return Words::tr("A query has at most %1 terms. Take some away.").arg(mostQueryTerms);
  case Kind::openQuote:
    return Words::tr("The quotation that begins here does not end. Add a \" at its end.");
  case Kind::openParenthesis:
    return Words::tr("This parenthesis is not closed. Add a ) at its end.");
  case Kind::strayParenthesis:
    return Words::tr("This parenthesis closes nothing. Take it away, or put the text in \"quotes\".");
  case Kind::nothingBefore:
    return Words::tr("“%1” needs something before it. To search for the word itself, write \"%1\" in quotes.")
        .arg(what);
  case Kind::nothingAfter:
    return Words::tr("“%1” needs something after it.").arg(what);
  case Kind::noValue:
    return Words::tr("“%1” needs a value after it.").arg(what);
  case Kind::unknownField:
    return hint.isEmpty()
               ? Words::tr("There is no column “%1”. To search for the text itself, put it in \"quotes\".").arg(what)
               : Words::tr("There is no column “%1”. Did you mean %2? To search for the text itself, put it in "
                           "\"quotes\".")
                     .arg(what, hint);
  case Kind::needsText:
    return Words::tr("“%1” compares numbers, and this is a column of text. Write %2.").arg(what, hint);
  case Kind::needsNumber:
    return Words::tr("“~” looks into text, and this is a column of numbers. Write %1.").arg(hint);
  case Kind::needsAge:
    return Words::tr("A time is compared by how long ago it was. Write %1.").arg(hint);
  case Kind::badNumber:
    return Words::tr("“%1” is no whole number. Write %2.").arg(what, hint);
  case Kind::badDuration:
    return Words::tr("“%1” is no duration: it needs a number and a unit (us, ms, s, m, h or d). Write %2.")
        .arg(what, hint);
  case Kind::badBytes:
    return Words::tr("“%1” is no size: it needs a number, and may have a unit (B, kB, MB, KiB or MiB). Write %2.")
        .arg(what, hint);
  }
  return {};
}

} // namespace pushscope
