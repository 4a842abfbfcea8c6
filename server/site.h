#pragma once
// What a node calls itself and which colour it has. An administrator sets it at the page while the
// node runs, and it is kept in the store; what hallway.toml says wins, so that an operator's word
// stands whatever is set here.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "federation/alt_text.h"
#include "server/config.h"
#include "storage/store.h"
#include "storage/values/iri.h"

namespace hallway {

class Node;

struct Site {
  std::string name;         // the domain where nobody named it
  std::string description;  // may be empty
  std::string accent;       // one of accents()
  Iri logo, logo_icon;      // as it was brought, and in a square; empty: none
  AltText alt_text = AltText::ask;
};

// The colours that a node can have, the usual one first. Each is known to both style sheets
// (server/style.cc, frontend/src/styles.css), light and dark, and can be read on what it stands on.
std::span<const std::string_view> accents();

Site site_of(const ReadTxn& txn, const Node& node);
// Where the store cannot be read: what the configuration says.
Site site_of(const Node& node);

// What hallway.toml says, and the page therefore cannot change.
struct FixedSite {
  bool name = false, description = false;
};
FixedSite fixed_site(const Config& config);

struct SiteChange {
  std::optional<std::string> name, description, accent, alt_text;
  std::optional<std::string> logo;  // the bytes of a picture; empty: none any more
};
// `by`: the account that does it; empty: an operator. Errors: invalid (too long, no such colour or
// rule, no picture), too_large, conflict (hallway.toml says it), and those of keeping a picture.
Result<Site> set_site(Node& node, const SiteChange& change, std::string_view by);

}  // namespace hallway
