// The local twins of Update and Delete.

#include <gmock/gmock.h>

#include "federation/timeline.h"
#include "tests/support/publishing.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// --- edits ---

TEST_F(PublishTest, AnEditGoesToOldAndNewReaders) {
  auto fresh = naming("Hello", {&eve_});
  const auto made = post(alice_, fresh);
  forget_owed();
  clock_.advance(minutes(1));
  const auto again = naming("Hello instead", {&mallory_});
  const auto edited = edit(alice_, made, {.text = again.text, .mentions = again.mentions});
  EXPECT_THAT(owed(), UnorderedElementsAre(std::string("Update ") + kRemoteInbox,
                                           std::string("Update ") + kEvilInbox));
  const auto stored = post_at(made.iri.text());
  EXPECT_EQ(stored.content, edited.content);
  EXPECT_EQ(stored.updated, clock_.now());
  EXPECT_EQ(stored.published, made.published);
  EXPECT_EQ(stored.visibility, made.visibility);
  EXPECT_EQ(stored.label, made.label);
  EXPECT_THAT(stored.cc, ElementsAre(alice_.followers.text(), mallory_.iri.text()));
  EXPECT_EQ(last_logged()["object"], note_json(edited, alice_, home_));
}

TEST_F(PublishTest, AnEditOfItsFilesAloneSaysAllElseAgain) {
  auto fresh = naming("Hear", {&eve_});
  fresh.attachments = {{.type = "Audio", .url = iri("https://home.example/media/1")}};
  const auto made = post(alice_, fresh);
  forget_owed();
  auto files = made.attachments;
  files[0].captions = {{"de", "Deutsch", iri("https://home.example/media/2")}};
  const auto change = [&](Local& local) { return edit_files(local, made.id, files); };
  EXPECT_EQ(code_of(act(bob_, change)), Code::forbidden);
  const auto edited = ok(act(alice_, change));
  EXPECT_THAT(owed(), ElementsAre(std::string("Update ") + kRemoteInbox));
  const auto stored = post_at(made.iri.text());
  EXPECT_EQ(stored.attachments.at(0).captions, files[0].captions);
  EXPECT_EQ(stored.content, made.content);
  EXPECT_EQ(stored.cc, made.cc);
  EXPECT_GT(stored.updated, made.published);
  EXPECT_EQ(last_logged()["object"], note_json(edited, alice_, home_));
}

TEST_F(PublishTest, AnEditedDirectPostIsForWhomItNamesNow) {
  auto fresh = naming("secret for", {&eve_});
  fresh.visibility = Visibility::direct;
  const auto made = post(alice_, fresh);
  forget_owed();
  const auto again = naming("secret for", {&mallory_});
  edit(alice_, made, {.text = again.text, .mentions = again.mentions});
  EXPECT_THAT(owed(), ElementsAre(std::string("Update ") + kEvilInbox));
}

TEST_F(PublishTest, AnEditWithinTheSameMillisecondIsNewer) {
  const auto made = ok(act(alice_, [](Local& local) { return publish(local, {.text = "one"}); }));
  EXPECT_GT(edit(alice_, made, {.text = "two"}).updated, made.published);
}

// Else whoever took the first would take the second for older.
TEST_F(PublishTest, AnEditIsNewerThanOneThatWasMadeWhileTheClockWasAhead) {
  const auto made = post(alice_, "one");
  clock_.advance(days(365));
  const auto ahead = edit(alice_, made, {.text = "two"}).updated;
  clock_.set(made.published);
  EXPECT_GT(edit(alice_, made, {.text = "three"}).updated, ahead);
}

TEST_F(PublishTest, OnlyTheAuthorChangesAPost) {
  const auto open = post(alice_);
  const auto direct = post(alice_, NewPost{.text = "few", .visibility = Visibility::direct});
  const auto deleted = post(alice_);
  erase(alice_, deleted);
  const struct {
    const Actor& who;
    Id post;
    Code code;
  } kCases[] = {
      {bob_, open.id, Code::forbidden},
      {bob_, direct.id, Code::not_found},
      {bob_, Id{404}, Code::not_found},
      {alice_, deleted.id, Code::gone},
  };
  const auto before = rows();
  for (const auto& c : kCases) {
    EXPECT_EQ(code_of(act(c.who, [&](Local& l) { return edit_post(l, c.post, {.text = "x"}); })),
              c.code);
    EXPECT_EQ(code_of(act(c.who, [&](Local& l) { return delete_post(l, c.post); })), c.code);
  }
  EXPECT_EQ(code_of(act(alice_, [&](Local& l) { return edit_post(l, open.id, {.text = " "}); })),
            Code::invalid);
  EXPECT_EQ(rows(), before);
}

// --- deletions ---

TEST_F(PublishTest, ADeletionGoesToEverybodyWhoGotThePostAndErasesIt) {
  befriend(eve_, alice_);
  const auto made = post(alice_, naming("Hello", {&mallory_}));
  const auto edited = edit(alice_, made, {.text = "Hello"});
  forget_owed();
  const auto buried = erase(alice_, made);
  EXPECT_THAT(owed(), UnorderedElementsAre(std::string("Delete ") + kRemoteInbox,
                                           std::string("Delete ") + kEvilInbox));
  EXPECT_TRUE(buried.gone);
  for (const auto seq : {made.document, edited.document}) {
    EXPECT_FALSE(find_payload(read(), seq)) << "in every version";
  }
  const auto sent = last_logged();
  EXPECT_EQ(sent["object"]["type"], "Tombstone");
  EXPECT_EQ(sent["object"]["id"], made.iri.text());
  EXPECT_EQ(sent["to"], Json::array({kAnybody}));
  EXPECT_TRUE(home_timeline(read(), home_, alice_.id, {}).empty());
  EXPECT_TRUE(verify_log(read()).ok());
}

TEST_F(PublishTest, WhoWasNamedHearsOfTheDeletion) {
  auto fresh = naming("secret", {&mallory_});
  fresh.visibility = Visibility::direct;
  const auto made = post(alice_, fresh);
  forget_owed();
  erase(alice_, made);
  EXPECT_THAT(owed(), ElementsAre(std::string("Delete ") + kEvilInbox));
}

TEST_F(PublishTest, WhoWasNamedBeforeEditsHearsOfTheDeletionToo) {
  for (const auto visibility : {Visibility::public_, Visibility::direct}) {
    auto fresh = naming("Hello", {&mallory_});
    fresh.visibility = visibility;
    const auto made = post(alice_, fresh);
    edit(alice_, made, {.text = "Hello nobody"});
    edit(alice_, made, {.text = "Hello again"});
    forget_owed();
    erase(alice_, made);
    EXPECT_THAT(owed(), ElementsAre(std::string("Delete ") + kEvilInbox)) << name_of(visibility);
  }
}

TEST_F(PublishTest, ADeletionGoesNoFartherThanThePostDid) {
  befriend(eve_, alice_);
  auto fresh = naming("inside", {&mallory_});
  fresh.label = Label::department;
  const auto made = post(alice_, fresh);
  edit(alice_, made, {.text = "inside"});
  erase(alice_, made);
  EXPECT_THAT(owed(), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
