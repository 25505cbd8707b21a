#pragma once

#include "models/conformance/wire.h"
#include "protocol/base/ids.h"
#include "protocol/message/telemetry.h"
#include "pushscope/v1/telemetry.pb.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace pushscope {

// A server that follows protocol/README.md as far as a Conformance looks, without sockets and clocks, but for one
// planted fault.
class SampleServer {
 public:
  enum class Fault {
    none,
    welcomesAWrongToken,
    welcomesASecondHello,
    changesItsIncarnation,
    namesNoRole,
    returnsNoSentStamp,
    leavesOutStamps,
    keepsALongFrame,
    acceptsUnreadableBodies,
    closesOnUnknownCommands,
    marksNoFirstPage,
    marksNoLastPage,
    skipsABlockNumber,
    usesAHandleBeforeItsRecord,
    sendsUnequalColumns,
    resumesAnyCursor,
    forgetsBlocksWhenResumed,
    neverEndsAList,
    sendsLongerPagesThanAskedFor,
    letsAViewerPush,
    takesAUuidTwice,
    tellsNoStages,
    tellsStagesOutOfOrder,
    tracesOutOfOrder,
    tracesWhatNobodyPushed,
    takesUnknownDevices,
    neverExpires,
    forgetsWhatWaits,
    keepsTwoConnections,
    endsADeliveryTwice,
    answersBeforeHello,
    welcomesAnyVersion,
    welcomesUnreadableHellos,
    keepsALongHello,
    namesNoNode,
    wishesAnyHeartbeat,
    answersUnderAnotherSerial,
    keepsAShortFrame,
    ignoresUnknownCommands,
    closesOnUnknownOneWay,
    resumesWithoutACursor,
    sendsLongSnapshotPages,
    sendsRecordsOutOfOrder,
    namesADeviceInTwoLines,
    tellsBlocksOfAnother,
    reusesAHandle,
    refusesAList,
    givesPhonesNoSession,
    pingsNoPhone,
    stampsNothingForPhones,
    tellsNobodyWhoComes,
    tellsNobodyWhoGoes,
    sendsAnotherPayload,
    keepsPhoneStagesToItself,
    tracesWithoutTheEnd,
    takesAnyPayload,
    takesNoTarget,
    keepsWhatIsGivenUp,
    listsNoDeadLetters,
  };
  static constexpr const char* token = "operator's";
  static constexpr const char* viewer = "viewer's";
  static constexpr uint64_t incarnation = 77;

  explicit SampleServer(Fault fault) : m_fault(fault) {}

  struct Said {
    conformance::Wire::Line line;
    Bytes bytes; // none: the line ends
  };
  void opened(conformance::Wire::Line line, Port port);
  void heard(conformance::Wire::Line line, BytesView bytes, Now now);
  void closed(conformance::Wire::Line line, Now now);
  void tick(Now now);
  MonoTime due() const;
  std::vector<Said> takeSaid() { return std::exchange(m_said, {}); }

 private:
  using Line = conformance::Wire::Line;
  struct Connection {
    Port port = Port::admin;
    Decoder decoder{helloLimit};
    bool welcomed = false, subscribed = false, isViewer = false;
    std::string device;
  };
  struct Delivery {
    uint32_t handle = 0;
    Uuid uuid;
    std::string device;
    uint64_t sequence = 0;
    Bytes payload;
    MonoTime expires = never;
    bool final = false;
    v1::Stages stages;
  };

  bool has(Fault fault) const { return m_fault == fault; }
  void say(Line line, Bytes bytes) { m_said.push_back({line, std::move(bytes)}); }
  void goodbye(Line line, ErrorCode code);
  void hello(Line line, const FrameView& frame);
  void frame(Line line, const FrameView& frame);
  void request(Line line, const FrameView& frame);
  void subscribe(Line line, const FrameView& frame);
  void snapshot(Line line);
  void inject(Line line, const FrameView& frame);
  void trace(Line line, const FrameView& frame);
  void list(Line line, const FrameView& frame);
  void deviceFrame(Line line, const FrameView& frame);
  void phoneCame(Line line);
  void phoneWent(Line line);
  void tell(v1::Block block);
  void tellLink(const std::string& device, v1::LinkState link);
  void tellStage(Delivery& delivery, Stage stage, bool onTheWire = true);
  void write(Line line, Delivery& delivery);
  Line lineOf(const std::string& device) const; // none: noLine
  static constexpr Line noLine = ~Line{};

  Fault m_fault;
  Now m_now{};
  std::map<Line, Connection> m_lines;
  std::vector<Said> m_said;
  uint32_t m_welcomes = 0, m_pings = 0;
  std::vector<v1::Block> m_blocks;
  uint64_t m_sequence = 0;
  std::map<std::string, uint32_t> m_handles{{"phone-1", 1}, {"phone-2", 2}};
  std::map<std::string, bool> m_online;
  std::vector<std::unique_ptr<Delivery>> m_deliveries; // by handle, from 1
};

} // namespace pushscope
