#include "server/api/quotes.h"

#include <algorithm>

#include "federation/quote.h"
#include "server/api.h"
#include "server/api/shown.h"
#include "server/node.h"
#include "storage/follows.h"

namespace hallway::api {
namespace {

constexpr size_t kMostCounted = 200;
constexpr size_t kMostLookedAt = 1'000;  // beside what is shown: anybody can quote anything

std::string_view name_of_state(const View& view, const Post& post,
                               const std::optional<Post>& quoted) {
  switch (post.quote_state) {
    case QuoteState::pending: return "pending";
    case QuoteState::rejected: return "rejected";
    case QuoteState::revoked: return "revoked";
    case QuoteState::accepted: break;
  }
  if (quoted && quoted->gone) return "deleted";
  const bool visible = quoted && may_flow(view.txn, view.home, *quoted, view.destination());
  return visible ? "accepted" : "unauthorized";
}

// Calls `visit` with each post that quotes `post` with its author's consent and that the viewer may
// see, youngest first, below `before`; until it returns false.
void scan_shown_quotes(const View& view, const Post& post, Id before,
                       const std::function<bool(const Post&)>& visit) {
  const auto viewer = view.destination();
  size_t hidden = 0;
  scan_quoting(view.txn, post.iri, before, [&](Id id) {
    const auto quote = find_post(view.txn, id);
    const bool shown = quote && !quote->gone && quote->quote == post.iri &&
                       quote->quote_state == QuoteState::accepted &&
                       may_flow(view.txn, view.home, *quote, viewer);
    return shown ? visit(*quote) : ++hidden < kMostLookedAt;
  });
}

std::string_view may_quote(const View& view, const Post& post, bool open) {
  if (!view.viewer) return "unknown";
  if (post.author == view.viewer) return "automatic";
  if (!open) return "denied";
  switch (post.quote_policy) {
    case QuotePolicy::unsaid: return post.local ? "automatic" : "unknown";
    case QuotePolicy::anybody: return "automatic";
    case QuotePolicy::followers:
      return follows(view.txn, view.viewer, post.author) ? "automatic" : "denied";
    case QuotePolicy::nobody: break;
  }
  return "denied";
}

// min_id asks for the oldest beyond it: the page right above, still shown newest first.
std::vector<Post> quotes_in(const View& view, const Post& post, const Window& window) {
  const Id above = std::max(window.since_id, window.min_id);
  std::vector<Post> found;
  scan_shown_quotes(view, post, window.max_id, [&](const Post& quote) {
    if (quote.id <= above) return false;
    found.push_back(quote);
    if (found.size() > window.limit) found.erase(found.begin());
    return window.min_id || found.size() < window.limit;
  });
  return found;
}

}  // namespace

Json quote_json(const View& view, const Post& post) {
  if (post.quote.empty()) return {};
  const auto quoted = find_post(view.txn, post.quote);
  const auto state = name_of_state(view, post, quoted);
  Json out{{"state", state}};
  const bool shown = state == "accepted";
  if (view.within_quote) {
    out["quoted_status_id"] = shown ? Json(to_string(quoted->id)) : Json();
    return out;
  }
  view.within_quote = true;
  out["quoted_status"] = shown ? status_json(view, *quoted) : Json();
  view.within_quote = false;
  return out;
}

std::string quote_approval_text(const View& view, const Post& post) {
  const bool open =
      post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted;
  const bool anybody = open && (post.quote_policy == QuotePolicy::anybody ||
                                (post.local && post.quote_policy == QuotePolicy::unsaid));
  std::string text = "{\"automatic\":[";
  if (anybody) text += "\"public\"";
  if (open && post.quote_policy == QuotePolicy::followers) text += "\"followers\"";
  text.append("],\"manual\":[],\"current_user\":\"").append(may_quote(view, post, open));
  return text += "\"}";
}

size_t count_shown_quotes(const View& view, const Post& post) {
  size_t count = 0;
  scan_shown_quotes(view, post, Id{}, [&](const Post&) { return ++count < kMostCounted; });
  return count;
}

Result<QuotePolicy> quote_policy_in(const Params& params, std::string_view key) {
  const auto said = params.find(key).value_or("");
  if (said.empty()) return QuotePolicy::unsaid;
  if (said == "public") return QuotePolicy::anybody;
  if (said == "followers") return QuotePolicy::followers;
  if (said == "nobody") return QuotePolicy::nobody;
  return fail(Code::invalid, std::string(key) + " is none of public, followers, nobody");
}

std::string_view name_of_default(QuotePolicy policy) {
  switch (policy) {
    case QuotePolicy::followers: return "followers";
    case QuotePolicy::nobody: return "nobody";
    case QuotePolicy::unsaid:
    case QuotePolicy::anybody: break;
  }
  return "public";
}

Result<Response> change_interaction_policy(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  const auto policy = TRY(quote_policy_in(TRY(Params::of(call.request))));
  if (policy == QuotePolicy::unsaid) return fail(Code::invalid, "quote_approval_policy is missing");
  const auto id = TRY(find_own(TRY(node.read()), node.home(), call["id"], caller.actor.id)).id;
  TRY(node.act_as(caller.actor, [&](Local& local) { return set_quote_policy(local, id, policy); }));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], caller.destination()));
  return json_answer(status_json({txn, node.home(), caller.actor.id, node.now()}, shown.post));
}

Result<Response> list_quotes(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto window = window_of(TRY(Params::of_query(call.request)));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], destination_of(caller)));
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto quotes = quotes_in(view, shown.post, window);
  Json out = Json::array();
  for (const auto& quote : quotes) out.push_back(status_json(view, quote));
  auto response = json_answer(out);
  if (!quotes.empty()) add_links(node, call, response, quotes.front().id, quotes.back().id);
  return response;
}

Result<Response> revoke_quote_of(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:statuses"));
  const auto quoted =
      TRY(find_shown(TRY(node.read()), node.home(), call["id"], caller.destination())).post;
  const auto quoting = TRY(parse_id(call["quoting"]));
  TRY(node.act_as(caller.actor,
                  [&](Local& local) { return revoke_quote(local, quoted.id, quoting); }));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["quoting"], caller.destination()));
  return json_answer(status_json({txn, node.home(), caller.actor.id, node.now()}, shown.post));
}

}  // namespace hallway::api
