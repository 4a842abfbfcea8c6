#pragma once
// A WebSocket as the server speaks it (RFC 6455), on plain bytes: the handshake's answer, frames
// out, and what comes in taken apart by wslay. Frames that are not masked, too long, malformed or
// no UTF-8 end it with the status that §7.4.1 has for that. No extension is offered.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "federation/http.h"
#include "storage/values/result.h"

namespace hallway {

// True where `request` asks for another protocol than HTTP: for a WebSocket, if for any that is
// spoken here.
bool wants_web_socket(const Request& request);
// What accepts it, but for the subprotocol. Errors: invalid (RFC 6455 §4.2.1).
Result<Response> accept_web_socket(const Request& request);

std::string text_frame(std::string_view text);
std::string ping_frame();
std::string close_frame(uint16_t status);

class WebSocketReader {
 public:
  // Messages of more than `most` bytes, fragments together, are refused with 1009.
  explicit WebSocketReader(size_t most);
  ~WebSocketReader();
  WebSocketReader(const WebSocketReader&) = delete;
  WebSocketReader& operator=(const WebSocketReader&) = delete;

  struct Heard {
    std::vector<std::string> messages;  // texts
    std::string answer;                 // to be sent: pongs, the closing frame
    bool over = false;                  // nothing more is to be read; hang up after the answer
  };
  Heard feed(std::string_view bytes);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace hallway
