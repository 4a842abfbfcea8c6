#pragma once
// Bytes on their way from whoever has them to a connection that may be slow: a queue with a cap.
// Whoever puts is told at once when it is over; nobody ever waits, and memory cannot grow. All
// functions are for any thread.

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace hallway {

class Pipe {
 public:
  // `cap`: bytes that may wait to be taken.
  explicit Pipe(size_t cap) : cap_(cap) {}
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  // False once it is closed, and where `bytes` would be too many: then it is broken, and what waits
  // in it is dropped.
  bool put(std::string_view bytes);
  // Nothing more will be put after `last`.
  void close(std::string_view last = {});

  struct Taken {
    std::string bytes;
    bool closed = false;  // after these
    bool broken = false;
  };
  Taken take();
  [[nodiscard]] size_t waiting() const;
  [[nodiscard]] bool open() const;

  // Rung when there is something to take that was not there before, at once where there is already.
  // It must be quick and must not call back.
  void on_bytes(std::function<void()> bell);
  // Rung once, at the next take().
  void on_room(std::function<void()> bell);

 private:
  enum class State { open, closed, broken };
  void ring(bool was_quiet);

  const size_t cap_;
  mutable std::mutex mutex_;
  std::string bytes_;
  State state_ = State::open;
  std::function<void()> bell_, room_;
};

}  // namespace hallway
