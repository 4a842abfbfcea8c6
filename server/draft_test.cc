#include "server/draft.h"

#include <gtest/gtest.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

class Draft : public test::NodeTest {};

TEST_F(Draft, WhoIsKnownIsFoundHereOrThere) {
  person("alice");
  const auto carol = stranger("carol", "other.example");
  const auto found = resolve_mentions(*node_, "@alice and @carol@other.example, @alice");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(find_actor(*node_->read(), found[0].actor)->name, "alice");
  EXPECT_TRUE(found[0].written.domain.empty()) << "as written";
  EXPECT_EQ(found[1].actor, carol.id);
}

TEST_F(Draft, APostIsNotLostBecauseSomebodyCannotBeAsked) {
  EXPECT_TRUE(resolve_mentions(*node_, "Ask @dave@unknown.example or @nobody").empty());
  EXPECT_GT(network_.asked, 0);
}

TEST_F(Draft, OnlySoManyAreAskedForOnePost) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "@dave@n" + std::to_string(i) + ".example ";
  resolve_mentions(*node_, text);
  EXPECT_GE(network_.asked, 16);
  EXPECT_LE(network_.asked, 16 * 2) << "each by WebFinger and, at most, host-meta";
}

TEST_F(Draft, TheFirstLanguageOfTheNodeIsTheDefault) { EXPECT_EQ(default_language(*node_), "en"); }

}  // namespace
}  // namespace hallway
