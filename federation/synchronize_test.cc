#include "federation/synchronize.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kDigest(64, 'a');

TEST(Synchronization, IsReadInAnyOrder) {
  const std::string collection = R"(collectionId="https://a.example/f")",
                    url = R"(url="https://a.example/f?domain=b.example")",
                    digest = "digest=\"" + kDigest + "\"";
  for (const auto& field :
       {collection + ", " + url + ", " + digest, digest + "," + collection + "," + url,
        "  " + url + " , new=\"1\", " + digest + ",\t" + collection + " "}) {
    const auto read = parse_synchronization(field);
    ASSERT_TRUE(read) << field;
    EXPECT_EQ(read->collection.text(), "https://a.example/f");
    EXPECT_EQ(read->url.text(), "https://a.example/f?domain=b.example");
    EXPECT_EQ(read->digest[31], 0xaa);
  }
}

TEST(Synchronization, WhatIsNoneIsPassedOver) {
  const std::string collection = R"(collectionId="https://a.example/f")",
                    url = R"(url="https://a.example/f")", digest = "digest=\"" + kDigest + "\"";
  const std::string fields[] = {"",
                                "nonsense",
                                "=\"",
                                "\"\"\"",
                                collection + "," + url,
                                collection + "," + digest,
                                url + "," + digest,
                                collection + "," + url + "," + digest + "," + digest,
                                collection + "," + url + ",digest=\"abc\"",
                                collection + "," + url + ",digest=\"" + std::string(64, 'x') + "\"",
                                collection + ",url=\"javascript:alert(1)\"," + digest,
                                collection + " " + url + " " + digest,
                                collection + "," + url + ",digest=\"" + kDigest};
  for (const auto& field : fields) EXPECT_FALSE(parse_synchronization(field)) << field;
}

// Alice and bob follow eve, whose node lists them.
class SynchronizeTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(alice_, eve_);
    befriend(bob_, eve_);
    clock_.advance(hours(1));
  }
  static std::string hex_of(const Digest& digest) {
    return hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
  }
  static Digest sum(const std::vector<Actor>& people) {
    Digest out{};
    for (const auto& one : people) toggle(out, one.iri.text());
    return out;
  }
  [[nodiscard]] std::string field(const std::string& digest, const std::string& url = kUrl) const {
    return "collectionId=\"" + eve_.followers.text() + "\", url=\"" + url + "\", digest=\"" +
           digest + "\"";
  }
  void serve(const std::vector<Actor>& people) {
    Json items = Json::array();
    for (const auto& one : people) items.push_back(one.iri.text());
    site_.put("/users/eve/here", {{"id", kUrl}, {"type", "Collection"}, {"items", items}});
  }
  // As the inbox does it, and the worker later.
  void hear(const std::string& said) {
    if (auto fetch = differing_followers(read(), home_, now(eve_), said)) {
      write([&](WriteTxn& txn) -> Result<bool> {
        TRY(look_at_followers(txn, *fetch, clock_.now()));
        return true;
      });
    }
    clock_.advance(minutes(6));
    catch_up_->run_due(16);
  }
  Result<bool> repair(const std::vector<Iri>& listed) {
    return writer_->apply([&](WriteTxn& txn) {
      return repair_followers({txn, home_, random_, keys_, clock_.now()}, eve_.id, listed);
    });
  }
  [[nodiscard]] bool follows_eve(const Actor& who) const {
    return follows(read(), who.id, eve_.id);
  }

  inline static const std::string kUrl = "https://remote.example/users/eve/here";
  Site site_{net_, "https://remote.example"};
};

TEST_F(SynchronizeTest, WhatAgreesAsksForNothing) {
  const auto before = rows();
  hear(field(hex_of(sum({alice_, bob_}))));
  EXPECT_EQ(rows(), before);
  EXPECT_THAT(site_.seen(), IsEmpty());
}

TEST_F(SynchronizeTest, WhoIsNotListedFollowsNoMore) {
  serve({alice_});
  hear(field(hex_of(sum({alice_}))));
  EXPECT_TRUE(follows_eve(alice_));
  EXPECT_FALSE(find_follow(read(), bob_.id, eve_.id));
  EXPECT_THAT(to_fetch(), IsEmpty());
}

TEST_F(SynchronizeTest, WhoIsListedAndNeverAskedTakesItBack) {
  const auto carol = put_local("carol");
  serve({alice_, bob_, carol});
  hear(field(hex_of(sum({alice_, bob_, carol}))));
  EXPECT_FALSE(follows_eve(carol));
  EXPECT_THAT(owed(), ElementsAre("Undo https://remote.example/inbox"));
  EXPECT_EQ(last_logged()["object"]["actor"], carol.iri.text());
}

TEST_F(SynchronizeTest, ALostAcceptIsMadeUpFor) {
  const auto carol = put_local("carol");
  befriend(carol, eve_, FollowState::pending);
  serve({alice_, bob_, carol});
  hear(field(hex_of(sum({alice_, bob_, carol}))));
  EXPECT_TRUE(follows_eve(carol));
  EXPECT_THAT(owed(), IsEmpty());
}

TEST_F(SynchronizeTest, WhoIsDisabledKeepsNothingFromBeingMended) {
  const auto carol = put_local("carol");
  auto disabled = now(alice_);
  disabled.suspended = true;
  put(disabled);
  serve({carol});
  hear(field(hex_of(sum({carol}))));
  EXPECT_FALSE(find_follow(read(), bob_.id, eve_.id));
  EXPECT_TRUE(follows_eve(alice_)) << "nothing is signed for them";
  forget_owed();
  serve({carol, alice_});
  befriend(bob_, eve_);
  clock_.advance(hours(1));
  write([&](WriteTxn& txn) { return erase_follow(txn, alice_.id, eve_.id); });
  hear(field(hex_of(sum({carol, alice_}))));
  EXPECT_FALSE(find_follow(read(), bob_.id, eve_.id));
  EXPECT_THAT(owed(),
              ElementsAre("Undo https://remote.example/inbox", "Undo https://remote.example/inbox"))
      << "of carol, who never asked, and bob";
}

TEST_F(SynchronizeTest, Attack39AForgedDigestUnfollowsNobody) {
  // The list is what it is; the digest is not its own.
  serve({alice_});
  hear(field(kDigest));
  EXPECT_TRUE(follows_eve(alice_) && follows_eve(bob_));
  // Nothing there, or no list.
  site_.remove("/users/eve/here");
  hear(field(std::string(64, '0')));
  site_.put("/users/eve/here", {{"id", kUrl}, {"type", "Note"}});
  hear(field(hex_of(sum({alice_}))));
  EXPECT_TRUE(follows_eve(alice_) && follows_eve(bob_));
  // Others among ours.
  serve({alice_, mallory_});
  hear(field(hex_of(sum({alice_, mallory_}))));
  EXPECT_TRUE(follows_eve(alice_) && follows_eve(bob_));
}

TEST_F(SynchronizeTest, Attack39AnotherDomainOrCollectionIsIgnored) {
  const auto before = rows();
  const auto digest = hex_of(sum({alice_}));
  hear(field(digest, "https://evil.example/users/eve/here"));
  hear(field(digest, "http://remote.example/users/eve/here"));
  hear(field(digest, "https://remote.example:8443/users/eve/here"));
  hear("collectionId=\"https://remote.example/users/other/followers\", url=\"" + kUrl +
       "\", digest=\"" + digest + "\"");
  hear("collectionId=\"" + alice_.followers.text() + "\", url=\"" + kUrl + "\", digest=\"" +
       digest + "\"");
  EXPECT_EQ(rows(), before);
  EXPECT_THAT(site_.seen(), IsEmpty());
}

TEST_F(SynchronizeTest, Attack30ManyHeadersAskOnce) {
  serve({alice_});
  for (int i = 0; i < 100; ++i) {
    const auto url = kUrl + "?" + std::to_string(i);
    const auto fetch =
        differing_followers(read(), home_, now(eve_), field(hex_of(sum({alice_})), url));
    ASSERT_TRUE(fetch);
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(look_at_followers(txn, *fetch, clock_.now()));
      return true;
    });
  }
  EXPECT_THAT(to_fetch(), ElementsAre(kUrl + "?99")) << "the latest counts";
}

TEST_F(SynchronizeTest, AFollowOfThisMomentIsNotEnded) {
  const auto carol = put_local("carol");
  befriend(carol, eve_);
  EXPECT_TRUE(ok(repair({alice_.iri, bob_.iri})));
  EXPECT_TRUE(follows_eve(carol));
}

TEST_F(SynchronizeTest, Attack30ManyFollowsEndInShortTransactions) {
  for (int i = 0; i < 250; ++i) befriend(put_local("p" + std::to_string(i)), eve_);
  clock_.advance(hours(1));
  EXPECT_FALSE(ok(repair({alice_.iri, bob_.iri})));
  EXPECT_EQ(count_followers(read(), eve_.id), 52U);
  // What is left is done by whoever asked for the list.
  serve({alice_, bob_});
  hear(field(hex_of(sum({alice_, bob_}))));
  EXPECT_EQ(count_followers(read(), eve_.id), 2U);
  EXPECT_TRUE(follows_eve(alice_) && follows_eve(bob_));
  for (int i = 0; i < 250; ++i) befriend(put_local("q" + std::to_string(i)), eve_);
  clock_.advance(hours(1));
  hear(field(hex_of(sum({alice_, bob_}))));
  EXPECT_EQ(count_followers(read(), eve_.id), 2U) << "in two goes";
}

// --- what goes out ---

TEST_F(SynchronizeTest, OnlyWhatIsForFollowersSaysWhoTheyAre) {
  befriend(eve_, alice_);
  befriend(mallory_, alice_);
  const auto there = domain("remote.example");
  const auto said = [&](const std::string& payload, const Domain& to) {
    return synchronization_for(read(), {alice_.id, to, payload});
  };
  const auto for_followers = "{\"to\":[\"" + alice_.followers.text() + "\"]}";
  const auto field = said(for_followers, there);
  ASSERT_TRUE(field);
  const auto read_again = parse_synchronization(*field);
  ASSERT_TRUE(read_again);
  EXPECT_EQ(read_again->collection, alice_.followers);
  EXPECT_EQ(read_again->url.text(), alice_.iri.text() + "/followers_synchronization");
  EXPECT_EQ(read_again->digest, sum({eve_})) << "not those of other nodes";
  EXPECT_FALSE(said("{\"to\":[\"https://remote.example/users/eve\"]}", there));
  EXPECT_FALSE(said(for_followers, domain("nobody.example")));
}

}  // namespace
}  // namespace hallway::test
