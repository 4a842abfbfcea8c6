#include "federation/pin.h"

#include <gmock/gmock.h>

#include "federation/collections.h"
#include "storage/pins.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PinTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    for (auto* who : {&eve_, &mallory_}) {
      who->featured = iri(who->iri.text() + "/featured");
      *who = put(*who);
    }
  }
  Result<void> pin_as(const Actor& who, const Post& post) {
    return act(who, [&](Local& l) { return pin(l, post.id); });
  }
  Result<void> unpin_as(const Actor& who, const Post& post) {
    return act(who, [&](Local& l) { return unpin(l, post.id); });
  }
  [[nodiscard]] std::vector<std::string> featured(
      const Destination& viewer = Destination::anybody()) const {
    std::vector<std::string> out;
    const auto page = collection_json(read(), home_, {alice_, viewer}, Collection::featured, Id{});
    for (const auto& item : page["orderedItems"]) out.push_back(item);
    return out;
  }
  Json change(const Actor& who, const std::string& type, const Json& object, const Actor& whose) {
    auto made = activity(who, type, object);
    made["target"] = whose.featured.text();
    return made;
  }
};

TEST_F(PinTest, WhatIsPinnedIsFeaturedAndFollowersAreTold) {
  befriend(eve_, alice_);
  const auto first = post(alice_, "first"), second = post(alice_, "second");
  forget_owed();
  for (const auto& one : {first, second}) {
    ok(pin_as(alice_, one));
    clock_.advance(seconds(1));
  }
  EXPECT_THAT(featured(), ElementsAre(second.iri.text(), first.iri.text()));
  EXPECT_THAT(owed(),
              ElementsAre("Add https://remote.example/inbox", "Add https://remote.example/inbox"));
  const auto add = last_logged();
  EXPECT_EQ(add["object"], second.iri.text());
  EXPECT_EQ(add["target"], alice_.featured.text());
  forget_owed();
  ok(pin_as(alice_, second));
  EXPECT_THAT(owed(), IsEmpty()) << "again is nothing new";
  ok(unpin_as(alice_, second));
  ok(unpin_as(alice_, second));
  EXPECT_THAT(featured(), ElementsAre(first.iri.text()));
  EXPECT_THAT(owed(), ElementsAre("Remove https://remote.example/inbox"));
  ok(act(alice_, [&](Local& l) { return delete_post(l, first.id); }));
  EXPECT_THAT(featured(), IsEmpty());
}

TEST_F(PinTest, OnlyOnesOwnPostsThatMoreThanAFewMaySee) {
  const auto mine = post(alice_), bobs = post(bob_);
  const auto direct = post(alice_, NewPost{.text = "psst", .visibility = Visibility::direct});
  EXPECT_EQ(code_of(pin_as(alice_, bobs)), Code::forbidden);
  EXPECT_EQ(code_of(pin_as(alice_, direct)), Code::invalid);
  EXPECT_EQ(code_of(pin_as(bob_, direct)), Code::not_found) << "it must not be told of";
  EXPECT_EQ(code_of(pin_as(alice_, Post{.id = Id{7}})), Code::not_found);
  for (int i = 0; i < 5; ++i) ok(pin_as(alice_, post(alice_)));
  EXPECT_EQ(code_of(pin_as(alice_, mine)), Code::invalid) << "five are enough";
}

TEST_F(PinTest, Attack36AFeaturedPostIsShownToWhoMaySeeItOnly) {
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::followers});
  const auto here = post(alice_, NewPost{.text = "here", .label = Label::department});
  befriend(eve_, alice_);
  forget_owed();
  ok(pin_as(alice_, here));
  EXPECT_THAT(owed(), IsEmpty()) << "nobody elsewhere has it";
  ok(pin_as(alice_, few));
  EXPECT_THAT(last_logged()["to"], ElementsAre(alice_.followers.text()));
  const auto to = [](const Actor& who) {
    return Destination::to_domain(who.iri.domain(), {&who.id, 1});
  };
  EXPECT_THAT(featured(), IsEmpty());
  EXPECT_THAT(featured(to(mallory_)), IsEmpty());
  EXPECT_THAT(featured(to(eve_)), ElementsAre(few.iri.text()));
}

TEST_F(PinTest, OthersPinTheirOwnPosts) {
  const auto note = known_note(eve_);
  EXPECT_EQ(outcome(eve_, change(eve_, "Add", note.iri.text(), eve_)), Outcome::taken);
  EXPECT_TRUE(is_pinned(read(), eve_.id, note.id));
  EXPECT_EQ(outcome(eve_, change(eve_, "Remove", note.iri.text(), eve_)), Outcome::taken);
  EXPECT_FALSE(is_pinned(read(), eve_.id, note.id));
  EXPECT_EQ(outcome(eve_, change(eve_, "Remove", note.iri.text(), eve_)), Outcome::ignored);
}

TEST_F(PinTest, APinnedPostThatIsUnknownIsFetchedWhereItsAuthorIsFollowed) {
  const auto unknown = fresh_id(eve_, "notes");
  EXPECT_EQ(outcome(eve_, change(eve_, "Add", unknown, eve_)), Outcome::ignored);
  befriend(alice_, eve_);
  EXPECT_EQ(outcome(eve_, change(eve_, "Add", unknown, eve_)), Outcome::taken);
  EXPECT_THAT(to_fetch(), ElementsAre(unknown));
}

TEST_F(PinTest, Attack30UnknownPostsThatArePinnedWithoutEndEndSomewhere) {
  befriend(alice_, eve_);
  for (int n = 0; n < 500; ++n) outcome(eve_, change(eve_, "Add", fresh_id(eve_, "notes"), eve_));
  EXPECT_EQ(outcome(eve_, change(eve_, "Add", fresh_id(eve_, "notes"), eve_)), Outcome::ignored);
  EXPECT_EQ(count(Table::fetches), 500U);
}

TEST_F(PinTest, NobodyChangesWhatAnotherFeatures) {
  const auto note = known_note(eve_);
  const auto ours = post(alice_);
  const auto before = rows();
  EXPECT_EQ(refusal(mallory_, change(mallory_, "Add", note.iri.text(), eve_)), Code::forbidden);
  EXPECT_EQ(refusal(mallory_, change(mallory_, "Remove", ours.iri.text(), alice_)),
            Code::forbidden);
  EXPECT_EQ(outcome(mallory_, change(mallory_, "Add", note.iri.text(), mallory_)),
            Outcome::ignored);
  EXPECT_EQ(rows(), before);
  // Of the same host, but not theirs: kept, and without effect.
  const auto neighbour = put_remote("neighbour");
  EXPECT_EQ(outcome(neighbour, change(neighbour, "Add", note.iri.text(), eve_)), Outcome::taken);
  EXPECT_FALSE(is_pinned(read(), eve_.id, note.id));
}

TEST_F(PinTest, WhoFollowsSomebodyAsksWhatTheyFeature) {
  ok(act(alice_, [&](Local& l) { return follow(l, eve_.id); }));
  EXPECT_THAT(to_fetch(), ElementsAre(eve_.featured.text()));
}

}  // namespace
}  // namespace hallway::test
