#pragma once
// Host names to addresses, for a client that goes through a proxy: with one the client opens no
// socket to the host itself, and whoever decides which addresses may be reached has to know them
// before. On a few threads of its own, since the C library's look-up waits.

#include <array>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "storage/values/ip.h"

namespace hallway {

class LookUp {
 public:
  // Empty where the name means nothing (or nobody could be asked).
  using Answer = std::function<void(const std::vector<IpAddress>&)>;

  LookUp();
  // Answers those that wait with nothing; waits for those that are being looked up.
  ~LookUp();
  LookUp(const LookUp&) = delete;
  LookUp& operator=(const LookUp&) = delete;

  // `answer` is called once: at once for an address or a name of this machine ("*.localhost",
  // RFC 6761 §6.3), else on a thread of this. Any thread.
  void ask(const std::string& host, Answer answer);

 private:
  struct Question {
    std::string host;
    Answer answer;
  };
  void work();
  std::mutex mutex_;
  std::condition_variable asked_;
  std::deque<Question> questions_;
  bool stopping_ = false;
  std::array<std::thread, 16> threads_;
};

}  // namespace hallway
