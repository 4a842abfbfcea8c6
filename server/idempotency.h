#pragma once
// Answers to requests that a client may send twice (Idempotency-Key): for an hour, in memory. A
// restart forgets them, as the client API allows. Any thread.

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
  // What `account` made with `key` before, if it was within the hour before `now`.
  std::optional<Id> find(Id account, const std::string& key, Time now);
  void put(Id account, const std::string& key, Id made, Time now);

 private:
  struct Made {
    Id id;
    Time at;
  };
  void forget_old(Time now);

  std::mutex mutex_;
  std::map<std::pair<Id, std::string>, Made> made_;
};

}  // namespace hallway
