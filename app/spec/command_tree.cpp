#include "app/spec/command_tree.h"

#include <CLI/CLI.hpp>

namespace pushscope {
namespace {

// From "TEXT:{bash,zsh} REQUIRED", in which form CLI11 tells a fixed set.
std::vector<std::string> choicesIn(const std::string& type) {
  const size_t begin = type.find('{'), end = type.find('}');
  if (begin == std::string::npos || end == std::string::npos || end < begin)
    return {};
  std::vector<std::string> choices{""};
  for (const char c : type.substr(begin + 1, end - begin - 1)) {
    if (c == ',')
      choices.emplace_back();
    else
      choices.back().push_back(c);
  }
  return choices;
}

bool endsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

OptionSpec specOf(const CLI::Option& option) {
  OptionSpec spec;
  spec.positional = option.get_positional();
  for (const std::string& name : option.get_snames())
    spec.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    spec.names.push_back("--" + name);
  if (spec.positional)
    spec.names = {option.get_name(true)};
  spec.help = option.get_description();
  spec.required = option.get_required();
  const std::string type = option.get_items_expected_max() > 0 ? option.get_type_name() : "";
  spec.value = type.substr(0, type.find(':'));
  spec.choices = choicesIn(type);
  spec.ordinarily = option.get_default_str();
  spec.file =
      spec.value == "FILE" || (!type.empty() && (spec.names.back() == "file" || endsWith(spec.names.back(), "-file")));
  if (spec.file)
    spec.value = "FILE";
  return spec;
}

void add(const CLI::App& app, std::vector<std::string> path, std::vector<CommandSpec>& specs) {
  const size_t place = specs.size();
  specs.push_back({path, app.get_description(), {}, {}});
  for (const CLI::Option* option : app.get_options([](const CLI::Option*) { return true; }))
    if (!option->get_group().empty())
      specs[place].options.push_back(specOf(*option));
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    specs[place].commands.push_back(command->get_name());
    path.push_back(command->get_name());
    add(*command, path, specs);
    path.pop_back();
  }
}

} // namespace

std::vector<CommandSpec> commandTree(const CLI::App& app) {
  std::vector<CommandSpec> specs;
  add(app, {}, specs);
  return specs;
}

} // namespace pushscope
