#include "server/draft.h"

#include <algorithm>

#include "federation/compose.h"
#include "federation/policy.h"
#include "server/node.h"

namespace hallway {
namespace {
constexpr size_t kMostMentions = 16;  // each unknown one may wait for another node
constexpr size_t kMostPicked = 50;

Result<Mention> picked_mention(const ReadTxn& txn, const Home& home, std::string_view id) {
  const auto actor = find_actor(txn, parse_id(id).value_or(Id{}));
  if (!actor || !may_be_shown(txn, home, *actor)) {
    return fail(Code::invalid,
                "hallway[to] names nobody whom this node knows by " + std::string(id));
  }
  return Mention{actor->iri, "@" + actor->handle()};
}

// "@bob" of this node as "@bob@design.example", as mentions are kept.
std::string whole_name(const Home& home, Handle handle) {
  if (handle.domain.empty()) handle.domain = home.domain;
  return "@" + to_string(handle);
}

}  // namespace

std::vector<ResolvedMention> resolve_mentions(Node& node, std::string_view text) {
  std::vector<ResolvedMention> mentions;
  size_t asked = 0;
  for (const auto& written : mentions_in(text)) {
    if (++asked > kMostMentions) break;
    Handle handle = written;
    if (handle.domain.empty()) handle.domain = node.home().domain;
    const auto actor = node.resolver().resolve(handle);
    if (actor.ok()) mentions.push_back({written, actor->id});
  }
  return mentions;
}

std::string default_language(const Node& node) {
  const auto& languages = node.config().node.languages;
  return languages.empty() ? std::string() : languages.front();
}

Result<std::optional<std::vector<Mention>>> picked_in(const ReadTxn& txn, const Home& home,
                                                      const Params& params, Visibility visibility) {
  if (!params.said("hallway[to]")) return std::optional<std::vector<Mention>>();
  if (visibility != Visibility::direct) {
    return fail(Code::invalid, "hallway[to] is for direct posts");
  }
  const auto ids = params.find_all("hallway[to]");
  if (ids.empty() || ids.size() > kMostPicked) {
    return fail(Code::invalid,
                "hallway[to] names between 1 and " + std::to_string(kMostPicked) + " people");
  }
  std::vector<Mention> people;
  for (const auto id : ids) {
    auto one = TRY(picked_mention(txn, home, id));
    if (std::ranges::find(people, one.iri, &Mention::iri) == people.end()) {
      people.push_back(std::move(one));
    }
  }
  return std::optional(std::move(people));
}

bool is_for_picked(const Home& home, const Post& post) {
  if (post.visibility != Visibility::direct) return false;
  std::vector<std::string> named;
  for (const auto& handle : mentions_in(post.source)) named.push_back(whole_name(home, handle));
  return std::ranges::any_of(post.mentions, [&](const Mention& one) {
    return std::ranges::find(named, one.name) == named.end();
  });
}

Written written_for(const Home& home, std::string_view text, std::vector<Mention> people) {
  auto composed = compose(text, {.page_of = {}, .tags = home.at("tags/")});
  return {.html = std::move(composed.html),
          .tags = std::move(composed.hashtags),
          .mentions = std::move(people),
          .title = {}};
}

}  // namespace hallway
