#include "federation/ordered.h"

#include <gtest/gtest.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class Ordered : public ActsTest {
 protected:
  [[nodiscard]] Things things(const Actor& who, const std::string& type,
                              const std::string& activity, const std::string& object) const {
    LogEntry entry;
    entry.type = type;
    entry.activity = activity;
    entry.object = object;
    return things_of(read(), who.id, entry);
  }
  // A Like of `object`, in the log.
  std::string liked(const std::string& object) {
    return ok(act(alice_,
                  [&](Local& local) {
                    return record_activity(local, {{"type", "Like"}, {"object", object}});
                  }))
        .id.text();
  }
};

TEST_F(Ordered, APostAndItsEditShareThePost) {
  const auto create = things(alice_, "Create", "https://home.example/1/activity", "https://p/1");
  const auto edit = things(alice_, "Update", "https://home.example/2", "https://p/1");
  EXPECT_TRUE(share_any(create, edit));
  EXPECT_FALSE(
      share_any(create, things(alice_, "Create", "https://home.example/3", "https://p/2")));
}

TEST_F(Ordered, TwoPeopleShareNothing) {
  const auto hers = things(alice_, "Like", "https://home.example/1", "https://p/1");
  EXPECT_FALSE(share_any(hers, things(bob_, "Like", "https://home.example/2", "https://p/1")));
}

TEST_F(Ordered, AnUndoSharesWhatItTakesBackAndWhatThatWasAbout) {
  const auto first = liked("https://p/1");
  const auto undo = things(alice_, "Undo", "https://home.example/u", first);
  EXPECT_TRUE(share_any(undo, things(alice_, "Like", first, "https://p/1")));
  EXPECT_TRUE(share_any(undo, things(alice_, "Like", "https://home.example/again", "https://p/1")));
  EXPECT_FALSE(share_any(undo, things(alice_, "Like", "https://home.example/x", "https://p/2")));
}

TEST_F(Ordered, WhatIsNotNamedIsSharedByNobody) {
  const auto bare = things(alice_, "Follow", "", "");
  EXPECT_TRUE(bare.empty());
  EXPECT_FALSE(share_any(bare, bare));
}

}  // namespace
}  // namespace hallway::test
