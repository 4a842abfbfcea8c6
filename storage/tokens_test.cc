#include "storage/tokens.h"

#include "tests/support/rows.h"

namespace hallway {
namespace {

using test::kNow;

class Tokens : public test::StoreTest {
 protected:
  void put_secret(std::string_view secret, const Token& token) {
    write([&](WriteTxn& txn) { return put_token(txn, secret, token); });
  }
  size_t left() { return read().count(Table::tokens); }
};

TEST_F(Tokens, ATokenIsFoundByItsSecretUntilItExpires) {
  put_secret("s1", {.account = Id{1},
                    .kind = TokenKind::session,
                    .name = "phone",
                    .scopes = "read write",
                    .created = kNow,
                    .expires = kNow + hours(1),
                    .used = kNow});
  const auto found = find_token(read(), "s1", kNow).value();
  EXPECT_EQ(found.account, Id{1});
  EXPECT_EQ(found.kind, TokenKind::session);
  EXPECT_EQ(found.scopes, "read write");
  EXPECT_TRUE(find_token(read(), "s1", kNow + hours(1) - milliseconds(1)));
  EXPECT_FALSE(find_token(read(), "s1", kNow + hours(1)));
  EXPECT_FALSE(find_token(read(), "s2", kNow));
  EXPECT_TRUE(find_token(read(), sha256("s1"), kNow)) << "by its digest alone";
  EXPECT_FALSE(find_token(read(), sha256("s1"), kNow + hours(1)));
  put_secret("forever", {.account = Id{1}, .created = kNow});
  EXPECT_TRUE(find_token(read(), "forever", kNow + days(10'000)));
}

TEST_F(Tokens, ASecretMadeWhileTheClockWasFarAheadOpensNothing) {
  const Time ahead = kNow + days(365);
  put_secret("link", {.account = Id{1}, .created = ahead, .expires = ahead + hours(1)});
  put_secret("program", {.account = Id{1}, .created = ahead});
  EXPECT_TRUE(find_token(read(), "link", ahead));
  EXPECT_FALSE(find_token(read(), "link", kNow));
  EXPECT_TRUE(find_token(read(), "program", kNow)) << "which is good until it is revoked";
  const Time tomorrow = kNow + days(1);
  put_secret("session", {.account = Id{1}, .created = tomorrow, .expires = tomorrow + days(30)});
  EXPECT_TRUE(find_token(read(), "session", kNow)) << "a day is soon over";
}

TEST_F(Tokens, NoSecretIsKept) {
  put_secret("correct horse battery", {.account = Id{1}, .name = "phone"});
  read().scan(Table::tokens, {}, [](std::string_view key, std::string_view value) {
    EXPECT_EQ(key.find("correct"), std::string_view::npos);
    EXPECT_EQ(value.find("correct"), std::string_view::npos);
    return true;
  });
}

TEST_F(Tokens, AreErasedOneByOneByAccountAndByKind) {
  put_secret("a", {.account = Id{1}});
  put_secret("b", {.account = Id{1}, .kind = TokenKind::session});
  put_secret("c", {.account = Id{2}});
  put_secret("d", {.kind = TokenKind::setup_link});
  put_secret("e", {.kind = TokenKind::setup_link});
  EXPECT_EQ(write([](WriteTxn& txn) { return erase_tokens(txn, TokenKind::setup_link); }), 2U);
  EXPECT_EQ(left(), 3U);
  write([](WriteTxn& txn) { return erase_tokens_of(txn, Id{1}); });
  EXPECT_EQ(left(), 1U);
  EXPECT_TRUE(find_token(read(), "c", kNow));
  write([](WriteTxn& txn) { return erase_token(txn, "c"); });
  EXPECT_EQ(left(), 0U);
}

TEST_F(Tokens, OfACodeAllThatItIsBoundToComesBack) {
  put_secret("code", {.account = Id{1},
                      .kind = TokenKind::code,
                      .expires = kNow + minutes(10),
                      .client = "app",
                      .redirect_uri = "https://app.example/back",
                      .challenge = "challenge",
                      .grant = 7});
  const auto found = find_token(read(), "code", kNow).value();
  EXPECT_EQ(found.kind, TokenKind::code);
  EXPECT_EQ(found.client, "app");
  EXPECT_EQ(found.redirect_uri, "https://app.example/back");
  EXPECT_EQ(found.challenge, "challenge");
  EXPECT_EQ(found.grant, 7U);
}

TEST_F(Tokens, AreErasedByTheProgramAndByTheConsent) {
  put_secret("a", {.account = Id{1}, .client = "app", .grant = 1});
  put_secret("b", {.account = Id{1}, .kind = TokenKind::refresh, .client = "app", .grant = 1});
  put_secret("c", {.account = Id{2}, .client = "app", .grant = 2});
  put_secret("d", {.account = Id{2}, .client = "other"});
  put_secret("e", {.account = Id{2}});
  write([](WriteTxn& txn) { return erase_grant(txn, 1); });
  EXPECT_EQ(left(), 3U);
  write([](WriteTxn& txn) { return erase_grant(txn, 0); });
  EXPECT_EQ(left(), 3U) << "what nobody consented to is no grant";
  write([](WriteTxn& txn) { return erase_tokens_of_client(txn, "app"); });
  EXPECT_FALSE(find_token(read(), "c", kNow));
  EXPECT_EQ(left(), 2U);
}

TEST_F(Tokens, OneThatIsRevokedTakesAlongWhatTheSameConsentGave) {
  put_secret("a", {.account = Id{1}, .client = "app", .grant = 1});
  put_secret("b", {.account = Id{1}, .kind = TokenKind::refresh, .client = "app", .grant = 1});
  put_secret("c", {.account = Id{1}, .client = "app", .grant = 2});
  write([](WriteTxn& txn) { return erase_token_by_id(txn, token_id_of("a")); });
  EXPECT_FALSE(find_token(read(), "b", kNow));
  EXPECT_TRUE(find_token(read(), "c", kNow));
}

TEST_F(Tokens, ThatOpenNothingAnyMoreAreErased) {
  put_secret("old", {.account = Id{1}, .created = kNow, .expires = kNow + minutes(1)});
  put_secret("good", {.account = Id{1}, .created = kNow, .expires = kNow + hours(2)});
  put_secret("forever", {.account = Id{1}, .created = kNow});
  const auto later = kNow + hours(1);
  EXPECT_FALSE(has_expired_tokens(read(), kNow));
  EXPECT_TRUE(has_expired_tokens(read(), later));
  EXPECT_EQ(write([&](WriteTxn& txn) { return erase_expired_tokens(txn, later); }), 1U);
  EXPECT_TRUE(find_token(read(), "good", later));
  EXPECT_TRUE(find_token(read(), "forever", later));
}

}  // namespace
}  // namespace hallway
