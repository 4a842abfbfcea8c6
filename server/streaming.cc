// The side of Listener::Loop that has no requests: connections whose answer came with a Stream.

#include <sys/eventfd.h>

#include "server/event_loop.h"

namespace hallway {

void StreamMail::post(Origin origin) {
  std::lock_guard lock(mutex_);
  origins_.push_back(origin);
  if (origins_.size() == 1 && wake_ >= 0) eventfd_write(wake_, 1);
}

std::vector<Origin> StreamMail::take() {
  std::lock_guard lock(mutex_);
  return std::exchange(origins_, {});
}

void StreamMail::close() {
  std::lock_guard lock(mutex_);
  wake_ = -1;
}

void Listener::Loop::begin_stream(Connection& connection, Answer answer) {
  connection.stream = std::move(answer.stream);
  ++counts_.streams;
  connection.transport.queue(std::move(answer.head));
  connection.progress = connection.transport.sent();
  deadlines_.set(connection, Wait::streaming, now_);
  const auto early = connection.reader.take_left_over();
  if (!early.empty()) connection.stream->hear(early);
  if (stopping_) connection.stream->leave();
  connection.stream->pipe().on_bytes(
      [mailbox = mailbox_, origin = connection.origin] { mailbox->post(origin); });
  again_.push_back(connection.origin);
}

void Listener::Loop::take_mail() {
  for (const Origin origin : mailbox_->take()) {
    Connection* connection = find(origin);
    if (connection != nullptr && connection->stream) pump(*connection);
  }
}

void Listener::Loop::hear_some(Connection& connection) {
  if (!pump(connection)) return;
  const auto got = connection.transport.read(scratch_);
  if (got.io == Transport::Io::closed) return close(connection);
  if (got.io == Transport::Io::blocked) return;
  connection.stream->hear({scratch_.data(), got.bytes});
  if (connection.transport.readable()) again_.push_back(connection.origin);
}

// Sends what waits; more is taken from the pipe only once all of that has gone, so that what a slow
// reader leaves is counted there. False where the connection is over.
bool Listener::Loop::pump(Connection& connection) {
  for (;;) {
    const auto io = connection.transport.flush();
    if (io == Transport::Io::blocked) return true;
    auto taken =
        io == Transport::Io::done ? connection.stream->pipe().take() : Pipe::Taken{.broken = true};
    if (taken.broken) {
      close(connection);
      return false;
    }
    if (taken.bytes.empty()) {
      if (taken.closed) linger(connection);
      return !taken.closed;
    }
    connection.transport.queue(std::move(taken.bytes));
  }
}

void Listener::Loop::on_beat(Connection& connection) {
  const size_t sent = connection.transport.sent();
  if (!connection.transport.flushed() && std::exchange(connection.progress, sent) == sent) {
    ++counts_.timed_out;
    return close(connection);
  }
  connection.progress = sent;
  deadlines_.set(connection, Wait::streaming, now_);
  connection.stream->beat();
}

void Listener::Loop::say_farewell() {
  for (Connection* connection : deadlines_.waiting(Wait::streaming)) connection->stream->leave();
}

}  // namespace hallway
