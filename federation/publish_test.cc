// The local twin of Create.

#include <gmock/gmock.h>

#include "federation/timeline.h"
#include "tests/support/publishing.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// --- what may be published ---

TEST_F(PublishTest, APostNeedsTextOrAFileAndEndsSomewhere) {
  std::string umlauts;
  for (int i = 0; i < 5'000; ++i) umlauts += "ü";
  const auto before = rows();
  for (const std::string text : {"", " ", "\n\t \r\n"}) {
    EXPECT_EQ(refused(alice_, {.text = text}), Code::invalid) << '"' << text << '"';
  }
  EXPECT_EQ(refused(alice_, {.text = umlauts + "x"}), Code::invalid);
  EXPECT_EQ(refused(alice_, {.text = umlauts, .summary = "x"}), Code::invalid);
  EXPECT_EQ(rows(), before);
  post(alice_, NewPost{.text = umlauts});
  const Attachment picture{.type = "Image", .url = iri("https://home.example/media/1")};
  post(alice_, NewPost{.attachments = {picture}});
}

TEST_F(PublishTest, OnlyWhatTheAuthorMaySeeCanBeAnswered) {
  const auto direct = post(bob_, NewPost{.text = "for few", .visibility = Visibility::direct});
  const auto deleted = post(bob_);
  erase(bob_, deleted);
  for (const auto id : {direct.id, deleted.id, Id{404}}) {
    EXPECT_EQ(refused(alice_, {.text = "x", .in_reply_to = id}), Code::not_found) << id.value;
  }
}

TEST_F(PublishTest, AnAnswerIsNeverWiderThanWhatItAnswers) {
  for (const auto label :
       {Label::department, Label::organization, Label::partners, Label::public_}) {
    const auto parent = post(bob_, NewPost{.text = "question", .label = label});
    for (const auto wanted :
         {Label::department, Label::organization, Label::partners, Label::public_}) {
      const NewPost answer{.text = "answer", .label = wanted, .in_reply_to = parent.id};
      if (wanted > label) {
        EXPECT_EQ(refused(alice_, answer), Code::invalid) << name_of(label) << name_of(wanted);
      } else {
        EXPECT_EQ(post(alice_, answer).label, wanted);
      }
    }
    EXPECT_EQ(post(alice_, NewPost{.text = "answer", .in_reply_to = parent.id}).label, label);
  }
}

TEST_F(PublishTest, WhatIsBroughtFromElsewhereStandsAtItsTimeAndNobodyIsToldOfIt) {
  befriend(eve_, alice_);
  auto watching = befriend(bob_, alice_);
  watching.notify = true;
  write([&](WriteTxn& txn) { return put_follow(txn, watching); });
  const auto today = post(alice_, "today");
  EXPECT_EQ(owed().size(), 1U);
  EXPECT_EQ(notified(bob_).size(), 1U);

  auto fresh = naming("long ago", {&bob_, &eve_});
  fresh.backdated = parse_rfc3339("2019-03-25T19:59:20Z").value();
  const auto old = post(alice_, fresh);
  EXPECT_EQ(old.published, *fresh.backdated);
  EXPECT_EQ(old.id.time(), *fresh.backdated);
  EXPECT_EQ(find_string(logged(old), "published"), "2019-03-25T19:59:20Z");
  EXPECT_EQ(find_log(read(), old.document)->at, clock_.now() - milliseconds(1))
      << "the log says when it came";
  EXPECT_EQ(owed().size(), 1U);
  EXPECT_EQ(notified(bob_).size(), 1U);
  EXPECT_FALSE(is_recipient(read(), bob_.id, old.id));
  std::vector<Id> entries;
  scan_author(read(), alice_.id, Id{}, [&](Entry entry) {
    entries.push_back(entry.id);
    return true;
  });
  EXPECT_THAT(entries, ElementsAre(today.id, old.id));
}

TEST_F(PublishTest, WithoutALabelTheModeDecides) {
  EXPECT_EQ(post(alice_).label, Label::public_);
  home_.mode = Mode::allowlist;
  EXPECT_EQ(post(alice_).label, Label::partners);
}

// --- what it becomes ---

TEST_F(PublishTest, AddressesFollowFromVisibility) {
  const auto followers = alice_.followers.text(), eve = eve_.iri.text();
  const struct {
    Visibility visibility;
    std::vector<std::string> to, cc;
  } kCases[] = {
      {Visibility::public_, {kAnybody}, {followers, eve}},
      {Visibility::unlisted, {followers}, {kAnybody, eve}},
      {Visibility::followers, {followers}, {eve}},
      {Visibility::direct, {eve}, {}},
  };
  for (const auto& c : kCases) {
    auto fresh = naming("Hello", {&eve_});
    fresh.visibility = c.visibility;
    const auto made = post(alice_, fresh);
    EXPECT_EQ(made.to, c.to) << name_of(c.visibility);
    EXPECT_EQ(made.cc, c.cc) << name_of(c.visibility);
    EXPECT_EQ(visibility_of(made.to, made.cc, followers), c.visibility) << "as others read it";
  }
}

TEST_F(PublishTest, TheCreateCarriesThePostAndItsAudience) {
  const auto made = post(alice_, NewPost{.text = "#Lathe for sale", .summary = "ad"});
  const auto sent = logged(made);
  EXPECT_EQ(sent["type"], "Create");
  EXPECT_EQ(sent["id"], made.iri.text() + "/activity");
  EXPECT_EQ(sent["actor"], alice_.iri.text());
  EXPECT_EQ(sent["to"], sent["object"]["to"]);
  EXPECT_EQ(sent["cc"], sent["object"]["cc"]);
  EXPECT_EQ(sent["object"], note_json(made, alice_, home_));
  EXPECT_TRUE(made.sensitive) << "a warning says so";
  EXPECT_THAT(made.tags, ElementsAre("lathe"));
  EXPECT_EQ(made.source, "#Lathe for sale");
  EXPECT_EQ(post_at(made.iri.text()).document, made.document);
}

TEST_F(PublishTest, WhatIsSentIsReadElsewhereAsWhatIsHere) {
  auto fresh = naming("Look, #lathes", {&eve_, &bob_});
  fresh.language = "de";
  const auto made = post(alice_, fresh);
  const auto read = parse_note(logged(made)["object"], alice_.followers.text());
  ASSERT_TRUE(read.ok()) << read.error().what;
  EXPECT_EQ(read->author, alice_.iri);
  EXPECT_EQ(read->label, made.label);
  EXPECT_EQ(read->post.content, made.content);
  EXPECT_EQ(read->post.visibility, made.visibility);
  EXPECT_EQ(read->post.published, made.published);
  EXPECT_EQ(read->post.language, "de");
  EXPECT_EQ(read->post.tags, made.tags);
  EXPECT_EQ(read->post.mentions.size(), 2U);
}

TEST_F(PublishTest, WhoIsNotResolvedStaysText) {
  const auto made = post(alice_, "Ask @nobody@nowhere.example");
  EXPECT_THAT(made.mentions, IsEmpty());
  EXPECT_THAT(made.content, HasSubstr("@nobody@nowhere.example"));
}

TEST_F(PublishTest, AnAnswerJoinsItsThreadAndTellsWhoIsAnswered) {
  const auto question = known_note(eve_);
  const auto answer = post(alice_, NewPost{.text = "I know", .in_reply_to = question.id});
  EXPECT_EQ(answer.in_reply_to, question.iri);
  EXPECT_EQ(answer.parent, question.id);
  EXPECT_EQ(answer.context, question.id);
  EXPECT_THAT(answer.cc, ElementsAre(alice_.followers.text(), eve_.iri.text()));
  EXPECT_THAT(owed(), ElementsAre(std::string("Create ") + kRemoteInbox));
}

TEST_F(PublishTest, ADirectAnswerReachesOnlyWhomItNames) {
  const auto question = known_note(eve_);
  auto fresh = naming("between us", {&mallory_});
  fresh.visibility = Visibility::direct;
  fresh.in_reply_to = question.id;
  post(alice_, fresh);
  EXPECT_THAT(owed(), ElementsAre(std::string("Create ") + kEvilInbox));
}

// --- whom it reaches ---

TEST_F(PublishTest, FollowersOnOneNodeCostOneDelivery) {
  befriend(eve_, alice_);
  for (int i = 0; i < 5; ++i) befriend(put_remote("f" + std::to_string(i)), alice_);
  befriend(mallory_, alice_, FollowState::pending);
  befriend(bob_, alice_);
  post(alice_);
  EXPECT_THAT(owed(), ElementsAre(std::string("Create ") + kRemoteInbox));
}

TEST_F(PublishTest, WithoutASharedInboxEachGetsItsOwn) {
  for (const auto* name : {"f1", "f2"}) {
    auto who = put_remote(name, "plain.example");
    who.shared_inbox = Iri();
    befriend(put(who), alice_);
  }
  post(alice_);
  EXPECT_THAT(owed(), ElementsAre("Create https://plain.example/users/f1/inbox",
                                  "Create https://plain.example/users/f2/inbox"));
}

// Visibility × label × what the other node is to us: what the design's tables allow is sent,
// nothing else is.
TEST_F(PublishTest, APostGoesAsFarAsItsLabelAndAddressesAllow) {
  home_.mode = Mode::allowlist;
  struct Node {
    std::string domain;
    Relation relation;
    Label least;  // that reaches it
  };
  const Node kNodes[] = {{"sibling.example", Relation::sibling, Label::organization},
                         {"partner.example", Relation::partner, Label::partners},
                         {"public.example", Relation::public_, Label::public_}};
  std::vector<Actor> followers;
  for (const auto& node : kNodes) {
    set_peer(node.domain, [&](Peer& peer) { peer.relation = node.relation; });
    followers.push_back(put_remote("fan", node.domain));
    befriend(followers.back(), alice_);
  }
  for (const auto* domain : {"blocked.example", "unknown.example"}) {
    befriend(put_remote("fan", domain), alice_);
  }
  set_peer("blocked.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  for (const auto visibility :
       {Visibility::public_, Visibility::unlisted, Visibility::followers, Visibility::direct}) {
    for (const auto label :
         {Label::department, Label::organization, Label::partners, Label::public_}) {
      auto fresh = naming("Hello", {&followers[0]});
      fresh.visibility = visibility;
      fresh.label = label;
      forget_owed();
      post(alice_, fresh);
      std::vector<std::string> expected;
      for (const auto& node : kNodes) {
        const bool addressed = visibility != Visibility::direct || node.domain == "sibling.example";
        if (addressed && label >= node.least) {
          expected.push_back("Create https://" + node.domain + "/inbox");
        }
      }
      EXPECT_THAT(owed(), testing::UnorderedElementsAreArray(expected))
          << name_of(visibility) << " " << name_of(label);
    }
  }
}

TEST_F(PublishTest, PeopleHereWhoAreNamedHearOfItOnce) {
  auto fresh = naming("Hello", {&bob_, &alice_});
  fresh.text += " and again @bob";
  post(alice_, fresh);
  EXPECT_THAT(notified(bob_), ElementsAre(NotificationType::mention));
  EXPECT_THAT(notified(alice_), IsEmpty()) << "nobody tells themselves";
  EXPECT_EQ(home_timeline(read(), home_, bob_.id, {}).size(), 1U);
}

TEST_F(PublishTest, NothingGoesToWhoIsGone) {
  befriend(eve_, alice_);
  auto gone = eve_;
  gone.gone = true;
  put(gone);
  post(alice_);
  EXPECT_THAT(owed(), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
