#pragma once
// "@alice@design.example", "alice@design.example", "acct:alice@design.example": a person's address.

#include <string>
#include <string_view>

#include "storage/values/iri.h"
#include "storage/values/result.h"

namespace hallway {

struct Handle {
  std::string name;  // as its owner writes it; compared without case
  Domain domain;
  friend bool operator==(const Handle&, const Handle&);  // without case

  // Fails with invalid. Name: 1 to 256 bytes of what RFC 7565 allows and of other scripts' letters,
  // neither beginning nor ending with . or -; what was percent-encoded is decoded, and may be
  // anything but spaces, control characters and '/'.
  static Result<Handle> parse(std::string_view text);
};
// "alice@design.example"; percent-encoded where needed, so that parsing gives the same handle.
std::string to_string(const Handle& handle);

// A name that an account of this node may have: 1 to 30 of a-z, A-Z, 0-9, _ . -, beginning and
// ending with a letter or digit; not one of the reserved names (inbox, api, admin, ...).
bool valid_local_name(std::string_view name);

}  // namespace hallway
