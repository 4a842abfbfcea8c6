// What people elsewhere feature is asked for again when somebody looks at them.
#include <gmock/gmock.h>

#include "federation/catch_up.h"
#include "federation/pin.h"
#include "storage/pins.h"
#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class CatchUpFeaturedTest : public LoneNode {
 protected:
  void SetUp() override {
    LoneNode::SetUp();
    auto alice = person_json(remote_.at("/users/alice"), "alice", key_);
    alice["featured"] = remote_.at("/users/alice/featured");
    alice["featuredTags"] = remote_.at("/users/alice/tags");
    remote_.put("/users/alice", alice);
    const auto found = resolver_->resolve_actor(iri(remote_.at("/users/alice")));
    ASSERT_TRUE(found.ok()) << found.error().what;
    alice_ = found->id;
    remote_.put("/notes/1", {{"id", remote_.at("/notes/1")},
                             {"type", "Note"},
                             {"attributedTo", remote_.at("/users/alice")},
                             {"content", "<p>first</p>"},
                             {"published", "2026-11-25T12:00:00Z"},
                             {"to", Json::array({std::string(kPublic)})}});
    collection("/users/alice/featured", Json::array({remote_.at("/notes/1")}));
    tags({"#Mills"});
    net_.forget_requests();
  }
  void collection(const std::string& path, const Json& items) {
    remote_.put(path, {{"id", remote_.at(path)}, {"type", "Collection"}, {"items", items}});
  }
  void tags(const std::vector<std::string>& names) {
    Json items = Json::array();
    for (const auto& name : names) items.push_back({{"type", "Hashtag"}, {"name", name}});
    collection("/users/alice/tags", items);
  }
  void look() {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(ask_again_for_featured(txn, home_, alice_, clock_.now()));
      return true;
    });
    for (int round = 0; catch_up_->run_due(16) > 0; ++round) ASSERT_LT(round, 50);
  }
  [[nodiscard]] Actor alice() const { return find_actor(read(), alice_).value_or(Actor{}); }
  [[nodiscard]] size_t asked(const std::string& path) const {
    return net_.requests("remote.example", path);
  }

  const PublicKey key_ = test_key(KeyType::rsa, 0).public_key();
  Site remote_{net_, "https://remote.example"};
  Id alice_;
};

TEST_F(CatchUpFeaturedTest, WhoIsLookedAtIsAskedWhatTheyFeatureOnceInSixHours) {
  look();
  EXPECT_THAT(alice().tags, ElementsAre("mills"));
  EXPECT_EQ(list_pins(read(), alice_, 10).size(), 1U);
  EXPECT_FALSE(is_featured_due(alice(), clock_.now()));
  tags({"#Lathes", "#mills"});
  clock_.advance(hours(5));
  look();
  EXPECT_EQ(asked("/users/alice/tags"), 1U);
  EXPECT_EQ(asked("/users/alice/featured"), 1U);
  clock_.advance(hours(1));
  look();
  EXPECT_THAT(alice().tags, ElementsAre("lathes", "mills"));
  EXPECT_EQ(asked("/users/alice/featured"), 2U);
  collection("/users/alice/featured", Json::array());
  clock_.advance(hours(6));
  look();
  EXPECT_THAT(list_pins(read(), alice_, 10), IsEmpty()) << "what was unpinned meanwhile";
}

TEST_F(CatchUpFeaturedTest, ACollectionThatIsAPageAwayIsReadThere) {
  remote_.put("/users/alice/tags", {{"id", remote_.at("/users/alice/tags")},
                                    {"type", "OrderedCollection"},
                                    {"first", remote_.at("/users/alice/tags?page=1")}});
  remote_.put("/users/alice/tags?page=1",
              {{"id", remote_.at("/users/alice/tags?page=1")},
               {"type", "OrderedCollectionPage"},
               {"orderedItems", Json::array({{{"type", "Hashtag"}, {"name", "#deep"}}})}});
  look();
  EXPECT_THAT(alice().tags, ElementsAre("deep"));
}

TEST_F(CatchUpFeaturedTest, WhoMayNotBeShownIsNotAsked) {
  set_peer("remote.example", [](Peer& p) { p.relation = Relation::blocked; });
  look();
  EXPECT_EQ(asked("/users/alice/tags"), 0U);
  EXPECT_EQ(read().count(Table::fetches), 0U);
  EXPECT_TRUE(is_featured_due(alice(), clock_.now()));
}

TEST_F(CatchUpFeaturedTest, OneWhoFailsIsNotAskedMoreOften) {
  remote_.put("/users/alice/tags", Response{.status = 404});
  look();
  clock_.advance(hours(1));
  look();
  EXPECT_EQ(asked("/users/alice/tags"), 1U);
  EXPECT_THAT(alice().tags, IsEmpty());
}

}  // namespace
}  // namespace hallway::test
