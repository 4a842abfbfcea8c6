#pragma once
// The body of a request, as its bytes arrive: by length or chunked, inflated on the way, never
// larger than the cap (RFC 9112 §6, §7.1; RFC 9110 §8.4.1). Memory grows with what really arrived,
// not with what was announced.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/http_head.h"

namespace hallway {

class BodyReader {
 public:
  // Refuses at once (413) a length beyond `cap`.
  BodyReader(const RequestHead& head, size_t cap);

  // Takes what belongs to the body from the front of `bytes`, which is shortened by that; what is
  // left after done() is the next request. A refusal is final: 400 (bad chunk, broken or unfinished
  // compression), 413, 431 (trailer fields).
  std::optional<HttpRefusal> feed(std::string_view& bytes);
  [[nodiscard]] bool done() const { return state_ == State::done; }
  [[nodiscard]] size_t size() const { return body_.size(); }
  [[nodiscard]] std::string take() { return std::move(body_); }

 private:
  enum class State { length, chunk_size, chunk_data, chunk_end, trailer, done };
  struct Inflater;
  struct Free {
    void operator()(Inflater* inflater) const;
  };
  std::optional<HttpRefusal> feed_line(std::string_view& bytes);
  std::optional<HttpRefusal> on_line();
  std::optional<HttpRefusal> feed_data(std::string_view& bytes);
  std::optional<HttpRefusal> append(std::string_view bytes);
  std::optional<HttpRefusal> inflate_some(std::string_view bytes);
  std::optional<HttpRefusal> finish();

  State state_ = State::done;
  uint64_t left_ = 0;   // of this chunk, or of the whole
  size_t framing_ = 0;  // bytes of chunk lines and trailers so far
  size_t trailer_ = 0;
  size_t cap_;
  std::string line_;
  std::string body_;
  std::unique_ptr<Inflater, Free> inflater_;
  std::optional<HttpRefusal> refused_;
};

}  // namespace hallway
