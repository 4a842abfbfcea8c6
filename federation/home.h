#pragma once
// Who this node is, and the addresses of what it owns. Every local IRI is made here.

#include <optional>
#include <string>

#include "storage/posts.h"
#include "storage/values/id.h"
#include "storage/values/iri.h"

namespace hallway {

enum class Mode { allowlist, open };

struct Home {
  Iri base;       // "https://design.example/"
  Domain domain;  // "design.example", with ":port" where it is not the scheme's
  Mode mode = Mode::allowlist;
  std::string name;
  std::string description;
  // A secret with which this node signs the addresses under which it passes on others' files
  // (server/remote_address.h); empty: such files are shown where they are.
  std::string media_key;

  // Fails with invalid where `domain` cannot be one.
  static Result<Home> of(std::string_view domain, bool https, Mode mode);

  [[nodiscard]] Iri at(std::string_view path) const;  // `path` begins without '/'
  [[nodiscard]] Iri actor(std::string_view person) const {
    return at("users/" + std::string(person));
  }
  [[nodiscard]] Iri instance_actor() const { return at("actor"); }
  [[nodiscard]] Iri profile(std::string_view person) const { return at("@" + std::string(person)); }
  [[nodiscard]] Iri shared_inbox() const { return at("inbox"); }
  // "https://design.example/users/alice/statuses/1"; `type` is "statuses", "activities", ...
  [[nodiscard]] Iri thing(std::string_view person, std::string_view type, Id id) const;
  [[nodiscard]] Iri page(std::string_view person,
                         Id post) const;  // "https://design.example/@alice/1"

  [[nodiscard]] bool owns(const Iri& iri) const { return iri.same_origin(base); }
  [[nodiscard]] Label default_label() const {
    return mode == Mode::open ? Label::public_ : Label::partners;
  }
};

// The name under which the instance actor is stored; no person can have it.
inline constexpr std::string_view kInstanceActorName = "instance.actor";

inline constexpr std::string_view kPublic = "https://www.w3.org/ns/activitystreams#Public";
// Senders also write "as:Public" and "Public" (ActivityPub §5.6).
bool is_public_collection(std::string_view iri);

}  // namespace hallway
