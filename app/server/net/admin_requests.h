#pragma once

#include "app/link/service_port.h"
#include "app/server/net/device_port.h"
#include "app/server/store/memory_ledger.h"

namespace pushscope {

// What an operator may ask of a server, beyond watching it.
class AdminRequests : public ServicePort::Requests {
 public:
  AdminRequests(DevicePort& devices, const MemoryLedger& ledger) : m_devices(devices), m_ledger(ledger) {}
  bool request(const FrameView& frame, Now now, ServicePort::Reply reply) override;

 private:
  void inject(const FrameView& frame, const ServicePort::Reply& reply);
  void manage(const FrameView& frame, const ServicePort::Reply& reply);
  void touch(const FrameView& frame, const ServicePort::Reply& reply);
  void trace(const FrameView& frame, const ServicePort::Reply& reply);

  DevicePort& m_devices;
  const MemoryLedger& m_ledger;
};

} // namespace pushscope
