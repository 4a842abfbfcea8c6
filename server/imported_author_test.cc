#include "server/imported_author.h"

#include <gmock/gmock.h>

#include "storage/imported.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

TEST(ImportedAuthorName, IsOneThatAnAccountMayHave) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"pfecd9163", "pfecd9163"},
      {"Jane.Doe-2", "Jane.Doe-2"},
      {"Jane Doe", "jane_doe"},
      {"Jürgen O'Neill", "jurgen_o_neill"},
      {"jane@boilers.example", "jane_boilers_example"},
      {"  _x_  ", "x"},
      {"admin", "admin_1"},
      {"王小明", "person"},
      {"!?", "person"},
      {"Very Long Name That Nobody Could Remember", "very_long_name_that_nobody_cou"}};
  for (const auto& [author, name] : cases) EXPECT_EQ(account_name_for(author), name) << author;
}

class ImportedAuthor : public NodeTest {
 protected:
  std::optional<Author> author(const std::string& name) {
    auto found =
        node_->writer().apply([&](WriteTxn& txn) { return find_or_add_author(txn, *node_, name); });
    EXPECT_TRUE(found.ok()) << found.error().what;
    return found.ok() ? std::move(*found) : std::nullopt;
  }
};

TEST_F(ImportedAuthor, IsMadeOnceAndFoundByWhoSearchesButCannotSignIn) {
  const auto made = author("Jürgen O'Neill");
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->is_new);
  EXPECT_EQ(made->actor.name, "jurgen_o_neill");
  EXPECT_EQ(made->actor.display_name, "Jürgen O'Neill");
  EXPECT_TRUE(made->actor.discoverable && made->actor.indexable);
  const auto account = find_account(*node_->read(), "jurgen_o_neill");
  ASSERT_TRUE(account);
  EXPECT_EQ(account->password, "");
  EXPECT_FALSE(account->disabled) << "a link lets them in";
  const auto again = author("Jürgen O'Neill");
  EXPECT_FALSE(again->is_new);
  EXPECT_EQ(again->actor.id, made->actor.id);
}

TEST_F(ImportedAuthor, IsTheAccountOfThatNameWhereThereIsOne) {
  person("alice");
  const auto found = author("alice");
  EXPECT_FALSE(found->is_new);
  EXPECT_EQ(found->actor.id, find_account(*node_->read(), "alice")->actor);
}

TEST_F(ImportedAuthor, SharesAnAccountWithNobody) {
  person("jane_doe");
  const auto one = author("Jane Doe"), other = author("jane doe!");
  EXPECT_EQ(one->actor.name, "jane_doe_2");
  EXPECT_EQ(other->actor.name, "jane_doe_3");
  EXPECT_EQ(author("Jane Doe")->actor.id, one->actor.id);
  EXPECT_EQ(author("jane doe!")->actor.id, other->actor.id);
}

TEST_F(ImportedAuthor, DoesNotComeBackOnceDeleted) {
  ASSERT_TRUE(author("Jane Doe")->is_new);
  ASSERT_TRUE(author("jane doe!")->is_new);
  ASSERT_TRUE(delete_person(*node_, "jane_doe").ok());
  EXPECT_FALSE(author("Jane Doe"));
  EXPECT_EQ(author("jane doe!")->actor.name, "jane_doe_2") << "who shares but the name stays";
}

TEST_F(ImportedAuthor, HasAnRsaKeyAsSoonAsSomebodyElsewhereLooks) {
  ASSERT_TRUE(author("jane"));
  EXPECT_FALSE(find_private_key(*node_->read(), author("jane")->actor.id, KeyType::rsa));
  const auto shown = json(get("/users/jane", {{"Accept", "application/activity+json"}}));
  const auto* key = find_member(shown, "publicKey");
  ASSERT_TRUE(key) << dump_json(shown);
  EXPECT_EQ(find_string(*key, "id"), "https://design.example/users/jane#main-key");
  EXPECT_TRUE(find_private_key(*node_->read(), author("jane")->actor.id, KeyType::rsa));
  EXPECT_EQ(find_list(shown, "assertionMethod").size(), 1U);
}

TEST_F(ImportedAuthor, HasAnRsaKeyAsSoonAsTheyAct) {
  const auto jane = author("jane")->actor;
  const auto token = token_for(find_account(*node_->read(), "jane").value(), "read write");
  post(token, {{"status", "Here I am"}});
  EXPECT_TRUE(find_private_key(*node_->read(), jane.id, KeyType::rsa));
  EXPECT_EQ(find_actor(*node_->read(), jane.id)->keys.size(), 2U);
}

}  // namespace
}  // namespace hallway::test
