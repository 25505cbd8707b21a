#pragma once

#include <string>

namespace CLI {
class App;
}

namespace pushscope::ctl {

// Of the commands that look at no feed: what a person may write besides `Flags`.
struct ToolFlags {
  std::string viewerTokenFile, devicePort, deviceTokenFile, junit;
  std::string shell;
  std::string before, after, worseThan = "20%";
};

void declareTools(CLI::App& cli, ToolFlags& flags);

} // namespace pushscope::ctl
