#pragma once

namespace pushscope {

// Files and queries are the same in every language: while one of these lives, what this thread translates stays as it
// is in the source. A catalogue asks wanted(), see ui/language.
class SourceWords {
 public:
  SourceWords() { ++s_depth; }
  ~SourceWords() { --s_depth; }
  SourceWords(const SourceWords&) = delete;
  SourceWords& operator=(const SourceWords&) = delete;

  static bool wanted() { return s_depth > 0; }

 private:
  static inline thread_local int s_depth = 0;
};

} // namespace pushscope
