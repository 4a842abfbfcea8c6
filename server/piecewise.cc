// The side of Listener::Loop that sends bodies which are not held in memory (server/body.h): the
// next piece is read, by threads of their own, once the one before has gone. However long a body
// is, a connection holds one piece of it.

#include "server/event_loop.h"

namespace hallway {

void Listener::Loop::begin_body(Connection& connection, Answer answer) {
  connection.source = std::move(answer.source);
  connection.source_left = connection.source->size();
  send(connection, std::move(answer.head), std::move(answer.body), answer.keep_alive);
}

// No deadline meanwhile: whoever is to read waits for us.
void Listener::Loop::ask_for_piece(Connection& connection) {
  Job job{.origin = connection.origin, .source = connection.source};
  if (!readers_.offer(job)) return close(connection);
  deadlines_.set(connection, Wait::handler, now_);
}

void Listener::Loop::read_piece(const Job& job) {
  auto piece = job.source->read();
  readers_.answer({.origin = job.origin, .body = piece.ok() ? std::move(*piece) : std::string()});
}

void Listener::Loop::take_pieces() {
  readers_.collect(answers_);
  for (Answer& piece : answers_) {
    Connection* connection = find(piece.origin);
    if (connection == nullptr || !connection->source) continue;  // hung up meanwhile
    const bool sound = !piece.body.empty() && piece.body.size() <= connection->source_left;
    if (!sound) {
      close(*connection);
      continue;
    }
    connection->source_left -= piece.body.size();
    if (connection->source_left == 0) connection->source.reset();
    connection->transport.queue(std::move(piece.body));
    connection->progress = connection->transport.sent();
    deadlines_.set(*connection, Wait::writing, now_);
    write_some(*connection);
  }
}

}  // namespace hallway
