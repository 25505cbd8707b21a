#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace pushscope {

// What a person may write, read from the declarations that parse it. Hidden options are left out.
struct OptionSpec {
  std::vector<std::string> names; // "--for", "-h,--help" as two; of a positional one its name alone
  std::string help;
  std::string value;                // what it takes, "TEXT"; empty: nothing
  std::vector<std::string> choices; // if there are only these
  std::string ordinarily;           // what it is if nobody says; empty: nothing, or the words tell
  bool positional = false, required = false, file = false;
};
struct CommandSpec {
  std::vector<std::string> path; // below the program: "queue", "cancel"; empty: the program itself
  std::string help;
  std::vector<OptionSpec> options; // its own; those of the commands around it may be written too
  std::vector<std::string> commands;
};

// The program and all commands below it, each before what is below it.
std::vector<CommandSpec> commandTree(const CLI::App& app);

} // namespace pushscope
