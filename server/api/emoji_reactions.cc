#include "server/api/emoji_reactions.h"

#include <algorithm>

#include "federation/emoji.h"
#include "federation/react.h"
#include "federation/shown_reactions.h"
#include "server/api.h"
#include "server/api/custom_emojis.h"
#include "server/api/shown.h"
#include "server/node.h"
#include "server/remote_address.h"
#include "storage/blocks.h"

namespace hallway::api {
namespace {

// As clients name it: custom ones without colons.
std::string name_for_clients(std::string_view content, const Iri& picture) {
  return std::string(picture.empty() ? content : content.substr(1, content.size() - 2));
}

// As it is stored.
std::string content_named(std::string_view said) {
  return is_emoji_name(said) ? ":" + std::string(said) + ":" : std::string(said);
}

Json emoji_json(const View& view, Stills& stills, const Post& post, const EmojiCount& shown) {
  const bool mine =
      view.viewer && find_reaction(view.txn, post.id, view.viewer, shown.content).has_value();
  const auto picture = shown_reaction(view.home, post, shown);
  return {{"name", name_for_clients(shown.content, shown.emoji)},
          {"count", shown.count},
          {"me", mine},
          {"url", picture.empty() ? Json() : Json(picture.text())},
          {"static_url", picture.empty() ? Json() : Json(stills.of(picture).text())}};
}

// The first of those who reacted with `content`, at most `most`, without whom the viewer wants
// nothing of. Who is not signed in is told of people here only: nobody elsewhere agreed to that.
Json people_json(const View& view, const std::vector<Reaction>& reactions, std::string_view content,
                 size_t most) {
  Json people = Json::array();
  for (const auto& reaction : reactions) {
    if (people.size() == most) break;
    if (reaction.content != content) continue;
    if (view.viewer && estranged(view.txn, view.viewer, reaction.actor)) continue;
    const auto actor = find_actor(view.txn, reaction.actor);
    const bool told = actor && (view.viewer || actor->local);
    if (told) people.push_back(account_json(view, *actor));
  }
  return people;
}

Result<Response> do_with_emoji(Node& node, const Call& call,
                               Result<void> (*deed)(Local&, Id, std::string_view)) {
  const auto caller = TRY(caller_of(node, call.request, "write:favourites"));
  Id post;
  {
    const auto txn = TRY(node.read());
    post = TRY(find_shown(txn, node.home(), call["id"], caller.destination())).post.id;
  }
  const auto content = content_named(call["emoji"]);
  TRY(node.act_as(caller.actor, [&](Local& local) { return deed(local, post, content); }));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), to_string(post), caller.destination()));
  return json_answer(status_json({txn, node.home(), caller.actor.id, node.now()}, shown.post));
}

}  // namespace

Json emoji_reactions_json(const View& view, const Post& post) {
  Stills stills(view);
  Json all = Json::array();
  for (const auto& shown : shown_emoji_reactions(view.txn, view.home, post.id)) {
    all.push_back(emoji_json(view, stills, post, shown));
  }
  return all;
}

Result<Response> list_emoji_reactions_to(Node& node, const Call& call) {
  const auto caller = TRY(caller_if_any(node, call.request, "read:statuses"));
  const auto txn = TRY(node.read());
  const auto shown = TRY(find_shown(txn, node.home(), call["id"], destination_of(caller)));
  const View view{txn, node.home(), caller ? caller->actor.id : Id{}, node.now()};
  const auto wanted = content_named(call["emoji"]);
  Stills stills(view);
  size_t people_left = 80;  // in the whole answer
  const auto reactions = shown_reactions(txn, node.home(), shown.post.id);
  Json out = Json::array();
  for (const auto& each : shown_emoji_reactions(txn, node.home(), shown.post.id)) {
    if (!wanted.empty() && each.content != wanted) continue;
    auto json = emoji_json(view, stills, shown.post, each);
    auto people = people_json(view, reactions, each.content, people_left);
    people_left -= people.size();
    json["accounts"] = std::move(people);
    out.push_back(std::move(json));
  }
  return json_answer(out);
}

Result<Response> react_with_emoji(Node& node, const Call& call) {
  return do_with_emoji(node, call, react);
}

Result<Response> unreact_with_emoji(Node& node, const Call& call) {
  return do_with_emoji(node, call, unreact);
}

}  // namespace hallway::api
