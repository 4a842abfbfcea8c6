#include "server/live_streams.h"

#include "server/web_socket.h"

namespace hallway {
namespace {

constexpr size_t kMostMessage = 4 * 1024;  // of what a client says, bytes
// In beats: how often a client is asked whether it is there, and how long it may stay silent.
constexpr int kPingEach = 2, kSilentFor = 5;
constexpr uint16_t kGoingAway = 1001, kViolation = 1008;  // RFC 6455 §7.4.1

class WebSocketStream final : public Stream {
 public:
  WebSocketStream(Live& live, std::shared_ptr<Subscriber> subscriber)
      : live_(live), subscriber_(std::move(subscriber)), reader_(kMostMessage) {}

  Pipe& pipe() override { return subscriber_->pipe(); }

  void hear(std::string_view bytes) override {
    silent_ = 0;
    auto heard = reader_.feed(bytes);
    if (!heard.answer.empty()) pipe().put(heard.answer);
    for (auto& message : heard.messages) {
      if (!subscriber_->say(std::move(message))) return pipe().close(close_frame(kViolation));
    }
    if (!heard.messages.empty()) live_.ring();
    if (heard.over) pipe().close();
  }

  void beat() override {
    ++silent_;
    if (silent_ >= kSilentFor) return pipe().close(close_frame(kGoingAway));
    if (silent_ % kPingEach == 0) pipe().put(ping_frame());
  }

  void leave() override { pipe().close(close_frame(kGoingAway)); }

 private:
  Live& live_;
  const std::shared_ptr<Subscriber> subscriber_;
  WebSocketReader reader_;
  int silent_ = 0;  // beats since anything was heard
};

class EventStream final : public Stream {
 public:
  explicit EventStream(std::shared_ptr<Subscriber> subscriber)
      : subscriber_(std::move(subscriber)) {}

  Pipe& pipe() override { return subscriber_->pipe(); }
  void hear(std::string_view) override {}  // there is nothing to be said
  void beat() override { pipe().put(":thump\n"); }
  void leave() override { pipe().close(); }

 private:
  const std::shared_ptr<Subscriber> subscriber_;
};

}  // namespace

std::shared_ptr<Stream> web_socket_stream(Live& live, std::shared_ptr<Subscriber> subscriber) {
  return std::make_shared<WebSocketStream>(live, std::move(subscriber));
}

std::shared_ptr<Stream> event_stream(std::shared_ptr<Subscriber> subscriber) {
  return std::make_shared<EventStream>(std::move(subscriber));
}

}  // namespace hallway
