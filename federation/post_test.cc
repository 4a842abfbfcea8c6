#include "federation/post.h"

#include <gmock/gmock.h>

#include "federation/timeline.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PostTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(alice_, eve_);
  }
  Json create(Json object) { return activity(eve_, "Create", std::move(object)); }
  Json update(Json object) { return activity(eve_, "Update", std::move(object)); }
  // Of eve; known afterwards.
  Post arrive(const Json& object) {
    EXPECT_EQ(outcome(eve_, create(object)), Outcome::taken) << object;
    return post_at(*find_string(object, "id"));
  }
  [[nodiscard]] std::vector<std::string> home_of(const Actor& who) const {
    std::vector<std::string> texts;
    for (const auto& item : home_timeline(read(), home_, who.id, {})) {
      texts.push_back(item.post.content);
    }
    return texts;
  }
};

// --- Create ---

TEST_F(PostTest, AFollowedAuthorsPostIsStoredAndShown) {
  auto object = note(eve_, "<p>Lathe for <b>sale</b></p>");
  const auto sent = create(object);
  ASSERT_EQ(outcome(eve_, sent), Outcome::taken);
  const auto post = post_at(*find_string(object, "id"));
  EXPECT_EQ(post.author, eve_.id);
  EXPECT_EQ(post.visibility, Visibility::public_);
  EXPECT_FALSE(post.local);
  EXPECT_EQ(post.context, post.id);
  EXPECT_EQ(payload(post.document), sent);
  EXPECT_THAT(home_of(alice_), ElementsAre(HasSubstr("Lathe")));
  EXPECT_THAT(home_of(bob_), IsEmpty());
  EXPECT_THAT(notified(alice_), IsEmpty());
}

TEST_F(PostTest, APostThatConcernsNobodyHereIsForgotten) {
  const auto before = rows();
  auto object = note(mallory_);
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", object)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(PostTest, WhatConcernsSomebodyHereIsKept) {
  const auto known = post(alice_);
  const struct {
    std::string_view why;
    Json members;
  } kCases[] = {
      {"in to", {{"to", alice_.iri.text()}, {"cc", nullptr}}},
      {"in cc", {{"cc", Json::array({alice_.iri.text()})}}},
      {"mentioned", {{"tag", {{"type", "Mention"}, {"href", alice_.iri.text()}}}}},
      {"an answer to what is known", {{"inReplyTo", known.iri.text()}}},
  };
  for (const auto& c : kCases) {
    auto object = note(mallory_);
    object.update(c.members);
    EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", object)), Outcome::taken) << c.why;
  }
}

TEST_F(PostTest, WhoIsMentionedHearsOfItOnce) {
  auto object = note(eve_);
  const Json mention = {{"type", "Mention"}, {"href", bob_.iri.text()}, {"name", "@bob"}};
  object["tag"] = {mention, mention};
  object["cc"] = {bob_.iri.text(), bob_.iri.text()};
  arrive(object);
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::mention));
  EXPECT_EQ(home_of(bob_).size(), 1U);
  EXPECT_THAT(notified(alice_), IsEmpty());
}

TEST_F(PostTest, ADirectPostReachesWhomItNamesOnly) {
  auto object = note(eve_, "<p>between us</p>");
  object["to"] = bob_.iri.text();
  object["cc"] = Json::array();
  EXPECT_EQ(arrive(object).visibility, Visibility::direct);
  EXPECT_THAT(home_of(bob_), ElementsAre("<p>between us</p>"));
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::mention));
  EXPECT_THAT(home_of(alice_), IsEmpty());
}

TEST_F(PostTest, ABlindCopyIsNotPutOnRecord) {
  auto object = note(eve_);
  object["bto"] = alice_.iri.text();
  object["bcc"] = {bob_.iri.text()};
  const auto post = arrive(object);
  for (const auto* list : {&post.to, &post.cc}) {
    EXPECT_THAT(*list, testing::Not(testing::Contains(alice_.iri.text())));
    EXPECT_THAT(*list, testing::Not(testing::Contains(bob_.iri.text())));
  }
  EXPECT_FALSE(note_json(post, eve_, home_).contains("bto"));
  EXPECT_FALSE(note_json(post, eve_, home_).contains("bcc"));
}

TEST_F(PostTest, AnObjectMayStandInAList) {
  auto object = note(eve_);
  EXPECT_EQ(outcome(eve_, create(Json::array({object}))), Outcome::taken);
  EXPECT_TRUE(knows(*find_string(object, "id")));
}

TEST_F(PostTest, Attack17NobodyPostsForAnother) {
  const auto frank = put_remote("frank");
  auto object = note(frank);
  EXPECT_EQ(refusal(eve_, create(object)), Code::forbidden);
  object["attributedTo"] = mallory_.iri.text();
  EXPECT_EQ(refusal(eve_, create(object)), Code::invalid);
  object.erase("attributedTo");
  EXPECT_EQ(refusal(eve_, create(object)), Code::invalid);
  EXPECT_FALSE(knows(*find_string(object, "id")));
}

TEST_F(PostTest, Attack18AnObjectOfAnotherOriginIsAskedOfItsOrigin) {
  for (const bool inlined : {true, false}) {
    auto object = note(mallory_);
    const auto id = std::string(*find_string(object, "id"));
    EXPECT_EQ(outcome(eve_, create(inlined ? object : Json(id))), Outcome::taken);
    EXPECT_FALSE(knows(id));
    EXPECT_THAT(to_fetch(), testing::Contains(id));
  }
}

TEST_F(PostTest, NobodyMakesUsFetchForWhoIsNotFollowed) {
  const auto before = rows();
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Create", fresh_id(eve_))), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, create("https://home.example/users/alice/statuses/1")), Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(PostTest, AnObjectOfUnknownTypeIsKeptWhole) {
  auto object = note(eve_);
  object["type"] = "Recipe";
  object["flour"] = "500 g";
  const auto sent = create(object);
  EXPECT_EQ(outcome(eve_, sent), Outcome::taken);
  EXPECT_EQ(last_logged(), sent);
  EXPECT_EQ(count(Table::posts), 0U);
}

TEST_F(PostTest, NobodyPostsFromTheFutureNorFromNowhere) {
  for (const Json& published : {Json("2099-01-01T00:00:00Z"), Json("yesterday"), Json(7), Json(),
                                Json("1960-01-01T00:00:00Z")}) {
    auto object = note(eve_);
    object["published"] = published;
    EXPECT_EQ(arrive(object).published, clock_.now()) << published;
  }
}

TEST_F(PostTest, AnOldPostStandsAtItsOwnTime) {
  const auto fresh = arrive(note(eve_, "<p>new</p>"));
  auto object = note(eve_, "<p>old</p>");
  object["published"] = to_rfc3339(clock_.now() - days(30));
  EXPECT_LT(arrive(object).id, fresh.id);
  EXPECT_THAT(home_of(alice_), ElementsAre("<p>new</p>", "<p>old</p>"));
}

TEST_F(PostTest, AnAnswerJoinsItsThreadAndAsksForAMissingParent) {
  const auto question = post(alice_, "Who knows?");
  auto object = note(eve_);
  object["inReplyTo"] = {{"id", question.iri.text()}, {"type", "Note"}};
  const auto answer = arrive(object);
  EXPECT_EQ(answer.parent, question.id);
  EXPECT_EQ(answer.context, question.id);
  EXPECT_THAT(to_fetch(), IsEmpty());

  object = note(eve_);
  object["inReplyTo"] = "https://elsewhere.example/1";
  EXPECT_FALSE(arrive(object).parent);
  EXPECT_THAT(to_fetch(), ElementsAre("https://elsewhere.example/1"));

  object = note(eve_);
  object["inReplyTo"] = "https://home.example/users/alice/statuses/404";
  arrive(object);
  EXPECT_EQ(to_fetch().size(), 1U);  // nobody else could have it
}

TEST_F(PostTest, ALabelCountsFromThoseItWasAgreedWith) {
  const struct {
    Relation relation;
    Json said;
    Label kept;
  } kCases[] = {
      {Relation::sibling, "organization", Label::organization},
      {Relation::sibling, "department", Label::department},
      {Relation::sibling, "top secret", Label::public_},
      {Relation::sibling, nullptr, Label::public_},
      {Relation::partner, "partners", Label::partners},
      {Relation::partner, "organization", Label::department},
      {Relation::public_, "department", Label::public_},
  };
  for (const auto& c : kCases) {
    set_peer("remote.example", [&](Peer& peer) { peer.relation = c.relation; });
    auto object = note(eve_);
    object["hallwayLabel"] = c.said;
    EXPECT_EQ(arrive(object).label, c.kept) << name_of(c.relation) << c.said;
  }
}

// --- Update ---

TEST_F(PostTest, AnEditReplacesWhatIsSaidAndNothingElse) {
  auto object = note(eve_, "<p>nine</p>");
  object["tag"] = {{"type", "Hashtag"}, {"name", "#Old"}};
  const auto before = arrive(object);
  clock_.advance(minutes(1));
  object.update({{"content", "<p>ten</p>"},
                 {"summary", "time"},
                 {"updated", to_rfc3339(clock_.now())},
                 {"published", "2001-01-01T00:00:00Z"},
                 {"inReplyTo", "https://evil.example/1"},
                 {"to", Json::array()},
                 {"cc", Json::array({bob_.iri.text()})},
                 {"tag", {{"type", "Hashtag"}, {"name", "#New"}}}});
  ASSERT_EQ(outcome(eve_, update(object)), Outcome::taken);
  const auto after = post_at(before.iri.text());
  EXPECT_EQ(after.content, "<p>ten</p>");
  EXPECT_EQ(after.summary, "time");
  EXPECT_THAT(after.tags, ElementsAre("new"));
  EXPECT_EQ(after.updated, clock_.now());
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.published, before.published);
  EXPECT_EQ(after.visibility, before.visibility);
  EXPECT_EQ(after.to, before.to);
  EXPECT_EQ(after.cc, before.cc);
  EXPECT_TRUE(after.in_reply_to.empty());
}

TEST_F(PostTest, Attack40AnOlderEditAfterANewerIsIgnored) {
  auto object = note(eve_);
  arrive(object);
  clock_.advance(minutes(10));
  const auto edit = [&](const std::string& text, Duration ago) {
    object["content"] = text;
    object["updated"] = to_rfc3339(clock_.now() - ago);
    return outcome(eve_, update(object));
  };
  EXPECT_EQ(edit("<p>third</p>", minutes(1)), Outcome::taken);
  EXPECT_EQ(edit("<p>second</p>", minutes(2)), Outcome::ignored);
  EXPECT_EQ(post_at(*find_string(object, "id")).content, "<p>third</p>");
}

TEST_F(PostTest, Attack17NobodyEditsAnothersPost) {
  const auto frank = put_remote("frank");
  befriend(alice_, frank);
  auto object = note(eve_, "<p>mine</p>");
  arrive(object);
  object["content"] = "<p>theirs</p>";
  for (const auto& thief : {frank, mallory_}) {
    for (const auto& author : {eve_, thief}) {
      object["attributedTo"] = author.iri.text();
      EXPECT_EQ(refusal(thief, activity(thief, "Update", object)), Code::forbidden) << thief.name;
    }
  }
  EXPECT_EQ(post_at(*find_string(object, "id")).content, "<p>mine</p>");
}

TEST_F(PostTest, NobodyEditsOurPosts) {
  const auto ours = post(alice_, "ours");
  auto object = note_json(ours, alice_, home_);
  object["content"] = "theirs";
  EXPECT_EQ(refusal(eve_, update(object)), Code::forbidden);
  EXPECT_EQ(post_at(ours.iri.text()).content, ours.content);
}

TEST_F(PostTest, Attack40AnEditOfWhatWasNeverSeenIsAskedOfItsOrigin) {
  auto object = note(eve_);
  const std::string id(*find_string(object, "id"));
  EXPECT_EQ(outcome(eve_, update(object)), Outcome::taken);
  EXPECT_FALSE(knows(id));
  EXPECT_THAT(to_fetch(), ElementsAre(id));
  auto nobodys = note(mallory_);
  const auto before = rows();
  EXPECT_EQ(outcome(mallory_, activity(mallory_, "Update", nobodys)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(PostTest, AnEditWithoutItsTextSaysNothing) {
  auto object = note(eve_);
  const auto post = arrive(object);
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, update(post.iri.text())), Outcome::ignored);
  EXPECT_EQ(rows(), before);
}

TEST_F(PostTest, AnUpdateOfOnesOwnProfileCountsAnAnothersDoesNot) {
  auto profile = person_json(eve_.iri.text(), "eve", test_key(KeyType::rsa, 1).public_key());
  profile["name"] = "Eve the Great";
  EXPECT_EQ(outcome(eve_, update(profile)), Outcome::taken);
  EXPECT_EQ(now(eve_).display_name, "Eve the Great");
  profile["name"] = "Eve the Fool";
  EXPECT_EQ(refusal(mallory_, activity(mallory_, "Update", profile)), Code::forbidden);
  EXPECT_EQ(now(eve_).display_name, "Eve the Great");
}

TEST_F(PostTest, AnUpdateThatNamesAProfileOnlyHasItFetched) {
  EXPECT_EQ(outcome(eve_, update(eve_.iri.text())), Outcome::taken);
  EXPECT_THAT(to_fetch(), ElementsAre(eve_.iri.text()));
}

// --- Delete ---

TEST_F(PostTest, EveryWayToNameWhatIsDeletedWorks) {
  for (int form = 0; form < 4; ++form) {
    const auto post = arrive(note(eve_));
    const Json id = post.iri.text();
    const Json forms[] = {id, {{"id", id}}, {{"id", id}, {"type", "Tombstone"}}, Json::array({id})};
    EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", forms[form])), Outcome::taken) << forms[form];
    EXPECT_TRUE(post_at(post.iri.text()).gone) << forms[form];
  }
}

TEST_F(PostTest, WhatIsDeletedIsErasedInEveryVersionAndStaysGone) {
  auto object = note(eve_, "<p>secret</p>");
  object["summary"] = "secret";
  object["attachment"] = {{"type", "Image"}, {"url", "https://remote.example/secret.png"}};
  const auto first = arrive(object);
  EXPECT_EQ(outcome(eve_, update(object)), Outcome::taken);
  const auto second = post_at(first.iri.text());
  ASSERT_NE(first.document, second.document);
  EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", first.iri.text())), Outcome::taken);
  const auto gone = post_at(first.iri.text());
  EXPECT_EQ(gone.content + gone.summary + gone.source, "");
  EXPECT_THAT(gone.attachments, IsEmpty());
  EXPECT_EQ(gone.gone_at, clock_.now());
  for (const auto seq : {first.document, second.document}) {
    EXPECT_FALSE(find_payload(read(), seq));
    EXPECT_TRUE(find_log(read(), seq));
  }
  EXPECT_TRUE(verify_log(read()).ok());
  // Attack 40: neither again nor anew.
  const auto before = rows();
  EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", first.iri.text())), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, create(object)), Outcome::ignored);
  EXPECT_EQ(outcome(eve_, update(object)), Outcome::ignored);
  EXPECT_EQ(rows(), before);
  EXPECT_THAT(home_of(alice_), IsEmpty());
}

TEST_F(PostTest, ATombstoneIsShownAsOne) {
  const auto post = arrive(note(eve_));
  EXPECT_EQ(outcome(eve_, activity(eve_, "Delete", post.iri.text())), Outcome::taken);
  const auto json = note_json(post_at(post.iri.text()), eve_, home_);
  EXPECT_EQ(find_string(json, "type"), "Tombstone");
  EXPECT_EQ(find_string(json, "id"), post.iri.text());
  EXPECT_EQ(find_time(json, "deleted"), clock_.now());
  EXPECT_FALSE(json.contains("content"));
}

TEST_F(PostTest, Attack17NobodyDeletesAnothersPost) {
  const auto frank = put_remote("frank");
  const auto post = arrive(note(eve_));
  const auto ours = this->post(alice_);
  for (const auto& thief : {frank, mallory_}) {
    EXPECT_EQ(refusal(thief, activity(thief, "Delete", post.iri.text())), Code::forbidden);
    EXPECT_EQ(refusal(thief, activity(thief, "Delete", ours.iri.text())), Code::forbidden);
    // Another actor is no post of theirs either.
    EXPECT_EQ(outcome(thief, activity(thief, "Delete", eve_.iri.text())), Outcome::ignored);
  }
  EXPECT_FALSE(post_at(post.iri.text()).gone);
  EXPECT_FALSE(post_at(ours.iri.text()).gone);
  EXPECT_FALSE(now(eve_).gone);
}

}  // namespace
}  // namespace hallway::test
