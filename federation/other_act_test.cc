#include "federation/other_act.h"

#include <gmock/gmock.h>

#include "federation/block.h"
#include "storage/kept_activities.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OtherActs : public ActsTest {
 protected:
  size_t boxed(const Actor& who, Box box) {
    size_t count = 0;
    scan_kept_activities(read(), who.id, box, Id{}, [&](Id, uint64_t) { return ++count < 100; });
    return count;
  }
  Json offer(const Actor& who, const std::string& to) {
    auto made = activity(who, "Offer", {{"type", "Lathe"}});
    made["to"] = Json::array({to});
    return made;
  }
  Recorded send(const Audience& audience, Json made = {{"type", "Offer"}, {"object", "x"}}) {
    return ok(act(alice_, [&](Local& local) { return send_other(local, made, audience); }));
  }
};

TEST_F(OtherActs, OnesThatArriveAreKeptForThoseTheyAreFor) {
  EXPECT_EQ(outcome(eve_, offer(eve_, alice_.iri.text())), Outcome::unknown_type);
  EXPECT_EQ(boxed(alice_, Box::inbox), 1U);
  EXPECT_EQ(boxed(bob_, Box::inbox), 0U);
  befriend(bob_, eve_);
  outcome(eve_, offer(eve_, eve_.followers.text()));
  EXPECT_EQ(boxed(alice_, Box::inbox), 1U);
  EXPECT_EQ(boxed(bob_, Box::inbox), 1U);
}

TEST_F(OtherActs, OfWhomSomebodyKeepsAwayFromNothingIsKept) {
  ok(act(alice_, [&](Local& local) -> Result<bool> {
    TRY(block(local, eve_.id));
    return true;
  }));
  ok(act(bob_, [&](Local& local) -> Result<bool> {
    TRY(mute(local, eve_.id, true));
    return true;
  }));
  auto made = offer(eve_, alice_.iri.text());
  made["cc"] = Json::array({bob_.iri.text()});
  outcome(eve_, made);
  EXPECT_EQ(boxed(alice_, Box::inbox) + boxed(bob_, Box::inbox), 0U);
}

TEST_F(OtherActs, OursGoToWhomTheyAreAddressedAsFarAsTheLabelReaches) {
  send({.to = {eve_.iri.text(), bob_.iri.text()}, .cc = {}, .blind = {mallory_.iri.text()}});
  EXPECT_THAT(owed(), ElementsAre("Offer https://evil.example/inbox",
                                  "Offer https://remote.example/inbox"));
  EXPECT_EQ(boxed(bob_, Box::inbox), 1U);
  EXPECT_EQ(boxed(alice_, Box::outbox), 1U);
  const auto sent = last_logged();
  EXPECT_EQ(sent["actor"], alice_.iri.text());
  EXPECT_THAT(dump_json(sent), testing::Not(testing::HasSubstr("mallory")));
  EXPECT_TRUE(sent.contains("proof"));
  forget_owed();
  send({.to = {eve_.iri.text()}, .cc = {}, .blind = {}},
       {{"type", "Offer"}, {"hallwayLabel", "department"}});
  EXPECT_THAT(owed(), IsEmpty());
  EXPECT_EQ(
      code_of(act(alice_,
                  [&](Local& local) {
                    return send_other(local, {{"type", "Offer"}, {"hallwayLabel", "moon"}}, {});
                  })),
      Code::invalid);
}

TEST_F(OtherActs, NothingIsSentThatCouldBeReadAsAnotherType) {
  send({.to = {eve_.iri.text()}},
       {{"type", Json::array({"Offer", "Move"})}, {"@type", "Delete"}, {"@id", "x"}});
  const auto sent = last_logged();
  EXPECT_EQ(sent["type"], "Offer");
  EXPECT_FALSE(sent.contains("@type"));
  EXPECT_FALSE(sent.contains("@id"));
  const Json large{{"type", "Offer"}, {"name", std::string(kMostActivityBytes, 'a')}};
  EXPECT_EQ(code_of(act(alice_, [&](Local& local) { return send_other(local, large, {}); })),
            Code::invalid);
}

TEST_F(OtherActs, WhoMaySeeOneFollowsFromItsAudience) {
  const auto sees = [&](const Json& to, const Destination& viewer) {
    return may_see_other(read(), home_, alice_, {{"type", "Offer"}, {"to", to}}, viewer);
  };
  const auto bob = Destination::to_person(bob_.id);
  EXPECT_TRUE(sees(Json::array({bob_.iri.text()}), bob));
  EXPECT_FALSE(sees(Json::array({eve_.iri.text()}), bob));
  EXPECT_FALSE(sees(Json::array({bob_.iri.text()}), Destination::anybody()));
  EXPECT_TRUE(sees("as:Public", bob));
  EXPECT_FALSE(sees(alice_.followers.text(), bob));
  befriend(bob_, alice_);
  EXPECT_TRUE(sees(alice_.followers.text(), bob));
  EXPECT_FALSE(sees(7, bob));
}

}  // namespace
}  // namespace hallway::test
