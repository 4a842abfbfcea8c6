// The HTTP side of Listener::Loop: what happens on one connection, from the first byte to the last.

#include <algorithm>

#include "server/event_loop.h"
#include "server/forwarded.h"
#include "server/log.h"
#include "storage/values/json.h"
#include "storage/values/time.h"

namespace hallway {
namespace {

// Of what is still sent after a refusal: a proxy that cannot send on may take that for our failure.
constexpr size_t kMaxDiscard = 16 * 1024 * 1024;
constexpr size_t kMaxDiscardAtOnce = 256 * 1024;  // then the others have their turn
constexpr size_t kJoinBelow = 16 * 1024;          // bodies that are copied behind their head
// A body that keeps this pace may take longer than its deadline.
constexpr size_t kMinBytesPerSecond = 16 * 1024;
constexpr size_t kMinBytesTaken = 4 * 1024;

std::string_view http_date_now() {
  thread_local Time made;
  thread_local std::string text;
  Time now = SystemClock().now();
  if (now.ms / 1000 != made.ms / 1000 || text.empty()) {
    made = now;
    text = to_http_date(now);
  }
  return text;
}

Response response_of(const HttpRefusal& refusal) {
  Response response;
  response.status = refusal.status;
  response.headers.add("Content-Type", "application/json; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  if (refusal.status == 503) response.headers.add("Retry-After", "2");
  response.body = dump_json(Json{{"error", refusal.why}});
  return response;
}

bool wants_close(const Response& response) {
  auto connection = response.headers.find("Connection");
  return connection && equal_ignoring_case(*connection, "close");
}

}  // namespace

void Listener::Loop::drive(Connection& connection) {
  switch (connection.wait) {
    case Wait::handshake: return shake_hands(connection);
    case Wait::idle:
    case Wait::head:
    case Wait::body: return read_some(connection);
    case Wait::handler: return;  // backpressure: nothing is read meanwhile
    case Wait::writing: return write_some(connection);
    case Wait::lingering: return discard_some(connection);
    case Wait::streaming: return hear_some(connection);
  }
}

void Listener::Loop::shake_hands(Connection& connection) {
  auto io = connection.transport.handshake();
  if (io == Transport::Io::closed) return close(connection);
  if (io == Transport::Io::blocked) return;
  deadlines_.set(connection, Wait::idle, now_);
  read_some(connection);
}

void Listener::Loop::read_some(Connection& connection) {
  const Origin origin = connection.origin;
  if (connection.reader.has_left_over() && connection.wait == Wait::idle) {
    advance(connection, {});
    again_.push_back(origin);
    return;
  }
  auto got = connection.transport.read(scratch_);
  if (got.io == Transport::Io::closed) return close(connection);
  if (got.io == Transport::Io::blocked) return;
  advance(connection, {scratch_.data(), got.bytes});
  // One read a round, so that nobody who sends a lot keeps the others waiting.
  Connection* still = find(origin);
  if (still != nullptr && still->transport.readable()) again_.push_back(origin);
}

void Listener::Loop::advance(Connection& connection, std::string_view bytes) {
  auto& reader = connection.reader;
  const auto before = reader.state();
  const auto state = reader.feed(
      bytes, [this, &connection](const RequestHead& head) { return admit(connection, head); });
  count_body(connection, reader.body_bytes());
  switch (state) {
    case RequestReader::State::idle: return;
    case RequestReader::State::head:
      if (before != state) deadlines_.set(connection, Wait::head, now_);
      return;
    case RequestReader::State::body:
      if (before != state) {
        connection.progress = 0;
        deadlines_.set(connection, Wait::body, now_);
      }
      if (!has_room(connection, reader.body_bytes(), /*more=*/0)) {
        return refuse(connection, {503, "too many bodies at once"}, /*keep_alive=*/false);
      }
      if (reader.take_continue()) {
        connection.transport.queue("HTTP/1.1 100 Continue\r\n\r\n");
        if (connection.transport.flush() == Transport::Io::closed) close(connection);
      }
      return;
    case RequestReader::State::complete: return dispatch(connection);
    case RequestReader::State::refused:
      return refuse(connection, reader.refusal(), /*keep_alive=*/false);
  }
}

void Listener::Loop::count_body(Connection& connection, size_t bytes) {
  auto& sum = connection.upload ? counts_.uploading : counts_.buffered;
  sum += bytes;
  sum -= connection.buffered;
  connection.buffered = bytes;
}

// For `more` bytes of a body of that size. A small body comes in beside large ones that take their
// time, too.
bool Listener::Loop::has_room(const Connection& connection, size_t body, size_t more) const {
  constexpr size_t kSmall = 64 * 1024;
  if (connection.upload) return counts_.uploading + more <= options_.max_upload_bytes;
  const auto most = options_.max_buffered_bytes;
  return counts_.buffered + more <= (body <= kSmall ? 2 * most : most);
}

std::variant<size_t, HttpRefusal> Listener::Loop::admit(Connection& connection,
                                                        const RequestHead& head) {
  const auto& request = head.request;
  if (connection.over_limit && !(options_.health && options_.health(request.path))) {
    return HttpRefusal{503, "too many connections"};
  }
  const auto limit = options_.body_limit ? options_.body_limit(request) : options_.max_body_bytes;
  connection.upload = limit > options_.max_body_bytes;
  const size_t length = head.content_length.value_or(0);
  if (head.has_body() && !has_room(connection, length, length)) {
    return HttpRefusal{503, "too many bodies at once"};
  }
  return limit;
}

void Listener::Loop::dispatch(Connection& connection) {
  const size_t body_bytes = connection.reader.body_bytes();
  RequestHead head = connection.reader.take();
  Request& request = head.request;
  request.scheme = connection.transport.encrypted() ? "https" : "http";
  apply_forwarded(request, connection.peer, options_.trusted_proxies);
  const bool keep_alive = head.keep_alive && !connection.over_limit && !stopping_;
  if (options_.health && (request.method == "GET" || request.method == "HEAD")) {
    if (auto response = options_.health(request.path)) {
      auto text = format_head(*response, {.date = http_date_now(), .keep_alive = keep_alive});
      if (request.method == "HEAD") response->body.clear();
      return send(connection, std::move(text), std::move(response->body), keep_alive);
    }
  }
  Job job{connection.origin, std::move(request), keep_alive};
  if (!pool_.offer(job)) {
    return refuse(connection, {503, "too many requests at once"}, keep_alive);
  }
  count_body(connection, body_bytes);
  ++counts_.requests;
  ++counts_.in_flight;
  deadlines_.set(connection, Wait::handler, now_);
}

// The answer that one request is owed, from whichever thread has it.
class Listener::Loop::Reply {
 public:
  Reply(Loop& loop, Origin origin, bool keep_alive, bool head_only)
      : loop_(loop), origin_(origin), keep_alive_(keep_alive), head_only_(head_only) {}
  ~Reply() {
    if (!given_) give(response_of({500, "something went wrong here"}));
  }
  Reply(const Reply&) = delete;

  void give(Response response) {
    if (std::exchange(given_, true)) return;
    if (response.stream) return begin(std::move(response));
    const bool keep_alive = keep_alive_ && !loop_.stop_asked_ && !wants_close(response);
    Answer answer{.origin = origin_, .keep_alive = keep_alive};
    answer.head = format_head(response, {.date = http_date_now(), .keep_alive = keep_alive});
    if (!head_only_ && may_have_body(response.status)) {
      answer.body = std::move(response.body);
      if (response.source && response.source->size() > 0) answer.source = response.source;
    }
    if (answer.body.size() < kJoinBelow) answer.head.append(std::exchange(answer.body, {}));
    loop_.pool_.answer(std::move(answer));
  }

 private:
  void begin(Response response) {
    Answer answer{.origin = origin_, .keep_alive = false};
    answer.head =
        format_head(response, {.date = http_date_now(), .keep_alive = false, .streams = true});
    if (!head_only_) answer.stream = std::move(response.stream);
    loop_.pool_.answer(std::move(answer));
  }

  Loop& loop_;
  const Origin origin_;
  const bool keep_alive_, head_only_;
  bool given_ = false;
};

void Listener::Loop::work(Job job) {
  auto reply = std::make_shared<Reply>(*this, job.origin, job.keep_alive,
                                       /*head_only=*/job.request.method == "HEAD");
  const auto path = job.request.path;
  try {
    handler_(std::move(job.request),
             [reply](Response response) { reply->give(std::move(response)); });
  } catch (const std::exception& e) {
    log::error("handler.threw", {{"path", path}, {"what", e.what()}});
  } catch (...) {
    log::error("handler.threw", {{"path", path}});
  }
}

void Listener::Loop::refuse(Connection& connection, const HttpRefusal& refusal, bool keep_alive) {
  if (refusal.status == 503) {
    ++counts_.saturated;
  } else if (refusal.status == 408) {
    ++counts_.timed_out;
  } else {
    ++counts_.refused;
    ++counts_.refused_with.at(static_cast<size_t>(refusal.status - 400));
    log::debug("listener.refused", {{"status", refusal.status},
                                    {"reason", refusal.why},
                                    {"peer", to_string(connection.peer)}});
  }
  count_body(connection, 0);
  Response response = response_of(refusal);
  auto head = format_head(response, {.date = http_date_now(), .keep_alive = keep_alive});
  send(connection, std::move(head), std::move(response.body), keep_alive);
}

void Listener::Loop::send(Connection& connection, std::string head, std::string body,
                          bool keep_alive) {
  connection.closing = !keep_alive;
  connection.transport.queue(std::move(head));
  connection.transport.queue(std::move(body));
  connection.progress = connection.transport.sent();
  deadlines_.set(connection, Wait::writing, now_);
  write_some(connection);
}

void Listener::Loop::write_some(Connection& connection) {
  switch (connection.transport.flush()) {
    case Transport::Io::done:
      return connection.source ? ask_for_piece(connection) : after_answer(connection);
    case Transport::Io::blocked: return;
    case Transport::Io::closed: return close(connection);
  }
}

void Listener::Loop::after_answer(Connection& connection) {
  if (connection.closing || stopping_) return linger(connection);
  deadlines_.set(connection, Wait::idle, now_);
  // Pipelined requests come one a round: no recursion, and nobody else waits for all of them.
  if (connection.reader.has_left_over() || connection.transport.readable()) {
    again_.push_back(connection.origin);
  }
}

// Closing at once with unread bytes in the socket would reset the connection, and the answer might
// be lost on its way (RFC 9112 §9.6).
void Listener::Loop::linger(Connection& connection) {
  if (std::exchange(connection.stream, nullptr)) --counts_.streams;
  connection.transport.finish();
  deadlines_.set(connection, Wait::lingering, now_);
  discard_some(connection);
}

void Listener::Loop::discard_some(Connection& connection) {
  const size_t turn = connection.discarded + kMaxDiscardAtOnce;
  while (true) {
    if (connection.discarded >= turn) return again_.push_back(connection.origin);
    auto got = connection.transport.read(scratch_);
    if (got.io == Transport::Io::blocked) return;
    connection.discarded += got.bytes;
    if (got.io == Transport::Io::closed || connection.discarded > kMaxDiscard) {
      return close(connection);
    }
  }
}

void Listener::Loop::close(Connection& connection) {
  count_body(connection, 0);
  if (connection.stream) --counts_.streams;
  deadlines_.remove(connection);
  --counts_.connections;
  by_fd_[static_cast<size_t>(connection.origin.fd)].reset();
}

void Listener::Loop::on_deadline(Connection& connection) {
  switch (connection.wait) {
    case Wait::head:
      return refuse(connection, {408, "the head took too long"}, /*keep_alive=*/false);
    case Wait::body: {
      const size_t seen = connection.reader.body_bytes_seen();
      const auto enough =
          kMinBytesPerSecond * static_cast<size_t>(options_.body_deadline.ms) / 1000;
      if (seen - std::exchange(connection.progress, seen) >= enough) {
        return deadlines_.set(connection, Wait::body, now_);
      }
      return refuse(connection, {408, "the body took too long"}, /*keep_alive=*/false);
    }
    case Wait::writing: {
      const size_t sent = connection.transport.sent();
      if (sent - std::exchange(connection.progress, sent) >= kMinBytesTaken) {
        return deadlines_.set(connection, Wait::writing, now_);
      }
      break;
    }
    case Wait::streaming: return on_beat(connection);
    case Wait::handshake:
    case Wait::idle:
    case Wait::handler:
    case Wait::lingering: break;
  }
  if (connection.wait != Wait::lingering) ++counts_.timed_out;
  close(connection);
}

}  // namespace hallway
