#include "server/subscriber.h"

#include <algorithm>

#include "server/oauth/scopes.h"
#include "server/web_socket.h"
#include "storage/values/json.h"

namespace hallway {
namespace {

constexpr size_t kMostWaiting = 1024 * 1024;  // bytes for one that is slow
constexpr size_t kMostMessages = 100;         // that nobody has looked at yet

}  // namespace

std::string to_string(const LivePosition& position) {
  return std::to_string(position.log) + "-" + to_string(position.notification);
}

Result<LivePosition> parse_position(std::string_view text) {
  const size_t dash = text.find('-');
  if (dash == std::string_view::npos) return fail(Code::invalid, "this is no position");
  const auto log = TRY(parse_id(text.substr(0, dash)));
  return LivePosition{.log = log.value, .notification = TRY(parse_id(text.substr(dash + 1)))};
}

Subscriber::Subscriber(Who who, Dialect dialect, LivePosition from, std::vector<Channel> listens_to)
    : at(from),
      channels(std::move(listens_to)),
      who_(std::move(who)),
      dialect_(dialect),
      pipe_(kMostWaiting) {}

bool Subscriber::say(std::string message) {
  std::lock_guard lock(mutex_);
  if (messages_.size() >= kMostMessages) return false;
  messages_.push_back(std::move(message));
  return true;
}

std::vector<std::string> Subscriber::take_messages() {
  std::lock_guard lock(mutex_);
  return std::exchange(messages_, {});
}

bool Subscriber::hears_notifications() const {
  return has_scope(who_.scopes, "read:notifications") &&
         std::ranges::any_of(channels, &Channel::tells_notifications);
}

std::string live_message(Subscriber::Dialect dialect, const Channel& channel,
                         std::string_view event, std::string_view payload) {
  if (dialect == Subscriber::Dialect::web_socket) {
    Json message{{"stream", channel.path()}, {"event", event}};
    if (!payload.empty()) message["payload"] = payload;
    return text_frame(dump_json(message));
  }
  // The payload is on one line: JSON escapes line ends. A browser passes over events without data.
  std::string out = "event: ";
  const auto data = payload.empty() ? std::string_view("{}") : payload;
  return out.append(event).append("\ndata: ").append(data).append("\n");
}

std::string live_end(Subscriber::Dialect dialect, const std::optional<LivePosition>& position) {
  if (dialect == Subscriber::Dialect::web_socket) return {};
  return position ? "id: " + to_string(*position) + "\n\n" : "\n";
}

std::string live_error(std::string_view why) {
  return text_frame(dump_json(Json{{"error", why}, {"status", 400}}));
}

}  // namespace hallway
