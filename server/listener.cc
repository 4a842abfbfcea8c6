#include "server/listener.h"

#include "server/event_loop.h"

namespace hallway {

Listener::Listener(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
Listener::~Listener() { loop_->stop(Duration{0}); }

Result<std::unique_ptr<Listener>> Listener::start(ListenerOptions options, Handler handler) {
  return start(
      std::move(options),
      LaterHandler([handler = std::move(handler)](const Request& request, const Respond& respond) {
        respond(handler(request));
      }));
}

Result<std::unique_ptr<Listener>> Listener::start(ListenerOptions options, LaterHandler handler) {
  auto loop = std::make_unique<Loop>(std::move(options), std::move(handler));
  TRY(loop->start());
  return std::unique_ptr<Listener>(new Listener(std::move(loop)));
}

uint16_t Listener::port() const { return loop_->port(); }
void Listener::stop(Duration grace) { loop_->stop(grace); }
ListenerStats Listener::stats() const { return loop_->stats(); }

}  // namespace hallway
