#include "server/social/inbox.h"

#include <algorithm>

#include "federation/collections.h"
#include "federation/note.h"
#include "federation/other_act.h"
#include "federation/timeline.h"
#include "server/accept.h"
#include "server/node.h"
#include "server/params.h"
#include "server/shown_notification.h"
#include "server/social/submission.h"
#include "storage/follows.h"
#include "storage/kept_activities.h"
#include "storage/log.h"
#include "storage/notifications.h"
#include "storage/reactions.h"

namespace hallway::social {
namespace {

constexpr size_t kPageSize = 40;

struct Reader {
  const ReadTxn& txn;
  const Home& home;
  const Actor& owner;
  Id before;
};

// An activity as it came; nothing where its bytes were erased or are none.
std::optional<Json> as_sent(const ReadTxn& txn, uint64_t seq, std::string_view type) {
  const auto entry = find_log(txn, seq);
  if (!entry || entry->type != type) return std::nullopt;
  auto activity = parse_json(find_payload(txn, seq).value_or(""));
  if (!activity.ok() || !activity->is_object()) return std::nullopt;
  for (const auto* secret : {"bto", "bcc"}) activity->erase(secret);
  return *std::move(activity);
}

std::optional<Json> as_sent(const ReadTxn& txn, const Iri& activity, std::string_view type) {
  const auto seq = activity.empty() ? std::nullopt : find_seen(txn, activity.text());
  return seq ? as_sent(txn, *seq, type) : std::nullopt;
}

Json told(const Iri& id, std::string_view type, const Actor& actor, const std::string& object) {
  Json activity{{"type", std::string(type)}, {"actor", actor.iri.text()}, {"object", object}};
  if (!id.empty()) activity["id"] = id.text();
  return activity;
}

// Of somebody else's post the document is the activity that brought or changed it, or the post
// alone, which was looked up.
std::optional<Json> create_of(const Reader& reader, const Post& post) {
  const auto author = find_actor(reader.txn, post.author);
  if (!author) return std::nullopt;
  if (post.local) return create_json(post, *author, reader.home);
  if (auto sent = as_sent(reader.txn, post.document, "Create")) return sent;
  const auto document = parse_json(find_payload(reader.txn, post.document).value_or(""));
  if (!document.ok()) return std::nullopt;
  const auto objects = find_list(*document, "object");
  auto create = told(Iri(), "Create", *author, {});
  create["object"] =
      is_post_type(type_of(*document)) || objects.empty() ? *document : *objects.front();
  return create;
}

std::optional<Json> boost_of(const Reader& reader, const Post& post, const Boost& boost) {
  const auto actor = find_actor(reader.txn, boost.actor);
  if (!actor) return std::nullopt;
  if (auto sent = as_sent(reader.txn, boost.iri, "Announce")) return sent;
  return told(boost.iri, "Announce", *actor, post.iri.text());
}

void add_home(const Reader& reader, MergedPage& found) {
  const auto items = home_timeline(reader.txn, reader.home, reader.owner.id,
                                   {.max_id = reader.before, .limit = kPageSize});
  if (items.size() == kPageSize) found.stop_at(items.back().id);
  for (const auto& item : items) {
    const Id who = item.boost ? item.boost->actor : item.post.author;
    if (who == reader.owner.id) continue;  // that is the outbox
    auto activity =
        item.boost ? boost_of(reader, item.post, *item.boost) : create_of(reader, item.post);
    if (activity) found.add(item.id, std::move(*activity));
  }
}

std::optional<Json> reaction_of(const Reader& reader, const Notification& one, const Post& post) {
  const bool plain = one.type == NotificationType::reaction;
  const auto reactions = list_reactions_of(reader.txn, one.post, /*most=*/1'000);
  const auto is = [&](const Reaction& r) {
    return r.actor == one.actor && r.content.empty() == plain;
  };
  const auto reaction = std::ranges::find_if(reactions, is);
  const auto actor = find_actor(reader.txn, one.actor);
  if (reaction == reactions.end() || !actor) return std::nullopt;
  for (const auto* type : {"Like", "EmojiReact"}) {
    if (auto sent = as_sent(reader.txn, reaction->iri, type)) return sent;
  }
  return told(reaction->iri, plain ? "Like" : "EmojiReact", *actor, post.iri.text());
}

std::optional<Json> follow_of(const Reader& reader, const Notification& one) {
  const auto follow = find_follow(reader.txn, one.actor, reader.owner.id);
  const auto actor = find_actor(reader.txn, one.actor);
  if (!follow || !actor) return std::nullopt;
  if (auto sent = as_sent(reader.txn, follow->iri, "Follow")) return sent;
  return told(follow->iri, "Follow", *actor, reader.owner.iri.text());
}

// What is not in the home timeline already: posts there are those of people they follow, and those
// that are addressed to them.
std::optional<Json> activity_of(const Reader& reader, const Notification& one) {
  const auto post = one.post ? find_post(reader.txn, one.post) : std::nullopt;
  switch (one.type) {
    case NotificationType::follow:
    case NotificationType::follow_request: return follow_of(reader, one);
    case NotificationType::reaction:
    case NotificationType::emoji: return post ? reaction_of(reader, one, *post) : std::nullopt;
    case NotificationType::boost: {
      const auto boost = find_boost(reader.txn, one.post, one.actor);
      return post && boost ? boost_of(reader, *post, *boost) : std::nullopt;
    }
    case NotificationType::mention:
    case NotificationType::update:
    case NotificationType::post:
    case NotificationType::poll:
    case NotificationType::sign_up:
    case NotificationType::report:
    case NotificationType::accepted:
    case NotificationType::asked: break;
  }
  return std::nullopt;
}

void add_notifications(const Reader& reader, MergedPage& found) {
  size_t taken = 0;
  scan_notifications(reader.txn, reader.owner.id, reader.before, [&](const Notification& one) {
    if (one.filtered || !find_shown(reader.txn, reader.home, one)) return true;
    auto activity = activity_of(reader, one);
    if (!activity) return true;
    found.add(one.id, std::move(*activity));
    if (++taken < kPageSize) return true;
    found.stop_at(one.id);
    return false;
  });
}

void add_others(const Reader& reader, MergedPage& found) {
  size_t taken = 0;
  const auto each = [&](Id id, uint64_t seq) {
    const auto entry = find_log(reader.txn, seq);
    const auto iri = entry ? Iri::parse(entry->actor) : Result<Iri>(Iri());
    const auto author = iri.ok() ? find_actor(reader.txn, *iri) : std::nullopt;
    auto activity = entry ? as_sent(reader.txn, seq, entry->type) : std::nullopt;
    if (!author || !activity ||
        !may_stay_in_inbox(reader.txn, reader.home, *author, *activity, reader.owner)) {
      return true;
    }
    found.add(id, std::move(*activity));
    if (++taken < kPageSize) return true;
    found.stop_at(id);
    return false;
  };
  scan_kept_activities(reader.txn, reader.owner.id, Box::inbox, reader.before, each);
}

Json page_json(const Reader& reader) {
  MergedPage found;
  add_home(reader, found);
  add_notifications(reader, found);
  add_others(reader, found);
  auto [items, next] = found.take(kPageSize);
  const auto at = reader.owner.inbox.text();
  Json page{{"id", at + "?page=" + to_string(reader.before)},
            {"type", "OrderedCollectionPage"},
            {"partOf", at},
            {"orderedItems", std::move(items)}};
  if (next) page["next"] = at + "?page=" + to_string(*next);
  return page;
}

}  // namespace

Result<Response> show_inbox(Node& node, const Call& call) {
  const auto caller = TRY(owner_of(node, call, "read"));
  const auto params = TRY(Params::of_query(call.request));
  const auto txn = TRY(node.read());
  const auto& at = caller.actor.inbox.text();
  Json shown = params.find("page")
                   ? page_json({txn, node.home(), caller.actor, params.id("page")})
                   : Json{{"id", at}, {"type", "OrderedCollection"}, {"first", at + "?page=0"}};
  shown["@context"] = "https://www.w3.org/ns/activitystreams";
  auto response = text_answer(200, kActivityType, dump_json(shown));
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}

}  // namespace hallway::social
