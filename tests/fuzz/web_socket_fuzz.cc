// What a client sends over a WebSocket. The first byte says in what pieces the rest arrives, which
// must not matter.

#include <algorithm>

#include "server/web_socket.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

namespace {

constexpr size_t kMost = 512;

struct Outcome {
  std::vector<std::string> messages;
  std::string answer;
  bool over = false;
  // How a farewell is worded may differ: wslay sees some wrong close frames only when they come
  // whole.
  friend bool operator==(const Outcome& a, const Outcome& b) {
    return a.messages == b.messages && a.over == b.over && (a.over || a.answer == b.answer);
  }
};

Outcome read(std::string_view bytes, size_t piece) {
  Outcome outcome;
  WebSocketReader reader(kMost);
  while (!bytes.empty() && !outcome.over) {
    auto heard = reader.feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
    for (auto& message : heard.messages) {
      hold(message.size() <= kMost, "no message is larger than its cap");
      outcome.messages.push_back(std::move(message));
    }
    outcome.answer += heard.answer;
    outcome.over = heard.over;
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto bytes = fuzz::text(data, size);
  if (bytes.empty()) return 0;
  const size_t piece = 1 + static_cast<uint8_t>(bytes.front()) % 32;
  bytes.remove_prefix(1);
  hold(read(bytes, std::max<size_t>(bytes.size(), 1)) == read(bytes, piece),
       "it does not matter in what pieces bytes arrive");
  return 0;
}
