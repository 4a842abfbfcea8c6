#include "server/api/touches.h"

#include "server/node.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

class TouchesTest : public ApiTest {
 protected:
  // Whether anybody did anything to the post, and whether alice sees that.
  struct Seen {
    bool untouched = false;
    api::Touches touches;
  };
  Seen seen(const std::string& post) {
    const auto txn = node_->read().value();
    const auto found = find_post(txn, *parse_id(post));
    const api::View view{txn, node_->home(), *parse_id(id_of("alice")), node_->now()};
    return {api::is_untouched(txn, *found), api::touches_of(view, *found)};
  }
};

TEST_F(TouchesTest, NobodyDidAnythingToANewPost) {
  const auto [untouched, touches] = seen(post(bob_, {{"status", "new"}}));
  EXPECT_TRUE(untouched);
  EXPECT_FALSE(touches.favourited || touches.reblogged || touches.bookmarked);
  EXPECT_EQ(touches.replies + touches.boosts + touches.likes + touches.quotes, 0U);
  EXPECT_TRUE(touches.reactions.empty());
}

TEST_F(TouchesTest, WhateverSomebodyDoesIsNoticedUntilTheyTakeItBack) {
  const auto id = post(bob_, {{"status", "old"}});
  const auto at = "/api/v1/statuses/" + id;
  for (const auto& [deed, back] : std::vector<std::pair<std::string, std::string>>{
           {"favourite", "unfavourite"}, {"reblog", "unreblog"}, {"bookmark", "unbookmark"}}) {
    done("POST", at + "/" + deed, alice_);
    EXPECT_FALSE(seen(id).untouched) << deed;
    done("POST", at + "/" + back, alice_);
    EXPECT_TRUE(seen(id).untouched) << back;
  }
  const auto pleroma = "/api/v1/pleroma/statuses/" + id + "/reactions/%E2%98%95";
  done("PUT", pleroma, alice_);
  EXPECT_FALSE(seen(id).untouched);
  EXPECT_EQ(seen(id).touches.reactions.size(), 1U);
  done("DELETE", pleroma, alice_);
  EXPECT_TRUE(seen(id).untouched);
}

TEST_F(TouchesTest, AnswersAndQuotesAreNoticedEvenWhereTheReaderMayNotSeeThem) {
  const auto id = post(bob_, {{"status", "asked"}});
  post(bob_, {{"status", "to myself"}, {"in_reply_to_id", id}, {"visibility", "direct"}});
  EXPECT_EQ(seen(id).touches.replies, 0U);
  EXPECT_FALSE(seen(id).untouched) << "others see it";
  const auto quoted = post(bob_, {{"status", "quoted"}});
  post(alice_, {{"status", "quoting"}, {"quoted_status_id", quoted}});
  EXPECT_FALSE(seen(quoted).untouched);
  EXPECT_EQ(seen(quoted).touches.quotes, 1U);
}

}  // namespace
}  // namespace hallway::test
