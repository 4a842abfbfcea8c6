#include "server/api/entities.h"

#include <gmock/gmock.h>

#include "federation/act.h"
#include "storage/follows.h"
#include "tests/support/node.h"

namespace hallway::api {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Entities : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    alice_ = local("alice");
    bob_ = local("bob");
    carol_ = stranger("carol", "other.example");
  }
  Actor local(const std::string& name) {
    person(name);
    return find_actor_by_handle(*node_->read(), name, "design.example").value_or(Actor{});
  }
  Post store(Post post) {
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return add_post(txn, post, clock_.now()); });
    EXPECT_TRUE(put.ok()) << put.error().what;
    return post;
  }
  Post by(const Actor& author, const std::string& content = "<p>Hello</p>") {
    const auto n = std::to_string(++made_);
    Post post{.iri = test::iri(author.iri.text() + "/notes/" + n), .author = author.id};
    post.content = content;
    post.published = clock_.now();
    post.local = author.local;
    return post;
  }
  void befriend(const Actor& who, const Actor& whom, FollowState state) {
    const auto put = node_->writer().apply([&](WriteTxn& txn) {
      Follow follow{.iri = test::iri("https://x.example/" + std::to_string(++made_)),
                    .follower = who.id,
                    .followee = whom.id,
                    .state = state,
                    .at = clock_.now()};
      return put_follow(txn, follow);
    });
    EXPECT_TRUE(put.ok());
  }
  template <class Make>
  Json seen_by(Id viewer, Make&& make) {
    const auto txn = node_->read();
    return make(View{*txn, node_->home(), viewer});
  }
  Json status(const Post& post, Id viewer = {}) {
    return seen_by(viewer, [&](const View& view) { return status_json(view, post); });
  }
  Json account(const Actor& actor) {
    return seen_by({}, [&](const View& view) { return account_json(view, actor); });
  }

  Actor alice_, bob_, carol_;
  int made_ = 0;
};

// --- accounts ---

TEST_F(Entities, PeopleHereAreNamedShortOthersWithTheirDomain) {
  const auto here = account(alice_), there = account(carol_);
  EXPECT_EQ(here["acct"], "alice");
  EXPECT_EQ(here["url"], "https://design.example/@alice");
  EXPECT_EQ(here["uri"], alice_.iri.text());
  EXPECT_EQ(there["acct"], "carol@other.example");
  EXPECT_EQ(there["username"], "carol");
  EXPECT_EQ(there["url"], "https://other.example/@carol");
  for (const auto* json : {&here, &there}) {
    EXPECT_TRUE((*json)["id"].is_string());
    EXPECT_TRUE((*json)["avatar"].is_string() && (*json)["header"].is_string());
    EXPECT_THAT((*json)["created_at"], testing::EndsWith(".000Z")) << "clients need fractions";
  }
}

TEST_F(Entities, CountsTellOfFollowsThatWereAcceptedOnly) {
  befriend(bob_, alice_, FollowState::accepted);
  befriend(carol_, alice_, FollowState::pending);
  befriend(alice_, carol_, FollowState::accepted);
  store(by(alice_));
  const auto json = account(alice_);
  EXPECT_EQ(json["followers_count"], 1);
  EXPECT_EQ(json["following_count"], 1);
  EXPECT_EQ(json["statuses_count"], 1);
  EXPECT_EQ(json["last_status_at"], "2026-11-25");
  EXPECT_EQ(account(bob_)["last_status_at"], nullptr);
}

TEST_F(Entities, MachinesAndGroupsAreToldApart) {
  for (const auto& [type, bot, group] :
       {std::tuple("Person", false, false), std::tuple("Service", true, false),
        std::tuple("Application", true, false), std::tuple("Group", false, true)}) {
    auto actor = carol_;
    actor.type = type;
    EXPECT_EQ(account(actor)["bot"], bot) << type;
    EXPECT_EQ(account(actor)["group"], group) << type;
  }
}

TEST_F(Entities, WhatAFieldHoldsIsSafe) {
  auto actor = carol_;
  actor.fields = {{"site", "<a href=\"https://c.example\">c</a><script>x</script>"}};
  const auto value = account(actor)["fields"][0]["value"];
  EXPECT_THAT(value, testing::HasSubstr("https://c.example"));
  EXPECT_THAT(value, testing::Not(testing::HasSubstr("script")));
}

TEST_F(Entities, OnlyToThemselvesTheirSourceAndRoleAreTold) {
  befriend(carol_, alice_, FollowState::pending);
  auto alice = alice_;
  alice.summary = "<p>Turns <b>things</b></p>";
  const auto json = seen_by(alice_.id, [&](const View& view) {
    return credential_account_json(view, {.role = Role::admin}, alice);
  });
  EXPECT_EQ(json["source"]["note"], "Turns things");
  EXPECT_EQ(json["source"]["follow_requests_count"], 1);
  EXPECT_EQ(json["role"]["name"], "Admin");
  EXPECT_FALSE(account(alice).contains("source"));
}

TEST_F(Entities, ARelationshipIsSeenFromOneSide) {
  befriend(alice_, bob_, FollowState::accepted);
  befriend(alice_, carol_, FollowState::pending);
  const auto of = [&](const Actor& viewer, const Actor& other) {
    return seen_by(viewer.id, [&](const View& view) { return relationship_json(view, other.id); });
  };
  const struct {
    Json json;
    bool following, requested, followed_by, requested_by;
  } kCases[] = {
      {of(alice_, bob_), true, false, false, false},
      {of(bob_, alice_), false, false, true, false},
      {of(alice_, carol_), false, true, false, false},
      {of(carol_, alice_), false, false, false, true},
      {of(bob_, carol_), false, false, false, false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(c.json["following"], c.following) << c.json;
    EXPECT_EQ(c.json["requested"], c.requested) << c.json;
    EXPECT_EQ(c.json["followed_by"], c.followed_by) << c.json;
    EXPECT_EQ(c.json["requested_by"], c.requested_by) << c.json;
  }
}

TEST_F(Entities, WhereSomebodyMovedIsToldOnlyWhereTheyMayBeShown) {
  auto bob = bob_;
  bob.moved_to = carol_.iri;
  EXPECT_EQ(account(bob)["moved"]["acct"], "carol@other.example");
  relate("other.example", Relation::blocked);
  EXPECT_EQ(account(bob)["moved"], nullptr);
}

// --- statuses ---

TEST_F(Entities, ReactionsOfWhoMayNotBeShownAreNotCounted) {
  const auto post = store(by(alice_));
  Reaction reaction{.iri = test::iri("https://other.example/r"),
                    .actor = carol_.id,
                    .post = post.id,
                    .content = ":cat:",
                    .at = clock_.now(),
                    .emoji = test::iri("https://other.example/cat.png")};
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) { return add_reaction(txn, reaction, clock_.now()); })
                  .ok());
  EXPECT_THAT(status(post)["reactions"], SizeIs(1));
  relate("other.example", Relation::blocked);
  EXPECT_THAT(status(post)["reactions"], IsEmpty());
}

TEST_F(Entities, AStatusHasEveryMemberThatClientsReadWithoutAsking) {
  const auto json = status(store(by(carol_)));
  for (const auto* list : {"media_attachments", "mentions", "tags", "emojis", "filtered"}) {
    EXPECT_EQ(json[list], Json::array()) << list;
  }
  for (const auto* nothing : {"reblog", "edited_at", "in_reply_to_id", "in_reply_to_account_id",
                              "card", "poll", "language"}) {
    EXPECT_EQ(json.at(nothing), nullptr) << nothing;
  }
  EXPECT_EQ(json["account"]["acct"], "carol@other.example");
  EXPECT_EQ(json["url"], json["uri"]) << "where it has no page";
}

TEST_F(Entities, VisibilityHasItsMastodonName) {
  for (const auto& [visibility, name] :
       {std::pair(Visibility::public_, "public"), std::pair(Visibility::unlisted, "unlisted"),
        std::pair(Visibility::followers, "private"), std::pair(Visibility::direct, "direct")}) {
    auto post = by(alice_);
    post.visibility = visibility;
    EXPECT_EQ(status(store(post))["visibility"], name);
  }
}

TEST_F(Entities, AWarningMakesItSensitive) {
  auto post = by(carol_);
  post.summary = "careful";
  const auto json = status(store(post));
  EXPECT_EQ(json["spoiler_text"], "careful");
  EXPECT_EQ(json["sensitive"], true);
}

TEST_F(Entities, ATitleIsShownAboveTheTextAndEscaped) {
  auto post = by(carol_, "<p>text</p>");
  post.title = "1 < 2";
  EXPECT_EQ(status(store(post))["content"], "<p><strong>1 &lt; 2</strong></p><p>text</p>");
}

TEST_F(Entities, MentionsOfWhoIsUnknownAreLeftOut) {
  auto post = by(alice_);
  post.mentions = {
      {bob_.iri, "@bob"}, {test::iri("https://nowhere.example/x"), "@x"}, {carol_.iri, "@carol"}};
  const auto mentions = status(store(post))["mentions"];
  ASSERT_THAT(mentions, SizeIs(2));
  EXPECT_EQ(mentions[0]["acct"], "bob");
  EXPECT_EQ(mentions[1]["acct"], "carol@other.example");
}

TEST_F(Entities, AFileHasItsKindSizeAndWords) {
  auto post = by(carol_);
  post.attachments = {
      {.type = "Document",
       .media_type = "image/png",
       .url = test::iri("https://other.example/1.png"),
       .name = "A lathe",
       .width = 640,
       .height = 320},
      {.type = "Video", .url = test::iri("https://other.example/2")},
      {.media_type = "audio/ogg", .url = test::iri("https://other.example/3")},
      {.media_type = "application/pdf", .url = test::iri("https://other.example/4")}};
  const auto files = status(store(post))["media_attachments"];
  ASSERT_THAT(files, SizeIs(4));
  EXPECT_EQ(files[0]["type"], "image");
  EXPECT_EQ(files[0]["description"], "A lathe");
  EXPECT_EQ(files[0]["meta"]["original"]["aspect"], 2.0);
  EXPECT_EQ(files[1]["type"], "video");
  EXPECT_EQ(files[2]["type"], "audio");
  EXPECT_EQ(files[3]["type"], "unknown");
  std::set<std::string> ids;
  for (const auto& file : files) ids.insert(file["id"].get<std::string>());
  EXPECT_THAT(ids, SizeIs(4));
}

TEST_F(Entities, AnAnswerNamesItsParentAndItsAuthor) {
  const auto question = store(by(carol_));
  auto answer = by(alice_);
  answer.in_reply_to = question.iri;
  const auto json = status(store(answer));
  EXPECT_EQ(json["in_reply_to_id"], to_string(question.id));
  EXPECT_EQ(json["in_reply_to_account_id"], to_string(carol_.id));
  EXPECT_EQ(status(question)["replies_count"], 1);
}

TEST_F(Entities, NoNumberTellsOfAnswersThatTheReaderMayNotSee) {
  const auto question = store(by(carol_));
  auto hidden = by(bob_);
  hidden.in_reply_to = question.iri;
  hidden.visibility = Visibility::direct;
  store(hidden);
  EXPECT_EQ(status(question)["replies_count"], 0);
  EXPECT_EQ(status(question, alice_.id)["replies_count"], 0);
  EXPECT_EQ(status(question, bob_.id)["replies_count"], 1);
}

TEST_F(Entities, WhatTheReaderDidIsToldToThemOnly) {
  const auto post = store(by(carol_));
  const auto done = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    Reaction like{
        .iri = test::iri("https://design.example/l"), .actor = alice_.id, .post = post.id};
    TRY(add_reaction(txn, like, clock_.now()));
    Boost boost{.iri = test::iri("https://design.example/b"), .actor = alice_.id, .post = post.id};
    TRY(add_boost(txn, boost, clock_.now()));
    return {};
  });
  ASSERT_TRUE(done.ok());
  const struct {
    Id viewer;
    bool did;
  } kCases[] = {{alice_.id, true}, {bob_.id, false}, {Id{}, false}};
  for (const auto& c : kCases) {
    const auto json = status(post, c.viewer);
    EXPECT_EQ(json["favourited"], c.did);
    EXPECT_EQ(json["reblogged"], c.did);
    EXPECT_EQ(json["favourites_count"], 1);
    EXPECT_EQ(json["reblogs_count"], 1);
  }
}

TEST_F(Entities, ABoostHoldsWhatItBoosts) {
  const auto post = store(by(carol_, "<p>boosted</p>"));
  const Boost boost{.id = Id{77},
                    .iri = test::iri("https://design.example/b"),
                    .actor = alice_.id,
                    .post = post.id,
                    .at = clock_.now()};
  const auto json = seen_by({}, [&](const View& view) { return status_json(view, post, boost); });
  EXPECT_EQ(json["id"], "77");
  EXPECT_EQ(json["account"]["acct"], "alice");
  EXPECT_EQ(json["reblog"]["id"], to_string(post.id));
  EXPECT_EQ(json["reblog"]["account"]["acct"], "carol@other.example");
  EXPECT_EQ(json["content"], "<p>boosted</p>");
  const auto item = seen_by({}, [&](const View& view) {
    return status_json(view, TimelineItem{.id = boost.id, .post = post, .boost = boost});
  });
  EXPECT_EQ(item, json);
}

// --- what is no note ---

TEST_F(Entities, APageThatAPostIsAboutIsACard) {
  auto post = by(carol_);
  post.title = "A story";
  post.attachments = {{.type = "Link",
                       .url = test::iri("https://news.example/story"),
                       .preview = test::iri("https://other.example/thumb.png")}};
  const auto json = status(store(post));
  EXPECT_THAT(json["media_attachments"], SizeIs(0));
  EXPECT_EQ(json["card"]["url"], "https://news.example/story");
  EXPECT_EQ(json["card"]["title"], "A story");
  EXPECT_THAT(json["card"]["image"].get<std::string>(),
              testing::StartsWith("https://design.example/media/posts/"))
      << "who looks at it tells nobody elsewhere";
  EXPECT_EQ(json["card"]["provider_name"], "news.example");
  EXPECT_EQ(status(store(by(carol_)))["card"], nullptr);
}

TEST_F(Entities, AnEventAndATitleStandBeforeTheText) {
  auto post = by(carol_);
  post.type = "Event";
  post.title = "Open <day>";
  post.starts = clock_.now();
  post.place = "Hall 1";
  const auto content = status(store(post))["content"].get<std::string>();
  EXPECT_TRUE(content.starts_with("<p><strong>Open &lt;day&gt;</strong></p><p>")) << content;
  EXPECT_THAT(content, testing::HasSubstr("· Hall 1</p><p>Hello</p>"));
}

TEST_F(Entities, AVideoHasAPreview) {
  auto post = by(carol_);
  post.attachments = {{.type = "Video",
                       .url = test::iri("https://v.example/1"),
                       .preview = test::iri("https://v.example/1.jpg")}};
  const auto file = status(store(post))["media_attachments"][0];
  EXPECT_THAT(file["preview_url"].get<std::string>(),
              testing::HasSubstr("https://design.example/media/posts/"));
  EXPECT_EQ(file["preview_remote_url"], "https://v.example/1.jpg");
}

TEST_F(Entities, EmojisAreListedWithTheirPictures) {
  auto post = by(carol_);
  post.emojis = {{"cat", test::iri("https://other.example/cat.png")}};
  const auto json = status(store(post));
  ASSERT_THAT(json["emojis"], SizeIs(1));
  EXPECT_EQ(json["emojis"][0]["shortcode"], "cat");
  const auto id = json["id"].get<std::string>();
  EXPECT_THAT(json["emojis"][0]["url"].get<std::string>(),
              testing::StartsWith("https://design.example/media/posts/" + id + "/emoji-cat/"));
  EXPECT_EQ(json["emojis"][0]["static_url"], json["emojis"][0]["url"]);
  carol_.emojis = post.emojis;
  const auto hers = account(carol_)["emojis"];
  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_THAT(hers[0]["url"].get<std::string>(),
              testing::StartsWith("https://design.example/media/people/"));
}

TEST_F(Entities, ReactionsWithEmojisAreNoFavourites) {
  const auto post = store(by(alice_));
  for (auto& reaction : std::vector<Reaction>{{.actor = bob_.id, .content = "🎉"},
                                              {.actor = carol_.id, .content = "🎉"},
                                              {.actor = carol_.id}}) {
    reaction.iri = test::iri("https://x.example/r" + std::to_string(++made_));
    reaction.post = post.id;
    reaction.at = clock_.now();
    const auto put = node_->writer().apply(
        [&](WriteTxn& txn) { return add_reaction(txn, reaction, clock_.now()); });
    EXPECT_TRUE(put.ok());
  }
  const auto json = status(post, bob_.id);
  EXPECT_EQ(json["favourites_count"], 1);
  EXPECT_EQ(json["favourited"], false);
  ASSERT_THAT(json["reactions"], SizeIs(1));
  EXPECT_EQ(json["reactions"][0]["name"], "🎉");
  EXPECT_EQ(json["reactions"][0]["count"], 2);
  EXPECT_EQ(json["reactions"][0]["me"], true);
}

}  // namespace
}  // namespace hallway::api
