#pragma once
// The body of an answer that is not held in memory: its pieces are read one after the other, each
// once the reader on the other side has taken the one before (server/piecewise.cc). The answer
// carries one (Response::source).

#include <cstdint>
#include <string>

#include "storage/values/result.h"

namespace hallway {

class Body {
 public:
  static constexpr size_t kMostInAPiece = 64 * 1024;

  Body() = default;
  virtual ~Body() = default;
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;

  // Of all pieces together.
  [[nodiscard]] virtual uint64_t size() const = 0;
  // The next piece, at most kMostInAPiece and never empty before the end. May wait, for a disk or
  // for another server, but not for ever. One thread at a time. On an error, and where less comes
  // than size() says, the connection is closed: by then nothing else can be said.
  virtual Result<std::string> read() = 0;
};

// All of it, for who has no connection to give it to.
Result<std::string> read_whole(Body& body);

}  // namespace hallway
