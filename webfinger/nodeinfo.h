#pragma once
// NodeInfo 2.0 and 2.1 and their discovery document (FEP-0151). Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/values/iri.h"
#include "storage/values/json.h"

namespace hallway {

struct NodeFacts {
  std::string version;
  std::string name;
  std::string description;
  bool open_registrations = false;
  std::optional<Iri> repository, homepage;  // of the software; only 2.1 has a place for them
  uint64_t users = 0, active_month = 0, active_halfyear = 0, local_posts = 0;
};

// `base` is "https://design.example/"; the documents lie at nodeinfo/2.0 and nodeinfo/2.1 under it.
Json nodeinfo_discovery(const Iri& base);
// `minor` 0 or 1. metadata.upstream.name is "mastodon": clients detect the API by it.
Json nodeinfo(const NodeFacts& facts, int minor);

// Name and version of somebody's software, as they say it.
struct PeerSoftware {
  std::string name, version;
};
// The newest document that the discovery document found at `asked` names. Fails with invalid where
// none of its links stays within the origin of `asked` (attack 25).
Result<Iri> parse_nodeinfo_discovery(std::string_view body, const Iri& asked);
// Fails with invalid without a software name of 1 to 100 bytes.
Result<PeerSoftware> parse_nodeinfo(std::string_view body);

}  // namespace hallway
