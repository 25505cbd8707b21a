#pragma once

#include "protocol/base/ids.h"
#include "protocol/base/number_table.h"

#include <memory>
#include <string_view>
#include <vector>

namespace pushscope {

// Names a text of one pool for as long as that lives. 0 is the empty text.
using TextId = Id<struct TextTag, uint32_t>;

// Texts that are kept once and never moved or changed: an id is 4 bytes, and a thread that was handed one may read its
// text while the pool's owner adds others. Adding and finding is for the owner alone.
class TextPool {
 public:
  // Longer than any id, name or version that a server lets through; what is longer is cut at a whole character.
  static constexpr size_t longest = 255;
  // Texts that are not devices come from few kinds of phone, client and network. A server that makes up new ones for
  // ever, or phones that change their IPv6 address all day, stop here; what comes after reads as empty, never as
  // another text.
  static constexpr size_t mostInterned = 1'000'000;

  TextPool();

  // The same id for the same text, always.
  TextId intern(std::string_view text);
  TextId find(std::string_view text) const; // of those that were interned; else 0
  // A text of which the caller knows that it is not here yet; intern() does not find it.
  TextId add(std::string_view text);
  std::string_view view(TextId id) const {
    const char* at = m_pieces[id.value / pieceBytes].get() + id.value % pieceBytes;
    return {at + 1, static_cast<unsigned char>(*at)};
  }
  // Texts as they are kept.
  static std::string_view cut(std::string_view text);

 private:
  // A table of all pieces that ids can name, so that it never moves either.
  static constexpr size_t pieceBytes = size_t{1} << 20, pieces = (size_t{1} << 32) / pieceBytes;

  std::unique_ptr<std::unique_ptr<char[]>[]> m_pieces;
  uint64_t m_end = 0; // each text is its length in a byte, then its bytes, all in one piece
  NumberTable m_interned;
  size_t m_internedCount = 0;
};

} // namespace pushscope
