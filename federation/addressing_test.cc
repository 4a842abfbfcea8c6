#include "federation/addressing.h"

#include <gmock/gmock.h>

#include "tests/support/publishing.h"

namespace hallway::test {
namespace {

using testing::UnorderedElementsAre;

class AddressingTest : public PublishTest {};

TEST_F(AddressingTest, VisibilityDecidesToAndCc) {
  const auto followers = alice_.followers.text(), eve = eve_.iri.text(), bob = bob_.iri.text();
  const std::string anybody(kPublic);
  struct Case {
    Visibility visibility;
    std::vector<std::string> to, cc;
  };
  const Case cases[] = {{Visibility::public_, {anybody}, {followers, eve, bob}},
                        {Visibility::unlisted, {followers}, {anybody, eve, bob}},
                        {Visibility::followers, {followers}, {eve, bob}},
                        {Visibility::direct, {eve}, {}}};
  for (const auto& one : cases) {
    Post post{.visibility = one.visibility, .mentions = {{eve_.iri, "@eve"}}};
    address(alice_, post, bob_);
    EXPECT_EQ(post.to, one.to) << name_of(one.visibility);
    EXPECT_EQ(post.cc, one.cc) << name_of(one.visibility);
  }
}

TEST_F(AddressingTest, ALabelIsNeverWiderThanWhatIsSpokenOf) {
  const SpokenOf others{.parent = Post{.label = Label::partners},
                        .quoted = Post{.label = Label::organization}};
  EXPECT_EQ(ok(label_for(home_, {}, others)), Label::organization);
  EXPECT_EQ(ok(label_for(home_, Label::department, others)), Label::department);
  EXPECT_EQ(code_of(label_for(home_, Label::partners, others)), Code::invalid);
  EXPECT_EQ(ok(label_for(home_, {}, {})), home_.default_label());
}

TEST_F(AddressingTest, OfFollowersOnlySoManyAreListedButEverybodyWhoIsNamed) {
  for (const auto* who : {&bob_, &eve_}) befriend(*who, alice_);
  Post post{.visibility = Visibility::followers, .mentions = {{mallory_.iri, "@mallory"}}};
  post.author = alice_.id;
  address(alice_, post, {});
  EXPECT_THAT(list_recipients_among(read(), post, 9),
              UnorderedElementsAre(bob_.id, eve_.id, mallory_.id));
  EXPECT_THAT(list_recipients_among(read(), post, 1), UnorderedElementsAre(bob_.id, mallory_.id));
}

TEST_F(AddressingTest, WhatOneMayNotSeeIsAsIfItWereNotThere) {
  const auto open = post(bob_), few = post(bob_, {.text = "x", .visibility = Visibility::direct});
  EXPECT_TRUE(find_seen(read(), home_, open.id, alice_.id));
  EXPECT_FALSE(find_seen(read(), home_, few.id, alice_.id));
  EXPECT_FALSE(find_seen(read(), home_, Id{404}, alice_.id));
  erase(bob_, open);
  EXPECT_FALSE(find_seen(read(), home_, open.id, alice_.id));
}

}  // namespace
}  // namespace hallway::test
