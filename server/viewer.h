#pragma once
// Who reads an object here: over signed HTTP another node, with a token somebody of this one, as a
// destination for policy.

#include <array>
#include <optional>

#include "federation/authenticate.h"
#include "federation/policy.h"

namespace hallway {

class Node;

class Viewer {
 public:
  // Anybody.
  Viewer() = default;

  // Whose token the request shows (scope read, or read:statuses), else its signer. Unsigned, or
  // signed by nobody we can verify now: anybody in open mode, unauthenticated in allowlist mode. A
  // signer whom policy refuses is forbidden in both. May wait for the network (an unknown key); not
  // inside a transaction. Errors: those of Authenticator::authenticate, and of api::caller_of where
  // there is a token.
  static Result<Viewer> of(Node& node, const Request& request);

  // Borrows from this.
  [[nodiscard]] Destination destination() const;

 private:
  Id person_;
  std::optional<Sender> sender_;
  std::array<Id, 1> people_{};
};

}  // namespace hallway
