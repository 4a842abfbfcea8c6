// Whoever is disabled is behind every door of the node, and comes back when they are enabled.

#include <gmock/gmock.h>

#include "federation/post.h"
#include "server/people.h"
#include "storage/log.h"
#include "storage/reactions.h"
#include "storage/votes.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Disabled : public test::NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    alice_ = person("alice");
    bob_ = person("bob");
    post_ = post(alice_, {{"status", "words of #alice"}});
    boosted_ = post(bob_, {{"status", "of bob"}});
    const auto boost = call("POST", "/api/v1/statuses/" + boosted_ + "/reblog", alice_);
    boost_ = std::string(find_string(json(boost), "id").value_or(""));
    const auto txn = node_->read();
    alice_id_ = to_string(find_account(*txn, "alice")->actor);
    const auto follow = call("POST", "/api/v1/accounts/" + alice_id_ + "/follow", bob_);
    EXPECT_EQ(follow.status, 200) << follow.body;
  }
  // Addresses that show Alice or what she wrote, to anybody and to Bob.
  [[nodiscard]] std::vector<std::string> open_doors() const {
    return {"/@alice",
            "/@alice/" + post_,
            "/tags/alice",
            "/users/alice/statuses/" + post_,
            "/users/alice/statuses/" + post_ + "/activity",
            "/users/alice",
            "/users/alice/outbox",
            "/users/alice/followers",
            "/.well-known/webfinger?resource=acct:alice@design.example",
            "/api/v1/statuses/" + post_,
            "/api/v1/statuses/" + boost_,
            "/api/v1/accounts/" + alice_id_,
            "/api/v1/accounts/lookup?acct=alice",
            "/api/v1/accounts/" + alice_id_ + "/statuses"};
  }
  [[nodiscard]] std::string boost_activity() {
    const auto txn = node_->read();
    const auto boost = find_boost(*txn, parse_id(boost_).value_or(Id{}));
    return boost ? std::string(boost->iri.path()) : "no boost";
  }
  std::string seen_by_bob(const std::string& target) { return call("GET", target, bob_).body; }

  std::string alice_, bob_, post_, boosted_, boost_, alice_id_;
};

TEST_F(Disabled, EveryDoorIsShutAndOpensAgain) {
  const auto activity = boost_activity();
  for (const auto& door : open_doors()) EXPECT_LT(get(door).status, 400) << door;
  EXPECT_EQ(get(activity).status, 200);
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  for (const auto& door : open_doors()) EXPECT_EQ(get(door).status, 404) << door;
  EXPECT_EQ(get(activity).status, 404) << "the boost of another's post";
  ASSERT_TRUE(set_disabled(*node_, "alice", false).ok());
  for (const auto& door : open_doors()) EXPECT_LT(get(door).status, 400) << door;
}

TEST_F(Disabled, NoListShowsThem) {
  EXPECT_THAT(get("/").body, HasSubstr("words of"));
  EXPECT_THAT(seen_by_bob("/api/v1/timelines/home"), HasSubstr("words of"));
  EXPECT_THAT(seen_by_bob("/api/v1/notifications"), HasSubstr("reblog"));
  EXPECT_THAT(get("/users/bob/following?page=0").body, HasSubstr("/users/alice"));
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  EXPECT_THAT(get("/").body, Not(HasSubstr("words of")));
  EXPECT_THAT(get("/").body, Not(HasSubstr("@alice")));
  const auto home = seen_by_bob("/api/v1/timelines/home");
  EXPECT_THAT(home, Not(HasSubstr("words of")));
  EXPECT_THAT(home, Not(HasSubstr("alice"))) << "nor her boosts";
  EXPECT_THAT(home, HasSubstr("of bob"));
  EXPECT_EQ(json(call("GET", "/api/v1/notifications", bob_)).size(), 0U);
  EXPECT_THAT(get("/users/bob/following?page=0").body, Not(HasSubstr("/users/alice")));
  const auto found = seen_by_bob("/api/v2/search?q=alice");
  EXPECT_THAT(found, Not(HasSubstr("/users/alice")));
}

TEST_F(Disabled, ATokenThatWasReadAMomentAgoSignsNothingMore) {
  const auto txn = node_->read();
  const auto actor = find_actor(*txn, find_account(*txn, "alice")->actor);
  ASSERT_TRUE(set_disabled(*node_, "alice", true).ok());
  const auto before = node_->read()->count(Table::log);
  const auto late =
      node_->act_as(*actor, [](Local& local) { return publish(local, {.text = "too late"}); });
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, Code::forbidden);
  EXPECT_EQ(node_->read()->count(Table::log), before);
}

TEST_F(Disabled, ADeletedPersonIsGoneAndTheNameIsTaken) {
  const auto gone = delete_person(*node_, "alice");
  ASSERT_TRUE(gone.ok()) << gone.error().what;
  EXPECT_EQ(gone->handle, "alice@design.example");
  ASSERT_TRUE(node_->keep_house().ok());
  EXPECT_EQ(get("/users/alice").status, 410);
  EXPECT_EQ(get("/@alice").status, 410);
  EXPECT_EQ(get("/.well-known/webfinger?resource=acct:alice@design.example").status, 410);
  EXPECT_EQ(get("/users/alice/statuses/" + post_).status, 404);
  EXPECT_EQ(call("GET", "/api/v1/timelines/home", alice_).status, 401);
  EXPECT_THAT(seen_by_bob("/api/v1/timelines/home"), Not(HasSubstr("words of")));
  for (const auto* name : {"alice", "ALICE"}) {
    const auto again = add_person(*node_, {.name = name});
    ASSERT_FALSE(again.ok()) << name;
    EXPECT_EQ(again.error().code, Code::conflict);
  }
  const auto txn = node_->read();
  EXPECT_FALSE(find_account(*txn, "alice"));
  EXPECT_TRUE(list_departed(*txn, 1).empty());
  EXPECT_TRUE(verify_log(*txn).ok());
  EXPECT_EQ(delete_person(*node_, "alice").error().code, Code::not_found);
}

TEST_F(Disabled, ADeletedPersonsPostsAreErasedThoughAPollOfTheirsEnds) {
  const auto carol = person("carol");
  const auto poll =
      post(carol, {{"status", "Which?"}, {"poll", {{"options", {"a", "b"}}, {"expires_in", 300}}}});
  const auto actor = *find_actor(*node_->read(), find_account(*node_->read(), "carol")->actor);
  // More than one transaction erases, and the oldest last.
  const auto written = node_->act_as(actor, [](Local& local) -> Result<void> {
    for (int n = 0; n < 2'000; ++n) TRY(publish(local, {.text = "much"}));
    return {};
  });
  ASSERT_TRUE(written.ok());
  ASSERT_TRUE(delete_person(*node_, "carol").ok());
  const auto id = parse_id(poll).value_or(Id{});
  ASSERT_FALSE(find_post(*node_->read(), id)->gone);
  clock_.advance(minutes(5));
  const auto kept = node_->keep_house();
  EXPECT_TRUE(kept.ok()) << kept.error().what;
  EXPECT_TRUE(find_post(*node_->read(), id)->gone);
  EXPECT_TRUE(list_departed(*node_->read(), 1).empty());
  EXPECT_TRUE(list_due_polls(*node_->read(), node_->now(), 1).empty());
}

}  // namespace
}  // namespace hallway
