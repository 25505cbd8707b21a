#pragma once

#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace pushscope {

// Reads what a person wrote behind the program's name. What it returns ends the program: 0 after the help, the version
// or the manual; 6 if a file that was named cannot be read; 2 for any other mistake. A mistake is said on standard
// error: what of it is unknown, what may have been meant, and where more is said.
std::optional<int> readCommandLine(CLI::App& app, const std::string& program, int argc, const char* const* argv);

} // namespace pushscope
