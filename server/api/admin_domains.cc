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
  if (kind == Kind::blocked) return peer.relation == Relation::blocked;
  return peer.relation != Relation::unknown && peer.relation != Relation::blocked;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json peer_json(const Peer& peer, Kind kind) {
  Json out{{"id", to_string(peer.id)},
           {"domain", peer.domain.text()},
           {"created_at", exact_time(peer.related.ms ? peer.related : peer.first_seen)}};
  if (kind == Kind::allowed) return out;
  out["digest"] = hex(as_bytes_view(sha256(peer.domain.text())));
  out["severity"] = "suspend";
  out["reject_media"] = true;
  out["reject_reports"] = true;
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

Result<void> check_severity(const Params& params) {
  const auto severity = params.text("severity");
  if (severity.empty() || severity == "suspend") return {};
  return fail(Code::invalid, "the only severity here is suspend");
}

Agreement agreement_with(const Peer& peer) {
  return {.relation = peer.relation,
          .permits = peer.permits,
          .public_comment = peer.public_comment,
          .private_comment = peer.private_comment};
}

// Back to what domains are of which nothing was said.
Result<Response> forget_answer(Node& node, const Call& call, Kind kind, std::string_view by) {
  const auto peer = TRY(find_named_peer(node, call, kind));
  TRY(set_agreement(node, peer.domain, {}, by));
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
    peer = TRY(set_agreement(node, domain, {.relation = Relation::public_}, staff.account.name));
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
  TRY(check_severity(params));
  Agreement agreement{.relation = Relation::blocked};
  TRY(read_comments(params, agreement));
  const auto there = find_peer(TRY(node.read()), domain);
  if (there && is_of(*there, Kind::blocked)) {
    return fail(Code::invalid, domain.text() + " is blocked already");
  }
  const auto peer = TRY(set_agreement(node, domain, agreement, staff.account.name));
  return json_answer(peer_json(peer, Kind::blocked));
}

Result<Response> change_domain_block(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteBlocks, Role::admin));
  const auto params = TRY(Params::of(call.request));
  const auto peer = TRY(find_named_peer(node, call, Kind::blocked));
  TRY(check_severity(params));
  auto agreement = agreement_with(peer);
  TRY(read_comments(params, agreement));
  const auto changed = TRY(set_agreement(node, peer.domain, agreement, staff.account.name));
  return json_answer(peer_json(changed, Kind::blocked));
}

Result<Response> remove_domain_block(Node& node, const Call& call) {
  const auto staff = TRY(staff_of(node, call.request, kWriteBlocks, Role::admin));
  return forget_answer(node, call, Kind::blocked, staff.account.name);
}

}  // namespace hallway::api
