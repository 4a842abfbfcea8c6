#include "federation/expert_naming.h"

#include <gmock/gmock.h>

#include "tests/support/searched.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;

class EvenOnes final : public ExpertNaming {
 public:
  using ExpertNaming::ExpertNaming;
  bool may_name(Id author) override { return author.value % 2 == 0; }
  bool may_read(const Post& post) override { return may_show(post.id); }
  bool may_show(Id post) override { return post.value < 100; }
};

class ExpertNamingTest : public test::SearchedTest {};

TEST_F(ExpertNamingTest, KeepsThoseWhoMayBeNamedWithWhatMayBeShown) {
  std::vector<ExpertEvidence> all = {
      {.author = {1}, .posts = {{{10}, 5}}},
      {.author = {2}, .posts = {{{200}, 9}, {{20}, 4}, {Id(), 3}, {{21}, 2}}},
      {.author = {4}, .posts = {{{400}, 8}, {Id(), 3}}},
  };
  const auto txn = read();
  EvenOnes naming(txn, home_);
  const auto named = named_people(all, naming, 10);
  ASSERT_EQ(named.size(), 1U) << "of the last nothing is left that could be shown";
  EXPECT_EQ(named[0].author, Id{2});
  EXPECT_EQ(named[0].posts.size(), 3U);
  EXPECT_THAT(shown_of(named[0]), ElementsAre(Id{20}, Id{21}));
}

TEST_F(ExpertNamingTest, ProgramsGroupsAndTheShyAreNotFound) {
  Actor actor{.name = "ada"};
  actor.discoverable = true;
  for (const auto& [type, found] : std::vector<std::pair<std::string, bool>>{
           {"Person", true}, {"Service", false}, {"Application", false}, {"Group", false}}) {
    actor.type = type;
    EXPECT_EQ(lets_be_found(actor), found) << type;
  }
  actor.type = "Person";
  actor.discoverable = false;
  EXPECT_FALSE(lets_be_found(actor));
}

}  // namespace
}  // namespace hallway
