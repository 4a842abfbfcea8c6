#include "server/api/tags.h"

#include <algorithm>
#include <set>

#include "federation/featured_tags.h"
#include "federation/hashtag.h"
#include "server/api.h"
#include "server/api/featured_tags.h"
#include "server/node.h"
#include "storage/followed_tags.h"

namespace hallway::api {
namespace {

constexpr int64_t kDayMs = 24LL * 3600 * 1000;
constexpr size_t kDays = 7, kMostLookedAt = 2'000;

struct DayOfUse {
  size_t uses = 0;
  std::set<Id> people;
};

// Today first. What the viewer may not see is not counted.
std::array<DayOfUse, kDays> uses_by_day(const View& view, const std::string& tag) {
  std::array<DayOfUse, kDays> days;
  const int64_t today = view.now.ms / kDayMs;
  size_t looked_at = 0;
  scan_tag(view.txn, tag, Id{}, [&](Id id) {
    const int64_t ago = today - id.time().ms / kDayMs;
    if (ago >= static_cast<int64_t>(kDays) || ++looked_at > kMostLookedAt) return false;
    const auto post = find_post(view.txn, id);
    if (post && !post->gone && post->visibility == Visibility::public_ &&
        may_flow(view.txn, view.home, *post, view.destination())) {
      auto& day = days[static_cast<size_t>(std::max<int64_t>(ago, 0))];
      ++day.uses;
      day.people.insert(post->author);
    }
    return true;
  });
  return days;
}

Json history_json(const View& view, const std::string& tag) {
  Json history = Json::array();
  int64_t day = view.now.ms / kDayMs;
  for (const auto& [uses, people] : uses_by_day(view, tag)) {
    // Of Mastodon's API these numbers are texts.
    history.push_back({{"day", std::to_string(day * kDayMs / 1000)},
                       {"uses", std::to_string(uses)},
                       {"accounts", std::to_string(people.size())}});
    --day;
  }
  return history;
}

Result<std::string> tag_in(const Call& call) {
  auto tag = normalize_hashtag(call["name"]);
  if (tag.empty()) return fail(Code::not_found, "that is no hashtag");
  return tag;
}

Result<Response> tag_answer(Node& node, Id viewer, const std::string& tag) {
  const auto txn = TRY(node.read());
  return json_answer(tag_json({txn, node.home(), viewer, node.now()}, tag));
}

}  // namespace

Json tag_json(const View& view, const std::string& tag) {
  return tag_json(view, tag, history_json(view, tag));
}

Json tag_json(const View& view, const std::string& tag, Json history) {
  Json out{{"id", number_of_tag(tag)},
           {"name", tag},
           {"url", view.home.base.text() + "tags/" + percent_encode(tag)},
           {"history", std::move(history)}};
  if (!view.viewer) return out;
  const auto viewer = find_actor(view.txn, view.viewer);
  out["following"] = follows_tag(view.txn, view.viewer, tag);
  out["featuring"] = viewer && std::ranges::find(viewer->tags, tag) != viewer->tags.end();
  return out;
}

Result<Response> show_tag(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:follows read"));
  return tag_answer(node, caller ? caller->actor.id : Id{}, TRY(tag_in(call)));
}

Result<Response> follow_tag(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:follows"));
  const auto tag = TRY(tag_in(call));
  const Id person = caller.actor.id;
  TRY(node.writer().apply(
      [&](WriteTxn& txn) { return add_followed_tag(txn, person, tag, node.now()); }));
  return tag_answer(node, person, tag);
}

Result<Response> unfollow_tag(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:follows"));
  const auto tag = TRY(tag_in(call));
  const Id person = caller.actor.id;
  TRY(node.writer().apply([&](WriteTxn& txn) { return erase_followed_tag(txn, person, tag); }));
  return tag_answer(node, person, tag);
}

Result<Response> feature_one_tag(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto tag = TRY(tag_in(call));
  TRY(node.act_as(caller.actor, [&](Local& local) { return feature_tag(local, tag); }));
  return tag_answer(node, caller.actor.id, tag);
}

Result<Response> unfeature_one_tag(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  const auto tag = TRY(tag_in(call));
  TRY(node.act_as(caller.actor, [&](Local& local) { return unfeature_tag(local, tag); }));
  return tag_answer(node, caller.actor.id, tag);
}

// Pages are counted by when each was followed, newest first.
Result<Response> list_tags_followed(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "read:follows"));
  const auto params = TRY(Params::of_query(call.request));
  const size_t limit = params.limit(100, 200);
  const auto window = window_of(params);
  const auto txn = TRY(node.read());
  auto tags = list_followed_tags(txn, caller.actor.id);
  const auto mark = [](const FollowedTag& tag) { return Id{static_cast<uint64_t>(tag.at.ms)}; };
  std::erase_if(tags, [&](const FollowedTag& tag) {
    const Id at = mark(tag);
    return (window.max_id && at >= window.max_id) || at <= std::max(window.since_id, window.min_id);
  });
  const bool more = tags.size() > limit || window.min_id;
  if (tags.size() > limit) {
    const auto extra = static_cast<std::ptrdiff_t>(tags.size() - limit);
    window.min_id ? tags.erase(tags.begin(), tags.begin() + extra)
                  : tags.erase(tags.end() - extra, tags.end());
  }
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json out = Json::array();
  for (const auto& tag : tags) out.push_back(tag_json(view, tag.name));
  auto response = json_answer(out);
  if (!tags.empty()) {
    add_links(node, call, response,
              Ends{to_string(mark(tags.front())), to_string(mark(tags.back())), more});
  }
  return response;
}

}  // namespace hallway::api
