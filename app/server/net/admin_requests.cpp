#include "app/server/net/admin_requests.h"

#include "protocol/codec/admin_codec.h"

namespace pushscope {
namespace {

// An answer is one frame: a push with more deliveries than this is told from the stream instead.
constexpr size_t laddersPerAnswer = 500;

} // namespace

bool AdminRequests::request(const FrameView& frame, Now, ServicePort::Reply reply) {
  switch (frame.header.command) {
  case admin::inject:
    inject(frame, reply);
    return true;
  case admin::manage:
    manage(frame, reply);
    return true;
  case admin::touch:
    touch(frame, reply);
    return true;
  case admin::trace:
    trace(frame, reply);
    return true;
  }
  return false;
}

void AdminRequests::inject(const FrameView& frame, const ServicePort::Reply& reply) {
  const Result<Inject> inject = decodeInject(frame.body);
  if (!inject.ok())
    return reply.refuse(inject.error());
  if (inject.value().devices.empty())
    return reply.refuse({ErrorCode::malformed, "devices"});
  m_devices.inject(inject.value(),
                   [reply](const Injected& injected) { reply(encodeInjected(reply.serial(), injected)); });
}

void AdminRequests::manage(const FrameView& frame, const ServicePort::Reply& reply) {
  const Result<Manage> manage = decodeManage(frame.body);
  if (!manage.ok())
    return reply.refuse(manage.error());
  const Changed changed = m_devices.manage(manage.value());
  if (changed.changed == 0)
    return reply.refuse({ErrorCode::notFound, "uuid"});
  reply(encodeChanged(reply.serial(), admin::manage, changed));
}

void AdminRequests::touch(const FrameView& frame, const ServicePort::Reply& reply) {
  const Result<Touch> touch = decodeTouch(frame.body);
  if (!touch.ok())
    return reply.refuse(touch.error());
  const Changed changed = m_devices.touch(touch.value());
  if (changed.changed == 0)
    return reply.refuse({ErrorCode::notFound, "collection"});
  reply(encodeChanged(reply.serial(), admin::touch, changed));
}

void AdminRequests::trace(const FrameView& frame, const ServicePort::Reply& reply) {
  const Result<Trace> trace = decodeTrace(frame.body);
  if (!trace.ok())
    return reply.refuse(trace.error());
  std::vector<Ladder> ladders = m_ledger.find(trace.value().uuid);
  if (ladders.empty())
    return reply.refuse({ErrorCode::notFound, "uuid"});
  if (ladders.size() > laddersPerAnswer)
    ladders.resize(laddersPerAnswer);
  reply(encodeTraced(reply.serial(), ladders));
}

} // namespace pushscope
