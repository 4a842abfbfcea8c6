#include "server/body.h"

namespace hallway {

Result<std::string> read_whole(Body& body) {
  std::string whole;
  while (whole.size() < body.size()) {
    const auto piece = TRY(body.read());
    if (piece.empty()) return fail(Code::unavailable, "a body ended before its end");
    whole += piece;
  }
  return whole;
}

}  // namespace hallway
