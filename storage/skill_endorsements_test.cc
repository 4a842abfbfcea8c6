#include "storage/skill_endorsements.h"

#include <gmock/gmock.h>

#include "storage/actors.h"
#include "storage/blocks.h"
#include "tests/support/rows.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SkillEndorsements : public StoreTest {
 protected:
  template <class Act>
  void act(Act&& act) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(act(txn));
      return true;
    });
  }
  void endorse(Id whom, std::string_view skill, Id by) {
    act([&](WriteTxn& txn) { return add_skill_endorsement(txn, {whom, skill, by}, kNow); });
  }
  size_t count(Id whom, std::string_view skill) {
    return list_skill_endorsers(read(), {whom, skill, {}}, 100).size();
  }
  // Of both tables: what one forgets the other must, too.
  std::pair<uint64_t, uint64_t> rows() {
    const auto txn = read();
    return {txn.count(Table::skill_endorsements), txn.count(Table::skill_endorsements_by)};
  }
  std::pair<uint64_t, uint64_t> both(uint64_t n) { return {n, n}; }
};

TEST_F(SkillEndorsements, CountOnceAPersonWhateverTheSpelling) {
  endorse(kAlice, "Tea", kBob);
  endorse(kAlice, " tea", kBob);
  endorse(kAlice, "TEA", kCarol);
  endorse(kAlice, "Coffee", kCarol);
  EXPECT_EQ(count(kAlice, "tea"), 2U);
  EXPECT_EQ(count(kAlice, "coffee"), 1U);
  EXPECT_EQ(count(kBob, "tea"), 0U);
  EXPECT_THAT(list_skill_endorsers(read(), {kAlice, "tea", {}}, 10), ElementsAre(kBob, kCarol));
  EXPECT_THAT(list_skill_endorsers(read(), {kAlice, "tea", kBob}, 10), ElementsAre(kCarol));
  EXPECT_THAT(list_skill_endorsers(read(), {kAlice, "tea", {}}, 1), ElementsAre(kBob));
  act([](WriteTxn& txn) { return erase_skill_endorsement(txn, {kAlice, "tea", kBob}); });
  EXPECT_FALSE(has_skill_endorsement(read(), {kAlice, "tea", kBob}));
  EXPECT_TRUE(has_skill_endorsement(read(), {kAlice, "tea", kCarol}));
  EXPECT_EQ(rows(), both(2));
}

TEST_F(SkillEndorsements, GoWithTheSkillThatIsNamedNoMore) {
  Actor alice{.iri = iri("https://a.example/alice"), .name = "alice", .domain = "a.example"};
  alice.work.skills = {"Tea", "Coffee"};
  act([&](WriteTxn& txn) { return put_actor(txn, alice, kNow); });
  endorse(alice.id, "tea", kBob);
  endorse(alice.id, "coffee", kBob);
  alice.work.skills = {"TEA"};
  act([&](WriteTxn& txn) { return put_actor(txn, alice, kNow); });
  EXPECT_EQ(count(alice.id, "tea"), 1U) << "another spelling is the same skill";
  EXPECT_EQ(count(alice.id, "coffee"), 0U);
  EXPECT_EQ(rows(), both(1));
}

TEST_F(SkillEndorsements, GoWithWhoeverGaveThem) {
  endorse(kAlice, "tea", kBob);
  endorse(kCarol, "tea", kBob);
  endorse(kAlice, "tea", kCarol);
  act([](WriteTxn& txn) { return erase_skill_endorsements_by(txn, kBob); });
  EXPECT_THAT(list_skill_endorsers(read(), {kAlice, "tea", {}}, 10), ElementsAre(kCarol));
  EXPECT_EQ(rows(), both(1));
}

TEST_F(SkillEndorsements, ABlockTakesThoseOfBothAndNoOthers) {
  endorse(kAlice, "tea", kBob);
  endorse(kBob, "coffee", kAlice);
  endorse(kBob, "coffee", kCarol);
  act([](WriteTxn& txn) { return put_block(txn, {.by = kAlice, .whom = kBob, .at = kNow}); });
  EXPECT_EQ(count(kAlice, "tea"), 0U);
  EXPECT_THAT(list_skill_endorsers(read(), {kBob, "coffee", {}}, 10), ElementsAre(kCarol));
  EXPECT_EQ(rows(), both(1));
}

}  // namespace
}  // namespace hallway::test
