#include "server/local_posts.h"

#include "tests/support/node.h"

namespace hallway::test {
namespace {

class LocalPosts : public NodeTest {
 protected:
  Code code_of(const std::string& author, const std::string& id) {
    const auto txn = node_->read().value();
    const auto actor = find_actor_by_handle(txn, author, "design.example").value();
    const auto found = find_public_post(txn, node_->home(), actor, id);
    return found.ok() ? Code::internal : found.error().code;
  }
};

TEST_F(LocalPosts, AreFoundUnderTheirAuthorWhileTheyAreForEverybody) {
  const auto alice = person("alice");
  person("bob");
  const auto id = post(alice, {{"status", "x"}, {"visibility", "public"}});
  const auto hidden = post(alice, {{"status", "x"}, {"visibility", "private"}});
  const auto txn = node_->read().value();
  const auto author = find_actor_by_handle(txn, "alice", "design.example").value();
  EXPECT_EQ(to_string(find_public_post(txn, node_->home(), author, id)->id), id);
  EXPECT_EQ(code_of("bob", id), Code::not_found);
  EXPECT_EQ(code_of("alice", hidden), Code::not_found);
  EXPECT_EQ(code_of("alice", "nonsense"), Code::not_found);
}

}  // namespace
}  // namespace hallway::test
