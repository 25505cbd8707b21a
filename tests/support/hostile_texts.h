#pragma once

#include "protocol/base/random.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pushscope {

// Texts as nobody well-meaning would name a device, each with "x<number>x" in it, so that it can be told from the
// others: markup that fetches `file` or asks the local `port`, overrides of direction, escapes of terminals, line ends,
// NUL, other control characters, towers of accents, joined emoji, bytes that are no UTF-8, up to `longest` bytes.
inline std::vector<std::string> hostileTexts(Random& random, size_t count, const std::string& file, uint16_t port,
                                             size_t longest) {
  const std::string http = "http://127.0.0.1:" + std::to_string(port) + "/";
  const auto repeated = [](const std::string& text, size_t times) {
    std::string all;
    for (size_t i = 0; i < times; ++i)
      all += text;
    return all;
  };
  using namespace std::string_literals;
  const std::vector<std::string> kinds{
      "<b>bold</b>",
      "<img src='file://" + file + "'>",
      "<img src=\"" + file + "\" width=5000 height=5000>",
      "<img src=" + http + "a.png>",
      "<a href='" + http + "'>a link</a>",
      "<style>*{font-size:400pt}</style><h1>large</h1>",
      "<table width=9000><tr><td>wide",
      "<body background='file://" + file + "'>ground",
      "<html><head><link rel=stylesheet href='" + http + "s.css'></head>page</html>",
      "<qt>qt</qt>",
      "<!-- a comment -->",
      "&lt;b&gt;&amp;&nbsp;&#9786;",
      "&F&i&l&e && &&& a\tb",
      "%1 %2 %n %L1 %s %n%n%n%n",
      "\xe2\x80\xae"s + "gnp.txt\xe2\x81\xa6 evil \xe2\x81\xa9",
      "\x1b[31mred\x1b[2J\x1b]0;title\x07",
      "line\r\nHTTP/1.1 200 OK\r\n\r\n",
      "nul\0after"s,
      "\x01\x02\x08\x0b\x0c\x7f\xc2\x80\xc2\x9f",
      "\xe2\x80\xa8line\xe2\x80\xa9paragraph",
      "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7",
      "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\xe2\x80\x8d\xf0\x9f\x91\xa6",
      "Z" + repeated("\xcc\x8d\xcc\xa5", 60),
      "\xff\xfe\xc0\xaf\xed\xa0\x80 not UTF-8",
      "=cmd|'/c calc'!A1",
      "../../etc/passwd \\\\host\\share C:\\con",
      repeated("W", 10'000),
      repeated("\xe5\xad\x97", 4'000),
      repeated("<b>", 500),
      repeated("word ", 2'000),
  };
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    std::string text = "x" + std::to_string(i) + "x" + kinds[i % kinds.size()];
    // After the first of each kind, two of them together.
    if (i >= kinds.size())
      text += kinds[random.below(kinds.size())];
    texts.push_back(text.substr(0, longest));
  }
  return texts;
}

} // namespace pushscope
