// How somebody of ours changes their profile, and who is told of it: that part of actor.h.

#include <algorithm>
#include <map>

#include "federation/actor.h"
#include "federation/deliver.h"
#include "federation/html.h"
#include "federation/plain_text.h"
#include "federation/profile_page.h"
#include "storage/follows.h"
#include "storage/media.h"
#include "storage/own_emojis.h"

namespace hallway {
namespace {

std::string shortened(std::string_view text, size_t most) {
  return std::string(utf8_prefix(clean_text(text), most));
}

struct ProfileUpdate {
  Json document, to, cc;
};

Result<void> tell(Local& local, ProfileUpdate update, std::vector<Id> whom) {
  const auto recorded = TRY(record_activity(local, {{"type", "Update"},
                                                    {"object", std::move(update.document)},
                                                    {"to", std::move(update.to)},
                                                    {"cc", std::move(update.cc)}}));
  TRY(owe(local.txn, local.home, {.activity = recorded.seq, .recipients = std::move(whom)},
          local.actor.id, local.now));
  return {};
}

// Of `followers` those elsewhere whose node may learn of the actor's work.
std::vector<Id> told_of_work(const Local& local, const std::vector<Id>& followers) {
  std::map<Domain, bool> reached;
  std::vector<Id> told;
  for (const Id id : followers) {
    const auto mailbox = find_mailbox(local.txn, id);
    if (!mailbox) continue;
    const auto known = reached.find(mailbox->domain);
    const bool may = known != reached.end()
                         ? known->second
                         : may_learn_work(local.txn, local.home, local.actor,
                                          Destination::to_domain(mailbox->domain, {}))
                               .allowed;
    reached.emplace(mailbox->domain, may);
    if (may) told.push_back(id);
  }
  return told;
}

Result<void> tell_followers(Local& local) {
  auto rest = list_followers(local.txn, local.actor.id, FollowState::accepted, Id{}, SIZE_MAX);
  const auto document = to_json(local.actor, local.home);
  const auto followers = Json::array({local.actor.followers.text()});
  const auto& work = local.actor.work;
  if (work.reach != Label::public_ && !work.empty()) {
    const auto whole = told_of_work(local, rest);
    std::erase_if(rest, [&](Id id) { return std::ranges::binary_search(whole, id); });
    auto with_work = document;
    add_work(with_work, work);
    if (!whole.empty()) TRY(tell(local, {with_work, followers, Json::array()}, whole));
  }
  return tell(local, {document, Json::array({std::string(kPublic)}), followers}, rest);
}

std::vector<Emoji> emojis_in_profile(const ReadTxn& txn, const Actor& actor) {
  std::vector<std::string_view> texts = {actor.display_name, actor.summary};
  for (const auto& field : actor.fields) {
    texts.emplace_back(field.name);
    texts.emplace_back(field.value);
  }
  return own_emojis_in(txn, texts);
}

}  // namespace

std::string summary_of(std::string_view text) {
  std::string html;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) html += "<p>" + escape_html(text.substr(0, end)) + "</p>";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return html;
}

Result<Actor> update_profile(Local& local, const ProfileChange& change) {
  TRY(check_standing(local));
  auto& actor = local.actor;
  if (change.display_name) actor.display_name = shortened(*change.display_name, 200);
  if (change.summary) actor.summary = summary_of(shortened(*change.summary, 5'000));
  if (change.locked) actor.locked = *change.locked;
  if (change.discoverable) actor.discoverable = *change.discoverable;
  if (change.indexable) actor.indexable = *change.indexable;
  if (change.fields) actor.fields = with_known_pages(*change.fields, actor.fields);
  if (change.also_known_as) actor.also_known_as = *change.also_known_as;
  if (change.icon || change.header) TRY(leave_media(local.txn, local.now));
  if (change.icon) actor.icon = *change.icon;
  if (change.header) actor.header = *change.header;
  TRY(change_work(actor.work, change.work, actor.iri));
  actor.emojis = emojis_in_profile(local.txn, actor);
  TRY(put_actor(local.txn, actor, local.now));
  TRY(ask_for_profile_pages(local.txn, actor, local.now));
  TRY(tell_followers(local));
  return actor;
}

}  // namespace hallway
