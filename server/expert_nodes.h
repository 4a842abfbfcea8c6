#pragma once
// Asks other nodes who knows about something: those that agreed, all at once, for a bounded time.
// What comes later is kept for a minute, so that who asks again has it; who waits for it is told.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "federation/expert_sum.h"
#include "federation/fetch.h"
#include "storage/peers.h"

namespace hallway {

inline constexpr Duration kExpertPatience = milliseconds(300);

class ExpertNodes {
 public:
  // All outlive this.
  ExpertNodes(const Home& home, Store& store, Fetcher& fetcher, HttpClient& client,
              const Clock& clock);
  ~ExpertNodes();

  enum class State { answered, declined, timed_out, failed };
  struct Node {
    Domain domain;
    State state = State::timed_out;
    size_t people = 0;
  };
  struct Outcome {
    ExpertPeopleAsked asked;  // with what all who answered have
    std::vector<TheirExpert> people;
    std::vector<Node> nodes;  // that were asked, by name
  };
  // `sum`: the question, with what this node has. Waits for at most `patience`; not on a thread
  // that runs the client's answers. Any thread.
  Outcome ask(ExpertSum sum, Duration patience = kExpertPatience);

  // How many answers came after those who had asked gave up waiting. `bell` is rung for each, on a
  // thread of the client's; nullptr: nobody waits.
  [[nodiscard]] uint64_t late() const;
  void on_late(std::function<void()> bell);

 private:
  struct Kept;
  struct Round;
  class Asking;
  // Those to be asked, as if they had not answered yet; who is known to be down has failed.
  std::vector<Node> agreed();

  const Home& home_;
  Store& store_;
  Fetcher& fetcher_;
  HttpClient& client_;
  const Clock& clock_;
  std::shared_ptr<Kept> kept_;  // with answers that come after all
  // With whom it was agreed, as of a commit: a node may know thousands of others.
  std::mutex mutex_;
  std::vector<Peer> agreed_;
  std::optional<uint64_t> agreed_at_;
};

std::string_view name_of(
    ExpertNodes::State state);  // "answered", "declined", "timed-out", "failed"

}  // namespace hallway
