#pragma once

#include <asio/any_io_executor.hpp>

#include <functional>
#include <string>

namespace pushscope {

// What the programs that people start from scripts have in common.
// Logs go to standard error; standard output carries the ready line alone. `json`: one object a line (time, level,
// program, message), for log collectors; otherwise a line for people. Lines never hold a token or a payload, because
// nothing that knows one logs it; control characters are replaced, so that no text from a peer makes a line of its own.
enum class LogFormat { text, json };
void setUpLog(const std::string& program, LogFormat format = LogFormat::text);
// `{"ready":{…}}` on one line, flushed. `members` is the inside of the inner object.
void printReady(const std::string& members);
// Sockets are what such a process runs out of first, so it asks for all that it may have.
void raiseFileLimit();
// How many descriptors this process may have. They are given out from the lowest number up.
int openFileLimit();
// Calls `closed` once when standard input ends, as it does when the process that started this one is gone in whatever
// way.
void whenStdinCloses(asio::any_io_executor executor, std::function<void()> closed);

} // namespace pushscope
