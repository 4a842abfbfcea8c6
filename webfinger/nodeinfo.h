#pragma once
// NodeInfo 2.0 and 2.1 and their discovery document (FEP-0151). Pure.

#include <cstdint>
#include <string>

#include "storage/values/iri.h"
#include "storage/values/json.h"

namespace hallway {

struct NodeFacts {
  std::string version;
  std::string name;
  std::string description;
  bool open_registrations = false;
  uint64_t users = 0, active_month = 0, active_halfyear = 0, local_posts = 0;
};

Json nodeinfo_discovery(const Iri& base);
// `minor` 0 or 1. metadata.upstream.name is "mastodon": clients detect the API by it.
Json nodeinfo(const NodeFacts& facts, int minor);

// Name and version of somebody's software, and whether its discovery link stays on its own origin.
struct PeerSoftware { std::string name, version; };
Result<Iri> parse_nodeinfo_discovery(std::string_view body, const Iri& asked);
Result<PeerSoftware> parse_nodeinfo(std::string_view body);

}  // namespace hallway
