#include "federation/interaction.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class InteractionTest : public ActsTest {
 protected:
  // A post of eve's that says whom it lets do what.
  Post restricted(const Json& policy) {
    auto object = note(eve_);
    object["interactionPolicy"] = policy;
    if (!is_followed(read(), eve_.id)) befriend(bob_, eve_);
    EXPECT_EQ(outcome(eve_, activity(eve_, "Create", object)), Outcome::taken);
    return post_at(*find_string(object, "id"));
  }
  template <class Act>
  Code code(Act&& deed) {
    return code_of(act(alice_, std::forward<Act>(deed)));
  }
  Code like_it(const Post& post) {
    return code([&](Local& local) { return like(local, post.id); });
  }
  Code boost_it(const Post& post) {
    return code([&](Local& local) { return boost(local, post.id); });
  }
  Code answer_it(const Post& post) {
    return code([&](Local& local) {
      return publish(local, NewPost{.text = "hm", .in_reply_to = post.id});
    });
  }
  Json request(const std::string& type, const Post& post, const Json& instrument) {
    auto out = activity(eve_, type, post.iri.text());
    out["instrument"] = instrument;
    return out;
  }
  Result<Json> authorized(uint64_t seq) { return authorization(read(), home_, alice_, seq); }

  static constexpr Code kDone = Code::internal;  // as code_of has it
};

TEST_F(InteractionTest, WhatAnAuthorDoesNotWantIsNotDone) {
  const Json nobody = {{"automaticApproval", Json::array()}, {"manualApproval", Json::array()}};
  const auto before_all =
      restricted({{"canLike", nobody}, {"canReply", nobody}, {"canAnnounce", nobody}});
  const auto before = rows();
  EXPECT_EQ(like_it(before_all), Code::forbidden);
  EXPECT_EQ(boost_it(before_all), Code::forbidden);
  EXPECT_EQ(answer_it(before_all), Code::forbidden);
  EXPECT_EQ(rows(), before);
}

TEST_F(InteractionTest, EachIsAskedForItself) {
  const Json nobody = {{"automaticApproval", Json::array()}};
  EXPECT_EQ(like_it(restricted({{"canReply", nobody}})), kDone);
  EXPECT_EQ(boost_it(restricted({{"canLike", nobody}})), kDone);
  EXPECT_EQ(answer_it(restricted({{"canAnnounce", nobody}})), kDone);
}

TEST_F(InteractionTest, WhoIsMeantByAPolicy) {
  const Iri me = alice_.iri;
  auto author = eve_;
  author.following = iri(eve_.iri.text() + "/following");
  const auto says = [&](const Json& rule, bool follows, bool followed) {
    return is_wanted({{"interactionPolicy", {{"canLike", rule}}}}, Interaction::like, author,
                     {.iri = me, .follows = follows, .followed = followed});
  };
  const auto followers = author.followers.text(), following = author.following.text();
  for (const auto* key : {"automaticApproval", "manualApproval", "always", "approvalRequired"}) {
    const auto rule = [&](const Json& listed) { return Json{{key, listed}}; };
    EXPECT_TRUE(says(rule(std::string(kPublic)), false, false)) << key;
    EXPECT_TRUE(says(rule("as:Public"), false, false)) << key;
    EXPECT_TRUE(says(rule(Json::array({me.text()})), false, false)) << key;
    EXPECT_TRUE(says(rule(Json::array({followers})), true, false)) << key;
    EXPECT_FALSE(says(rule(Json::array({followers})), false, true)) << key;
    EXPECT_TRUE(says(rule(Json::array({following})), false, true)) << key;
    EXPECT_FALSE(says(rule(Json::array({following})), true, false)) << key;
    EXPECT_FALSE(says(rule(Json::array({eve_.iri.text(), mallory_.iri.text(), 7})), true, true))
        << key;
    EXPECT_TRUE(says(rule(eve_.iri.text() + "/lists/7"), false, false)) << "who knows";
  }
  for (const Json& none : {Json(), Json(7), Json("x"), Json::array(), Json::object()}) {
    EXPECT_TRUE(says(none, false, false)) << none << ": nothing is said";
  }
}

TEST_F(InteractionTest, WhoIsMentionedMayAlwaysAnswer) {
  auto object = note(eve_);
  object["interactionPolicy"] = {{"canReply", {{"automaticApproval", Json::array()}}}};
  object["tag"] = {{{"type", "Mention"}, {"href", alice_.iri.text()}, {"name", "@alice"}}};
  outcome(eve_, activity(eve_, "Create", object));
  EXPECT_EQ(answer_it(post_at(*find_string(object, "id"))), kDone);
}

TEST_F(InteractionTest, WhosePostIsAnsweredMayAlwaysAnswer) {
  auto object = note(eve_);
  object["interactionPolicy"] = {{"canReply", {{"automaticApproval", Json::array()}}}};
  object["inReplyTo"] = post(alice_).iri.text();
  outcome(eve_, activity(eve_, "Create", object));
  EXPECT_EQ(answer_it(post_at(*find_string(object, "id"))), kDone);
}

TEST_F(InteractionTest, ARejectTakesBackWhatItIsAbout) {
  const auto theirs = known_note(eve_);
  ASSERT_EQ(like_it(theirs), kDone);
  ASSERT_EQ(boost_it(theirs), kDone);
  const auto liked = find_reaction(read(), theirs.id, alice_.id)->iri.text();
  const auto boosted = find_boost(read(), theirs.id, alice_.id)->iri.text();
  const auto before = rows();
  for (const auto& one : {liked, boosted}) {
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Reject", one)), Outcome::ignored);
  }
  EXPECT_EQ(rows(), before);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Reject", liked)), Outcome::taken);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Reject", boosted)), Outcome::taken);
  EXPECT_FALSE(find_reaction(read(), theirs.id, alice_.id));
  EXPECT_FALSE(find_boost(read(), theirs.id, alice_.id));
}

// --- who asks first ---

TEST_F(InteractionTest, WhoAsksIsToldYesAndItIsDone) {
  const auto mine = post(alice_);
  const auto like = activity(eve_, "Like", mine.iri.text());
  EXPECT_EQ(outcome(eve_, request("LikeRequest", mine, like)), Outcome::taken);
  EXPECT_TRUE(find_reaction(read(), mine.id, eve_.id));
  EXPECT_THAT(owed(), ElementsAre("Accept https://remote.example/inbox"));
  const auto answer = last_logged();
  EXPECT_EQ(answer["object"]["type"], "LikeRequest");
  const auto seq = last_log(read())->seq;
  EXPECT_EQ(answer["result"], alice_.iri.text() + "/authorizations/" + std::to_string(seq));
  const auto shown = ok(authorized(seq));
  EXPECT_EQ(shown["id"], answer["result"]);
  EXPECT_EQ(shown["type"], "LikeAuthorization");
  EXPECT_EQ(shown["attributedTo"], alice_.iri.text());
  EXPECT_EQ(shown["interactingObject"], like["id"]);
  EXPECT_EQ(shown["interactionTarget"], mine.iri.text());
}

TEST_F(InteractionTest, RepliesAndBoostsAreAskedForAlike) {
  const auto mine = post(alice_);
  auto reply = note(eve_, "<p>may I?</p>");
  reply["inReplyTo"] = mine.iri.text();
  reply["cc"] = Json::array({alice_.iri.text()});
  EXPECT_EQ(outcome(eve_, request("ReplyRequest", mine, reply)), Outcome::taken);
  EXPECT_EQ(post_at(*find_string(reply, "id")).parent, mine.id);
  const auto announce = activity(eve_, "Announce", mine.iri.text());
  EXPECT_EQ(outcome(eve_, request("AnnounceRequest", mine, announce)), Outcome::taken);
  EXPECT_TRUE(find_boost(read(), mine.id, eve_.id));
  // Only its address: then it is still to come.
  const auto later = request("LikeRequest", mine, fresh_id(eve_));
  EXPECT_EQ(outcome(eve_, later), Outcome::taken);
  EXPECT_FALSE(find_reaction(read(), mine.id, eve_.id));
}

TEST_F(InteractionTest, Attack36WhatOneMayNotSeeIsRefusedAsWhatThereIsNot) {
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::direct});
  for (const auto& target : {few.iri.text(), alice_.iri.text() + "/statuses/404"}) {
    auto asked = activity(eve_, "LikeRequest", target);
    asked["instrument"] = activity(eve_, "Like", target);
    EXPECT_EQ(outcome(eve_, asked), Outcome::taken);
    EXPECT_EQ(last_logged()["type"], "Reject");
    EXPECT_FALSE(last_logged().contains("result"));
    EXPECT_EQ(code_of(authorized(last_log(read())->seq)), Code::not_found);
  }
  EXPECT_EQ(count(Table::reactions), 0U);
  const auto before = rows();
  for (const auto& target : {std::string("https://home.example/x"), mallory_.iri.text()}) {
    EXPECT_EQ(outcome(eve_, activity(eve_, "LikeRequest", target)), Outcome::ignored);
  }
  EXPECT_EQ(rows(), before);
}

TEST_F(InteractionTest, NobodyAsksInAnothersName) {
  const auto mine = post(alice_);
  auto others = activity(mallory_, "Like", mine.iri.text());
  auto disguised = activity(eve_, "Like", mine.iri.text());
  disguised["actor"] = mallory_.iri.text();
  for (const auto& instrument : {others, disguised}) {
    outcome(eve_, request("LikeRequest", mine, instrument));
  }
  EXPECT_EQ(count(Table::reactions), 0U);
}

TEST_F(InteractionTest, WhatIsForFewIsNotBoosted) {
  befriend(eve_, alice_);
  const auto few = post(alice_, NewPost{.text = "few", .visibility = Visibility::followers});
  const auto announce = activity(eve_, "Announce", few.iri.text());
  for (const Json& instrument : {announce, Json(fresh_id(eve_))}) {
    EXPECT_EQ(outcome(eve_, request("AnnounceRequest", few, instrument)), Outcome::taken);
    EXPECT_EQ(last_logged()["type"], "Reject");
  }
  EXPECT_FALSE(find_boost(read(), few.id, eve_.id));
}

TEST_F(InteractionTest, WhatCannotBeIsAnsweredNo) {
  const auto mine = post(alice_), other = post(alice_);
  auto reply = note(eve_);
  reply["inReplyTo"] = mine.iri.text();
  auto others = reply, elsewhere = reply, none = reply;
  others["attributedTo"] = eve_.iri.text() + "2";
  elsewhere["inReplyTo"] = other.iri.text();
  none["type"] = "Like";
  for (const auto& instrument : {others, elsewhere, none}) {
    EXPECT_EQ(outcome(eve_, request("ReplyRequest", mine, instrument)), Outcome::taken);
    EXPECT_EQ(last_logged()["type"], "Reject") << instrument;
    EXPECT_FALSE(knows(*find_string(instrument, "id")));
  }
  for (const auto& like :
       {activity(eve_, "Like", other.iri.text()), activity(eve_, "Like", nullptr),
        activity(eve_, "Follow", alice_.iri.text())}) {
    EXPECT_EQ(outcome(eve_, request("LikeRequest", mine, like)), Outcome::taken);
    EXPECT_EQ(last_logged()["type"], "Reject") << like;
  }
  EXPECT_EQ(count(Table::reactions), 0U);
}

TEST_F(InteractionTest, WhoIsDisabledIsNobodyToAsk) {
  const auto mine = post(alice_);
  auto disabled = now(alice_);
  disabled.suspended = true;
  put(disabled);
  EXPECT_EQ(outcome(eve_, request("LikeRequest", mine, fresh_id(eve_))), Outcome::ignored);
}

TEST_F(InteractionTest, AReplyThatWasAskedForIsNotHandedOnAsIfItHadBeenSent) {
  befriend(mallory_, alice_);
  const auto mine = post(alice_);
  forget_owed();
  auto reply = note(eve_);
  reply["inReplyTo"] = mine.iri.text();
  EXPECT_EQ(outcome(eve_, request("ReplyRequest", mine, reply)), Outcome::taken);
  EXPECT_TRUE(knows(*find_string(reply, "id")));
  EXPECT_THAT(owed(), ElementsAre("Accept https://remote.example/inbox"));
}

TEST_F(InteractionTest, AnAuthorizationEndsWithItsPost) {
  const auto mine = post(alice_);
  outcome(eve_, request("LikeRequest", mine, activity(eve_, "Like", mine.iri.text())));
  const auto seq = last_log(read())->seq;
  ASSERT_TRUE(authorized(seq).ok());
  EXPECT_EQ(code_of(authorization(read(), home_, bob_, seq)), Code::not_found);
  EXPECT_EQ(code_of(authorized(seq - 1)), Code::not_found);
  ok(act(alice_, [&](Local& local) { return delete_post(local, mine.id); }));
  EXPECT_EQ(code_of(authorized(seq)), Code::not_found);
}

}  // namespace
}  // namespace hallway::test
