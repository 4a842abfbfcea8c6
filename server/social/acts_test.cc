#include "server/social/acts.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class ActsOfPrograms : public SocialTest {};

TEST_F(ActsOfPrograms, FollowsAreAskedForAnsweredAndUndone) {
  as_alice(act("Update", {{"id", self("alice")}, {"manuallyApprovesFollowers", true}}));
  const auto follow = as_bob(act("Follow", self("alice")));
  EXPECT_EQ(as_bob(act("Follow", self("alice"))), follow) << "again is the same follow";
  EXPECT_EQ(page_of(self("alice") + "/followers", alice_)["orderedItems"].size(), 0U);
  as_alice(act("Accept", follow));
  EXPECT_THAT(page_of(self("alice") + "/followers", alice_)["orderedItems"],
              ElementsAre(self("bob")));
  auto removal = act("Remove", self("bob"));
  removal["target"] = self("alice") + "/followers";
  as_alice(removal);
  EXPECT_EQ(page_of(self("alice") + "/followers", alice_)["orderedItems"].size(), 0U);
  const auto again = as_bob(act("Follow", self("alice")));
  as_bob(act("Undo", again));
  EXPECT_EQ(submit("bob", bob_, act("Undo", again)).status, 409) << "it is undone already";
}

TEST_F(ActsOfPrograms, LikesReactionsAndBoostsAreDoneAndUndone) {
  const auto posted = object_of(as_alice(note("Hello")), alice_);
  const auto id = posted.substr(posted.rfind('/') + 1);
  const auto like = as_bob(act("Like", posted));
  EXPECT_EQ(as_bob(act("Like", posted)), like);
  auto party = act("EmojiReact", posted);
  party["content"] = "🎉";
  const auto reaction = as_bob(party);
  const auto boost = as_bob(act("Announce", posted));
  auto shown = done("GET", "/api/v1/statuses/" + id, bob_);
  EXPECT_TRUE(shown["favourited"]);
  EXPECT_TRUE(shown["reblogged"]);
  EXPECT_THAT(types_in(page_of(self("bob") + "/outbox", bob_)), ElementsAre("Announce"));
  for (const auto& one : {like, reaction, boost}) as_bob(act("Undo", one));
  shown = done("GET", "/api/v1/statuses/" + id, bob_);
  EXPECT_FALSE(shown["favourited"]);
  EXPECT_FALSE(shown["reblogged"]);
  EXPECT_EQ(submit("alice", alice_, act("Undo", like)).status, 404) << "it is bob's";
  EXPECT_EQ(submit("bob", bob_, act("Like", self("alice") + "/statuses/7")).status, 404);
}

TEST_F(ActsOfPrograms, PeopleAreBlockedIgnoredAndReported) {
  const auto block = as_alice(act("Block", self("bob")));
  EXPECT_EQ(submit("bob", bob_, act("Follow", self("alice"))).status, 403);
  as_alice(act("Undo", block));
  const auto ignore = as_alice(act("Ignore", self("bob")));
  EXPECT_EQ(done("GET", "/api/v1/mutes", alice_).size(), 1U);
  as_alice(act("Undo", ignore));
  EXPECT_EQ(done("GET", "/api/v1/mutes", alice_).size(), 0U);
  const auto posted = object_of(as_bob(note("Buy now")), bob_);
  auto complaint = act("Flag", Json::array({self("bob"), posted}));
  complaint["content"] = "This is spam";
  as_alice(complaint);
  EXPECT_EQ(node_->read()->count(Table::reports), 1U);
}

TEST_F(ActsOfPrograms, PostsAndHashtagsAreFeaturedByAddAndRemove) {
  const auto posted = object_of(as_alice(note("Read this")), alice_);
  auto pin = act("Add", posted);
  pin["target"] = self("alice") + "/collections/featured";
  as_alice(pin);
  EXPECT_EQ(page_of(self("alice") + "/collections/featured", "")["orderedItems"].size(), 1U);
  EXPECT_EQ(refusal_of(pin), 409);
  pin["type"] = "Remove";
  as_alice(pin);
  EXPECT_EQ(page_of(self("alice") + "/collections/featured", "")["orderedItems"].size(), 0U);
  auto tag = act("Add", {{"type", "Hashtag"}, {"name", "#tea"}});
  tag["target"] = self("alice") + "/collections/tags";
  as_alice(tag);
  EXPECT_EQ(page_of(self("alice") + "/collections/tags", "")["orderedItems"].size(), 1U);
}

}  // namespace
}  // namespace hallway::test
