#include "server/api/admin_domains.h"

#include <algorithm>

#include "server/api/admin.h"
#include "server/api/exact_time.h"
#include "server/moderation.h"
#include "server/node.h"

namespace hallway::api {
namespace {

constexpr std::string_view kReadAllows = "admin:read:domain_allows",
                           kWriteAllows = "admin:write:domain_allows",
                           kReadBlocks = "admin:read:domain_blocks",
                           kWriteBlocks = "admin:write:domain_blocks";
constexpr size_t kLongestComment = 2'000;

enum class Kind { allowed, blocked };

bool is_of(const Peer& peer, Kind kind) {
  if (kind == Kind::blocked) return peer.relation == Relation::blocked || peer.limited;
  return peer.relation != Relation::unknown && peer.relation != Relation::blocked;
}

Json peer_json(const Peer& peer, Kind kind) {
  Json out{{"id", to_string(peer.id)},
           {"domain", peer.domain.text()},
           {"created_at", exact_time(peer.related.ms ? peer.related : peer.first_seen)}};
  if (kind == Kind::allowed) return out;
  out["digest"] = hex(as_bytes_view(sha256(peer.domain.text())));
  const bool suspended = peer.relation == Relation::blocked;
  out["severity"] = suspended ? "suspend" : "silence";
  out["reject_media"] = suspended;
  out["reject_reports"] = suspended;
  out["private_comment"] = text_or_null(peer.private_comment);
  out["public_comment"] = text_or_null(peer.public_comment);
  out["obfuscate"] = false;
  return out;
}

Result<Response> list_answer(Node& node, const Call& call, Kind kind) {
  const auto params = TRY(Params::of_query(call.request));
  auto window = window_of(params, 200);
  window.limit = params.limit(100, 200);
  const Id above = std::max(window.since_id, window.min_id);
  const auto txn = TRY(node.read());
  std::vector<Peer> found;
  for_each_peer(txn, [&](const Peer& peer) {
    const bool within = peer.id > above && (!window.max_id || peer.id < window.max_id);
    if (within && is_of(peer, kind)) found.push_back(peer);
  });
  std::ranges::sort(found, std::greater{}, &Peer::id);
  if (found.size() > window.limit) {
    const auto limit = static_cast<std::ptrdiff_t>(window.limit);
    window.min_id ? found.erase(found.begin(), found.end() - limit)
                  : found.erase(found.begin() + limit, found.end());
  }
  Json out = Json::array();
  for (const auto& peer : found) out.push_back(peer_json(peer, kind));
  auto response = json_answer(out);
  if (!found.empty()) add_links(node, call, response, found.front().id, found.back().id);
  return response;
}

Result<Peer> find_named_peer(Node& node, const Call& call, Kind kind) {
  auto peer = find_peer(TRY(node.read()), parse_id(call["id"]).value_or(Id{}));
  if (!peer || !is_of(*peer, kind)) return fail(Code::not_found, "no such domain");
  return *std::move(peer);
}

Result<Domain> domain_in(const Params& params) {
  const auto text = params.text("domain");
  if (text.empty()) return fail(Code::invalid, "domain is missing");
  return Domain::parse(text);
}

Result<void> read_comments(const Params& params, Agreement& agreement) {
  if (params.find("public_comment")) agreement.public_comment = params.text("public_comment");
  if (params.find("private_comment")) agreement.private_comment = params.text("private_comment");
  if (std::max(agreement.public_comment.size(), agreement.private_comment.size()) >
      kLongestComment) {
    return fail(Code::invalid, "a comment is too long");
  }
  return {};
}

// A domain that is silenced is talked with as before, but its people are limited. What is not said
// stays.
Result<void> read_severity(const Params& params, Agreement& agreement) {
  const auto severity = params.text("severity");
  if (severity.empty()) return {};
  if (severity != "suspend" && severity != "silence") {
    return fail(Code::invalid, "severity must be silence or suspend");
  }
  const bool suspended = severity == "suspend";
  agreement.limited = !suspended;
  if (suspended) {
    agreement.relation = Relation::blocked;
    agreement.permits.clear();
    agreement.experts = ExpertConsent::by_relation;
  } else if (agreement.relation == Relation::blocked) {
    agreement.relation = Relation::unknown;
  }
  return {};
}

bool is_blocked(const Agreement& agreement) {
  return agreement.limited || agreement.relation == Relation::blocked;
}

// Back to what domains are of which nothing was said; that one is limited, and that it may be
// talked with, are forgotten apart.
Result<Response> forget_answer(Node& node, const Call& call, Kind kind, std::string_view by) {
  const auto peer = TRY(find_named_peer(node, call, kind));
  auto agreement = agreement_with(peer);
  const bool blocked = kind == Kind::blocked;
  if (blocked) agreement.limited = false;
  if (!blocked || agreement.relation == Relation::blocked) {
    agreement.relation = Relation::unknown;
    agreement.permits.clear();
    agreement.experts = ExpertConsent::by_relation;
  }
  if (!is_blocked(agreement)) {
    agreement.public_comment.clear();
    agreement.private_comment.clear();
  }
  TRY(set_agreement(node, peer.domain, agreement, by));
  return json_answer(kind == Kind::blocked ? Json::object() : peer_json(peer, kind));
}

}  // namespace

Result<Response> list_domain_allows(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, kReadAllows, Role::admin));
  return list_answer(node, call, Kind::allowed);
}

Result<Response> show_domain_allow(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, kReadAllows, Role::admin));
  return json_answer(peer_json(TRY(find_named_peer(node, call, Kind::allowed)), Kind::allowed));
}

Result<Response> allow_domain(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteAllows, Role::admin));
  const auto domain = TRY(domain_in(TRY(Params::of(call.request))));
  auto peer = find_peer(TRY(node.read()), domain);
  // What was agreed already allows no less.
  if (!peer || !is_of(*peer, Kind::allowed)) {
    auto agreement = peer ? agreement_with(*peer) : Agreement{};
    agreement.relation = Relation::public_;
    peer = TRY(set_agreement(node, domain, agreement, staff.account.name));
  }
  return json_answer(peer_json(*peer, Kind::allowed));
}

Result<Response> disallow_domain(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteAllows, Role::admin));
  return forget_answer(node, call, Kind::allowed, staff.account.name);
}

Result<Response> list_admin_domain_blocks(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, kReadBlocks, Role::admin));
  return list_answer(node, call, Kind::blocked);
}

Result<Response> show_admin_domain_block(Node& node, const Call& call) {
  TRY(staff_of(node, call.request, kReadBlocks, Role::admin));
  return json_answer(peer_json(TRY(find_named_peer(node, call, Kind::blocked)), Kind::blocked));
}

Result<Response> add_domain_block(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteBlocks, Role::admin));
  const auto params = TRY(Params::of(call.request));
  const auto domain = TRY(domain_in(params));
  const auto there = find_peer(TRY(node.read()), domain);
  if (there && is_of(*there, Kind::blocked)) {
    return fail(Code::invalid, domain.text() + " is blocked already");
  }
  auto agreement = there ? agreement_with(*there) : Agreement{};
  agreement.public_comment.clear();
  agreement.private_comment.clear();
  agreement.limited = true;  // what it is where nothing is said of how
  TRY(read_severity(params, agreement));
  TRY(read_comments(params, agreement));
  const auto peer = TRY(set_agreement(node, domain, agreement, staff.account.name));
  return json_answer(peer_json(peer, Kind::blocked));
}

Result<Response> change_domain_block(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteBlocks, Role::admin));
  const auto params = TRY(Params::of(call.request));
  const auto peer = TRY(find_named_peer(node, call, Kind::blocked));
  auto agreement = agreement_with(peer);
  TRY(read_severity(params, agreement));
  TRY(read_comments(params, agreement));
  const auto changed = TRY(set_agreement(node, peer.domain, agreement, staff.account.name));
  return json_answer(peer_json(changed, Kind::blocked));
}

Result<Response> remove_domain_block(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteBlocks, Role::admin));
  return forget_answer(node, call, Kind::blocked, staff.account.name);
}

}  // namespace hallway::api
