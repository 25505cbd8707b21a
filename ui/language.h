#pragma once

#include <QStringList>

namespace pushscope {

// The language that the console speaks: one for the whole program, as translators are. The catalogues are those of
// resources/translations; the source texts are the English ones. What Qt itself says is translated where Qt's own
// catalogue is installed; the few of its texts that our dialogs need are in ours.
//
// Fonts for Chinese letters are preferred where there are some.
//
// Windows are told by QEvent::LanguageChange, which Qt posts to them. Files, queries and log files of programs keep the
// words of the source (SourceWords); numbers and dates are the same in all languages.
class Language {
 public:
  enum class Choice { system, english, chinese };
  static constexpr Choice all[] = {Choice::system, Choice::english, Choice::chinese};

  static void apply(Choice choice);
  // What was applied last.
  static Choice chosen();

  // "system", "en", "zh_CN": for flags and settings. What is none of them is the system's.
  static QString name(Choice choice);
  static Choice named(const QString& name);
  // Each in its own language, that of the system in the one that is spoken.
  static QString title(Choice choice);
  // Of the languages that a person prefers, such as "zh-Hans-CN", the first that there is; else English.
  static Choice preferred(const QStringList& languages);
};

} // namespace pushscope
