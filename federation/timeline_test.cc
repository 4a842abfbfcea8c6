#include "federation/timeline.h"

#include <gmock/gmock.h>

#include "storage/followed_tags.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class TimelineTest : public ActsTest {
 protected:
  using Texts = std::vector<std::string>;
  [[nodiscard]] static Texts texts(const std::vector<TimelineItem>& items) {
    Texts out;
    for (const auto& item : items) {
      out.push_back((item.boost ? "boost of " : "") +
                    (item.post.source.empty() ? item.post.content : item.post.source));
    }
    return out;
  }
  // With each post asked for by itself as well: both ways give the same.
  [[nodiscard]] Texts home(const Actor& who, const Window& window = {}) const {
    const auto txn = read();
    const auto listed = home_timeline(txn, home_, who.id, {.limit = 80});
    scan_posts(txn, Id{}, [&](Id id) {
      check_alone(txn, who, {.id = id, .post = *find_post(txn, id)}, listed);
      for (const auto booster : list_boosting(txn, id, Id{}, 10)) {
        const auto boost = find_boost(txn, id, booster);
        check_alone(txn, who, {.id = boost->id, .post = *find_post(txn, id), .boost = boost},
                    listed);
      }
      return true;
    });
    auto out = texts(home_timeline(txn, home_, who.id, window));
    for (int again = 0; again < 2; ++again) {
      EXPECT_EQ(texts(home_timeline(txn, home_, who.id, window, &cache_)), out) << "as it is kept";
    }
    return out;
  }
  void check_alone(const ReadTxn& txn, const Actor& who, const TimelineItem& item,
                   const std::vector<TimelineItem>& listed) const {
    if (listed.size() == 80 && item.id < listed.back().id) return;  // on the next page
    const bool in = std::ranges::find(listed, item.id, &TimelineItem::id) != listed.end();
    EXPECT_EQ(is_in_home(txn, home_, who.id, item), in) << item.post.content;
  }
  [[nodiscard]] Texts author(const Actor& who, const Destination& viewer,
                             const Window& window = {}) const {
    return texts(author_timeline(read(), home_, who.id, viewer, window));
  }
  mutable HomeCache cache_;
  // Posts "1" to "n" by turns of alice and bob, whom carol follows; their ids, oldest first.
  std::vector<Id> many(int n) {
    befriend(carol_, alice_);
    befriend(carol_, bob_);
    std::vector<Id> ids;
    for (int i = 1; i <= n; ++i) {
      ids.push_back(post(i % 2 ? alice_ : bob_, std::to_string(i)).id);
    }
    return ids;
  }
  void SetUp() override {
    ActsTest::SetUp();
    carol_ = put_local("carol");
  }
  Actor carol_;
};

// --- what stands in it ---

TEST_F(TimelineTest, OwnPostsThoseOfTheFollowedAndWhatIsAddressed) {
  befriend(carol_, alice_);
  befriend(carol_, bob_, FollowState::pending);
  post(carol_, "own");
  post(alice_, "followed");
  post(bob_, "only asked");
  auto object = note(eve_, "<p>addressed</p>");
  object["to"] = carol_.iri.text();
  object["cc"] = Json::array();
  outcome(eve_, activity(eve_, "Create", object));
  EXPECT_THAT(home(carol_), ElementsAre("<p>addressed</p>", "followed", "own"));
  EXPECT_THAT(home(alice_), ElementsAre("followed"));
}

TEST_F(TimelineTest, WhatIsFollowedAndAddressedStandsOnce) {
  befriend(carol_, eve_);
  auto object = note(eve_);
  object["cc"] = Json::array({carol_.iri.text()});
  outcome(eve_, activity(eve_, "Create", object));
  EXPECT_EQ(home(carol_).size(), 1U);
}

TEST_F(TimelineTest, ABoostStandsWhereItWasDone) {
  befriend(carol_, alice_);
  const auto old = post(bob_, "old");
  post(alice_, "between");
  const auto made = ok(act(alice_, [&](Local& l) { return boost(l, old.id); }));
  clock_.advance(milliseconds(1));
  post(alice_, "after");
  const auto items = home_timeline(read(), home_, carol_.id, {});
  EXPECT_THAT(texts(items), ElementsAre("after", "boost of old", "between"));
  EXPECT_EQ(items[1].id, made.id);
  EXPECT_EQ(items[1].post.id, old.id);
  // By its own id, too, pages turn.
  EXPECT_THAT(home(carol_, {.max_id = made.id}), ElementsAre("between"));
}

TEST_F(TimelineTest, WhatMayNotFlowToTheReaderIsLeftOut) {
  befriend(carol_, alice_);
  post(alice_, NewPost{.text = "direct", .visibility = Visibility::direct});
  post(alice_, NewPost{.text = "for followers", .visibility = Visibility::followers});
  const auto deleted = post(alice_, "deleted");
  ok(act(alice_, [&](Local& l) { return delete_post(l, deleted.id); }));
  EXPECT_THAT(home(carol_), ElementsAre("for followers"));
  EXPECT_THAT(author(alice_, Destination::to_person(bob_.id)), IsEmpty());
  EXPECT_THAT(author(alice_, Destination::to_person(alice_.id)),
              ElementsAre("for followers", "direct"));
  EXPECT_THAT(author(alice_, Destination::anybody()), IsEmpty());
}

TEST_F(TimelineTest, ABoostGoesWithWhatItBoosts) {
  befriend(carol_, alice_);
  const auto theirs = known_note(eve_);
  ok(act(alice_, [&](Local& l) { return boost(l, theirs.id); }));
  ASSERT_EQ(home(carol_).size(), 1U);
  auto suspended = now(eve_);
  suspended.suspended = true;
  put(suspended);
  EXPECT_THAT(home(carol_), IsEmpty());
  put(eve_);
  outcome(eve_, activity(eve_, "Delete", theirs.iri.text()));
  EXPECT_THAT(home(carol_), IsEmpty());
}

TEST_F(TimelineTest, AnAuthorsTimelineHoldsTheirsOnly) {
  post(alice_, "mine");
  post(bob_, "another's");
  EXPECT_THAT(author(alice_, Destination::anybody()), ElementsAre("mine"));
}

// --- windows ---

TEST_F(TimelineTest, NewestFirstWhoeverWrote) {
  many(6);
  EXPECT_THAT(home(carol_), ElementsAre("6", "5", "4", "3", "2", "1"));
}

TEST_F(TimelineTest, EachBoundLeavesOutItsOwnId) {
  const auto ids = many(6);
  EXPECT_THAT(home(carol_, {.max_id = ids[3]}), ElementsAre("3", "2", "1"));
  EXPECT_THAT(home(carol_, {.since_id = ids[3]}), ElementsAre("6", "5"));
  EXPECT_THAT(home(carol_, {.min_id = ids[3]}), ElementsAre("6", "5"));
  EXPECT_THAT(home(carol_, {.max_id = ids[4], .since_id = ids[1]}), ElementsAre("4", "3"));
  EXPECT_THAT(home(carol_, {.max_id = ids[4], .min_id = ids[1]}), ElementsAre("4", "3"));
  EXPECT_THAT(home(carol_, {.max_id = ids[1], .min_id = ids[4]}), IsEmpty());
}

TEST_F(TimelineTest, SinceTakesTheNewestAndMinTheNearest) {
  const auto ids = many(10);
  EXPECT_THAT(home(carol_, {.since_id = ids[1], .limit = 3}), ElementsAre("10", "9", "8"));
  EXPECT_THAT(home(carol_, {.min_id = ids[1], .limit = 3}), ElementsAre("5", "4", "3"));
  EXPECT_THAT(home(carol_, {.max_id = ids[8], .min_id = ids[1], .limit = 3}),
              ElementsAre("5", "4", "3"));
}

TEST_F(TimelineTest, BoundsThatNobodyHasAreBoundsAsWell) {
  const auto ids = many(3);
  EXPECT_THAT(home(carol_, {.max_id = Id{ids[1].value + 1}}), ElementsAre("2", "1"));
  EXPECT_THAT(home(carol_, {.since_id = Id{ids[1].value - 1}}), ElementsAre("3", "2"));
  EXPECT_THAT(home(carol_, {.max_id = Id{1}}), IsEmpty());
  EXPECT_THAT(home(carol_, {.max_id = Id{UINT64_MAX}}), ElementsAre("3", "2", "1"));
  EXPECT_THAT(home(carol_, {.since_id = Id{UINT64_MAX}}), IsEmpty());
}

TEST_F(TimelineTest, APageEndsAtItsLimit) {
  many(100);
  EXPECT_EQ(home(carol_).size(), 20U);
  EXPECT_EQ(home(carol_, {.limit = 0}).size(), 0U);
  EXPECT_EQ(home(carol_, {.limit = 1}).size(), 1U);
  EXPECT_EQ(home(carol_, {.limit = 1'000}).size(), 80U);
  EXPECT_EQ(home(carol_, {.min_id = Id{1}, .limit = 0}).size(), 0U);
}

TEST_F(TimelineTest, PagesBelowWhatIsKeptAreTheSame) {
  const auto ids = many(300);
  for (const size_t at : {299U, 172U, 171U, 170U, 131U, 40U, 5U}) {
    EXPECT_EQ(home(carol_, {.max_id = ids[at], .limit = 40}).size(), std::min<size_t>(at, 40));
    EXPECT_EQ(home(carol_, {.since_id = ids[at], .limit = 40}).size(),
              std::min<size_t>(299 - at, 40));
    EXPECT_EQ(home(carol_, {.min_id = ids[at], .limit = 40}).size(),
              std::min<size_t>(299 - at, 40));
  }
}

TEST_F(TimelineTest, TurningPagesEitherWayMeetsEveryPostOnce) {
  constexpr int kPosts = 57;
  const auto ids = many(kPosts);
  for (const size_t limit : {1, 7, 8, 9, 20}) {
    std::vector<Id> down, up;
    for (Id at;;) {
      const auto page =
          home_timeline(read(), home_, carol_.id, {.max_id = at, .limit = limit}, &cache_);
      if (page.empty()) break;
      for (const auto& item : page) down.push_back(item.id);
      at = page.back().id;
    }
    for (Id at{1};;) {
      const auto page = home_timeline(read(), home_, carol_.id, {.min_id = at, .limit = limit});
      if (page.empty()) break;
      for (auto item = page.rbegin(); item != page.rend(); ++item) up.push_back(item->id);
      at = page.front().id;
    }
    EXPECT_EQ(up, ids) << limit;
    std::ranges::reverse(down);
    EXPECT_EQ(down, ids) << limit;
  }
}

TEST_F(TimelineTest, WhatIsHiddenMakesNoPageShorter) {
  befriend(carol_, alice_);
  for (int i = 0; i < 40; ++i) {
    post(alice_, NewPost{.text = "hidden", .visibility = Visibility::direct});
    post(alice_, std::to_string(i));
  }
  const auto page = home(carol_, {.limit = 10});
  EXPECT_EQ(page.size(), 10U);
  EXPECT_EQ(page.front(), "39");
}

// --- how somebody is followed ---

TEST_F(TimelineTest, WithoutBoostsOnlyWhatTheyWroteIsThere) {
  const auto theirs = post(bob_, "to boost");
  ok(act(carol_, [&](Local& local) { return follow(local, alice_.id, {.boosts = false}); }));
  post(alice_, "own");
  ok(act(alice_, [&](Local& local) { return boost(local, theirs.id); }));
  EXPECT_THAT(home(carol_), ElementsAre("own"));
  ok(act(carol_, [&](Local& local) { return follow(local, alice_.id, {.boosts = true}); }));
  EXPECT_THAT(home(carol_), ElementsAre("boost of to boost", "own"));
}

TEST_F(TimelineTest, OfWhoSpeaksManyLanguagesTheWantedOnesAreThere) {
  befriend(carol_, bob_);
  ok(act(carol_, [&](Local& local) {
    return follow(local, alice_.id, {.languages = std::vector<std::string>{"de", "pt"}});
  }));
  post(alice_, NewPost{.text = "hallo", .language = "de"});
  post(alice_, NewPost{.text = "hello", .language = "en"});
  post(alice_, NewPost{.text = "oi", .language = "pt-BR"});
  post(alice_, NewPost{.text = "…"});
  post(bob_, NewPost{.text = "hi", .language = "en"});
  EXPECT_THAT(home(carol_), ElementsAre("hi", "…", "oi", "hallo"));
}

TEST_F(TimelineTest, OfAFollowedTagOnlyPublicPostsAreThereEachOnce) {
  befriend(carol_, bob_);
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(add_followed_tag(txn, carol_.id, "tea", clock_.now()));
    return true;
  });
  post(alice_, "green #tea");
  post(alice_, NewPost{.text = "quiet #tea", .visibility = Visibility::unlisted});
  post(bob_, "black #tea");
  EXPECT_THAT(home(carol_), ElementsAre("black #tea", "green #tea"));
}

}  // namespace
}  // namespace hallway::test
