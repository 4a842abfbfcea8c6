#include "federation/other_act.h"

#include <algorithm>

#include "federation/deliver.h"
#include "federation/follow.h"
#include "federation/note.h"
#include "storage/blocks.h"
#include "storage/kept_activities.h"
#include "storage/peers.h"

namespace hallway {
namespace {

constexpr size_t kMostFollowersHere = 1'000, kMostAddressed = 200;

std::vector<std::string> iris_in(const Json& activity, std::string_view key) {
  std::vector<std::string> iris;
  for (const auto& iri : find_iris(activity, key)) {
    if (iris.size() < kMostAddressed) iris.push_back(iri.text());
  }
  for (const auto* value : find_list(activity, key)) {
    const auto text = as_string(*value);
    if (text && is_public_collection(*text) && *text != kPublic) iris.emplace_back(kPublic);
  }
  return iris;
}

Audience audience_of(const Json& activity) {
  Audience audience{.to = iris_in(activity, "to"), .cc = iris_in(activity, "cc"), .blind = {}};
  for (auto& iri : iris_in(activity, "audience")) audience.cc.push_back(std::move(iri));
  for (const auto* key : {"bto", "bcc"}) {
    for (auto& iri : iris_in(activity, key)) audience.blind.push_back(std::move(iri));
  }
  return audience;
}

// For policy, which decides on posts: one that is addressed and labelled like the activity.
Post as_post(const Actor& author, const Audience& audience, Label label) {
  Post post;
  post.iri = author.iri;
  post.author = author.id;
  post.local = author.local;
  post.to = audience.to;
  post.cc = audience.cc;
  post.blind = audience.blind;
  post.visibility = visibility_of(post.to, post.cc, author.followers.text());
  post.label = label;
  return post;
}

std::optional<Label> label_said(const Json& activity) {
  const auto said = find_string(activity, "hallwayLabel");
  return said ? parse_label(*said) : std::nullopt;
}

Label label_of(const ReadTxn& txn, const Home& home, const Actor& author, const Json& activity) {
  const auto said = label_said(activity);
  if (author.local) return said.value_or(home.default_label());
  return label_of_remote(relation_to(txn, home, author.iri.domain()), said);
}

// Who is here of those it is for: named, or followers where they are.
std::vector<Id> people_here(const ReadTxn& txn, const Home& home, const Post& post) {
  std::vector<Id> people;
  for (const auto* list : {&post.to, &post.cc, &post.blind}) {
    for (const auto& text : *list) {
      const auto iri = Iri::parse(text);
      const auto actor = iri.ok() && home.owns(*iri) ? find_actor(txn, *iri) : std::nullopt;
      if (actor && actor->local) people.push_back(actor->id);
    }
  }
  if (post.visibility != Visibility::direct) {
    for (const auto& one : followers_here(txn, home, post.author, kMostFollowersHere)) {
      people.push_back(one.id);
    }
  }
  std::ranges::sort(people);
  people.erase(std::unique(people.begin(), people.end()), people.end());
  return people;
}

Result<void> keep_for_people_here(WriteTxn& txn, const Home& home, const Post& post,
                                  const Recorded& recorded, Time now) {
  for (const auto person : people_here(txn, home, post)) {
    if (person == post.author || mutes(txn, person, post.author)) continue;
    if (!may_flow(txn, home, post, Destination::to_person(person))) continue;
    TRY(keep_activity(txn, person, Box::inbox, recorded.seq, now));
  }
  return {};
}

// What else could be read as another type or name than was looked at (JSON-LD §4: "@type", "@id").
void erase_keywords(Json& activity) {
  std::vector<std::string> keywords;
  for (const auto& [key, value] : activity.items()) {
    if (key.starts_with('@') && key != "@context") keywords.push_back(key);
  }
  for (const auto& key : keywords) activity.erase(key);
}

Json json_list(const std::vector<std::string>& list) {
  Json out = Json::array();
  for (const auto& text : list) out.push_back(text);
  return out;
}

}  // namespace

Result<void> receive_other(Inbound& in) {
  TRY(take(in));
  const auto label = label_of(in.txn, in.home, in.actor, in.activity);
  const auto post = as_post(in.actor, audience_of(in.activity), label);
  return keep_for_people_here(in.txn, in.home, post, {.seq = in.seq, .id = in.id}, in.now);
}

Result<Recorded> send_other(Local& local, Json activity, const Audience& audience) {
  if (find_member(activity, "hallwayLabel") && !label_said(activity)) {
    return fail(Code::invalid,
                "hallwayLabel is none of department, organization, partners, public");
  }
  if (dump_json(activity).size() > kMostActivityBytes) {
    return fail(Code::invalid,
                "an activity holds at most " + std::to_string(kMostActivityBytes) + " bytes");
  }
  const auto label = label_of(local.txn, local.home, local.actor, activity);
  activity["type"] = type_of(activity);
  erase_keywords(activity);
  for (const auto* given : {"id", "bto", "bcc", "audience", "proof", "signature"}) {
    activity.erase(given);
  }
  activity["to"] = json_list(audience.to);
  activity["cc"] = json_list(audience.cc);
  activity["hallwayLabel"] = name_of(label);
  activity["published"] = to_rfc3339(local.now);
  const auto recorded = TRY(record_activity(local, std::move(activity)));
  const auto post = as_post(local.actor, audience, label);
  TRY(keep_activity(local.txn, local.actor.id, Box::outbox, recorded.seq, local.now));
  TRY(keep_for_people_here(local.txn, local.home, post, recorded, local.now));
  TRY(owe(local.txn, local.home,
          {.activity = recorded.seq, .recipients = list_recipients(local.txn, post), .post = &post},
          local.actor.id, local.now));
  return recorded;
}

bool may_see_other(const ReadTxn& txn, const Home& home, const Actor& author, const Json& activity,
                   const Destination& viewer) {
  const auto label = label_of(txn, home, author, activity);
  return may_flow(txn, home, as_post(author, audience_of(activity), label), viewer).allowed;
}

bool may_stay_in_inbox(const ReadTxn& txn, const Home& home, const Actor& author,
                       const Json& activity, const Actor& person) {
  if (mutes(txn, person.id, author.id)) return false;
  auto audience = audience_of(activity);
  audience.blind.push_back(person.iri.text());
  const auto post = as_post(author, audience, label_of(txn, home, author, activity));
  return may_flow(txn, home, post, Destination::to_person(person.id)).allowed;
}

}  // namespace hallway
