#pragma once
// One activity that somebody's program posted to their outbox (ActivityPub §6), and what every act
// asks of it.

#include <functional>
#include <string>

#include "federation/act.h"
#include "federation/post.h"
#include "server/api.h"

namespace hallway::social {

struct Submission {
  Node& node;
  const api::Caller& caller;
  std::string type;
  Json activity;  // whole: an object that came alone stands in a Create (§6.2.1)

  // What it is about, as it was written: a string or an object; null where there is none.
  [[nodiscard]] const Json& object() const;
};

// Who calls, if the outbox or inbox of the path is theirs. Errors: those of api::caller_of;
// forbidden (it is somebody else's), not_found (nobody's).
Result<api::Caller> owner_of(Node& node, const Call& call, std::string_view scopes);

// To whom it is addressed, itself and its object taken together (§6.2): Public in its full form,
// each once, at most 200 altogether; nothing but http(s) addresses.
Audience audience_of(const Submission& submission);

// Known here, or fetched from where they are. Errors: invalid (no address), not_found, and those
// of Resolver::resolve_address.
Result<Id> actor_named(const Submission& submission, const Json& named);
Result<Id> post_named(const Submission& submission, const Json& named);

// Does it, as who submitted it. Gives the id of the activity of `type` that this wrote, else what
// `known` says stood there before. Errors: those of `act`; conflict where neither is there: it was
// so before.
using Deed = std::function<Result<void>(Local&)>;
using Known = std::function<Iri(const Local&)>;
Result<Iri> do_and_name(const Submission& submission, std::string_view type, const Deed& deed,
                        const Known& known = {});

}  // namespace hallway::social
