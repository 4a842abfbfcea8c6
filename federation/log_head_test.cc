#include "federation/log_head.h"

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class LogHeads : public ActsTest {
 protected:
  void log(int entries) {
    for (int i = 0; i < entries; ++i) post(alice_, std::to_string(i));
  }
  Json sign() { return ok(sign_head(read(), home_, keys_, clock_.now())); }
  PublicKey key() { return head_key(read(), home_).value(); }
};

TEST_F(LogHeads, SayHowFarTheLogGoesAndHoldWhileItGrows) {
  log(2);
  const auto signed_head = sign();
  const auto head = ok(read_head(signed_head, key()));
  EXPECT_EQ(head.node, home_.base.text());
  EXPECT_EQ(head.seq, last_log(read())->seq);
  EXPECT_EQ(head.at, clock_.now());
  log(3);
  EXPECT_TRUE(check_head(read(), head).ok());
}

TEST_F(LogHeads, AreOfTheNodesKeyAndOfNothingElse) {
  log(1);
  const auto good = sign();
  const std::pair<const char*, Json> changes[] = {
      {"seq", 2}, {"chain", std::string(64, '0')}, {"at", "2020-01-01T00:00:00Z"}, {"node", "x"}};
  for (const auto& [member, value] : changes) {
    auto changed = good;
    changed[member] = value;
    EXPECT_EQ(code_of(read_head(changed, key())), Code::forbidden) << member;
  }
  EXPECT_EQ(code_of(read_head(good, test_key(KeyType::ed25519, 7).public_key())), Code::forbidden);
  const std::pair<const char*, Json> nonsense[] = {
      {"type", "Note"}, {"seq", 0}, {"seq", "1"}, {"chain", "00"}, {"at", "soon"}};
  for (const auto& [member, value] : nonsense) {
    auto changed = good;
    changed[member] = value;
    EXPECT_EQ(code_of(read_head(changed, key())), Code::invalid) << member;
  }
}

TEST_F(LogHeads, ShowThatTheEndWasCutOffOrTheLogRewritten) {
  log(2);
  auto head = ok(read_head(sign(), key()));
  head.seq += 1;
  EXPECT_EQ(code_of(check_head(read(), head)), Code::corrupt);
  EXPECT_NE(check_head(read(), head).error().what.find("cut off"), std::string::npos);
  head.seq -= 2;
  EXPECT_NE(check_head(read(), head).error().what.find("rewritten"), std::string::npos);
}

TEST_F(LogHeads, NeedALogAndTheNodesOwnActor) {
  EXPECT_EQ(code_of(sign_head(read(), home_, keys_, clock_.now())), Code::not_found);
  const auto other = Home::of("other.example", /*https=*/true, Mode::open).value();
  EXPECT_EQ(code_of(head_key(read(), other)), Code::not_found);
}

}  // namespace
}  // namespace hallway::test
