#include "storage/notification_policy.h"

#include <gmock/gmock.h>

#include "storage/accounts.h"
#include "storage/actors.h"
#include "storage/follows.h"
#include "storage/notification_requests.h"
#include "storage/posts.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

constexpr Time kDay{1'795'612'315'000};

class NotificationPolicyTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    me_ = person("me", {.local = true});
    them_ = person("them", {.published = kDay - days(400)});
  }
  Id person(const std::string& name, Actor actor) {
    actor.iri = iri("https://a.example/" + name);
    actor.name = name;
    actor.domain = "a.example";
    return write([&](WriteTxn& txn) -> Result<Id> {
      TRY(put_actor(txn, actor, kDay));
      return actor.id;
    });
  }
  void follow(Id follower, Id followee, Time at) {
    Follow one{.iri = iri("https://a.example/f/" + to_string(follower)),
               .follower = follower,
               .followee = followee,
               .state = FollowState::accepted,
               .at = at};
    write([&](WriteTxn& txn) { return put_follow(txn, one); });
  }
  Id post(Id author, const std::string& name, Visibility visibility, const std::string& parent) {
    Post one{.iri = iri("https://a.example/p/" + name), .author = author};
    one.visibility = visibility;
    if (!parent.empty()) one.in_reply_to = iri("https://a.example/p/" + parent);
    return write([&](WriteTxn& txn) -> Result<Id> {
      TRY(add_post(txn, one, kDay));
      return one.id;
    });
  }
  void want(const NotificationPolicy& policy) {
    write([&](WriteTxn& txn) { return put_notification_policy(txn, me_, policy); });
  }
  Judgement judged(Notification n) {
    n.recipient = me_;
    if (!n.actor) n.actor = them_;
    n.at = kDay;
    return judge(read(), n);
  }
  Id me_, them_;
};

constexpr auto kMention = NotificationType::mention;

TEST_F(NotificationPolicyTest, WhereNothingWasSetOnlyTheLimitedAreHeldBack) {
  EXPECT_EQ(find_notification_policy(read(), me_), NotificationPolicy());
  EXPECT_EQ(judged({.type = NotificationType::follow}), Judgement::accept);
  const auto limited = person("limited", {.limited = true, .published = kDay - days(400)});
  EXPECT_EQ(judged({.type = kMention, .actor = limited}), Judgement::filter);
  follow(me_, limited, kDay);
  EXPECT_EQ(judged({.type = kMention, .actor = limited}), Judgement::accept);
}

TEST_F(NotificationPolicyTest, WhatWasSetIsRead) {
  const NotificationPolicy policy{.not_following = Judgement::filter,
                                  .not_followers = Judgement::drop,
                                  .new_accounts = Judgement::filter,
                                  .private_mentions = Judgement::drop,
                                  .limited_accounts = Judgement::accept};
  want(policy);
  EXPECT_EQ(find_notification_policy(read(), me_), policy);
  for (const auto one : {Judgement::accept, Judgement::filter, Judgement::drop}) {
    EXPECT_EQ(parse_judgement(name_of(one)), one);
  }
  EXPECT_EQ(parse_judgement("maybe"), std::nullopt);
}

TEST_F(NotificationPolicyTest, WhomTheRecipientFollowsIsKnownToThem) {
  want({.not_following = Judgement::filter, .new_accounts = Judgement::drop});
  EXPECT_EQ(judged({.type = kMention}), Judgement::filter);
  const auto fresh = person("fresh", {.published = kDay - days(29)});
  EXPECT_EQ(judged({.type = kMention, .actor = fresh}), Judgement::drop) << "the severest holds";
  follow(me_, them_, kDay);
  follow(me_, fresh, kDay);
  EXPECT_EQ(judged({.type = kMention}), Judgement::accept);
  EXPECT_EQ(judged({.type = kMention, .actor = fresh}), Judgement::accept);
}

TEST_F(NotificationPolicyTest, AFollowerCountsAfterThreeDays) {
  want({.not_followers = Judgement::filter});
  EXPECT_EQ(judged({.type = kMention}), Judgement::filter);
  follow(them_, me_, kDay - days(2));
  EXPECT_EQ(judged({.type = kMention}), Judgement::filter);
  follow(them_, me_, kDay - days(3));
  EXPECT_EQ(judged({.type = kMention}), Judgement::accept);
}

TEST_F(NotificationPolicyTest, APrivateMentionIsHeldBackUnlessItAnswers) {
  want({.private_mentions = Judgement::filter});
  const auto mine = post(me_, "mine", Visibility::direct, "");
  ASSERT_TRUE(mine);
  const auto open = post(them_, "open", Visibility::public_, "");
  const auto first = post(them_, "first", Visibility::direct, "");
  const auto answer = post(them_, "answer", Visibility::direct, "mine");
  const auto later = post(them_, "later", Visibility::direct, "answer");
  EXPECT_EQ(judged({.type = kMention, .post = open}), Judgement::accept);
  EXPECT_EQ(judged({.type = kMention, .post = first}), Judgement::filter);
  EXPECT_EQ(judged({.type = kMention, .post = answer}), Judgement::accept);
  EXPECT_EQ(judged({.type = kMention, .post = later}), Judgement::accept);
}

TEST_F(NotificationPolicyTest, WhatWasAskedForAndWhoModeratesAlwaysComes) {
  want({.not_following = Judgement::drop, .not_followers = Judgement::drop});
  for (const auto type :
       {NotificationType::update, NotificationType::post, NotificationType::poll}) {
    EXPECT_EQ(judged({.type = type}), Judgement::accept);
  }
  const auto keeper = person("keeper", {.local = true});
  EXPECT_EQ(judged({.type = kMention, .actor = keeper}), Judgement::drop);
  write([&](WriteTxn& txn) -> Result<void> {
    Account account{.name = "keeper", .actor = keeper, .role = Role::moderator, .created = kDay};
    return put_account(txn, account);
  });
  EXPECT_EQ(judged({.type = kMention, .actor = keeper}), Judgement::accept);
}

}  // namespace
}  // namespace hallway::test
