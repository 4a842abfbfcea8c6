#include "server/request_reader.h"

namespace hallway {

RequestReader::State RequestReader::feed(std::string_view bytes, const Admit& admit) {
  const bool from_buffer = has_left_over();
  if (from_buffer) in_.append(bytes);
  std::string_view view = from_buffer ? std::string_view(in_).substr(at_) : bytes;
  advance(view, admit);
  keep(view, from_buffer);
  return state_;
}

void RequestReader::advance(std::string_view& view, const Admit& admit) {
  if (state_ == State::idle && !view.empty()) state_ = State::head;
  if (state_ == State::head && !read_head(view, admit)) return;
  if (state_ != State::body) return;
  const size_t before = view.size();
  auto refused = body_->feed(view);
  body_seen_ += before - view.size();
  if (before > view.size()) wants_continue_ = false;
  if (refused) return refuse(*std::move(refused));
  if (body_->done()) state_ = State::complete;
}

// True when the head is complete and accepted.
bool RequestReader::read_head(std::string_view& view, const Admit& admit) {
  const size_t end = find_head_end(view, scanned_);
  if (end > max_head_bytes_ || (end == 0 && view.size() > max_head_bytes_)) {
    refuse({431, "the head is larger than " + std::to_string(max_head_bytes_) + " bytes"});
    return false;
  }
  if (end == 0) return false;
  scanned_ = 0;
  auto parsed = parse_head(view.substr(0, end));
  view.remove_prefix(end);
  if (auto* refused = std::get_if<HttpRefusal>(&parsed)) {
    refuse(std::move(*refused));
    return false;
  }
  head_ = std::move(*std::get_if<RequestHead>(&parsed));
  auto admitted = admit(*head_);
  if (auto* refused = std::get_if<HttpRefusal>(&admitted)) {
    refuse(std::move(*refused));
    return false;
  }
  body_.emplace(*head_, *std::get_if<size_t>(&admitted));
  body_seen_ = 0;
  wants_continue_ = head_->expects_continue && !body_->done();
  state_ = State::body;
  return true;
}

void RequestReader::keep(std::string_view rest, bool from_buffer) {
  if (state_ == State::refused) rest = {};
  if (rest.empty()) {
    // An idle connection should cost little: thousands of them wait.
    if (in_.capacity() > 1024) {
      in_ = std::string();
    } else {
      in_.clear();
    }
    at_ = 0;
  } else if (from_buffer) {
    at_ = in_.size() - rest.size();
  } else {
    in_.assign(rest);
    at_ = 0;
  }
}

void RequestReader::refuse(HttpRefusal refusal) {
  refusal_ = std::move(refusal);
  state_ = State::refused;
  body_.reset();
}

bool RequestReader::take_continue() { return std::exchange(wants_continue_, false); }

RequestHead RequestReader::take() {
  RequestHead head = *std::move(head_);
  head.request.body = body_->take();
  head_.reset();
  body_.reset();
  state_ = State::idle;
  return head;
}

std::string RequestReader::take_left_over() {
  auto rest = std::exchange(in_, {}).substr(std::exchange(at_, 0));
  scanned_ = 0;
  return rest;
}

}  // namespace hallway
