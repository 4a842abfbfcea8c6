#include "server/trends.h"

#include <gmock/gmock.h>

#include "storage/blocks.h"
#include "tests/support/talking.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Trends : public TalkTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    ada_ = here("ada");
    ben_ = here("ben");
    viewer_ = here("viewer");
  }
  std::vector<std::string> tags(Id viewer) {
    return seen_by(viewer, [](const TrendView& view) {
      std::vector<std::string> out;
      for (const auto& one : trending_tags(view, 10)) out.push_back(one.name);
      return out;
    });
  }
  std::vector<Id> posts(Id viewer) {
    return seen_by(viewer, [](const TrendView& view) {
      std::vector<Id> out;
      for (const auto& one : trending_posts(view, 10)) out.push_back(one.id);
      return out;
    });
  }
  static Post about(const char* url) {
    Post one;
    one.attachments.push_back({.type = "Link", .url = iri(url), .name = "A page"});
    return one;
  }
  Id ada_, ben_, viewer_;
};

TEST_F(Trends, ATagIsOneWhenTwoPeopleUseIt) {
  say_of(ada_, {"tea"});
  say_of(ada_, {"tea", "cake"});
  EXPECT_THAT(tags(Id{}), IsEmpty());
  Post private_{.tags = {"tea"}};
  private_.visibility = Visibility::followers;
  say(ben_, private_);
  EXPECT_THAT(tags(Id{}), IsEmpty()) << "what is not public does not count";
  say_of(ben_, {"tea"});
  EXPECT_THAT(tags(Id{}), ElementsAre("tea"));
  const auto trend = seen_by(Id{}, [](const TrendView& view) { return trending_tags(view, 1); })[0];
  EXPECT_EQ(trend.uses, 3U);
  EXPECT_EQ(trend.people, 2U);
  EXPECT_EQ(trend.history[0].uses, 3U);
  EXPECT_EQ(trend.history[0].people, 2U);
  EXPECT_EQ(trend.history[0].day.ms % days(1).ms, 0);
  EXPECT_EQ(trend.history[6].day, trend.history[0].day - days(6));
}

TEST_F(Trends, WhatWasUsedLatelyComesFirstAndAWeekIsTheEnd) {
  for (const auto person : {ada_, ben_}) say_of(person, {"old"});
  clock_.advance(days(2));
  for (const auto person : {ada_, ben_}) say_of(person, {"new"});
  EXPECT_THAT(tags(Id{}), ElementsAre("new", "old"));
  clock_.advance(days(5));
  EXPECT_THAT(tags(Id{}), ElementsAre("new"));
}

TEST_F(Trends, WhoWritesAHundredTimesCountsOnce) {
  const auto cem = here("cem");
  for (const auto person : {ada_, ben_, cem}) say_of(person, {"quiet"});
  for (int i = 0; i < 100; ++i) say_of(ada_, {"loud", "louder"});
  say_of(ben_, {"loud"});
  EXPECT_THAT(tags(Id{}), ElementsAre("quiet", "loud"));
}

TEST_F(Trends, WhoWritesAHundredTimesHidesNothing) {
  say_of(ben_, {"tea"});
  for (int i = 0; i < 150; ++i) say_of(ada_, {"tea"});
  EXPECT_THAT(tags(Id{}), ElementsAre("tea"));
}

TEST_F(Trends, WhatComesUpEveryWeekCountsLessThanWhatIsNew) {
  for (int week = 0; week < 3; ++week) {
    for (const auto person : {ada_, ben_}) say_of(person, {"standup"});
    clock_.advance(days(7));
  }
  for (const auto person : {ada_, ben_}) say_of(person, {"flood"});
  for (const auto person : {ada_, ben_}) say_of(person, {"standup"});
  EXPECT_THAT(tags(Id{}), ElementsAre("flood", "standup"));
}

TEST_F(Trends, OneHostWithWhichNothingWasAgreedCountsForThreePeople) {
  for (int i = 0; i < 9; ++i)
    say_of(elsewhere("bot" + std::to_string(i), "farm.example"), {"spam"});
  for (int i = 0; i < 4; ++i) say_of(here("colleague" + std::to_string(i)), {"work"});
  EXPECT_THAT(tags(viewer_), ElementsAre("work", "spam"));
  relate("farm.example", Relation::partner);
  EXPECT_THAT(tags(viewer_), ElementsAre("spam", "work"));
}

TEST_F(Trends, WhoCameTodayDoesNotCountWhereAnybodyMayCome) {
  const auto today = [&](Actor& actor) { actor.published = clock_.now(); };
  for (const auto* name : {"eve", "fay"}) say_of(elsewhere(name, "other.example", today), {"tea"});
  EXPECT_THAT(tags(viewer_), IsEmpty());
  for (const auto* name : {"gus", "hal"}) say_of(here(name, today), {"cake"});
  EXPECT_THAT(tags(viewer_), ElementsAre("cake")) << "here they were let in";
  config_.registration.mode = SignUp::open;
  open(FederationMode::open);
  EXPECT_THAT(tags(viewer_), IsEmpty());
}

TEST_F(Trends, WhatIsElsewhereCountsForWhoIsSignedInOnly) {
  say_of(elsewhere("eve"), {"tea"});
  say_of(elsewhere("fay"), {"tea"});
  EXPECT_THAT(tags(Id{}), IsEmpty());
  EXPECT_THAT(tags(viewer_), ElementsAre("tea"));
}

TEST_F(Trends, LimitedPeopleAndBlockedDomainsStayOutAndSoDoThoseTheReaderKeepsAwayFrom) {
  const auto eve = elsewhere("eve"), fay = elsewhere("fay", "fay.example");
  for (const auto person : {eve, fay}) say_of(person, {"tea"});
  EXPECT_THAT(tags(viewer_), ElementsAre("tea"));
  write([&](WriteTxn& txn) { return put_mute(txn, {.by = viewer_, .whom = eve}); });
  EXPECT_THAT(tags(viewer_), IsEmpty());
  EXPECT_THAT(tags(ada_), ElementsAre("tea"));
  relate("fay.example", Relation::blocked);
  EXPECT_THAT(tags(ada_), IsEmpty());
  relate("fay.example", Relation::public_);
  EXPECT_THAT(tags(ada_), ElementsAre("tea"));
  write([&](WriteTxn& txn) -> Result<void> {
    auto actor = find_actor(txn, eve).value();
    actor.limited = true;
    return put_actor(txn, actor, clock_.now());
  });
  EXPECT_THAT(tags(ada_), IsEmpty());
}

// What is kept may be older than the store.
TEST_F(Trends, WhatIsDeletedSinceIsNotShown) {
  say_of(ada_, {"tea"});
  const auto last = say_of(ben_, {"tea"});
  const auto kept = talk();
  write([&](WriteTxn& txn) { return bury_post(txn, last.id, clock_.now()); });
  const auto txn = node_->read().value();
  const TrendView view{txn, node_->home(), *kept, viewer_, clock_.now()};
  EXPECT_THAT(trending_tags(view, 10), IsEmpty());
}

TEST_F(Trends, APostIsOneByHowManyOthersHadToDoWithIt) {
  const std::vector<Id> people = {here("p0"), here("p1"), here("p2"), here("p3")};
  const auto like_by = [&](const Post& post, size_t most) {
    for (size_t i = 0; i < most; ++i) like(post, people[i]);
  };
  const auto old = say(elsewhere("eve"), Post{});
  clock_.advance(days(3));
  const auto fresh = say(elsewhere("fay"), Post{}), once = say(elsewhere("gus"), Post{});
  const auto warned = say(elsewhere("hal"), Post{.summary = "careful"});
  like_by(old, 4);
  like_by(fresh, 2);
  like_by(warned, 2);
  like_by(once, 1);
  like(once, once.author);
  EXPECT_THAT(posts(viewer_), ElementsAre(fresh.id, old.id));
  EXPECT_THAT(posts(Id{}), IsEmpty());
}

TEST_F(Trends, OnePersonHasThreePostsAmongThemAtMost) {
  for (int i = 0; i < 6; ++i) {
    const auto post = say(ada_, Post{});
    for (const auto person : {ben_, viewer_}) like(post, person);
  }
  EXPECT_EQ(posts(Id{}).size(), 3U);
}

TEST_F(Trends, APageIsOneWhenTwoPeopleWriteAboutIt) {
  const auto first = say(elsewhere("eve"), about("https://news.example/1"));
  say(first.author, about("https://news.example/2"));
  say(elsewhere("fay"), about("https://news.example/1"));
  const auto found =
      seen_by(viewer_, [](const TrendView& view) { return trending_links(view, 10); });
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].post.id, first.id);
  EXPECT_EQ(found[0].history[0].people, 2U);
}

TEST_F(Trends, WordsThatRecurAreToldApartFromTags) {
  for (int i = 0; i < 3; ++i) {
    say(here("kilnwriter" + std::to_string(i)), "The tunnel kiln is down");
  }
  for (int i = 0; i < 60; ++i) say(ada_, "Nothing of note");
  const auto terms =
      seen_by(viewer_, [](const TrendView& view) { return recurring_terms(view, 10); });
  ASSERT_EQ(terms.size(), 1U);
  EXPECT_EQ(terms[0].name, "tunnel kiln");
  EXPECT_EQ(terms[0].people, 3U);
  EXPECT_THAT(tags(viewer_), IsEmpty());
  say_of(ada_, {"tunnelkiln"});
  EXPECT_THAT(seen_by(viewer_, [](const TrendView& view) { return recurring_terms(view, 10); }),
              IsEmpty())
      << "somebody tagged it";
}

}  // namespace
}  // namespace hallway::test
