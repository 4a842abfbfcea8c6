#include "federation/addressing.h"

#include <algorithm>

#include "federation/policy.h"
#include "storage/follows.h"

namespace hallway {

std::optional<Post> find_seen(const ReadTxn& txn, const Home& home, Id post, Id reader) {
  auto found = find_post(txn, post);
  const auto to = Destination::to_person(reader);
  if (!found || found->gone || !may_flow(txn, home, *found, to)) return std::nullopt;
  return found;
}

Result<Label> label_for(const Home& home, std::optional<Label> wanted, const SpokenOf& others) {
  auto widest = others.parent ? others.parent->label : Label::public_;
  if (others.quoted) widest = std::min(widest, others.quoted->label);
  if (wanted && *wanted > widest) {
    return fail(Code::invalid,
                "an answer or quote cannot have a wider label than the post it speaks of, which "
                "is '" +
                    std::string(name_of(widest)) + "'");
  }
  return std::min(wanted.value_or(home.default_label()), widest);
}

// ActivityPub §5.6: who stands in to and who in cc decides what others show it as.
void address(const Actor& author, Post& post, const std::optional<Actor>& answered) {
  std::vector<std::string> people;
  for (const auto& mention : post.mentions) people.push_back(mention.iri.text());
  // Who is answered hears of it, mentioned or not; a direct post reaches only those it names.
  if (answered && post.visibility != Visibility::direct && answered->id != author.id &&
      std::ranges::find(people, answered->iri.text()) == people.end()) {
    people.push_back(answered->iri.text());
  }
  const std::string followers = author.followers.text();
  const std::string everybody(kPublic);
  switch (post.visibility) {
    case Visibility::public_:
      post.to = {everybody};
      post.cc = {followers};
      break;
    case Visibility::unlisted:
      post.to = {followers};
      post.cc = {everybody};
      break;
    case Visibility::followers:
      post.to = {followers};
      post.cc = {};
      break;
    case Visibility::direct:
      post.to = people;
      post.cc = {};
      return;
  }
  post.cc.insert(post.cc.end(), people.begin(), people.end());
}

std::vector<Id> list_recipients_among(const ReadTxn& txn, const Post& post, size_t most) {
  std::vector<Id> ids;
  if (post.visibility != Visibility::direct) {
    ids = list_followers(txn, post.author, FollowState::accepted, Id{}, most);
  }
  for (const auto* list : {&post.to, &post.cc, &post.blind}) {
    for (const auto& text : *list) {
      const auto iri = Iri::parse(text);
      const auto actor = iri.ok() ? find_actor(txn, *iri) : std::nullopt;
      if (actor) ids.push_back(actor->id);
    }
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

}  // namespace hallway
