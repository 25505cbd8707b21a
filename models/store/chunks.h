#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace pushscope {

// A column of plain values by row, in pieces that are made when one of their rows is first written to. It grows without
// moving what it holds: a million rows are never copied while a window waits, and a column that nobody tells of costs
// nothing. What was never written reads as T{}.
template <class T>
class Chunks {
 public:
  static constexpr size_t perPiece = 1024;

  const T& operator[](size_t row) const {
    const size_t piece = row / perPiece;
    return piece < m_pieces.size() && m_pieces[piece] ? m_pieces[piece][row % perPiece] : nothing();
  }
  T& make(size_t row) {
    const size_t piece = row / perPiece;
    if (piece >= m_pieces.size())
      m_pieces.resize(piece + 1);
    if (!m_pieces[piece])
      m_pieces[piece] = std::make_unique<T[]>(perPiece);
    return m_pieces[piece][row % perPiece];
  }
  // For who is about to touch many rows in no order: memory is asked for before it is needed.
  void prefetch(size_t row) const { __builtin_prefetch(&(*this)[row], 1); }

  // Rows below this may differ from T{}.
  size_t extent() const { return m_pieces.size() * perPiece; }
  // Rows `piece` * perPiece and on; empty: nobody wrote there.
  std::span<const T> piece(size_t piece) const {
    return m_pieces[piece] ? std::span<const T>(m_pieces[piece].get(), perPiece) : std::span<const T>();
  }

 private:
  static const T& nothing() {
    static const T value{};
    return value;
  }

  std::vector<std::unique_ptr<T[]>> m_pieces;
};

} // namespace pushscope
