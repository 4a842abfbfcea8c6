#pragma once
// Answers to requests that a client may send twice (Idempotency-Key): for an hour, in memory. A
// restart forgets them, as the client API allows. Requests with one key take turns, so that of two
// at once, too, only one makes something. Any thread.

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "storage/values/id.h"
#include "storage/values/time.h"

namespace hallway {

class Idempotency {
 public:
  // While it lives, others with the same account and key wait. Must not outlive the Idempotency.
  class Turn {
   public:
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&&) = delete;
    ~Turn();
    // What a request before made: the answer to this one, too.
    [[nodiscard]] std::optional<Id> made() const { return made_; }
    void keep(Id made, Time now);

   private:
    friend class Idempotency;
    using Key = std::pair<Id, std::string>;
    Turn(Idempotency* of, Key key, std::optional<Id> made)
        : of_(of), key_(std::move(key)), made_(made) {}
    Idempotency* of_;
    Key key_;
    std::optional<Id> made_;
  };

  // Waits for the turn of `account` with `key`. What was made longer than an hour before `now` is
  // forgotten.
  Turn begin(Id account, const std::string& key, Time now);

 private:
  struct Made {
    Id id;       // none yet: somebody's turn goes on
    Time at;     // forgotten an hour later
    bool taken;  // by a Turn
  };
  void end(const Turn::Key& key);
  void forget_old(Time now);

  std::mutex mutex_;
  std::condition_variable ended_;
  std::map<Turn::Key, Made> made_;
};

}  // namespace hallway
