#pragma once

#include "models/recording/text_meaning.h"
#include "models/store/world.h"
#include "protocol/base/bytes.h"
#include "protocol/base/result.h"

namespace pushscope {

// All that a world knows, as bytes: replaying goes on from it as it would have gone on from the world itself. The one
// place that knows the tables from within; what is left of handles that mean nothing any more is left out.
class WorldImage {
 public:
  // With `rewrite` that of a world in which other names stand; devices that were different ones must stay so.
  static Bytes of(const World& world, const TextRewriter& rewrite = {});
  // `malformed` if the bytes are not of a world: no index in it leads outside, and nothing is longer than its bound.
  static Result<World> read(BytesView image);

 private:
  template <class Archive, class Any>
  static void visit(Archive& archive, Any& world);
  template <class Archive, class Links>
  static void visitLinks(Archive& archive, Links& links);
  template <class Archive, class Devices>
  static void visitDevices(Archive& archive, Devices& devices);
  template <class Archive, class Devices>
  static void visitDevice(Archive& archive, Devices& devices, Row row);
  template <class Archive, class AnyRing, class Visit>
  static void visitRing(Archive& archive, AnyRing& ring, Visit visitValue);
  template <class Archive, class Deliveries>
  static void visitDeliveries(Archive& archive, Deliveries& deliveries);
  template <class Archive, class Any>
  static void visitNotices(Archive& archive, Any& world);
  template <class Archive, class AnySeries>
  static void visitSeries(Archive& archive, AnySeries& series);
  template <class Archive, class Histogram>
  static void visitHistogram(Archive& archive, Histogram& histogram);
  static bool isSound(const World& world);
};

} // namespace pushscope
