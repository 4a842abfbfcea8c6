#include "server/pipe.h"

#include <utility>

namespace hallway {

bool Pipe::put(std::string_view bytes) {
  std::lock_guard lock(mutex_);
  if (state_ != State::open) return false;
  const bool was_quiet = bytes_.empty();
  if (bytes.size() > cap_ - bytes_.size()) {
    state_ = State::broken;
    std::string().swap(bytes_);
  } else {
    bytes_.append(bytes);
  }
  ring(was_quiet || state_ == State::broken);
  return state_ == State::open;
}

void Pipe::close(std::string_view last) {
  std::lock_guard lock(mutex_);
  if (state_ != State::open) return;
  state_ = State::closed;
  bytes_.append(last);
  ring(/*was_quiet=*/true);
}

Pipe::Taken Pipe::take() {
  std::function<void()> room;
  Taken taken;
  {
    std::lock_guard lock(mutex_);
    taken = {.bytes = std::exchange(bytes_, {}),
             .closed = state_ == State::closed,
             .broken = state_ == State::broken};
    room = std::exchange(room_, nullptr);
  }
  if (room) room();
  return taken;
}

size_t Pipe::waiting() const {
  std::lock_guard lock(mutex_);
  return bytes_.size();
}

bool Pipe::open() const {
  std::lock_guard lock(mutex_);
  return state_ == State::open;
}

void Pipe::on_bytes(std::function<void()> bell) {
  std::lock_guard lock(mutex_);
  bell_ = std::move(bell);
  ring(!bytes_.empty() || state_ != State::open);
}

void Pipe::on_room(std::function<void()> bell) {
  std::lock_guard lock(mutex_);
  room_ = std::move(bell);
}

void Pipe::ring(bool was_quiet) {
  if (was_quiet && bell_) bell_();
}

}  // namespace hallway
