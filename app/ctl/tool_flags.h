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
  std::string before, after, beforeTo, afterTo, worseThan = "20%", last = "10m";
};

void declareTools(CLI::App& cli, ToolFlags& flags);

} // namespace pushscope::ctl
