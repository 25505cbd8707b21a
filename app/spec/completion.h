#pragma once

#include <map>
#include <string>

namespace CLI {
class App;
}

namespace pushscope {

enum class Shell { bash, zsh };

// Types of values, such as CONTEXT, of which a command prints those that there are, one a line.
using CompletionSources = std::map<std::string, std::string>;

// A script that completes the commands, options, fixed choices and file names of a program, made of the declarations
// that parse them. To be sourced, or put where the shell looks for completions.
std::string completionScript(const CLI::App& app, const std::string& program, Shell shell,
                             const CompletionSources& sources);

} // namespace pushscope
