#pragma once
// The loop behind Listener: one thread, one epoll, every socket.

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/connection.h"
#include "server/listener.h"

namespace hallway {

// Which connections have something to send that a Stream put into its pipe. Outlives the loop where
// somebody still puts.
class StreamMail {
 public:
  explicit StreamMail(int wake) : wake_(wake) {}
  void post(Origin origin);  // any thread
  std::vector<Origin> take();
  void close();  // wakes nobody any more

 private:
  std::mutex mutex_;
  int wake_;
  std::vector<Origin> origins_;
};

class Listener::Loop {
 public:
  Loop(ListenerOptions options, LaterHandler handler);
  ~Loop();
  Result<void> start();
  void stop(Duration grace);
  [[nodiscard]] uint16_t port() const { return port_; }
  [[nodiscard]] ListenerStats stats() const;

 private:
  // Setting up.
  Result<void> open_listening_socket();
  void run();

  // One round.
  void poll(int timeout_ms);
  [[nodiscard]] int timeout() const;
  void on_event(Connection& connection, uint32_t events);
  void expire();
  void on_deadline(Connection& connection);
  void take_answers();

  // Accepting.
  void accept_some();
  void adopt(int fd, const IpAddress& peer);
  void pause_accepting();
  void look_at_certificate();

  // One connection.
  void drive(Connection& connection);
  void shake_hands(Connection& connection);
  void read_some(Connection& connection);
  void advance(Connection& connection, std::string_view bytes);
  void count_body(Connection& connection, size_t bytes);
  [[nodiscard]] bool has_room(const Connection& connection, size_t body, size_t more) const;
  std::variant<size_t, HttpRefusal> admit(Connection& connection, const RequestHead& head);
  void dispatch(Connection& connection);
  void refuse(Connection& connection, const HttpRefusal& refusal, bool keep_alive);
  void send(Connection& connection, std::string head, std::string body, bool keep_alive);
  void write_some(Connection& connection);
  void after_answer(Connection& connection);
  void linger(Connection& connection);
  void discard_some(Connection& connection);
  void close(Connection& connection);

  // A body that is not held in memory (piecewise.cc).
  void begin_body(Connection& connection, Answer answer);
  void ask_for_piece(Connection& connection);
  void take_pieces();

  // A connection that has a Stream (streaming.cc).
  void begin_stream(Connection& connection, Answer answer);
  void take_mail();
  void hear_some(Connection& connection);
  bool pump(Connection& connection);
  void on_beat(Connection& connection);
  void say_farewell();
  [[nodiscard]] Connection* find(Origin origin) const;

  // On the pool's threads.
  class Reply;
  void work(Job job);
  void read_piece(const Job& job);

  void begin_stop();
  [[nodiscard]] bool may_end() const;

  ListenerOptions options_;
  const LaterHandler handler_;
  uint16_t port_ = 0;
  int epoll_ = -1;
  int listening_ = -1;
  int wake_ = -1;
  std::optional<Tls> tls_;
  int64_t certificate_seen_at_ = 0;
  int64_t accept_again_at_ = 0;  // 0: accepting
  int64_t now_ = 0;              // monotonic milliseconds, of this round
  bool work_waits_ = false;      // the pool wants another kick in a moment
  uint32_t next_serial_ = 1;
  std::vector<std::unique_ptr<Connection>> by_fd_;
  std::vector<Origin> again_;  // have more to do without a new event
  std::vector<Answer> answers_;
  std::vector<char> scratch_;
  Deadlines deadlines_;
  std::shared_ptr<StreamMail> mailbox_;
  HandlerPool pool_;
  HandlerPool readers_;  // of bodies; a disk or a server that hangs holds up these alone

  std::atomic<bool> stop_asked_ = false;
  std::atomic<int64_t> grace_ms_ = 0;
  bool stopping_ = false;
  int64_t stop_at_ = 0;
  std::mutex stop_mutex_;
  std::thread thread_;

  struct Counts {
    std::atomic<uint64_t> accepted = 0, requests = 0, refused = 0, saturated = 0, timed_out = 0;
    std::atomic<uint64_t> connections = 0, in_flight = 0, buffered = 0, uploading = 0, streams = 0;
    std::array<std::atomic<uint64_t>, 200> refused_with = {};  // from 400 on
  } counts_;
};

}  // namespace hallway
