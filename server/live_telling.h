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
  const std::string& payload(Id reader, Id person, bool conversation);
  [[nodiscard]] std::string render(Id person, bool conversation) const;

  const ReadTxn& txn_;
  const Home& home_;
  const LiveEvent& event_;
  const Time now_;
  // By reader (none: whoever reads what all read), and whether it is told as a conversation.
  std::map<std::pair<Id, bool>, std::string> payloads_;
  std::map<std::pair<Id, std::string>, std::string> messages_;  // by reader, dialect and channel
};

}  // namespace hallway
