#include "server/node_figures.h"

#include <gtest/gtest.h>

#include "server/people.h"
#include "storage/posts.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

class Figured : public test::NodeTest {
 protected:
  Person add(const NewPerson& fresh) {
    auto added = add_person(*node_, fresh);
    EXPECT_TRUE(added.ok()) << (added.ok() ? "" : added.error().what);
    return added.ok() ? *added : Person{};
  }
  // A post of theirs, so many days ago.
  void post_by(const Person& who, int days_ago) {
    const auto done = node_->writer().apply([&](WriteTxn& txn) {
      Post post{.iri = test::iri(who.actor.iri.text() + "/" + std::to_string(days_ago)),
                .author = who.actor.id};
      post.published = clock_.now() - days(days_ago);
      return add_post(txn, post, clock_.now());
    });
    EXPECT_TRUE(done.ok());
  }
  Figures figures() { return figures_.read(*node_->read(), clock_.now()); }
  NodeFigures figures_;
};

TEST_F(Figured, PeopleCountAsActiveByWhatTheyWroteLast) {
  post_by(add({.name = "fresh"}), 1);
  post_by(add({.name = "quiet"}), 31);
  post_by(add({.name = "asleep"}), 181);
  add({.name = "silent"});
  post_by(add({.name = "gone"}), 2);
  ASSERT_TRUE(set_disabled(*node_, "gone", true).ok());
  const auto now = figures();
  EXPECT_EQ(now.users, 4U);
  EXPECT_EQ(now.active_month, 1U);
  EXPECT_EQ(now.active_halfyear, 2U);
  EXPECT_EQ(now.local_posts, 3U);
}

TEST_F(Figured, AreCountedOnceAMinute) {
  EXPECT_EQ(figures().users, 0U);
  add({.name = "alice"});
  EXPECT_EQ(figures().users, 0U);
  clock_.advance(minutes(1));
  EXPECT_EQ(figures().users, 1U);
}

TEST(Weeks, BeginOnMondays) {
  const auto monday = *parse_rfc3339("2026-11-23T00:00:00Z");
  EXPECT_EQ(begin_of_week(monday, 0), monday);
  EXPECT_EQ(begin_of_week(monday + days(6) + hours(23), 0), monday);
  EXPECT_EQ(begin_of_week(monday - milliseconds(1), 0), monday - days(7));
  EXPECT_EQ(begin_of_week(monday, 3), monday - days(21));
  EXPECT_EQ(weeks_ago(monday - milliseconds(1), monday), 1U);
  EXPECT_EQ(weeks_ago(monday, monday + days(6)), 0U);
  EXPECT_EQ(weeks_ago(monday + days(30), monday), 0U) << "what lies ahead is now";
}

}  // namespace
}  // namespace hallway
