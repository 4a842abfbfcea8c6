#include "server/api/featured_tags.h"

#include <algorithm>

#include "federation/featured_tags.h"
#include "server/api.h"
#include "server/api/accounts.h"
#include "server/api/entities.h"
#include "server/api/tags.h"
#include "server/look_at.h"
#include "server/node.h"

namespace hallway::api {
namespace {

std::string page_of_tag(const Home& home, const std::string& tag) {
  return home.base.text() + "tags/" + percent_encode(tag);
}

// How often somebody used a tag, and when last.
struct Use {
  size_t times = 0;
  Time last;
};

// Of each of `tags`: of what the viewer may see, among the last that the actor wrote or boosted.
std::vector<Use> uses_of(const View& view, const Actor& actor,
                         const std::vector<std::string>& tags) {
  constexpr size_t kMostLookedAt = 1'000;
  std::vector<Use> uses(tags.size());
  if (tags.empty()) return uses;
  size_t looked_at = 0;
  const auto look = [&](Id id) {
    const auto post = find_post(view.txn, id);
    if (!post || post->gone || post->tags.empty()) return;
    const auto bears = [&](const std::string& tag) {
      return std::ranges::find(post->tags, tag) != post->tags.end();
    };
    if (std::ranges::none_of(tags, bears)) return;
    if (!may_flow(view.txn, view.home, *post, view.destination())) return;
    for (size_t i = 0; i < tags.size(); ++i) {
      if (!bears(tags[i])) continue;
      ++uses[i].times;
      uses[i].last = std::max(uses[i].last, post->published);
    }
  };
  scan_author(view.txn, actor.id, Id{}, [&](Entry entry) {
    if (entry.kind == EntryKind::post) look(entry.id);
    return ++looked_at < kMostLookedAt;
  });
  return uses;
}

Json featured_tags_json(const View& view, const Actor& actor,
                        const std::vector<std::string>& tags) {
  const auto uses = uses_of(view, actor, tags);
  Json out = Json::array();
  for (size_t i = 0; i < tags.size(); ++i) {
    const auto& [times, last] = uses[i];
    // Of Mastodon's API the number is a text.
    out.push_back({{"id", number_of_tag(tags[i])},
                   {"name", tags[i]},
                   {"url", page_of_tag(view.home, tags[i])},
                   {"statuses_count", std::to_string(times)},
                   {"last_status_at", last.ms ? Json(to_rfc3339(last).substr(0, 10)) : Json()}});
  }
  return out;
}

struct Used {
  std::string tag;
  size_t times = 0;
};

std::vector<Used> tags_used_by(const ReadTxn& txn, const Actor& actor) {
  constexpr size_t kMostPosts = 200;
  std::vector<Used> used;
  size_t looked_at = 0;
  scan_author(txn, actor.id, Id{}, [&](Entry entry) {
    const auto post = entry.kind == EntryKind::post ? find_post(txn, entry.id) : std::nullopt;
    for (const auto& tag : post ? post->tags : std::vector<std::string>()) {
      const auto known = std::ranges::find(used, tag, &Used::tag);
      if (known != used.end()) {
        ++known->times;
      } else {
        used.push_back({tag, 1});
      }
    }
    return ++looked_at < kMostPosts;
  });
  std::ranges::stable_sort(used, std::greater{}, &Used::times);
  return used;
}

}  // namespace

std::string number_of_tag(std::string_view tag) {
  return std::to_string(number_at(key_of_text(tag).view(), 0) >> 1);
}

Result<Response> list_featured_tags(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  return json_answer(featured_tags_json(view, caller.actor, caller.actor.tags));
}

Result<Response> add_featured_tag(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto name = TRY(Params::of(call.request)).text("name");
  const auto tag =
      TRY(node.act_as(caller.actor, [&](Local& local) { return feature_tag(local, name); }));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  return json_answer(featured_tags_json(view, caller.actor, {tag}).front());
}

Result<Response> remove_featured_tag(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto& tags = caller.actor.tags;
  const auto named = std::ranges::find(tags, call["id"], number_of_tag);
  if (named == tags.end()) return fail(Code::not_found, "no such featured tag");
  TRY(node.act_as(caller.actor, [&](Local& local) { return unfeature_tag(local, *named); }));
  return json_answer(Json::object());
}

Result<Response> suggest_featured_tags(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:accounts"));
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  const auto& featured = caller.actor.tags;
  Json out = Json::array();
  for (const auto& [tag, times] : tags_used_by(txn, caller.actor)) {
    if (out.size() == kMostFeaturedTags) break;
    if (std::ranges::find(featured, tag) != featured.end()) continue;
    out.push_back(tag_json(view, tag));
  }
  return json_answer(out);
}

Result<Response> list_featured_tags_of(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:accounts"));
  const auto id = TRY(account_in(call));
  const auto txn = TRY(node.read());
  const auto actor = TRY(find_shown_actor(txn, node.home(), id, caller));
  if (caller) look_at(node, actor);
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  return json_answer(featured_tags_json(view, actor, actor.tags));
}

}  // namespace hallway::api
