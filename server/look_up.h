#pragma once
// Host names to addresses, for a client that goes through a proxy: with one the client opens no
// socket to the host itself, and whoever decides which addresses may be reached has to know them
// before. On a few threads of its own, since the C library's look-up waits.

#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "storage/values/ip.h"
#include "storage/values/time.h"

namespace hallway {

struct LookUpOptions {
  size_t most_waiting = 20'000;    // questions, and hosts
  Duration remember = minutes(1);  // an answer, also that a name means nothing
  // Waits; empty where the name means nothing. The C library's where it is not said.
  std::function<std::vector<IpAddress>(const std::string& host)> find;
};

class LookUp {
 public:
  using Addresses = std::vector<IpAddress>;
  // Empty where the name means nothing, or nobody said so in time.
  using Answer = std::function<void(const Addresses&)>;

  explicit LookUp(LookUpOptions options = {});
  // Answers those that wait with nothing; waits for those that are being looked up.
  ~LookUp();
  LookUp(const LookUp&) = delete;
  LookUp& operator=(const LookUp&) = delete;

  // `answer` is called once: at once for an address, a name of this machine ("*.localhost",
  // RFC 6761 §6.3) or one that is remembered, else on a thread of this, after `patience` at the
  // latest. False, and no answer, where too many wait. Any thread.
  [[nodiscard]] bool ask(const std::string& host, Duration patience, Answer answer);

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Question {
    std::string host;
    Moment until;
    Answer answer;
  };
  void work();
  void keep_time();
  // Under the lock, all of them.
  [[nodiscard]] const Addresses* remembered(const std::string& host);
  void remember(const std::string& host, const Addresses& addresses);
  [[nodiscard]] bool is_wanted(const std::string& host);
  [[nodiscard]] Answer take(uint64_t number);
  [[nodiscard]] std::vector<Answer> take_all_of(const std::string& host);
  [[nodiscard]] std::vector<Answer> take_late();

  const LookUpOptions options_;
  std::mutex mutex_;
  std::condition_variable asked_, due_;
  bool stopping_ = false;
  uint64_t last_ = 0;                                            // number of a question
  std::map<uint64_t, Question> questions_;                       // that wait, by number
  std::set<std::pair<Moment, uint64_t>> deadlines_;              // of them
  std::unordered_map<std::string, std::set<uint64_t>> waiting_;  // for a host that is looked up
  std::deque<std::string> hosts_;                                // whose turn has not come yet
  std::unordered_map<std::string, Addresses> known_;
  std::deque<std::pair<Moment, std::string>> forgetting_;  // what is known, the oldest first
  std::array<std::thread, 16> threads_;
  std::thread timekeeper_;
};

}  // namespace hallway
