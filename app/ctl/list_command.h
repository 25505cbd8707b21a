#pragma once

#include "app/ctl/rows.h"
#include "app/ctl/session.h"

#include <memory>
#include <string>
#include <vector>

namespace pushscope::ctl {

// Prints one of the lists that servers hand out in pages, all of it: admin::queue, deadLetters, history, audit,
// tokenList. `devices`: of these alone; none: of all. A list that does not know devices is not narrowed by them.
struct ListWish {
  uint32_t list = 0;
  std::vector<std::string> devices;
  ChosenRows rows; // of listRows(list), in the order in which they come
};
std::unique_ptr<Command> listCommand(ListWish wish);
// Prints the payload of one delivery, as it is.
std::unique_ptr<Command> peekCommand(Peek peek, bool json);
// Prints the new token.
std::unique_ptr<Command> tokenAddCommand(TokenAdd add, bool json);

} // namespace pushscope::ctl
