#pragma once

#include "protocol/base/random.h"
#include "protocol/machine/dedup.h"
#include "protocol/message/device.h"
#include "tests/soak/kill_recorder.h"
#include "tests/soak/outside_link.h"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace pushscope {

// Phones and an operator who outlive every server that they talk to, and a recorder of what they asked for, were told
// and showed. One thread, real sockets on loopback; time passes in live() alone.
class Outsiders {
 public:
  using Clock = std::chrono::steady_clock;
  struct Load {
    uint32_t phones = 200;
    uint32_t flighty = 80; // of those, connected only at times:
    Clock::duration longestStay = std::chrono::milliseconds(1500), longestAway = std::chrono::seconds(2);
    Clock::duration pingEvery{};  // zero: never, the server asks
    uint32_t pushesPerSecond = 0; // 0: as many as are answered
    size_t asksInFlight = 48;
    uint32_t mostTargets = 4;   // of one push
    uint32_t mostWaiting = 400; // of one device: far from the 1,000 that a server may evict
  };

  Outsiders(const Load& load, uint64_t seed);

  // It accepts connections; those to an earlier one are gone or about to be.
  void serverStarted(uint16_t devicePort, uint16_t adminPort, const std::string& token);
  // What the server wrote before it died is read, then the connections are gone.
  void serverDied();
  void live(Clock::duration time);
  // Nothing more is asked for and everybody connects, until all is shown or patience ends. True if all was.
  bool drain(Clock::duration patience);

  // Some phones neither read nor write for this long, as behind a network that swallows everything; then they connect
  // anew.
  void cutOff(uint32_t phones, Clock::duration time);
  // Of a million pushes so many are lost with their connection: half before the app sees them, half with the
  // acknowledgement alone.
  void setLoss(uint32_t ppm) { m_lossPpm = ppm; }

  Clock::duration randomTime(Clock::duration low, Clock::duration high);
  Random& random() { return m_random; }
  KillRecorder& recorder() { return m_recorder; }
  // Pushes that came to phones, those that phones had seen before, and pushes asked for again.
  uint64_t arrived() const { return m_arrived; }
  uint64_t again() const { return m_again; }
  uint64_t askedAgain() const { return m_askedAgain; }
  uint64_t lost() const { return m_lost; }

 private:
  struct Phone {
    OutsideLink link;
    Dedup dedup;               // survives what happens to the server
    uint64_t session = 0;      // to go on with
    Sequence handled, pending; // of the session; on this connection, not acknowledged yet
    uint32_t serial = 0;
    Clock::time_point acknowledgeAt{};
    Clock::time_point turnAt{}; // when it connects, or, a flighty one, leaves
    Clock::time_point pingAt{};
    Clock::time_point cutOffUntil{};
    bool everSeen = false;
  };

  void turn(Clock::duration most, bool alive);
  bool isFlighty(uint32_t phone) const { return phone < m_load.flighty && !m_draining; }
  void movePhones();
  void movePhone(uint32_t number, Clock::time_point now);
  void connect(uint32_t number);
  void leave(uint32_t number);
  void phoneFrame(uint32_t number, const FrameView& frame);
  void take(uint32_t number, const Push& push);
  void acknowledge(Phone& phone);
  void openAdmin();
  void loseAdmin();
  void inject();
  bool mayAsk();
  std::vector<uint32_t> chooseTargets();
  void ask(uint32_t push);
  void answer(const FrameView& frame);

  Load m_load;
  Random m_random;
  KillRecorder m_recorder;
  std::vector<Phone> m_phones;
  uint16_t m_devicePort = 0, m_adminPort = 0;
  std::string m_token;
  OutsideLink m_admin;
  bool m_adminWelcome = false, m_draining = false;
  uint32_t m_serial = 0;
  uint32_t m_lossPpm = 0;
  Clock::time_point m_pinged{}, m_askedFrom{};
  uint64_t m_askedSince = 0;
  std::map<uint32_t, uint32_t> m_asks; // push by serial
  std::multimap<Clock::time_point, uint32_t> m_askAgain;
  uint64_t m_askedAgain = 0, m_again = 0, m_arrived = 0, m_lost = 0;
};

} // namespace pushscope
