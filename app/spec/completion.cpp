#include "app/spec/completion.h"

#include "app/spec/command_tree.h"
#include "app/spec/words.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <set>

namespace pushscope {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

struct Offer {
  std::string word, help;
};

bool isAround(const CommandSpec& outer, const CommandSpec& inner) {
  return outer.path.size() <= inner.path.size() && std::equal(outer.path.begin(), outer.path.end(), inner.path.begin());
}

// Everything that may be written behind a command, but for values of options.
std::vector<Offer> offers(const std::vector<CommandSpec>& commands, const CommandSpec& here) {
  std::vector<Offer> out;
  for (const CommandSpec& each : commands)
    if (each.path.size() == here.path.size() + 1 && isAround(here, each))
      out.push_back({each.path.back(), each.help});
  for (const OptionSpec& option : here.options)
    if (option.positional)
      for (const std::string& choice : option.choices)
        out.push_back({choice, option.help});
  std::set<std::string> named;
  for (auto each = commands.rbegin(); each != commands.rend(); ++each)
    if (isAround(*each, here))
      for (const OptionSpec& option : each->options)
        for (const std::string& name : option.names)
          if (!option.positional && named.insert(name).second)
            out.push_back({name, option.help});
  return out;
}

bool takesFile(const CommandSpec& command) {
  return std::any_of(command.options.begin(), command.options.end(),
                     [](const OptionSpec& option) { return option.positional && option.file; });
}

// A pattern of `case` for these words behind this command.
std::string patterns(const CommandSpec& command, const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words)
    out.push_back(quoted(joined(command.path, " ") + ":" + word));
  return joined(out, "|");
}

struct Dialect {
  const char *head, *tail;
  const char *files, *choices; // what offers files, and words: those follow
  const char* words;           // the words of the line, and where the cursor is
  const char* cursor;
  int first; // the program's own place in `words`
};

constexpr Dialect bash{"",
                       "complete -F _PROGRAM PROGRAM\n",
                       "local IFS=$'\\n'; compopt -o filenames; COMPREPLY+=($(compgen -f -- \"$current\"))",
                       "COMPREPLY=($(compgen -W ",
                       "COMP_WORDS",
                       "COMP_CWORD",
                       0};
// zsh runs the file itself, as the function, when it completes for the first time; then it must do so at once.
constexpr Dialect zsh{"#compdef PROGRAM\n",
                      "compdef _PROGRAM PROGRAM\n[ \"$funcstack[1]\" = _PROGRAM ] && _PROGRAM\n",
                      "_files",
                      "compadd -- ",
                      "words",
                      "CURRENT",
                      1};

std::string replaced(std::string text, const std::string& program) {
  for (size_t at; (at = text.find("PROGRAM")) != std::string::npos;)
    text.replace(at, 7, program);
  return text;
}

std::string choose(const std::vector<std::string>& words, Shell shell) {
  if (shell == Shell::bash)
    return bash.choices + quoted(joined(words, " ")) + " -- \"$current\"))";
  return zsh.choices + joined(words, " ");
}

// Of the lines that a command prints. They are what somebody once typed: words as they are, never expanded.
std::string chooseFrom(const std::string& command, Shell shell) {
  if (shell == Shell::bash)
    return "while IFS= read -r word; do [[ $word == \"$current\"* ]] && COMPREPLY+=(\"$(printf '%q' \"$word\")\"); "
           "done < <(" +
           command + " 2>/dev/null)";
  return "compadd -- ${(f)\"$(" + command + " 2>/dev/null)\"}";
}

// The words behind a command. zsh shows the help beside them.
std::string offer(const std::vector<Offer>& all, Shell shell) {
  std::vector<std::string> words;
  for (const Offer& each : all) {
    std::string help = each.help;
    std::replace(help.begin(), help.end(), ':', ';'); // a colon ends the word
    words.push_back(shell == Shell::bash ? each.word : quoted(each.word + ":" + help));
  }
  if (shell == Shell::bash)
    return choose(words, shell);
  return "offers=(" + joined(words, " ") + "); _describe " + quoted("command or option") + " offers";
}

// What a command's own words come from, behind those that are fixed.
std::string moreOf(const CommandSpec& command, const CompletionSources& sources, Shell shell) {
  for (const OptionSpec& option : command.options)
    if (option.positional && sources.contains(option.value))
      return "; " + chooseFrom(sources.at(option.value), shell);
  return {};
}

} // namespace

std::string completionScript(const CLI::App& app, const std::string& program, Shell shell,
                             const CompletionSources& sources) {
  const Dialect& dialect = shell == Shell::bash ? bash : zsh;
  const std::vector<CommandSpec> commands = commandTree(app);
  std::string enter, skip, values, words;
  for (const CommandSpec& command : commands) {
    if (!command.commands.empty())
      enter += "      " + patterns(command, command.commands) + ") at=\"${at:+$at }$word\" ;;\n";
    // Options around a command may be written behind it.
    for (const CommandSpec& outer : commands) {
      if (!isAround(outer, command))
        continue;
      for (const OptionSpec& option : outer.options) {
        if (option.positional || option.value.empty())
          continue;
        const std::string pattern = patterns(command, option.names);
        skip += (skip.empty() ? "" : "|") + pattern;
        values += "    " + pattern + ") " +
                  (option.file                      ? std::string(dialect.files)
                   : sources.contains(option.value) ? chooseFrom(sources.at(option.value), shell)
                   : option.choices.empty()         ? std::string(":")
                                                    : choose(option.choices, shell)) +
                  "; return ;;\n";
      }
    }
    words += "    " + quoted(joined(command.path, " ")) + ") " + offer(offers(commands, command), shell) +
             (takesFile(command) ? std::string("; ") + dialect.files : "") + moreOf(command, sources, shell) + " ;;\n";
  }
  const std::string array = dialect.words, cursor = dialect.cursor, first = std::to_string(dialect.first + 1);
  std::string script = dialect.head;
  script += "_PROGRAM() {\n"
            "  local at= word i current=\"${" +
            array + "[" + cursor + "]}\" before=\"${" + array + "[" + cursor + "-1]}\"\n" +
            (shell == Shell::bash ? "  COMPREPLY=()\n" : "  local -a offers\n") + "  for ((i = " + first + "; i < " +
            cursor +
            "; i++)); do\n"
            "    word=\"${" +
            array +
            "[i]}\"\n"
            "    case \"$at:$word\" in\n" +
            (skip.empty() ? "" : "      " + skip + ") ((i++)) ;;\n") + enter +
            "    esac\n"
            "  done\n"
            "  case \"$at:$before\" in\n" +
            values +
            "  esac\n"
            "  case \"$at\" in\n" +
            words +
            "  esac\n"
            "}\n";
  return replaced(script + dialect.tail, program);
}

} // namespace pushscope
