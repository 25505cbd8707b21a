#include "app/spec/man_page.h"

#include "app/spec/command_tree.h"
#include "app/spec/words.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace pushscope {
namespace {

// One character above ASCII as groff and mandoc both read it: \[u2026]. Our own sentences, so the UTF-8 is whole.
std::string named(const std::string& text, size_t& at) {
  const auto byte = [&text](size_t i) { return static_cast<uint8_t>(i < text.size() ? text[i] : 0); };
  const int more = byte(at) >= 0xf0 ? 3 : byte(at) >= 0xe0 ? 2 : 1;
  uint32_t code = byte(at) & (0x3fu >> more);
  for (int i = 0; i < more; ++i)
    code = code << 6 | (byte(++at) & 0x3fu);
  char name[16];
  std::snprintf(name, sizeof name, "\\[u%04X]", code);
  return name;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '.' || c == '\'') && (i == 0 || text[i - 1] == '\n'))
      out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\'')
      out += "\\(aq";
    else if (static_cast<uint8_t>(c) >= 0x80)
      out += named(text, i);
    else
      out += c;
  }
  return out;
}

std::string bold(const std::string& text) {
  return "\\fB" + escaped(text) + "\\fR";
}
std::string italic(const std::string& text) {
  return "\\fI" + escaped(text) + "\\fR";
}

constexpr size_t longestChoices = 60; // more break no line; their names are in the words beside them

std::string entry(const OptionSpec& option) {
  std::string names;
  for (const std::string& name : option.names)
    names += (names.empty() ? "" : ", ") + (option.positional ? italic(name) : bold(name));
  const std::string choices = joined(option.choices, "|");
  if (!choices.empty() && choices.size() <= longestChoices)
    names += " " + italic(choices);
  else if (!option.value.empty() && !option.positional)
    names += " " + italic(option.value);
  return ".TP\n" + names + "\n" + escaped(option.help) + (option.required ? " (required)" : "") +
         (option.ordinarily.empty() ? "" : escaped(" (without it " + option.ordinarily + ")")) + "\n";
}

// The program's own are told once; each command has its --help as well.
std::string entries(const CommandSpec& command) {
  std::string out;
  for (const OptionSpec& option : command.options)
    if (command.path.empty() || option.names.back() != "--help")
      out += entry(option);
  return out;
}

} // namespace

std::string manPage(const CLI::App& app, const std::string& version) {
  const std::string description = app.get_description();
  const std::string name = description.substr(0, description.find(':'));
  const size_t purpose = description.find(": ");
  std::string title = name;
  std::transform(title.begin(), title.end(), title.begin(), [](unsigned char c) { return char(std::toupper(c)); });

  const std::vector<CommandSpec> commands = commandTree(app);
  const bool hasCommands = !commands.front().commands.empty();
  std::string out = ".TH " + title + " 1 \"\" \"" + name + " " + version + "\" \"Pushscope\"\n";
  out += ".SH NAME\n" + escaped(name) + " \\- " +
         escaped(purpose == std::string::npos ? "" : description.substr(purpose + 2)) + "\n";
  out += ".SH SYNOPSIS\n" + bold(name) + " [" + italic("OPTION") + "]...";
  if (hasCommands)
    out += " " + italic("COMMAND") + " [" + italic("ARGUMENT") + "]...";
  out += "\n.SH OPTIONS\n" + entries(commands.front());
  if (hasCommands)
    out += ".SH COMMANDS\n";
  for (size_t i = 1; i < commands.size(); ++i)
    out += ".SS " + escaped(joined(commands[i].path, " ")) + "\n" + escaped(commands[i].help) + "\n" +
           entries(commands[i]);
  if (!app.get_footer().empty())
    out += ".SH NOTES\n" + escaped(app.get_footer()) + "\n";
  return out;
}

void declareManPage(CLI::App& app, const std::string& version) {
  app.add_flag_callback(
      "--man", [&app, version] { throw CLI::CallForVersion(manPage(app, version), 0); },
      "Print the manual page and exit");
}

} // namespace pushscope
