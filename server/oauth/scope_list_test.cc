#include "server/oauth/scope_list.h"

#include <gtest/gtest.h>

namespace hallway {
namespace {

TEST(ScopeList, SaysEachThingOnce) {
  Html html;
  write_scopes(html, "push read:lists read:mutes profile");
  EXPECT_EQ(html.take(),
            "<ul><li>Send you notifications</li><li>See some of what you see here</li>"
            "<li>See your name and address</li></ul>");
}

}  // namespace
}  // namespace hallway
