#include "server/social/objects.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class KeptThings : public SocialTest {
 protected:
  std::string collection(const std::string& to, const char* type = "OrderedCollection") {
    const Json wish{{"type", type}, {"name", "Reading"}, {"to", Json::array({to})}};
    return object_of(as_alice(wish), alice_);
  }
  Json in(Json activity, const std::string& target) {
    activity["target"] = target;
    return activity;
  }
};

TEST_F(KeptThings, ACollectionIsMadeFilledRenamedAndDeleted) {
  const auto list = collection(kEverybody);
  EXPECT_THAT(list, StartsWith(self("alice") + "/objects/"));
  const auto post = object_of(as_bob(note("Hello")), bob_);
  as_alice(in(act("Add", post), list));
  as_alice(in(act("Add", self("bob")), list));
  auto shown = read_as(list, bob_);
  EXPECT_EQ(shown["attributedTo"], self("alice"));
  EXPECT_EQ(shown["totalItems"], 2);
  EXPECT_THAT(shown["orderedItems"], ElementsAre(self("bob"), post));
  EXPECT_EQ(refusal_of(in(act("Add", post), list)), 409);
  as_alice(in(act("Remove", post), list));
  as_alice(act("Update", {{"id", list}, {"name", "To read"}, {"orderedItems", Json::array()}}));
  shown = read_as(list, bob_);
  EXPECT_EQ(shown["name"], "To read");
  EXPECT_THAT(shown["orderedItems"], ElementsAre(self("bob"))) << "items are added and removed";
  as_alice(act("Delete", list));
  const auto gone = call("GET", path_of(list), bob_, nullptr, kAsActivity);
  EXPECT_EQ(gone.status, 410);
  EXPECT_EQ(json(gone)["type"], "Tombstone");
  EXPECT_EQ(refusal_of(in(act("Add", post), list)), 410);
}

TEST_F(KeptThings, TheyAreForThoseWhomTheyAreAddressedTo) {
  const auto list = collection(self("bob"), "Collection");
  const auto carol = person("carol");
  EXPECT_EQ(status_for(list, alice_), 200);
  EXPECT_EQ(status_for(list, bob_), 200);
  EXPECT_EQ(status_for(list, carol), 404);
  EXPECT_EQ(status_for(list, ""), 404);
  EXPECT_EQ(status_for(self("alice") + "/objects/7", alice_), 404);
}

TEST_F(KeptThings, NobodyChangesWhatIsAnothers) {
  const auto list = collection(kEverybody);
  const auto before = read_as(list, bob_);
  for (const auto& wish : {in(act("Add", self("bob")), list), in(act("Remove", self("bob")), list),
                           act("Update", {{"id", list}, {"name", "Mine"}}), act("Delete", list)}) {
    EXPECT_EQ(submit("bob", bob_, wish).status, 403) << wish["type"];
  }
  EXPECT_EQ(read_as(list, bob_), before);
  const Json forged{{"id", self("alice") + "/objects/1"},
                    {"attributedTo", self("alice")},
                    {"type", "Collection"}};
  const auto made = read_as(object_of(as_bob(act("Create", forged)), bob_), bob_);
  EXPECT_EQ(made["attributedTo"], self("bob"));
  EXPECT_THAT(made["id"].get<std::string>(), StartsWith(self("bob") + "/objects/"));
  EXPECT_THAT(made["items"], IsEmpty());
}

TEST_F(KeptThings, OnesOwnActivitiesCanBeReadByTheirAddress) {
  const auto follow = as_alice(act("Follow", self("bob")));
  EXPECT_EQ(read_as(follow, alice_)["type"], "Follow");
  EXPECT_EQ(status_for(follow, bob_), 404);
  EXPECT_EQ(status_for(follow, ""), 404);
}

}  // namespace
}  // namespace hallway::test
