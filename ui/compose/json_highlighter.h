#pragma once

#include <QSyntaxHighlighter>

namespace pushscope {

// Marks what the parts of a JSON text are: keys, numbers and words, and the places for values, {{name}}. A string
// cannot go on in the next line, so each line is marked by itself. Mistakes are not its business.
class JsonHighlighter : public QSyntaxHighlighter {
 public:
  using QSyntaxHighlighter::QSyntaxHighlighter;

 protected:
  void highlightBlock(const QString& text) override;
};

} // namespace pushscope
