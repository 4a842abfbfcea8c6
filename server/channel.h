#pragma once
// What one can listen to, by the names of the Mastodon API: "user", "public:local", "hashtag", ...
// Whether something that happened belongs there for somebody is asked of the timelines themselves.

#include <string>
#include <string_view>
#include <vector>

#include "federation/live_event.h"
#include "federation/public_timeline.h"
#include "storage/values/result.h"

namespace hallway {

struct Channel {
  enum class Kind : uint8_t { user, user_notification, everybody, tag, list, direct };
  Kind kind = Kind::user;
  std::string name;     // as clients call it
  Selection selection;  // of `everybody` and `tag`
  Id list_id;           // of `list`

  // As frames name it: the name, and what it is of.
  [[nodiscard]] std::vector<std::string> path() const;
  [[nodiscard]] bool tells_notifications() const {
    return kind == Kind::user || kind == Kind::user_notification;
  }
  friend bool operator==(const Channel& a, const Channel& b) { return a.path() == b.path(); }
};

// Which hashtag or list, for the channels that are of one.
struct ChannelOf {
  std::string_view tag, list;
};
// Fails with invalid.
Result<Channel> parse_channel(std::string_view name, const ChannelOf& of);
// A token needs one of these (server/oauth/scopes.h).
std::string_view scope_for(const Channel& channel);

// Whether `person` is to be told of `event` there.
bool takes(const ReadTxn& txn, const Home& home, Id person, const Channel& channel,
           const LiveEvent& event);

}  // namespace hallway
