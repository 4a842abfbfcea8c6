#include "storage/apps.h"

#include "storage/tokens.h"
#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::kNow;

class Apps : public test::StoreTest {
 protected:
  void put(const App& app) {
    write([&](WriteTxn& txn) { return put_app(txn, app); });
  }
};

TEST_F(Apps, ComeBackAsTheyWerePut) {
  put({.client_id = "app",
       .secret = sha256("secret"),
       .name = "Phone",
       .website = "https://phone.example",
       .redirect_uris = {"phone:back", "https://phone.example/back"},
       .scopes = "read write",
       .created = kNow,
       .used = kNow + hours(1),
       .fetched = kNow + hours(2)});
  const auto found = find_app(read(), "app").value();
  EXPECT_EQ(found.client_id, "app");
  EXPECT_EQ(found.secret, sha256("secret"));
  EXPECT_EQ(found.name, "Phone");
  EXPECT_EQ(found.website, "https://phone.example");
  EXPECT_EQ(found.redirect_uris,
            (std::vector<std::string>{"phone:back", "https://phone.example/back"}));
  EXPECT_EQ(found.scopes, "read write");
  EXPECT_EQ(found.created, kNow);
  EXPECT_EQ(found.used, kNow + hours(1));
  EXPECT_EQ(found.fetched, kNow + hours(2));
  EXPECT_FALSE(find_app(read(), "another"));
  put({.client_id = "public"});
  EXPECT_FALSE(find_app(read(), "public")->secret);
}

TEST_F(Apps, TakeTheirTokensAlongWhenTheyGo) {
  put({.client_id = "app"});
  put({.client_id = "other"});
  write([](WriteTxn& txn) -> Result<void> {
    TRY(put_token(txn, "a", {.account = Id{1}, .client = "app"}));
    TRY(put_token(txn, "b", {.account = Id{1}, .client = "other"}));
    return erase_app(txn, "app");
  });
  EXPECT_FALSE(find_app(read(), "app"));
  EXPECT_FALSE(find_token(read(), "a", kNow));
  EXPECT_TRUE(find_app(read(), "other"));
  EXPECT_TRUE(find_token(read(), "b", kNow));
}

TEST_F(Apps, ThatNobodyEverUsedAreForgottenInTime) {
  put({.client_id = "old", .created = kNow});
  put({.client_id = "used", .created = kNow, .used = kNow});
  put({.client_id = "new", .created = kNow + days(1)});
  EXPECT_EQ(count_unused_apps(read(), kNow + days(2)), 2U);
  EXPECT_EQ(write([](WriteTxn& txn) { return erase_unused_apps(txn, kNow + hours(1)); }), 1U);
  EXPECT_FALSE(find_app(read(), "old"));
  EXPECT_TRUE(find_app(read(), "used"));
  EXPECT_TRUE(find_app(read(), "new"));
}

}  // namespace
}  // namespace hallway
