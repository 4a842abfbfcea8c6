#pragma once
// One event in the words of the Mastodon API, written once for all to whom it reads the same.

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "server/subscriber.h"

namespace hallway {

class LiveTelling {
 public:
  // All outlive this.
  LiveTelling(const ReadTxn& txn, const Home& home, const LiveEvent& event, Time now)
      : txn_(txn), home_(home), event_(event), now_(now) {}

  // What `subscriber` is to be sent of it on `channel`.
  const std::string& message(const Subscriber& subscriber, const Channel& channel);
  [[nodiscard]] size_t rendered() const { return payloads_.size(); }

 private:
  [[nodiscard]] bool reads_alike(Id person) const;
  const std::string& payload(Id reader, Id person);

  const ReadTxn& txn_;
  const Home& home_;
  const LiveEvent& event_;
  const Time now_;
  std::map<Id, std::string> payloads_;                          // none: whoever reads what all read
  std::map<std::pair<Id, std::string>, std::string> messages_;  // by reader, dialect and channel
};

}  // namespace hallway
