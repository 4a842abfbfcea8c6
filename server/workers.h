#pragma once
// The threads that do what the node owes: one for deliveries, one for fetches, one for files
// that are to be made ready, one that keeps house, one that tells those who listen, one that sends
// pushes, one that indexes for search, one that asks again who knows, one that looks what people
// write about. Each sleeps until the bell of a commit or until something is due.

#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "server/node.h"

namespace hallway {

class Workers {
 public:
  // Takes the node's bell (Node::on_work). `node` outlives this.
  explicit Workers(Node& node);
  ~Workers();  // stop()
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Ends the threads after what they are doing. What is still owed stays in the store.
  void stop();

 private:
  // Where one thread waits: rung from outside, or until a time.
  class Doze {
   public:
    void ring();
    void wait(const std::stop_token& stop, Duration most);

   private:
    std::mutex mutex_;
    std::condition_variable_any wake_;
    bool rung_ = false;
  };
  // `work` returns how much it did; `next` when it should run again.
  struct Task {
    const char* name;
    std::function<size_t()> work;
    std::function<std::optional<Time>()> next;
  };
  // `steps`: by so many it gives way to the other threads.
  void start(size_t number, Doze& doze, const Task& task, int steps = 0);
  void run(const std::stop_token& stop, Doze& doze, const Task& task);
  Duration until(std::optional<Time> next, bool worked) const;

  Node& node_;
  Doze delivering_, fetching_, developing_, housekeeping_, telling_, pushing_, indexing_, asking_,
      watching_;
  std::array<std::jthread, 9> threads_;
};

}  // namespace hallway
