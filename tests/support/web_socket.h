#pragma once
// A WebSocket from the client's side: frames as clients send them, and what is in those of a
// server.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallway::test {

// `first`: FIN, reserved bits and opcode. Masked, as a client's must be (RFC 6455 §5.3).
inline std::string masked_frame(uint8_t first, std::string_view payload) {
  const std::string mask = "\x11\x22\x33\x44";
  std::string out{static_cast<char>(first)};
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 0xff);
  }
  out += mask;
  for (size_t i = 0; i < payload.size(); ++i) {
    out += static_cast<char>(payload[i] ^ mask[i % mask.size()]);
  }
  return out;
}
inline std::string masked_text(std::string_view text) { return masked_frame(0x81, text); }

struct ServerFrame {
  int opcode = 0;
  std::string payload;
};
// Whole frames at the front of `bytes`, which are taken off it.
inline std::vector<ServerFrame> take_frames(std::string& bytes) {
  std::vector<ServerFrame> frames;
  const auto byte = [&](size_t at) { return static_cast<uint8_t>(bytes[at]); };
  while (bytes.size() >= 2) {
    size_t head = 2, size = byte(1) & 0x7f;
    const size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (bytes.size() < head + extra) break;
    if (extra > 0) size = 0;
    for (size_t i = 0; i < extra; ++i) size = size << 8 | byte(head + i);
    head += extra;
    if (bytes.size() < head + size) break;
    frames.push_back({byte(0) & 0x0f, bytes.substr(head, size)});
    bytes.erase(0, head + size);
  }
  return frames;
}

}  // namespace hallway::test
