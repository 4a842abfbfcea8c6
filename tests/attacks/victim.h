#pragma once
// The node that is attacked: all of it, in this process, with its listener, its client and its
// workers, on a loopback address of its own. It may talk to anybody (mode open, plain http), and of
// the private addresses reach only what the test permits. Alice and Bob live there.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "server/running_node.h"
#include "storage/follows.h"
#include "storage/posts.h"
#include "tests/attacks/host.h"
#include "tests/support/loopback.h"
#include "tests/support/store.h"

namespace hallway::test {

// Where strangers live; the victim lives in 127.0.53.0/24, and everything else is its intranet.
inline const std::string kStrangers = "127.0.54.0/24";

class Victim {
 public:
  // A copy of a node that is made once per process: opens in milliseconds, remembers nothing.
  Victim();
  // With other private ranges that it may reach, and with what it has stored by now.
  void restart(const std::vector<std::string>& permits);

  Node& node() { return running_->node(); }
  [[nodiscard]] std::string domain() const;
  [[nodiscard]] std::string at(std::string_view path) const;
  [[nodiscard]] std::string alice() const { return at("/users/alice"); }
  [[nodiscard]] std::string bob() const { return at("/users/bob"); }

  // A POST of `activity`, signed by `by` for this node, not yet sent.
  [[nodiscard]] OutboundRequest post(const Json& activity, const Stranger& by,
                                     std::string_view path = "/inbox") const;
  // The same of a body that is no JSON, or that no library of JSON would write.
  [[nodiscard]] OutboundRequest post_bytes(std::string body, const Stranger& by,
                                           std::string_view path = "/inbox") const;
  // Sends these very bytes, whatever they are signed for, on a connection of their own.
  [[nodiscard]] RawAnswer send(const OutboundRequest& request) const;
  [[nodiscard]] RawAnswer get(std::string_view target, std::string_view headers = {}) const;
  // What `who` gets for their signature.
  [[nodiscard]] RawAnswer get_as(const Stranger& who, std::string_view path) const;
  // The page of her own that Alice sees with a browser.
  [[nodiscard]] RawAnswer page_of_alice();
  // What Alice finds when she pastes `text` into the search field.
  [[nodiscard]] Json search(const std::string& text) const;

  // Reads what `stranger` publishes of themselves and keeps it, as for somebody met before.
  Actor meet(const Stranger& stranger);
  void put_follow(const Iri& follower, const Iri& followee, FollowState state, const Iri& activity);

  // How many rows each table holds, and where the log ends.
  using Stored = std::map<std::string, uint64_t>;
  [[nodiscard]] Stored stored();
  // What differs by now, as "posts: 1, was 0"; empty where nothing was stored.
  [[nodiscard]] std::vector<std::string> changes(const Stored& before);
  [[nodiscard]] std::optional<Post> find_post(const std::string& iri);
  [[nodiscard]] std::optional<Actor> find_actor(const std::string& iri);
  // Waits until nothing is owed to anybody and no fetch is due. False where that takes too long.
  bool settle();

 private:
  TempDir dir_;
  std::unique_ptr<RunningNode> running_;
  std::string cookie_;  // of Alice, who signs in once
};

// An OutboundRequest as it goes over the wire.
std::string bytes_of(const OutboundRequest& request);

}  // namespace hallway::test
