#include "federation/public_timeline.h"

#include <gmock/gmock.h>

#include "storage/accounts.h"
#include "storage/blocks.h"
#include "storage/follows.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Origin = Selection::Origin;

class PublicTimelineTest : public ActsTest {
 protected:
  using Texts = std::vector<std::string>;
  void SetUp() override {
    ActsTest::SetUp();
    write([&](WriteTxn& txn) -> Result<void> {
      for (const auto* who : {&alice_, &bob_}) {
        Account account{.name = who->name, .actor = who->id, .created = clock_.now()};
        TRY(put_account(txn, account));
      }
      return {};
    });
  }
  static Texts texts(const std::vector<TimelineItem>& items) {
    Texts out;
    for (const auto& item : items) {
      out.push_back(item.post.source.empty() ? item.post.content : item.post.source);
    }
    return out;
  }
  using IsIn = bool (*)(const ReadTxn&, const Home&, const Destination&, const Selection&,
                        const Post&);
  // Each post asked for by itself: both ways give the same.
  void check_alone(IsIn is_in, const Selection& selection,
                   const std::vector<TimelineItem>& listed) const {
    const auto txn = read();
    const auto viewer = Destination::to_person(bob_.id);
    scan_posts(txn, Id{}, [&](Id id) {
      const bool in = std::ranges::find(listed, id, &TimelineItem::id) != listed.end();
      EXPECT_EQ(is_in(txn, home_, viewer, selection, *find_post(txn, id)), in);
      return true;
    });
  }
  [[nodiscard]] Texts all(const Selection& selection = {}, const Window& window = {}) const {
    const auto viewer = Destination::to_person(bob_.id);
    check_alone(is_in_public, selection,
                public_timeline(read(), home_, viewer, selection, {.limit = 80}));
    return texts(public_timeline(read(), home_, viewer, selection, window));
  }
  [[nodiscard]] Texts tagged(const Selection& selection, const Window& window = {}) const {
    const auto viewer = Destination::to_person(bob_.id);
    check_alone(is_in_tag, selection,
                tag_timeline(read(), home_, viewer, selection, {.limit = 80}));
    return texts(tag_timeline(read(), home_, viewer, selection, window));
  }
};

TEST_F(PublicTimelineTest, HoldsWhatIsPublicOfThisNodeOrOfOthers) {
  post(alice_, "one");
  known_note(eve_, "<p>two</p>");
  clock_.advance(milliseconds(1));
  post(bob_, "three");
  EXPECT_THAT(all(), ElementsAre("three", "<p>two</p>", "one"));
  EXPECT_THAT(all({.origin = Origin::here}), ElementsAre("three", "one"));
  EXPECT_THAT(all({.origin = Origin::elsewhere}), ElementsAre("<p>two</p>"));
}

TEST_F(PublicTimelineTest, ShowsWhoIsLimitedOnlyToThoseWhoFollowThem) {
  post(alice_, "one #tea");
  write([&](WriteTxn& txn) -> Result<void> {
    auto alice = find_actor(txn, alice_.id).value();
    alice.limited = true;
    return put_actor(txn, alice, clock_.now());
  });
  const auto to_alice = Destination::to_person(alice_.id);
  EXPECT_THAT(all(), IsEmpty());
  EXPECT_THAT(tagged({.any = {"tea"}}), IsEmpty());
  EXPECT_EQ(public_timeline(read(), home_, to_alice, {}, {}).size(), 1U) << "her own";
  write([&](WriteTxn& txn) -> Result<void> {
    Follow follow{.iri = iri("https://home.example/f/1"),
                  .follower = bob_.id,
                  .followee = alice_.id,
                  .state = FollowState::accepted,
                  .at = clock_.now()};
    return put_follow(txn, follow);
  });
  EXPECT_THAT(all(), ElementsAre("one #tea"));
}

TEST_F(PublicTimelineTest, OwnPostsAreFoundBetweenAnyNumberOfOthers) {
  post(alice_, "one");
  for (int i = 0; i < 40; ++i) known_note(eve_, std::to_string(i));
  EXPECT_THAT(all({.origin = Origin::here}, {.limit = 5}), ElementsAre("one"));
}

TEST_F(PublicTimelineTest, IsReadInPagesInBothDirections) {
  std::vector<Id> ids;
  for (const auto* text : {"1", "2", "3", "4", "5"}) ids.push_back(post(alice_, text).id);
  for (const auto origin : {Origin::anywhere, Origin::here}) {
    const Selection some{.origin = origin};
    EXPECT_THAT(all(some, {.limit = 2}), ElementsAre("5", "4"));
    EXPECT_THAT(all(some, {.max_id = ids[3], .limit = 2}), ElementsAre("3", "2"));
    EXPECT_THAT(all(some, {.since_id = ids[2], .limit = 9}), ElementsAre("5", "4"));
    EXPECT_THAT(all(some, {.min_id = ids[1], .limit = 2}), ElementsAre("4", "3"));
    EXPECT_THAT(all(some, {.max_id = ids[3], .min_id = ids[0], .limit = 9}), ElementsAre("3", "2"));
    EXPECT_THAT(all(some, {.max_id = ids[0]}), IsEmpty());
  }
}

TEST_F(PublicTimelineTest, LeavesOutWhatIsNotForEverybodyAndAnswersToOthers) {
  const auto first = post(alice_, "first");
  post(alice_, NewPost{.text = "to herself", .in_reply_to = first.id});
  post(bob_, {.text = "to alice", .in_reply_to = first.id});
  post(alice_, NewPost{.text = "unlisted", .visibility = Visibility::unlisted});
  post(alice_, NewPost{.text = "followers", .visibility = Visibility::followers});
  EXPECT_THAT(all(), ElementsAre("to herself", "first"));
  EXPECT_THAT(all({.origin = Origin::here}), ElementsAre("to herself", "first"));
}

TEST_F(PublicTimelineTest, LeavesOutThoseWhomTheReaderMuted) {
  post(alice_, "heard");
  known_note(eve_, "not heard");
  write([&](WriteTxn& txn) {
    return put_mute(txn, {.by = bob_.id, .whom = eve_.id, .at = clock_.now()});
  });
  EXPECT_THAT(all(), ElementsAre("heard"));
}

TEST_F(PublicTimelineTest, OfAHashtagHoldsRepliesAndCanBeNarrowed) {
  const auto first = post(alice_, "1 #tea");
  post(bob_, {.text = "2 #tea #milk", .in_reply_to = first.id});
  post(alice_, "3 #coffee #milk");
  post(alice_, NewPost{.text = "4 #tea", .visibility = Visibility::unlisted});
  EXPECT_THAT(tagged({.any = {"tea"}}), ElementsAre("2 #tea #milk", "1 #tea"));
  EXPECT_THAT(tagged({.any = {"tea", "coffee"}}),
              ElementsAre("3 #coffee #milk", "2 #tea #milk", "1 #tea"));
  EXPECT_THAT(tagged({.any = {"tea", "milk"}}, {.limit = 2}),
              ElementsAre("3 #coffee #milk", "2 #tea #milk"));
  EXPECT_THAT(tagged({.any = {"tea"}, .all = {"milk"}}), ElementsAre("2 #tea #milk"));
  EXPECT_THAT(tagged({.any = {"tea"}, .none = {"milk"}}), ElementsAre("1 #tea"));
  EXPECT_THAT(tagged({.any = {"tea"}}, {.min_id = first.id}), ElementsAre("2 #tea #milk"));
  EXPECT_THAT(tagged({.any = {"nothing"}}), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
