// What a client sends over a WebSocket. The first byte says in what pieces the rest arrives, which
// must not matter.

#include <algorithm>

#include "server/web_socket.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

namespace {

constexpr size_t kMost = 512;
constexpr size_t kLongestControlFrame = 131;  // RFC 6455 §5.5, masked

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
  // How a farewell is worded may differ, and when it is said: wslay looks into a close frame as far
  // as it has come. Once that has come whole it is over either way.
  bool same_as(Reading& other) {
    if (messages != other.messages) return false;
    if (!over && !other.over) return answer == other.answer;
    const std::string rest(kLongestControlFrame, '\0');
    for (auto* one : {this, &other}) one->feed(rest, rest.size());
    return over && other.over;
  }

  std::vector<std::string> messages;
  std::string answer;
  bool over = false;

 private:
  WebSocketReader reader_{kMost};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto bytes = fuzz::text(data, size);
  if (bytes.empty()) return 0;
  const size_t piece = 1 + static_cast<uint8_t>(bytes.front()) % 32;
  bytes.remove_prefix(1);
  Reading whole, in_pieces;
  whole.feed(bytes, std::max<size_t>(bytes.size(), 1));
  in_pieces.feed(bytes, piece);
  hold(whole.same_as(in_pieces), "it does not matter in what pieces bytes arrive");
  return 0;
}
