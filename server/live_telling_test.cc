#include "server/live_telling.h"

#include "tests/support/streams.h"

namespace hallway::test {
namespace {

class LiveTellingTest : public StreamTest {
 protected:
  Subscriber of(const std::string& name) {
    const auto account = *find_account(node_->read().value(), name);
    return {{.account = account.id, .person = account.actor, .scopes = "read"},
            Subscriber::Dialect::web_socket,
            {},
            {}};
  }
  // How often the post is written for bob and for carol.
  size_t written_for_two(const std::string& id) {
    const auto txn = node_->read().value();
    LiveEvent event{.item = {.id = parse_id(id).value(), .post = {}, .boost = {}}};
    event.item.post = *find_post(txn, event.item.id);
    LiveTelling telling(txn, node_->home(), event, clock_.now());
    const auto everybody = parse_channel("public", {}).value();
    const auto for_bob = telling.message(of("bob"), everybody);
    const auto for_carol = telling.message(of("carol"), everybody);
    EXPECT_EQ(telling.rendered() == 1,
              &telling.message(of("bob"), everybody) == &telling.message(of("carol"), everybody));
    return telling.rendered();
  }
  std::string carol_;
  void SetUp() override {
    StreamTest::SetUp();
    carol_ = person("carol");
  }
};

TEST_F(LiveTellingTest, IsWrittenAgainForWhomItReadsDifferently) {
  const Json open = {{"status", "words"}, {"visibility", "public"}};
  const auto plain = post(alice_, open);
  EXPECT_EQ(written_for_two(plain), 1U);
  const auto liked = post(alice_, open);
  call("POST", "/api/v1/statuses/" + liked + "/favourite", bob_);
  EXPECT_EQ(written_for_two(liked), 2U);
  const auto boosted = post(alice_, open);
  call("POST", "/api/v1/statuses/" + boosted + "/reblog", carol_);
  EXPECT_EQ(written_for_two(boosted), 2U);
  EXPECT_EQ(written_for_two(post(bob_, open)), 2U) << "to its author";
  const auto answered = post(alice_, open);
  post(bob_, {{"status", "direct"}, {"visibility", "direct"}, {"in_reply_to_id", answered}});
  EXPECT_EQ(written_for_two(answered), 2U) << "not everybody sees each answer";
  auto asking = open;
  asking["poll"] = {{"options", {"yes", "no"}}, {"expires_in", 3600}};
  EXPECT_EQ(written_for_two(post(alice_, asking)), 2U);
  auto guarded = open;
  guarded["quote_approval_policy"] = "followers";
  EXPECT_EQ(written_for_two(post(alice_, guarded)), 2U);
}

}  // namespace
}  // namespace hallway::test
