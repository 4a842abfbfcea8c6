#include "server/api/announcements.h"

#include <algorithm>

#include "federation/compose.h"
#include "federation/emoji.h"
#include "server/api.h"
#include "server/api/custom_emojis.h"
#include "server/api/entities.h"
#include "server/api/exact_time.h"
#include "server/node.h"
#include "server/post_view.h"
#include "storage/own_emojis.h"

namespace hallway::api {
namespace {

// Whoever is signed in may read them, whatever their program may do besides.
constexpr std::string_view kAnyScope =
    "read:accounts read:statuses read:notifications write:accounts write:statuses follow push "
    "profile";

// People of this node, and whom it has met.
std::optional<Actor> find_mentioned(const View& view, const Handle& handle) {
  const auto domain = handle.domain.text().empty() ? view.home.domain.text() : handle.domain.text();
  auto actor = find_actor_by_handle(view.txn, handle.name, domain);
  if (!actor || !may_be_shown(view.txn, view.home, *actor)) return std::nullopt;
  return actor;
}

Composed composed_text(const View& view, const Announcement& one) {
  ComposeLinks links;
  links.page_of = [&](const Handle& handle) -> std::optional<Iri> {
    const auto actor = find_mentioned(view, handle);
    return actor ? std::optional(Iri::parse(page_of(*actor, view.home)).value_or(Iri()))
                 : std::nullopt;
  };
  links.tags = Iri::parse(view.home.base.text() + "tags/").value_or(Iri());
  return compose(one.text, links);
}

Json mentions_json(const View& view, const Composed& text) {
  Json out = Json::array();
  for (const auto& handle : text.mentions) {
    const auto actor = find_mentioned(view, handle);
    if (!actor) continue;
    out.push_back({{"id", to_string(actor->id)},
                   {"username", actor->name},
                   {"url", page_of(*actor, view.home)},
                   {"acct", actor->local ? actor->name : actor->handle()}});
  }
  return out;
}

Json tags_json(const View& view, const Composed& text) {
  Json out = Json::array();
  for (const auto& tag : text.hashtags) {
    out.push_back({{"name", tag}, {"url", view.home.base.text() + "tags/" + percent_encode(tag)}});
  }
  return out;
}

Json reactions_json(const View& view, Id announcement) {
  Json out = Json::array();
  for (const auto& one : list_announcement_reactions(view.txn, announcement, view.viewer)) {
    Json reaction{{"name", one.name}, {"count", one.count}};
    if (const auto own = find_own_emoji(view.txn, one.name)) {
      reaction["url"] = own->url.text();
      reaction["static_url"] = own->still.text();
    }
    if (view.viewer) reaction["me"] = one.mine;
    out.push_back(std::move(reaction));
  }
  return out;
}

Result<Id> shown_announcement(const ReadTxn& txn, const Call& call, Time now) {
  const auto one = find_announcement(txn, parse_id(call["id"]).value_or(Id{}));
  if (!one || !one->is_shown(now)) return fail(Code::not_found, "no such announcement");
  return one->id;
}

// One of Unicode, or the name of one of this node.
Result<std::string> emoji_in(const ReadTxn& txn, const Call& call) {
  std::string name(call["name"]);
  if (is_one_emoji(name)) return name;
  const auto own = find_own_emoji(txn, name);
  if (own && !own->disabled && own->name == name) return name;
  return fail(Code::invalid, "a reaction is one emoji");
}

// Those who listen are told how many there are now; no activity of the log stands for it.
Result<void> tell_reaction(Node& node, Id announcement, const std::string& name) {
  const auto found = list_announcement_reactions(TRY(node.read()), announcement, Id{});
  const auto one = std::ranges::find(found, name, &AnnouncementReaction::name);
  const Json payload{{"name", name},
                     {"count", one == found.end() ? size_t{0} : one->count},
                     {"announcement_id", to_string(announcement)}};
  node.live().tell_now({{}, "announcement.reaction", dump_json(payload)});
  return {};
}

// `change` is what becomes of the caller's reaction in the store.
template <class Change>
Result<Response> change_reaction(Node& node, const Call& call, Change change) {
  const auto caller = TRY(caller_of(node, call.request, "write:favourites"));
  const auto name = TRY(emoji_in(TRY(node.read()), call));
  const auto id = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<Id> {
    const auto shown = TRY(shown_announcement(txn, call, node.now()));
    TRY(change(txn, shown, name, caller.actor.id));
    return shown;
  }));
  TRY(tell_reaction(node, id, name));
  return json_answer(Json::object());
}

}  // namespace

Json announcement_json(const View& view, const Announcement& one) {
  const auto text = composed_text(view, one);
  Json out{{"id", to_string(one.id)},
           {"content", text.html},
           {"starts_at", one.starts.ms ? Json(exact_time(one.starts)) : Json()},
           {"ends_at", one.ends.ms ? Json(exact_time(one.ends)) : Json()},
           {"all_day", one.all_day},
           {"published_at", exact_time(one.published)},
           {"updated_at", exact_time(one.updated)},
           {"mentions", mentions_json(view, text)},
           {"statuses", Json::array()},
           {"tags", tags_json(view, text)},
           {"emojis", emojis_json(view, own_emojis_in(view.txn, {one.text}))},
           {"reactions", reactions_json(view, one.id)}};
  if (view.viewer) out["read"] = is_announcement_read(view.txn, view.viewer, one.id);
  return out;
}

Result<Response> list_announcements_for(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, kAnyScope));
  const auto params = TRY(Params::of_query(call.request));
  const bool dismissed = params.flag("with_dismissed").value_or(false);
  const auto txn = TRY(node.read());
  const View view{txn, node.home(), caller.actor.id, node.now()};
  Json out = Json::array();
  for (const auto& one : list_announcements(txn)) {
    if (!one.is_shown(node.now())) continue;
    if (!dismissed && is_announcement_read(txn, caller.actor.id, one.id)) continue;
    out.push_back(announcement_json(view, one));
  }
  return json_answer(out);
}

Result<Response> dismiss_announcement(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:accounts"));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    const auto id = TRY(shown_announcement(txn, call, node.now()));
    return mark_announcement_read(txn, caller.actor.id, id, node.now());
  }));
  return json_answer(Json::object());
}

Result<Response> react_to_announcement(Node& node, const Call& call) {
  return change_reaction(node, call, [&](WriteTxn& txn, Id id, const std::string& name, Id who) {
    return add_announcement_reaction(txn, id, name, who, node.now());
  });
}

Result<Response> unreact_to_announcement(Node& node, const Call& call) {
  return change_reaction(node, call, erase_announcement_reaction);
}

}  // namespace hallway::api
