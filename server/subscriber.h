#pragma once
// One connection that is told what happens: whose it is, what it listens to, how far it has been
// told, and the pipe that leads to it.

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/channel.h"
#include "server/pipe.h"
#include "storage/values/crypto.h"

namespace hallway {

// How far somebody was told: the log, and their notifications. Clients of server-sent events name
// it to go on from there ("4711-116982374"); it outlives a restart.
struct LivePosition {
  uint64_t log = 0;
  Id notification;
  friend bool operator==(const LivePosition&, const LivePosition&) = default;
};
std::string to_string(const LivePosition& position);
// Fails with invalid.
Result<LivePosition> parse_position(std::string_view text);

class Subscriber {
 public:
  enum class Dialect { web_socket, event_source };
  struct Who {
    Id account, person;
    Digest token{};  // SHA-256 of the secret
    std::string scopes;
  };
  Subscriber(Who who, Dialect dialect, LivePosition from, std::vector<Channel> channels);

  [[nodiscard]] const Who& who() const { return who_; }
  [[nodiscard]] Dialect dialect() const { return dialect_; }
  Pipe& pipe() { return pipe_; }

  // What the other side says, on the loop's thread; taken by Live. False where that is too much at
  // once.
  bool say(std::string message);
  std::vector<std::string> take_messages();

  // Of Live's thread alone, once it joined.
  LivePosition at;
  bool placed = false;   // its position was looked at
  bool present = false;  // it was told all that the others were
  std::vector<Channel> channels;
  [[nodiscard]] bool hears_notifications() const;

 private:
  const Who who_;
  const Dialect dialect_;
  Pipe pipe_;
  std::mutex mutex_;
  std::vector<std::string> messages_;
};

// An event as it is sent; one that says it all by its name has no payload. For event_source without
// its end, which live_end gives.
std::string live_message(Subscriber::Dialect dialect, const Channel& channel,
                         std::string_view event, std::string_view payload);
// The position at which one goes on after it; none: within what belongs together.
std::string live_end(Subscriber::Dialect dialect, const std::optional<LivePosition>& position);
// That something said was wrong.
std::string live_error(std::string_view why);

}  // namespace hallway
