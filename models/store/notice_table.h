#pragma once

#include "models/store/device_table.h"
#include "models/store/ring.h"

namespace pushscope {

// What became of a local notification of a phone, as one road tells it.
struct NoticeRow {
  Row device = 0;
  Source source = Source::truth; // `truth` of its fleet, `reported` by a server
  Notice notice;
  // The delivery that caused it, by its number; none: nobody told of one, as for what a vendor's service shows.
  uint64_t delivery = Ring<NoticeRow>::none;
  uint64_t previous = Ring<NoticeRow>::none; // of the same device by the same road
};

// The newest local notifications of all devices, in the order in which they became known. Numbers are never reused;
// when the table is full the oldest are dropped.
class NoticeTable : public Ring<NoticeRow> {
 public:
  static constexpr size_t capacity = 100'000; // as many as deliveries, which cause nearly all; some 6 MiB

  NoticeTable() : Ring(capacity) {}

  // A phone tells in one moment that it was notified and what became of the push: the notification of this device at
  // exactly that time, which has no push yet, is by that delivery. False: there is none.
  bool cause(const Activity& activity, WallTime at, uint64_t delivery) {
    NoticeRow* row = find(activity.newestNotice);
    for (size_t looked = 0; row && looked < farBack; ++looked, row = find(row->previous))
      if (row->notice.at == at && row->delivery == none) {
        row->delivery = delivery;
        return true;
      }
    return false;
  }

 private:
  // Notifications of one phone between one of them and its push: those of one block, in practice none.
  static constexpr size_t farBack = 16;
};

} // namespace pushscope
