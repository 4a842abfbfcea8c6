#include "federation/live_event.h"

#include <gmock/gmock.h>

#include "federation/fetched_post.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class LiveEventTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(alice_, eve_);
    befriend(alice_, mallory_);
    end_ = last();
  }
  uint64_t last() const {
    const auto entry = last_log(read());
    return entry ? entry->seq : 0;
  }
  // "arrival <p>Hello</p>", "erasure": what happened since it was asked last.
  std::vector<std::string> news() {
    const auto found = read_events(read(), end_, 1'000);
    end_ = found.reached;
    EXPECT_EQ(end_, last());
    return in_words(found.events);
  }
  static std::vector<std::string> in_words(const std::vector<LiveEvent>& events) {
    std::vector<std::string> out;
    for (const auto& event : events) {
      const auto kind = static_cast<size_t>(event.kind);
      out.push_back(std::array{"arrival", "edit", "erasure"}.at(kind) +
                    std::string(event.item.boost ? " of a boost of " : " of ") +
                    event.item.post.content);
    }
    return out;
  }
  // As it is asked for where it lives, for the sake of those who boosted it.
  void fetch(const Json& object, const Actor& author, const std::vector<uint64_t>& waiting) {
    const Document document{iri(*find_string(object, "id")), object, dump_json(object)};
    ok(writer_->apply([&](WriteTxn& txn) -> Result<Post> {
      const Learning here{txn, home_, random_, keys_, clock_.now()};
      auto post = TRY(take_fetched(here, document, now(author), 0));
      TRY(finish_waiting(here, post, waiting));
      return post;
    }));
  }
  uint64_t end_ = 0;
};

TEST_F(LiveEventTest, TellsOfWhatPeopleHereDo) {
  const auto made = post(bob_, "words");
  EXPECT_THAT(news(), ElementsAre("arrival of <p>words</p>"));
  ok(act(alice_, [&](Local& local) { return boost(local, made.id); }));
  EXPECT_THAT(news(), ElementsAre("arrival of a boost of <p>words</p>"));
  const auto known = find_boost(read(), made.id, alice_.id);
  ok(act(alice_, [&](Local& local) { return unboost(local, made.id); }));
  const auto undone = read_events(read(), end_, 10).events;
  ASSERT_EQ(undone.size(), 1U);
  EXPECT_EQ(undone[0].kind, LiveEvent::Kind::erasure);
  EXPECT_EQ(undone[0].item.id, known->id);
  EXPECT_EQ(undone[0].item.boost->actor, alice_.id);
}

TEST_F(LiveEventTest, TellsOfWhatArrives) {
  auto object = note(eve_, "<p>one</p>");
  outcome(eve_, activity(eve_, "Create", object));
  EXPECT_THAT(news(), ElementsAre("arrival of <p>one</p>"));
  clock_.advance(seconds(1));
  object["content"] = "<p>two</p>";
  object["updated"] = to_rfc3339(clock_.now());
  outcome(eve_, activity(eve_, "Update", object));
  EXPECT_THAT(news(), ElementsAre("edit of <p>two</p>"));
  auto announce = activity(mallory_, "Announce", object["id"]);
  outcome(mallory_, announce);
  EXPECT_THAT(news(), ElementsAre("arrival of a boost of <p>two</p>"));
  outcome(mallory_, activity(mallory_, "Undo", announce));
  EXPECT_THAT(news(), ElementsAre("erasure of a boost of "));
  outcome(eve_, activity(eve_, "Delete", object["id"]));
  EXPECT_THAT(news(), ElementsAre("erasure of "));
}

TEST_F(LiveEventTest, TellsNothingOfWhatIsNoPost) {
  const auto made = post(bob_, "words");
  news();
  outcome(eve_, activity(eve_, "Like", made.iri.text()));
  outcome(eve_, activity(eve_, "Follow", bob_.iri.text()));
  ok(act(alice_, [&](Local& local) { return like(local, made.id); }));
  ok(act(alice_, [&](Local& local) { return unlike(local, made.id); }));
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(LiveEventTest, WhatWasWrittenLongAgoIsNoNews) {
  auto object = note(eve_, "<p>old</p>");
  object["published"] = to_rfc3339(clock_.now() - kNewsAge - seconds(1));
  outcome(eve_, activity(eve_, "Create", object));
  fetch(note(mallory_, "<p>new</p>"), mallory_, {});
  EXPECT_THAT(news(), ElementsAre("arrival of <p>new</p>"));
}

// At the time, and to whoever asks later.
TEST_F(LiveEventTest, ABoostThatWaitedForItsPostComesOnceWithIt) {
  const auto object = note(mallory_, "<p>words</p>");
  const auto start = end_;
  outcome(eve_, activity(eve_, "Announce", object["id"]));
  const auto waiting = last();
  EXPECT_THAT(news(), IsEmpty());
  fetch(object, mallory_, {waiting});
  EXPECT_THAT(news(), ElementsAre("arrival of <p>words</p>", "arrival of a boost of <p>words</p>"));
  const auto later = read_events(read(), start, 1'000).events;
  EXPECT_EQ(in_words(later).size(), 2U);
  EXPECT_FALSE(later[0].last) << "both are of one entry";
  EXPECT_TRUE(later[1].last);
}

TEST_F(LiveEventTest, WhatIsGoneMeanwhileDoesNotArriveAnyMore) {
  const auto start = end_;
  const auto known = known_note(eve_);
  outcome(eve_, activity(eve_, "Delete", known.iri.text()));
  EXPECT_THAT(in_words(read_events(read(), start, 1'000).events), ElementsAre("erasure of "));
}

TEST_F(LiveEventTest, IsReadInPieces) {
  for (int i = 0; i < 7; ++i) post(bob_, std::to_string(i));
  std::vector<std::string> all;
  for (uint64_t at = end_; at < last();) {
    const auto piece = read_events(read(), at, 3);
    EXPECT_LE(piece.reached, at + 3);
    at = piece.reached;
    for (auto& words : in_words(piece.events)) all.push_back(words);
  }
  EXPECT_EQ(all.size(), 7U);
  EXPECT_EQ(read_events(read(), last(), 3).reached, last());
}

}  // namespace
}  // namespace hallway::test
