#include "federation/collections.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Collection kAll[] = {Collection::followers, Collection::following,     Collection::outbox,
                               Collection::featured,  Collection::featured_tags, Collection::liked};

class CollectionsTest : public ActsTest {
 protected:
  [[nodiscard]] Json collection(Collection which, std::optional<Id> page = {},
                                const Destination& viewer = Destination::anybody()) const {
    return collection_json(read(), home_, {alice_, viewer}, which, page);
  }
  // Follows `next` from `first` to the end, as a reader does.
  std::vector<Json> walk(Collection which, const Destination& viewer = Destination::anybody()) {
    std::vector<Json> items;
    auto at = find_iri(collection(which), "first");
    for (int pages = 0; at; ++pages) {
      EXPECT_LT(pages, 20) << "a walk ends";
      if (pages == 20) break;
      EXPECT_TRUE(at->query().starts_with("page="));
      const auto page = collection(which, parse_id(at->query().substr(5)).value(), viewer);
      EXPECT_EQ(find_string(page, "id"), at->text());
      EXPECT_EQ(page["type"], "OrderedCollectionPage");
      EXPECT_EQ(page["partOf"], collection(which)["id"]);
      EXPECT_TRUE(page["orderedItems"].is_array());
      EXPECT_LE(page["orderedItems"].size(), 40U);
      items.insert(items.end(), page["orderedItems"].begin(), page["orderedItems"].end());
      at = find_iri(page, "next");
    }
    return items;
  }
  // What is in the outbox, as text of the posts.
  std::vector<std::string> shown_to(const Destination& viewer) {
    std::vector<std::string> out;
    for (const auto& item : walk(Collection::outbox, viewer)) {
      const auto& object = item["object"];
      out.emplace_back(object.is_string() ? "boost" : *find_string(object["source"], "content"));
    }
    return out;
  }
};

TEST_F(CollectionsTest, AnEmptyOneIsACollectionStill) {
  for (const auto which : kAll) {
    const auto json = collection(which);
    EXPECT_EQ(json["type"], "OrderedCollection");
    EXPECT_EQ(json["totalItems"], 0);
    EXPECT_THAT(walk(which), IsEmpty());
  }
}

TEST_F(CollectionsTest, EachStandsWhereItsActorSays) {
  EXPECT_EQ(collection(Collection::followers)["id"], alice_.followers.text());
  EXPECT_EQ(collection(Collection::following)["id"], alice_.following.text());
  EXPECT_EQ(collection(Collection::outbox)["id"], alice_.outbox.text());
  EXPECT_EQ(collection(Collection::featured)["id"], alice_.featured.text());
  EXPECT_EQ(collection(Collection::featured_tags)["id"], to_json(alice_, home_)["featuredTags"]);
  EXPECT_EQ(collection(Collection::liked)["id"], to_json(alice_, home_)["liked"]);
}

TEST_F(CollectionsTest, EveryFollowerIsOnOnePage) {
  for (const int people : {1, 39, 40, 41, 80, 95}) {
    std::set<std::string> expected;
    while (count_followers(read(), alice_.id) < static_cast<size_t>(people)) {
      befriend(put_remote("f" + std::to_string(++made_)), alice_);
    }
    for (const auto id : list_followers(read(), alice_.id, FollowState::accepted, Id{}, SIZE_MAX)) {
      expected.insert(find_actor(read(), id)->iri.text());
    }
    EXPECT_EQ(collection(Collection::followers)["totalItems"], people);
    const auto items = walk(Collection::followers);
    EXPECT_EQ(items.size(), static_cast<size_t>(people));
    EXPECT_EQ(std::set<std::string>(items.begin(), items.end()), expected);
  }
}

TEST_F(CollectionsTest, WhoWasNotAcceptedOrIsGoneFollowsNobody) {
  befriend(eve_, alice_);
  befriend(bob_, alice_, FollowState::pending);
  befriend(mallory_, alice_);
  befriend(alice_, bob_);
  befriend(alice_, eve_, FollowState::pending);
  auto gone = mallory_;
  gone.gone = true;
  put(gone);
  EXPECT_THAT(walk(Collection::followers), ElementsAre(eve_.iri.text()));
  EXPECT_THAT(walk(Collection::following), ElementsAre(bob_.iri.text()));
}

TEST_F(CollectionsTest, TheOutboxIsNewestFirstAndWhole) {
  std::vector<std::string> expected;
  for (int i = 0; i < 85; ++i) {
    expected.insert(expected.begin(), std::to_string(i));
    post(alice_, std::to_string(i));
  }
  post(bob_, "another's");
  EXPECT_EQ(shown_to(Destination::anybody()), expected);
  EXPECT_EQ(collection(Collection::outbox)["totalItems"], 85);
}

TEST_F(CollectionsTest, ThePagesOfTheOutboxHoldWhatWasSent) {
  const auto note = post(alice_, NewPost{.text = "Hello"});
  const auto theirs = known_note(eve_);
  clock_.advance(seconds(1));
  const auto boosted = ok(act(alice_, [&](Local& l) { return boost(l, theirs.id); }));
  const auto items = walk(Collection::outbox);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0]["type"], "Announce");
  EXPECT_EQ(items[0]["id"], boosted.iri.text());
  EXPECT_EQ(items[0]["object"], theirs.iri.text());
  const auto sent = payload(note.document);
  for (const auto* key : {"id", "type", "actor", "to", "cc", "object", "published"}) {
    EXPECT_EQ(items[1][key], sent[key]) << key;
  }
  for (const auto& item : items) {
    EXPECT_TRUE(item["to"].is_array() && item["cc"].is_array());
  }
}

// Visibility × label × who asks: policy decides for the outbox as for everything else.
TEST_F(CollectionsTest, TheOutboxShowsEachReaderWhatMayFlowToThem) {
  home_.mode = Mode::allowlist;
  const auto sibling = put_remote("sam", "sibling.example");
  const auto partner = put_remote("pam", "partner.example");
  set_peer("sibling.example", [](Peer& peer) { peer.relation = Relation::sibling; });
  set_peer("partner.example", [](Peer& peer) { peer.relation = Relation::partner; });
  set_peer("blocked.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  befriend(sibling, alice_);
  for (const auto visibility : {Visibility::public_, Visibility::followers, Visibility::direct}) {
    for (const auto label :
         {Label::department, Label::organization, Label::partners, Label::public_}) {
      post(alice_,
           NewPost{.text = std::string(name_of(visibility)) + " " + std::string(name_of(label)),
                   .visibility = visibility,
                   .label = label});
    }
  }
  const auto to = [](const Actor& who) {
    return Destination::to_domain(who.iri.domain(), {&who.id, 1});
  };
  EXPECT_THAT(shown_to(Destination::anybody()), ElementsAre("public public"));
  EXPECT_THAT(shown_to(to(partner)), ElementsAre("public public", "public partners"));
  EXPECT_THAT(shown_to(to(sibling)),
              ElementsAre("private public", "private partners", "private organization",
                          "public public", "public partners", "public organization"));
  EXPECT_EQ(shown_to(Destination::to_person(bob_.id)).size(), 4U);
  EXPECT_EQ(shown_to(Destination::to_person(alice_.id)).size(), 12U);
  for (const auto* stranger : {"blocked.example", "unknown.example"}) {
    EXPECT_THAT(shown_to(Destination::to_domain(domain(stranger), {})), IsEmpty()) << stranger;
  }
}

TEST_F(CollectionsTest, WhatIsHiddenMakesNoPageEndTooSoon) {
  for (int i = 0; i < 60; ++i) {
    post(alice_, NewPost{.text = "few", .visibility = Visibility::followers});
    post(alice_, "open");
  }
  EXPECT_EQ(shown_to(Destination::anybody()), std::vector<std::string>(60, "open"));
}

TEST_F(CollectionsTest, WhatWasDeletedIsNotShown) {
  const auto made = post(alice_);
  ok(act(alice_, [&](Local& l) { return delete_post(l, made.id); }));
  EXPECT_THAT(walk(Collection::outbox), IsEmpty());
  EXPECT_EQ(collection(Collection::outbox)["totalItems"], 0);
}

}  // namespace
}  // namespace hallway::test
