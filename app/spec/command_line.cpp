#include "app/spec/command_line.h"

#include "app/spec/words.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace pushscope {
namespace {

constexpr int usageError = 2, localFile = 6;

// As it was written, but on one line and of a length that leaves room for the sentence.
std::string shown(std::string word) {
  if (word.size() > 60)
    word = word.substr(0, 60) + "...";
  std::replace_if(
      word.begin(), word.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return "'" + word + "'";
}

std::string orNearest(const std::string& word, const std::vector<std::string>& known) {
  const std::string meant = nearest(word, known);
  return meant.empty() ? "" : "; did you mean '" + meant + "'?";
}

// The innermost command that was understood, and those around it from the outside in.
std::vector<const CLI::App*> commandsIn(const CLI::App& app) {
  std::vector<const CLI::App*> commands{&app};
  for (auto inner = app.get_subcommands(); !inner.empty(); inner = inner.front()->get_subcommands())
    commands.push_back(inner.front());
  return commands;
}

std::string unknownWord(const std::vector<const CLI::App*>& commands, const std::string& word) {
  std::vector<std::string> known;
  if (word.size() > 1 && word.front() == '-') {
    const std::string name = word.substr(0, word.find('='));
    for (const CLI::App* command : commands)
      for (const CLI::Option* option : command->get_options([](const CLI::Option*) { return true; }))
        for (const std::string& each : option->get_lnames())
          known.push_back("--" + each);
    return "unknown option " + shown(name) + orNearest(name, known);
  }
  const auto below = commands.back()->get_subcommands([](const CLI::App*) { return true; });
  if (below.empty())
    return "nothing is to be written as " + shown(word) + " there";
  for (const CLI::App* command : below)
    known.push_back(command->get_name());
  return "unknown command " + shown(word) + orNearest(word, known);
}

std::string sentenceOf(const CLI::App& app, const CLI::ParseError& error) {
  const auto commands = commandsIn(app);
  const bool isConfig = dynamic_cast<const CLI::ConfigError*>(&error) || dynamic_cast<const CLI::FileError*>(&error);
  if (isConfig && app.get_config_ptr()) {
    const auto file = app.get_config_ptr()->as<std::string>();
    if (dynamic_cast<const CLI::FileError*>(&error))
      return file + ": cannot be read";
    const std::string what = error.what();
    return file + ": no flag has the name " + shown(what.substr(what.rfind(' ') + 1));
  }
  // What is missing may be what was written wrong.
  if (const auto words = app.remaining(true); !words.empty())
    return unknownWord(commands, words.front());
  if (dynamic_cast<const CLI::RequiredError*>(&error) && commands.back()->get_require_subcommand_min() > 0 &&
      commands.back()->get_subcommands().empty())
    return "a command is missing";
  return error.what();
}

constexpr size_t helpWidth = 80, helpIndent = 30; // of what stands beside an option, as CLI11 lays it out

// Lines of a help that fit the narrowest terminals, broken between words.
std::string wrapped(const std::string& help) {
  std::string out;
  for (size_t begin = 0; begin < help.size();) {
    const size_t end = std::min(help.find('\n', begin), help.size());
    std::string line = help.substr(begin, end - begin);
    const std::string indent(line.rfind("  ", 0) == 0 ? helpIndent : 0, ' ');
    while (line.size() > helpWidth) {
      const size_t blank = line.rfind(' ', helpWidth);
      if (blank == std::string::npos || line.find_last_not_of(' ', blank) == std::string::npos ||
          blank <= indent.size())
        break;
      out += line.substr(0, blank) + '\n';
      line = indent + line.substr(blank + 1);
    }
    out += line + '\n';
    begin = end + 1;
  }
  return out;
}

// More choices than fit beside an option are said in words where they belong.
class Layout : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    std::string text = CLI::Formatter::make_option_opts(option);
    const size_t begin = text.find(":{"), end = text.find('}');
    if (begin != std::string::npos && end != std::string::npos && end - begin > helpWidth)
      text.erase(begin, end + 1 - begin);
    return text;
  }
};

void wrapHelpOf(CLI::App& app) {
  app.formatter_fn([plain = Layout()](const CLI::App* of, std::string name, CLI::AppFormatMode mode) {
    return wrapped(plain.make_help(of, std::move(name), mode));
  });
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
    wrapHelpOf(*command);
}

} // namespace

std::optional<int> readCommandLine(CLI::App& app, const std::string& program, int argc, const char* const* argv) {
  app.name(program); // and not the path by which it was called
  wrapHelpOf(app);
  try {
    app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      const int code = app.exit(error);
      if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.flush())
        return code;
      std::fprintf(stderr, "%s: the output cannot be written\n", program.c_str());
      return localFile;
    }
    std::string help = program;
    for (const CLI::App* command : commandsIn(app))
      help += command == &app ? "" : " " + command->get_name();
    std::fprintf(stderr, "%s: %s\n%s --help says what can be written.\n", program.c_str(),
                 sentenceOf(app, error).c_str(), help.c_str());
    return dynamic_cast<const CLI::FileError*>(&error) ? localFile : usageError;
  }
}

} // namespace pushscope
