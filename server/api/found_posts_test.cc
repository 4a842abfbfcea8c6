#include "server/api/found_posts.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class FoundPostsTest : public ApiTest {
 protected:
  Json search(const std::string& q, const std::string& token, const std::string& more = "") {
    const auto done = node_->indexer().catch_up();
    EXPECT_TRUE(done.ok());
    return this->done("GET", "/api/v2/search?q=" + percent_encode(q) + more, token);
  }
  std::vector<std::string> found(const std::string& q, const std::string& token,
                                 const std::string& more = "") {
    return all(search(q, token, more)["statuses"], "id");
  }
};

TEST_F(FoundPostsTest, AreThoseThatTheCallerMaySee) {
  const auto open = post(alice_, {{"status", "quarterly tea"}});
  const auto secret = post(alice_, {{"status", "quarterly figures"}, {"visibility", "private"}});
  const auto direct = post(alice_, {{"status", "@bob quarterly gossip"}, {"visibility", "direct"}});
  EXPECT_THAT(found("quarterly", bob_), UnorderedElementsAre(direct, open));
  EXPECT_THAT(found("quarterly", alice_), UnorderedElementsAre(direct, secret, open));
  EXPECT_THAT(found("figures", bob_), IsEmpty());
  done("POST", "/api/v1/accounts/" + id_of("alice") + "/follow", bob_);
  EXPECT_THAT(found("figures", bob_), ElementsAre(secret));
  done("POST", "/api/v1/accounts/" + id_of("bob") + "/block", alice_);
  EXPECT_THAT(found("quarterly", bob_), IsEmpty());
}

TEST_F(FoundPostsTest, EndWithTheirPostAndChangeWithIt) {
  const auto id = post(alice_, {{"status", "green tea"}});
  EXPECT_THAT(found("green", bob_), ElementsAre(id));
  done("PUT", "/api/v1/statuses/" + id, alice_, {{"status", "black tea"}});
  EXPECT_THAT(found("green", bob_), IsEmpty());
  EXPECT_THAT(found("black", bob_), ElementsAre(id));
  done("DELETE", "/api/v1/statuses/" + id, alice_);
  EXPECT_THAT(found("black", bob_), IsEmpty());
}

TEST_F(FoundPostsTest, ComeInPagesThatAreFull) {
  std::vector<std::string> ids;
  for (int i = 0; i < 6; ++i) {
    ids.insert(ids.begin(), post(alice_, {{"status", "tea"}}));
    post(alice_, {{"status", "tea"}, {"visibility", "direct"}});
  }
  EXPECT_THAT(found("tea", bob_, "&limit=2"), ElementsAre(ids[0], ids[1]));
  EXPECT_THAT(found("tea", bob_, "&limit=2&offset=4"), ElementsAre(ids[4], ids[5]));
  EXPECT_THAT(found("tea", bob_, "&max_id=" + ids[3]), ElementsAre(ids[4], ids[5]));
  EXPECT_THAT(found("tea", bob_, "&min_id=" + ids[1]), ElementsAre(ids[0]));
  EXPECT_THAT(found("tea", bob_, "&account_id=" + id_of("bob")), IsEmpty());
  EXPECT_EQ(search("tea", bob_, "&limit=2")["hallway"]["more"], true);
  EXPECT_EQ(search("tea", bob_)["hallway"]["more"], false);
}

TEST_F(FoundPostsTest, SayWhyAndWhatMayHaveBeenMeant) {
  const auto id = post(alice_, {{"status", "Our <lighthouses> stand tall"}});
  const auto answer = search("lighthouse", bob_)["hallway"];
  EXPECT_EQ(answer["snippets"][id], "Our &lt;<mark>lighthouses</mark>&gt; stand tall");
  EXPECT_EQ(answer["indexing"], nullptr);
  EXPECT_EQ(search("lighthuoses", bob_)["hallway"]["suggestion"], "lighthouses");
  EXPECT_EQ(search("stand", bob_)["hallway"]["relaxed"], false);
}

TEST_F(FoundPostsTest, NothingThatIsTypedIsAnError) {
  post(alice_, {{"status", "tea"}});
  for (const auto& typed : std::vector<std::string>{
           "\"", "-", "-x", "(", "tea AND (", "*", "the of and", "\x01\x02x", "from:", "from:@",
           "before:yesterday", std::string(5'000, 'x'), "id:1 OR 1=1", "\xFF"}) {
    EXPECT_EQ(get("/api/v2/search?q=" + percent_encode(typed), bearer(bob_)).status, 200) << typed;
  }
  EXPECT_EQ(get("/api/v2/search?q=tea").status, 401);
}

TEST_F(FoundPostsTest, PeopleAreFoundByWhatTheySayOfThemselves) {
  done("PATCH", "/api/v1/accounts/update_credentials", alice_,
       {{"note", "I repair lighthouses"}, {"discoverable", true}});
  EXPECT_THAT(all(search("lighthouse", bob_)["accounts"], "acct"), ElementsAre("alice"));
  EXPECT_THAT(all(done("GET", "/api/v1/accounts/search?q=repair", bob_), "acct"),
              ElementsAre("alice"));
  done("PATCH", "/api/v1/accounts/update_credentials", alice_, {{"discoverable", false}});
  EXPECT_THAT(all(search("lighthouse", bob_)["accounts"], "acct"), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
