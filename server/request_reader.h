#pragma once
// Turns the bytes of one connection into requests, one after the other (pipelined ones wait). Pure:
// knows no socket and no clock.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "server/http_body.h"
#include "server/http_head.h"

namespace hallway {

class RequestReader {
 public:
  enum class State {
    idle,      // no byte of a request yet
    head,      // some bytes of a head
    body,      // a whole head, some or no bytes of the body
    complete,  // take() it; nothing moves before
    refused,   // see refusal(); final, the rest of the connection cannot be believed
  };
  // Asked when a head is complete: the cap for this request's body, or a refusal.
  using Admit = std::function<std::variant<size_t, HttpRefusal>(const RequestHead&)>;

  explicit RequestReader(size_t max_head_bytes) : max_head_bytes_(max_head_bytes) {}

  // Takes `bytes` and moves on as far as they go; empty ones go on with what was left over.
  State feed(std::string_view bytes, const Admit& admit);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool has_left_over() const { return at_ < in_.size(); }
  [[nodiscard]] size_t body_bytes() const { return body_ ? body_->size() : 0; }
  // Bytes of the current body as they came in, for a minimum rate.
  [[nodiscard]] size_t body_bytes_seen() const { return body_seen_; }
  // True once per request that waits for "100 Continue" before it sends its body.
  [[nodiscard]] bool take_continue();

  [[nodiscard]] const RequestHead& head() const { return *head_; }  // in body and complete
  [[nodiscard]] RequestHead take();                                 // in complete; then idle
  // The bytes beyond the last request, which are none: the connection is for something else now.
  [[nodiscard]] std::string take_left_over();
  [[nodiscard]] const HttpRefusal& refusal() const { return *refusal_; }

 private:
  void advance(std::string_view& view, const Admit& admit);
  bool read_head(std::string_view& view, const Admit& admit);
  void keep(std::string_view rest, bool from_buffer);
  void refuse(HttpRefusal refusal);

  size_t max_head_bytes_;
  State state_ = State::idle;
  std::string in_;  // bytes not yet used, from at_ on
  size_t at_ = 0;
  size_t scanned_ = 0;  // of the unused bytes, for the end of the head
  size_t body_seen_ = 0;
  bool wants_continue_ = false;
  std::optional<RequestHead> head_;
  std::optional<BodyReader> body_;
  std::optional<HttpRefusal> refusal_;
};

}  // namespace hallway
