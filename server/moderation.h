#pragma once
// What those who run a node do about others: the command line and the administrators' API both come
// here, and each deed is in the log. Blocks; not on the writer's thread. `by`, everywhere: the
// account that does it; empty: an operator.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/actors.h"
#include "storage/peers.h"
#include "storage/reports.h"

namespace hallway {

class Node;

// Nothing more is taken from somebody elsewhere, and nothing of theirs is shown; or it is again.
// `actor` need not be known yet. Returns them as stored. Fails with invalid for somebody of this
// node.
Result<Actor> set_blocked(Node& node, const Actor& actor, bool blocked, std::string_view by = {});

// Somebody, here or elsewhere, is shown to those who follow them and to who looks for them, and
// their notifications are held back from others; or all is as before. Fails with not_found.
Result<Actor> set_limited(Node& node, Id actor, bool limited, std::string_view by = {});

// All that somebody, here or elsewhere, posts is hidden until its reader wants to see it; or it is
// as its author has it again. Fails with not_found.
Result<Actor> set_sensitized(Node& node, Id actor, bool sensitized, std::string_view by = {});

// What another domain is to this node. Fails with invalid for this node's own domain.
struct Agreement {
  Relation relation = Relation::unknown;
  std::vector<Cidr> permits;
  std::string public_comment, private_comment;  // why
  bool limited = false;                         // each of its people is, as by set_limited
  ExpertConsent experts = ExpertConsent::by_relation;
};
Agreement agreement_with(const Peer& peer);  // as it is now
Result<Peer> set_agreement(Node& node, const Domain& domain, const Agreement& agreement,
                           std::string_view by = {});

// Changes a report: who takes care of it, what it is about, whether it was dealt with. `deed` names
// what is done: "ResolveReport". Fails with not_found.
Result<Report> change_report(Node& node, Id id, std::string_view deed,
                             const std::function<void(Report&)>& change, std::string_view by = {});

}  // namespace hallway
