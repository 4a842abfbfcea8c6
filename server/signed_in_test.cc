#include "server/signed_in.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway {
namespace {

using ::testing::ElementsAre;

class SignedIn : public test::StoreTest {
 protected:
  void give(const std::string& secret, const Token& token) {
    const auto put = writer_->apply([&](WriteTxn& txn) { return put_token(txn, secret, token); });
    ASSERT_TRUE(put.ok());
  }
  std::vector<std::string> names(Time now) {
    std::vector<std::string> out;
    for (const auto& one : list_access(read(), kAlice, now)) out.push_back(one.token.name);
    return out;
  }
  std::optional<Code> refusal_of(Id who, const std::string& id) {
    const auto ended = writer_->apply([&](WriteTxn& txn) { return end_access(txn, who, id); });
    return ended.ok() ? std::nullopt : std::optional(ended.error().code);
  }
  static constexpr Id kAlice{7}, kBob{8};
};

TEST_F(SignedIn, IsOneForEachBrowserAndConsentUsedLastFirst) {
  give("a", {.account = kAlice, .kind = TokenKind::session, .name = "browser", .created = {10}});
  give("b", {.account = kAlice, .name = "phone", .created = {20}, .used = {30}, .grant = 5});
  give("c", {.account = kAlice,
             .kind = TokenKind::refresh,
             .name = "phone",
             .created = {25},
             .used = {90},
             .grant = 5});
  give("d", {.account = kAlice, .name = "script", .created = {50}});
  EXPECT_THAT(names({100}), ElementsAre("phone", "script", "browser"));
  const auto phone = list_access(read(), kAlice, {100}).front().token;
  EXPECT_EQ(phone.created.ms, 20);
  EXPECT_EQ(phone.used.ms, 90);
}

TEST_F(SignedIn, LeavesOutWhatIsOverOthersAndWhatIsNoAccess) {
  give("a", {.account = kAlice, .name = "over", .created = {10}, .expires = {100}});
  give("b", {.account = kBob, .name = "bob", .created = {10}});
  give("c", {.account = kAlice, .kind = TokenKind::reset_link, .name = "link", .created = {10}});
  give("d", {.account = kAlice, .kind = TokenKind::code, .name = "code", .created = {10}});
  give("e", {.account = kAlice, .name = "mine", .created = {10}, .expires = {101}});
  EXPECT_THAT(names({100}), ElementsAre("mine"));
}

TEST_F(SignedIn, EndsWithAllOfOneConsentAndNothingElse) {
  give("a", {.account = kAlice, .name = "phone", .created = {1}, .grant = 5});
  give("b", {.account = kAlice, .kind = TokenKind::refresh, .name = "phone", .grant = 5});
  give("c", {.account = kAlice, .name = "other", .created = {1}, .grant = 6});
  const auto ended =
      write([&](WriteTxn& txn) { return end_access(txn, kAlice, token_id_of("a")); });
  EXPECT_EQ(ended.name, "phone");
  EXPECT_FALSE(find_token(read(), "a", {2}));
  EXPECT_FALSE(find_token(read(), "b", {2}));
  EXPECT_TRUE(find_token(read(), "c", {2}));
}

TEST_F(SignedIn, NobodyEndsWhatIsNotTheirsOrByHalfAnId) {
  give("a", {.account = kAlice, .name = "phone", .created = {1}});
  give("b", {.account = kAlice, .kind = TokenKind::reset_link, .created = {1}});
  const auto whole = token_id_of("a");
  const std::vector<std::pair<Id, std::string>> wrong = {
      {kBob, whole}, {kAlice, whole.substr(0, 8)}, {kAlice, ""}, {kAlice, token_id_of("b")}};
  for (const auto& [who, id] : wrong) {
    EXPECT_EQ(refusal_of(who, id), Code::not_found) << id;
  }
  EXPECT_TRUE(find_token(read(), "a", {2}));
}

}  // namespace
}  // namespace hallway
