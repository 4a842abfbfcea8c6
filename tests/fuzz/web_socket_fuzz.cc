// What a client sends over a WebSocket. The first byte says in what pieces the rest arrives, which
// must not matter.

#include <algorithm>
#include <tuple>

#include "server/web_socket.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

namespace {

constexpr size_t kMost = 512;

class Reading {
 public:
  void feed(std::string_view bytes, size_t piece) {
    while (!bytes.empty() && !over) {
      auto heard = reader_.feed(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
      for (auto& message : heard.messages) {
        hold(message.size() <= kMost, "no message is larger than its cap");
        messages.push_back(std::move(message));
      }
      answer += heard.answer;
      over = heard.over;
    }
  }
  std::vector<std::string> messages;
  std::string answer;
  bool over = false;

 private:
  WebSocketReader reader_{kMost};
};

// Whether the last frame of `bytes` is a close frame that has not come whole.
bool ends_within_close(std::string_view bytes) {
  const auto byte_at = [&](size_t at) { return static_cast<uint8_t>(bytes[at]); };
  while (bytes.size() >= 2) {
    const bool close = (byte_at(0) & 0x0F) == 0x08;
    size_t length = byte_at(1) & 0x7F, head = 6;  // masked, as all are that are taken
    const size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (bytes.size() < head + more) return close;
    if (more > 0) {
      length = 0;
      for (size_t i = 0; i < more; ++i) length = length << 8 | byte_at(2 + i);
    }
    head += more;
    if (length > bytes.size() - head) return close;
    bytes.remove_prefix(head + length);
  }
  return false;
}

// How a farewell is worded may differ, and when it is said: wslay looks into a close frame as far
// as it has come.
bool are_same(const Reading& a, const Reading& b, std::string_view bytes) {
  if (a.messages != b.messages) return false;
  if (a.over == b.over) return a.over || a.answer == b.answer;
  const auto& [ended, open] = a.over ? std::tie(a, b) : std::tie(b, a);
  return ends_within_close(bytes) && ended.answer.starts_with(open.answer);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto bytes = fuzz::text(data, size);
  if (bytes.empty()) return 0;
  const size_t piece = 1 + static_cast<uint8_t>(bytes.front()) % 32;
  bytes.remove_prefix(1);
  Reading whole, in_pieces;
  whole.feed(bytes, std::max<size_t>(bytes.size(), 1));
  in_pieces.feed(bytes, piece);
  hold(are_same(whole, in_pieces, bytes), "it does not matter in what pieces bytes arrive");
  return 0;
}
