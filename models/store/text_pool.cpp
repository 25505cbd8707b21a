#include "models/store/text_pool.h"

#include <algorithm>

namespace pushscope {

TextPool::TextPool() : m_pieces(std::make_unique<std::unique_ptr<char[]>[]>(pieces)) {
  add({});
}

std::string_view TextPool::cut(std::string_view text) {
  if (text.size() <= longest)
    return text;
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  return text.substr(0, end);
}

TextId TextPool::add(std::string_view text) {
  text = cut(text);
  const size_t bytes = text.size() + 1;
  if (m_end % pieceBytes + bytes > pieceBytes)
    m_end += pieceBytes - m_end % pieceBytes;
  if (m_end + bytes > pieces * pieceBytes)
    return {};
  std::unique_ptr<char[]>& piece = m_pieces[m_end / pieceBytes];
  if (!piece)
    piece.reset(new char[pieceBytes]); // not written to, so that an empty pool costs no memory
  char* at = piece.get() + m_end % pieceBytes;
  *at = char(static_cast<unsigned char>(text.size()));
  std::copy(text.begin(), text.end(), at + 1);
  const TextId id{uint32_t(m_end)};
  m_end += bytes;
  return id;
}

TextId TextPool::find(std::string_view text) const {
  text = cut(text);
  const uint32_t found =
      m_interned.find(NumberTable::hashOf(text), [&](uint32_t number) { return view({number}) == text; });
  return found == NumberTable::none ? TextId{} : TextId{found};
}

TextId TextPool::intern(std::string_view text) {
  text = cut(text);
  if (text.empty())
    return {};
  if (const TextId known = find(text); known.value != 0 || m_internedCount >= mostInterned)
    return known;
  const TextId id = add(text);
  if (id.value == 0)
    return id;
  m_interned.add(NumberTable::hashOf(text), id.value);
  ++m_internedCount;
  return id;
}

} // namespace pushscope
