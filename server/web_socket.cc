#include "server/web_socket.h"

#include <wslay/wslay.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";  // RFC 6455 §1.3
constexpr size_t kKeyBytes = 16;

bool lists(const Request& request, std::string_view header, std::string_view wanted) {
  for (std::string_view value : request.headers.find_all(header)) {
    while (!value.empty()) {
      const size_t end = std::min(value.find(','), value.size());
      auto one = value.substr(0, end);
      value.remove_prefix(std::min(end + 1, value.size()));
      while (one.starts_with(' ')) one.remove_prefix(1);
      while (one.ends_with(' ')) one.remove_suffix(1);
      if (equal_ignoring_case(one, wanted)) return true;
    }
  }
  return false;
}

// The server's frames are not masked (§5.1) and never fragmented.
std::string frame(wslay_opcode opcode, std::string_view payload) {
  std::string out;
  out.reserve(payload.size() + 10);
  out += static_cast<char>(0x80 | opcode);
  const auto add = [&](uint64_t number, int bytes) {
    for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(number >> (8 * i) & 0xff);
  };
  if (payload.size() < 126) {
    add(payload.size(), 1);
  } else if (payload.size() <= 0xffff) {
    add(126, 1);
    add(payload.size(), 2);
  } else {
    add(127, 1);
    add(payload.size(), 8);
  }
  return out.append(payload);
}

}  // namespace

bool wants_web_socket(const Request& request) { return lists(request, "Upgrade", "websocket"); }

Result<Response> accept_web_socket(const Request& request) {
  const auto key = request.headers.find("Sec-WebSocket-Key").value_or("");
  const auto nonce = parse_base64(key);
  if (request.method != "GET" || !wants_web_socket(request) ||
      !lists(request, "Connection", "upgrade")) {
    return fail(Code::invalid, "this is no handshake of a WebSocket");
  }
  if (!nonce || nonce->size() != kKeyBytes) {
    return fail(Code::invalid, "Sec-WebSocket-Key is no nonce of 16 bytes");
  }
  if (request.headers.find("Sec-WebSocket-Version") != "13") {
    return fail(Code::invalid, "Sec-WebSocket-Version 13 is spoken here");
  }
  Response response{.status = 101};
  response.headers.add("Upgrade", "websocket");
  response.headers.add("Sec-WebSocket-Accept", base64(sha1(std::string(key).append(kGuid))));
  return response;
}

std::string text_frame(std::string_view text) { return frame(WSLAY_TEXT_FRAME, text); }
std::string ping_frame() { return frame(WSLAY_PING, {}); }
std::string close_frame(uint16_t status) {
  const std::string bytes{static_cast<char>(status >> 8), static_cast<char>(status & 0xff)};
  return frame(WSLAY_CONNECTION_CLOSE, bytes);
}

// What wslay's callbacks reach: it reads from `in` and writes to `heard`.
struct WebSocketReader::Context {
  wslay_event_context_ptr wslay = nullptr;
  std::string_view in;
  Heard heard;

  ~Context() { wslay_event_context_free(wslay); }

  static ssize_t read(wslay_event_context_ptr wslay, uint8_t* into, size_t size, int, void* self) {
    auto& in = static_cast<Context*>(self)->in;
    if (in.empty()) {
      wslay_event_set_error(wslay, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
    const size_t count = std::min(size, in.size());
    std::memcpy(into, in.data(), count);
    in.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  static ssize_t write(wslay_event_context_ptr, const uint8_t* bytes, size_t size, int,
                       void* self) {
    static_cast<Context*>(self)->heard.answer.append(reinterpret_cast<const char*>(bytes), size);
    return static_cast<ssize_t>(size);
  }
  static void take(wslay_event_context_ptr wslay, const wslay_event_on_msg_recv_arg* message,
                   void* self) {
    if (message->opcode == WSLAY_BINARY_FRAME) {
      wslay_event_shutdown_read(wslay);
      wslay_event_queue_close(wslay, WSLAY_CODE_UNSUPPORTED_DATA, nullptr, 0);
    }
    if (message->opcode != WSLAY_TEXT_FRAME) return;
    static_cast<Context*>(self)->heard.messages.emplace_back(
        reinterpret_cast<const char*>(message->msg), message->msg_length);
  }
};

WebSocketReader::WebSocketReader(size_t most) : context_(std::make_unique<Context>()) {
  wslay_event_callbacks callbacks{};
  callbacks.recv_callback = Context::read;
  callbacks.send_callback = Context::write;
  callbacks.on_msg_recv_callback = Context::take;
  wslay_event_context_server_init(&context_->wslay, &callbacks, context_.get());
  if (context_->wslay) wslay_event_config_set_max_recv_msg_length(context_->wslay, most);
}

WebSocketReader::~WebSocketReader() = default;

WebSocketReader::Heard WebSocketReader::feed(std::string_view bytes) {
  if (!context_->wslay) return {.messages = {}, .answer = {}, .over = true};  // out of memory
  context_->in = bytes;
  bool broken = false;
  // One call stops where a frame of its own ends the reading.
  while (!broken && !context_->in.empty() && wslay_event_want_read(context_->wslay)) {
    broken = wslay_event_recv(context_->wslay) != 0;
  }
  broken = wslay_event_send(context_->wslay) != 0 || broken;
  auto heard = std::exchange(context_->heard, {});
  heard.over = broken || !wslay_event_want_read(context_->wslay);
  return heard;
}

}  // namespace hallway
