#include "server/social/inbox.h"

#include <set>

#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class InboxForPrograms : public SocialTest {
 protected:
  Json inbox(const std::string& target = "?page=0") {
    return json(call("GET", "/users/alice/inbox" + target, alice_, nullptr, kAsActivity));
  }
};

TEST_F(InboxForPrograms, IsForItsOwnerAlone) {
  EXPECT_EQ(get("/users/alice/inbox", kAsActivity).status, 401);
  EXPECT_EQ(call("GET", "/users/alice/inbox", bob_).status, 403);
  const auto account = find_account(*node_->read(), "alice").value_or(Account{});
  EXPECT_EQ(call("GET", "/users/alice/inbox", token_for(account, "write")).status, 403);
  const auto shown = call("GET", "/users/alice/inbox", alice_, nullptr, kAsActivity);
  EXPECT_EQ(shown.status, 200);
  EXPECT_THAT(header(shown, "Content-Type"), HasSubstr("application/activity+json"));
  EXPECT_EQ(header(shown, "Cache-Control"), "private, no-store");
  EXPECT_EQ(json(shown)["type"], "OrderedCollection");
  EXPECT_EQ(json(shown)["first"], self("alice") + "/inbox?page=0");
}

TEST_F(InboxForPrograms, HoldsWhatReachedThemAsActivitiesTheNewestFirst) {
  const auto mine = object_of(as_alice(note("Mine")), alice_);
  as_bob(note("For nobody here"));
  const auto follow = as_bob(act("Follow", self("alice")));
  const auto like = as_bob(act("Like", mine));
  const auto boost = as_bob(act("Announce", mine));
  const auto written = as_bob(note("For you", self("alice")));
  const auto page = inbox();
  EXPECT_EQ(page["type"], "OrderedCollectionPage");
  std::vector<std::string> ids;
  for (const auto& one : page["orderedItems"]) ids.push_back(one["id"]);
  EXPECT_THAT(ids, ElementsAre(written, boost, like, follow));
  EXPECT_FALSE(page.contains("next"));
  EXPECT_THAT(page["orderedItems"][0]["object"]["content"].get<std::string>(),
              HasSubstr("For you"));
}

TEST_F(InboxForPrograms, PagesGoOnWithoutGapsOrRepeats) {
  as_alice(act("Follow", self("bob")));
  std::set<std::string> sent;
  for (int i = 0; i < 50; ++i) {
    sent.insert(as_bob(note(std::to_string(i))));
    sent.insert(as_bob(act("Offer", {{"type", "Tea"}}, self("alice"))));
  }
  std::vector<std::string> seen;
  std::string target = "?page=0";
  for (int pages = 0; pages < 9 && !target.empty(); ++pages) {
    const auto page = inbox(target);
    for (const auto& one : page["orderedItems"]) seen.push_back(one["id"]);
    const auto next = page.contains("next") ? page["next"].get<std::string>() : "";
    target = next.empty() ? "" : next.substr(next.find('?'));
  }
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()), sent);
}

TEST_F(InboxForPrograms, NothingOfThoseTheyKeepAwayFromStandsInIt) {
  as_bob(act("Offer", {{"type", "Tea"}}, self("alice")));
  as_bob(act("Follow", self("alice")));
  as_alice(act("Block", self("bob")));
  as_bob(act("Offer", {{"type", "Tea"}}, self("alice")));
  EXPECT_THAT(types_in(inbox()), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
