#include "server/oauth/scopes.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(Scopes, ContainTheirPartsAndNothingElse) {
  EXPECT_TRUE(has_scope("read write", "read:statuses"));
  EXPECT_TRUE(has_scope("write:statuses", "write:statuses"));
  EXPECT_TRUE(has_scope("follow", "write:follows"));
  EXPECT_TRUE(has_scope("follow", "read:blocks"));
  EXPECT_TRUE(has_scope("admin", "admin:read:reports"));
  EXPECT_TRUE(has_scope("admin:read", "admin:read:reports"));
  EXPECT_FALSE(has_scope("admin:read", "admin:write"));
  EXPECT_FALSE(has_scope("read", "admin:read"));
  EXPECT_FALSE(has_scope("follow", "write:statuses"));
  EXPECT_FALSE(has_scope("read:accounts", "read:statuses"));
  EXPECT_FALSE(has_scope("read:accounts", "read"));
  EXPECT_FALSE(has_scope("read", "write:statuses"));
  EXPECT_FALSE(has_scope("read", "profile"));
  EXPECT_FALSE(has_scope("", "read"));
  EXPECT_FALSE(has_scope("reader", "read"));
  EXPECT_TRUE(has_scopes("read write", "write:media read"));
  EXPECT_FALSE(has_scopes("read write", "read push"));
}

TEST(Scopes, AreReadOnceEachAndOnlyKnownOnes) {
  EXPECT_EQ(parse_scopes("read  write:statuses read").value(), "read write:statuses");
  EXPECT_EQ(parse_scopes("read,write").value(), "read write");
  for (const auto* wrong : {"", "  ", "reed", "read:everything", "read WRITE", "read:statuses:x"}) {
    EXPECT_FALSE(parse_scopes(wrong).ok()) << wrong;
  }
}

TEST(Scopes, EachOneIsExplainedToWhoIsAsked) {
  for (const auto one : known_scopes()) {
    EXPECT_EQ(parse_scopes(one).value(), one);
    EXPECT_FALSE(words_of_scope(one).empty()) << one;
  }
  EXPECT_NE(words_of_scope("read"), words_of_scope("read:lists"));
  EXPECT_NE(words_of_scope("admin:read"), words_of_scope("admin:write"));
}

}  // namespace
}  // namespace hallway
