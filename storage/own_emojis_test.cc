#include "storage/own_emojis.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class OwnEmojis : public StoreTest {
 protected:
  static constexpr Time kMade{1'764'000'000'000};

  static OwnEmoji named(const std::string& name, const std::string& category = "") {
    return {.name = name,
            .category = category,
            .url = iri("https://design.example/media/" + name + ".webp"),
            .still = iri("https://design.example/media/" + name + ".png"),
            .media_type = "image/webp",
            .updated = kMade};
  }
  void put(const OwnEmoji& emoji) {
    ASSERT_TRUE(writer_->apply([&](WriteTxn& txn) { return put_own_emoji(txn, emoji); }).ok());
  }
  std::vector<std::string> found_in(const std::vector<std::string_view>& texts) {
    std::vector<std::string> names;
    for (const auto& one : own_emojis_in(read(), texts)) names.push_back(one.name);
    return names;
  }
};

TEST_F(OwnEmojis, AreKeptWithAllThatIsSaidOfThem) {
  auto one = named("Blob_Tea", "Tea");
  one.hidden = one.disabled = true;
  put(one);
  const auto found = find_own_emoji(read(), "blob_tea");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Blob_Tea");
  EXPECT_EQ(found->category, "Tea");
  EXPECT_EQ(found->url, one.url);
  EXPECT_EQ(found->still, one.still);
  EXPECT_EQ(found->media_type, "image/webp");
  EXPECT_TRUE(found->hidden && found->disabled);
  EXPECT_EQ(found->updated, kMade);
}

TEST_F(OwnEmojis, ANameIsThereOnceHoweverItIsWritten) {
  put(named("tea"));
  put(named("TEA"));
  const auto all = list_own_emojis(read());
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].name, "TEA");
  ASSERT_TRUE(writer_->apply([&](WriteTxn& txn) { return erase_own_emoji(txn, "Tea"); }).ok());
  EXPECT_THAT(list_own_emojis(read()), IsEmpty());
  EXPECT_EQ(writer_->apply([&](WriteTxn& txn) { return erase_own_emoji(txn, "tea"); }).error().code,
            Code::not_found);
}

TEST_F(OwnEmojis, AreListedByCategoryThenByName) {
  for (const auto& one : {named("z", "a"), named("c", "b"), named("b", "b"), named("y")}) put(one);
  std::vector<std::string> names;
  for (const auto& one : list_own_emojis(read())) names.push_back(one.name);
  EXPECT_THAT(names, ElementsAre("y", "z", "b", "c"));
}

TEST_F(OwnEmojis, StandInTextsBetweenColonsAndApart) {
  for (const auto* name : {"tea", "cat", "30"}) put(named(name));
  auto off = named("off");
  off.disabled = true;
  put(off);
  EXPECT_THAT(found_in({"Time for :tea:, says the (:cat:)", "<p>:tea:</p>"}),
              ElementsAre("tea", "cat"));
  EXPECT_THAT(found_in({":cat::tea:"}), ElementsAre("cat", "tea"));
  for (const auto* text : {"at 12:30:45", "a:tea:", ":tea:b", ":tea", "tea:", "::", ":off:",
                           ":coffee:", ":Tea:", "<a href=\":tea:\">no</a>", ": tea:", "<:tea:"}) {
    EXPECT_THAT(found_in({text}), IsEmpty()) << text;
  }
}

TEST_F(OwnEmojis, AreNotWithoutEnd) {
  ASSERT_TRUE(writer_
                  ->apply([&](WriteTxn& txn) -> Result<void> {
                    for (size_t i = 0; i < kMostOwnEmojis; i += 100) {
                      TRY(put_own_emoji(txn, named("e" + std::to_string(i))));
                    }
                    return {};
                  })
                  .ok());
  std::string text;
  for (size_t i = 0; i < kMostOwnEmojis; i += 100) text += ":e" + std::to_string(i) + ": ";
  EXPECT_EQ(found_in({text}).size(), 10U);
}

}  // namespace
}  // namespace hallway::test
