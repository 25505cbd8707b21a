#include "app/ctl/tool_flags.h"

#include <CLI/CLI.hpp>

namespace pushscope::ctl {

void declareTools(CLI::App& cli, ToolFlags& flags) {
  cli.footer("Exit codes: 0 as expected, 1 an expectation failed, 2 usage, 3 cannot connect, 4 refused, 5 timed out or "
             "outcome unknown, 6 a local file, 130 interrupted.");
  auto* conformance = cli.add_subcommand(
      "conformance", "Check a server of your own against protocol/README.md, clause by clause; 1 if one fails");
  conformance->add_option("--viewer-token-file", flags.viewerTokenFile, "Token of a viewer, who must not push");
  conformance->add_option("--device-port", flags.devicePort,
                          "Where phones connect; a phone \"conformance-N\" calls there and is pushed to");
  conformance->add_option("--device-token-file", flags.deviceTokenFile, "What phones must present, if anything");
  conformance->add_option("--junit", flags.junit, "Write what was found to this file as JUnit XML")->type_name("FILE");
  auto* completion = cli.add_subcommand("completion", "Print a script that completes commands and flags in a shell");
  completion->add_option("shell", flags.shell, "For which shell")->required()->check(CLI::IsMember({"bash", "zsh"}));
  auto* compare =
      cli.add_subcommand("compare", "Tell how two recordings differ, or one at two times; 1 if anything grew worse");
  compare->add_option("before", flags.before, "The recording, or the bug report with one, to compare with")
      ->required()
      ->type_name("FILE");
  compare->add_option("after", flags.after, "The recording to judge")->required()->type_name("FILE");
  compare->add_option("--worse-than", flags.worseThan, "How much more is worse")->capture_default_str();
  compare->add_option("--last", flags.last, "How much of each recording, up to there")->capture_default_str();
  compare->add_option("--before-to", flags.beforeTo,
                      "Where the part to compare with ends: a duration since the beginning, such as 90s, or a time; "
                      "without it, the end");
  compare->add_option("--after-to", flags.afterTo, "Where the part to judge ends");
  cli.set_help_all_flag("--help-all", "Print the help of every command and exit");
}

} // namespace pushscope::ctl
