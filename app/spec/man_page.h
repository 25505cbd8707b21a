#pragma once

#include <string>

namespace CLI {
class App;
}

namespace pushscope {

// The manual page of a program in the macros of man(7), made of the declarations that parse its flags. The description
// of the app is "NAME: what it is"; its footer becomes NOTES.
std::string manPage(const CLI::App& app, const std::string& version);

// Gives the program a flag `--man`, which prints the page and ends: the build installs what it prints.
void declareManPage(CLI::App& app, const std::string& version);

} // namespace pushscope
