#pragma once
// Bodies as senders compress them.

#include <zlib.h>

#include <string>

namespace hallway::test {

// Which framing deflate gets: zlib's window bits.
constexpr int kGzip = 31, kZlib = 15, kBareDeflate = -15;

// `text`, `times` times over, without all of that being in memory at once.
inline std::string compressed(const std::string& text, int framing, size_t times = 1) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, framing, 9, Z_DEFAULT_STRATEGY);
  std::string out;
  std::string piece(64 * 1024, '\0');
  for (size_t i = 0; i < times; ++i) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    do {
      stream.next_out = reinterpret_cast<Bytef*>(piece.data());
      stream.avail_out = static_cast<uInt>(piece.size());
      deflate(&stream, i + 1 == times ? Z_FINISH : Z_NO_FLUSH);
      out.append(piece, 0, piece.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return out;
}

}  // namespace hallway::test
