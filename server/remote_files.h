#pragma once
// Files of other nodes that were looked at here: DIR/cache, apart from what this node's people
// brought, never more than [media] cache_mib. Fetched when first looked at, with the guards of
// every fetch; pictures are made anew by hallway-media, films and sounds stay as they are, as this
// node decodes none. What was looked at longest ago goes first. No backup holds them.

#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

#include "server/routes.h"
#include "storage/values/iri.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

class Node;
struct RemoteFileAsked;

class RemoteFiles {
 public:
  struct File {
    std::filesystem::path path;
    std::string_view media_type;
    std::string tag;
  };
  // The file, in the form that was asked for (server/remote_address.h). Waits for the network where
  // it is not here yet; several who ask for the same wait for one fetch, and whoever comes soon
  // after one in vain hears the same. Any thread. Errors: not_found (it is not there, none that is
  // shown, or refused by policy), too_large, limited (too many are being fetched), unavailable,
  // full.
  Result<File> get(Node& node, const RemoteFileAsked& asked);

  // Removes what is too much. One thread.
  void sweep(Node& node);

 private:
  class Turn;
  Result<void> begin(const std::string& name, Time now);
  void end(const std::string& name, const Result<void>& outcome, Time now);
  Result<void> fetch(Node& node, const RemoteFileAsked& asked);

  std::mutex mutex_;
  std::condition_variable ended_;
  std::set<std::string> under_way_;
  struct Failure {
    Time at;
    Error error;
  };
  std::map<std::string, Failure> failed_;
  int waiting_ = 0;
  bool grown_ = true;  // since the last sweep
};

// /media/{kind}/{id}/{what}/{signature}
Result<Response> show_remote_file(Node& node, const Call& call);

}  // namespace hallway
