#include "server/api/search.h"

#include <algorithm>

#include "federation/hashtag.h"
#include "federation/search.h"
#include "server/api.h"
#include "server/api/entities.h"
#include "server/api/found_posts.h"
#include "server/api/tags.h"
#include "server/api/work_profiles.h"
#include "server/local_people.h"
#include "server/node.h"
#include "storage/follows.h"
#include "webfinger/handle.h"

namespace hallway::api {
namespace {

struct Query {
  std::string text;
  std::string type;  // empty: all
  bool resolve = false;
  size_t offset = 0, limit = 20;

  [[nodiscard]] bool wants(std::string_view what) const { return type.empty() || type == what; }
};

struct Hits {
  std::vector<Id> accounts, posts;
  bool by_name = false;  // what was typed is neither an address nor a handle: words
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

void add(std::vector<Id>& list, Id id) {
  if (id && std::ranges::find(list, id) == list.end()) list.push_back(id);
}

// An address of a page of ours, as people paste it: "https://here.example/@alice/1".
void look_at_own_page(const ReadTxn& txn, const Home& home, const Iri& iri, Hits& hits) {
  const auto path = iri.path();
  if (!path.starts_with("/@")) return;
  const auto rest = path.substr(2);
  const size_t slash = std::min(rest.find('/'), rest.size());
  const auto name = percent_decode(rest.substr(0, slash)).value_or("");
  const auto actor = find_local_actor(txn, home, name);
  if (!actor) return;
  if (slash + 1 >= rest.size()) return add(hits.accounts, actor->id);
  const auto post = find_post(txn, parse_id(rest.substr(slash + 1)).value_or(Id{}));
  if (post && post->author == actor->id) add(hits.posts, post->id);
}

Result<void> look_up_address(Node& node, const Iri& iri, bool resolve, Hits& hits) {
  {
    const auto txn = TRY(node.read());
    if (const auto actor = find_actor(txn, iri)) add(hits.accounts, actor->id);
    if (const auto post = find_post(txn, iri)) add(hits.posts, post->id);
    if (node.home().owns(iri)) {
      look_at_own_page(txn, node.home(), iri, hits);
      return {};
    }
  }
  if (!resolve || !hits.accounts.empty() || !hits.posts.empty()) return {};
  const auto found = node.resolver().resolve_address(iri);
  if (!found) return {};
  if (found->actor) add(hits.accounts, *found->actor);
  if (found->post) add(hits.posts, *found->post);
  return {};
}

Result<void> look_up_handle(Node& node, const Handle& handle, bool resolve, Hits& hits) {
  {
    const auto txn = TRY(node.read());
    const auto actor = find_actor_by_handle(txn, handle.name, handle.domain.text());
    if (actor && actor->name != kInstanceActorName) {
      add(hits.accounts, actor->id);
      return {};
    }
  }
  if (!resolve || handle.domain == node.home().domain) return {};
  if (const auto actor = node.resolver().resolve(handle)) add(hits.accounts, actor->id);
  return {};
}

bool is_named_like(const Actor& actor, const std::string& wanted) {
  const auto shown = lower(actor.display_name);
  return lower(actor.name).starts_with(wanted) || shown.starts_with(wanted) ||
         shown.find(" " + wanted) != std::string::npos;
}

// Whom the person follows, wherever they are, and then everybody here.
void look_for_names(const ReadTxn& txn, const Query& query, Id person, Hits& hits) {
  const size_t most = query.offset + query.limit;
  const std::string_view text = query.text;
  const auto wanted = lower(text.starts_with('@') ? text.substr(1) : text);
  if (wanted.empty()) return;
  const auto look = [&](const Actor& actor) {
    if (hits.accounts.size() >= most || actor.gone || actor.suspended) return;
    if (is_named_like(actor, wanted)) add(hits.accounts, actor.id);
  };
  for (const Id id : list_following(txn, person, FollowState::accepted, Id{}, SIZE_MAX)) {
    if (hits.accounts.size() >= most) return;
    if (const auto actor = find_actor(txn, id)) look(*actor);
  }
  for_each_local_actor(txn, look);
}

// Behind them who has the words anywhere in their name, or says them of themselves.
void look_for_words(Node& node, const ReadTxn& txn, const Query& query, Id person, Hits& hits) {
  const size_t most = query.offset + query.limit;
  if (hits.accounts.size() >= most) return;
  const auto found = search_people(txn, node.home(), node.search_index(),
                                   {.typed = query.text, .person = person, .limit = most});
  if (!found.ok()) return;  // nothing is indexed yet
  for (const Id id : found->ids) {
    if (hits.accounts.size() < most) add(hits.accounts, id);
  }
}

void leave_out_first(std::vector<Id>& list, size_t count) {
  list.erase(list.begin(),
             list.begin() + static_cast<std::ptrdiff_t>(std::min(count, list.size())));
}

Result<Hits> find_hits(Node& node, const Query& query, Id person) {
  Hits hits;
  if (query.text.starts_with("https://") || query.text.starts_with("http://")) {
    if (const auto iri = Iri::parse(query.text)) {
      TRY(look_up_address(node, *iri, query.resolve, hits));
    }
    return hits;
  }
  if (query.text.find('@', 1) != std::string::npos) {
    if (const auto handle = Handle::parse(query.text)) {
      TRY(look_up_handle(node, *handle, query.resolve, hits));
      return hits;
    }
  }
  hits.by_name = true;
  const auto txn = TRY(node.read());
  look_for_names(txn, query, person, hits);
  look_for_words(node, txn, query, person, hits);
  return hits;
}

// By a post that the viewer may see.
bool is_in_use(const View& view, const std::string& tag) {
  constexpr size_t kMostPosts = 100;
  bool found = false;
  size_t looked_at = 0;
  scan_tag(view.txn, tag, Id{}, [&](Id id) {
    const auto post = find_post(view.txn, id);
    found = post && !post->gone && may_flow(view.txn, view.home, *post, view.destination());
    return !found && ++looked_at < kMostPosts;
  });
  return found;
}

Json hashtags_json(const View& view, const Query& query) {
  Json out = Json::array();
  if (!query.wants("hashtags") || query.text.empty()) return out;
  const auto name = normalize_hashtag(query.text);
  if (name.empty() || !(query.text.starts_with('#') || is_in_use(view, name))) return out;
  out.push_back(tag_json(view, name));
  return out;
}

Json accounts_json(const View& view, const Hits& hits) {
  Json out = Json::array();
  for (const Id id : hits.accounts) {
    const auto actor = find_actor(view.txn, id);
    if (actor && may_be_shown(view.txn, view.home, *actor)) {
      out.push_back(described_account_json(view, *actor));
    }
  }
  return out;
}

Query read_query(const Params& params) {
  Query query{.text = params.text("q"), .type = params.text("type")};
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  while (!query.text.empty() && is_space(query.text.back())) query.text.pop_back();
  query.text.erase(
      0, static_cast<size_t>(std::ranges::find_if_not(query.text, is_space) - query.text.begin()));
  query.resolve = params.flag("resolve").value_or(false);
  query.limit = params.limit(20, 40);
  query.offset = params.offset();
  return query;
}

}  // namespace

Result<Response> search(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:search"));
  const auto params = TRY(Params::of_query(call.request));
  const auto query = read_query(params);
  if (query.text.empty()) return fail(Code::invalid, "q says what to look for");
  auto hits = TRY(find_hits(node, query, caller.actor.id));
  leave_out_first(hits.accounts, query.offset);
  leave_out_first(hits.posts, query.offset);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json accounts = query.wants("accounts") ? accounts_json(view, hits) : Json::array();
  Json statuses = Json::array();
  for (const Id id : hits.posts) {
    const auto post = find_post(txn, id);
    if (!query.wants("statuses") || !post || post->gone ||
        !may_flow(txn, node.home(), *post, caller.destination())) {
      continue;
    }
    statuses.push_back(status_json(view, *post));
  }
  Json answer = {{"accounts", std::move(accounts)}, {"hashtags", hashtags_json(view, query)}};
  if (hits.by_name && query.wants("statuses")) {
    auto found = TRY(find_posts(node, view, params, query.text, query.limit));
    statuses = std::move(found.statuses);
    answer["hallway"] = std::move(found.hallway);
  }
  answer["statuses"] = std::move(statuses);
  return json_answer(answer);
}

Result<Response> search_accounts(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto params = TRY(Params::of_query(call.request));
  auto query = read_query(params);
  query.limit = params.limit(40, 80);
  auto hits = TRY(find_hits(node, query, caller.actor.id));
  leave_out_first(hits.accounts, query.offset);
  const auto txn = TRY(node.read());
  if (params.flag("following").value_or(false)) {
    std::erase_if(hits.accounts, [&](Id id) { return !follows(txn, caller.actor.id, id); });
  }
  return json_answer(accounts_json({txn, node.home(), caller.actor.id, node.now()}, hits));
}

}  // namespace hallway::api
