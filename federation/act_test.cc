#include "federation/act.h"

#include <gmock/gmock.h>

#include "federation/proof.h"
#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class ActTest : public ActsTest {
 protected:
  Recorded record(Json activity) {
    return ok(act(alice_, [&](Local& local) { return record_activity(local, activity); }));
  }
  [[nodiscard]] static Json like() {
    return {{"type", "Like"}, {"object", "https://remote.example/1"}};
  }
};

TEST_F(ActTest, WhatIsRecordedNamesItsActorAndHasAnId) {
  const auto recorded = record(like());
  const auto sent = payload(recorded.seq);
  EXPECT_EQ(find_string(sent, "actor"), alice_.iri.text());
  EXPECT_EQ(find_string(sent, "id"), recorded.id.text());
  EXPECT_TRUE(recorded.id.text().starts_with(alice_.iri.text() + "/activities/"));
  EXPECT_EQ(sent["@context"].front(), "https://www.w3.org/ns/activitystreams");
  EXPECT_TRUE(seen(read(), recorded.id));
}

TEST_F(ActTest, AnIdThatIsGivenIsKept) {
  auto activity = like();
  activity["id"] = alice_.iri.text() + "/likes/7";
  EXPECT_EQ(record(activity).id.text(), alice_.iri.text() + "/likes/7");
}

TEST_F(ActTest, AContextOfItsOwnIsAddedFlatAndOnce) {
  auto activity = like();
  const Json terms{{"lathe", "https://example.org/lathe"}};
  activity["@context"] = Json::array(
      {"https://www.w3.org/ns/activitystreams", "https://example.org/ns", terms, 7, Json::array()});
  const auto context = payload(record(activity).seq)["@context"];
  EXPECT_EQ(std::ranges::count(context, Json("https://www.w3.org/ns/activitystreams")), 1);
  EXPECT_EQ(std::ranges::count(context, Json("https://example.org/ns")), 1);
  EXPECT_EQ(std::ranges::count(context, terms), 1);
  for (const auto& one : context) EXPECT_TRUE(one.is_string() || one.is_object()) << one;
}

TEST_F(ActTest, NoTwoActivitiesShareAnId) {
  std::set<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.insert(record(like()).id.text());
  EXPECT_EQ(ids.size(), 20U);
}

TEST_F(ActTest, WhatIsRecordedIsProvenByItsActorsKey) {
  const auto recorded = record(like());
  auto sent = payload(recorded.seq);
  const auto key = keys_.find(read(), alice_.id, KeyType::ed25519).value();
  const auto proof = read_proof(sent, clock_.now());
  ASSERT_TRUE(proof.ok()) << proof.error().what;
  EXPECT_EQ(proof->verification_method.text(), key.id);
  EXPECT_TRUE(verify_proof(sent, key.key.public_key()));
  sent["object"] = "https://remote.example/2";
  EXPECT_FALSE(verify_proof(sent, key.key.public_key()));
}

TEST_F(ActTest, NobodyIsToldWhoElseGetsABlindCopy) {
  auto activity = like();
  activity["bto"] = {"https://remote.example/users/x"};
  activity["bcc"] = {"https://remote.example/users/y"};
  activity["object"] = {{"id", alice_.iri.text() + "/1"}, {"bto", "z"}, {"bcc", {"z"}}};
  const auto sent = payload(record(activity).seq);
  for (const auto* secret : {"bto", "bcc"}) {
    EXPECT_FALSE(sent.contains(secret));
    EXPECT_FALSE(sent["object"].contains(secret));
  }
  EXPECT_EQ(find_string(sent["object"], "id"), alice_.iri.text() + "/1");
}

TEST_F(ActTest, TheLogHoldsWhoDidWhatToWhat) {
  const auto recorded = record(like());
  const auto entry = find_log(read(), recorded.seq);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->source, Source::local);
  EXPECT_EQ(entry->actor, alice_.iri.text());
  EXPECT_EQ(entry->type, "Like");
  EXPECT_EQ(entry->object, "https://remote.example/1");
  EXPECT_EQ(entry->at, clock_.now());
  EXPECT_TRUE(verify_log(read()).ok());
}

TEST_F(ActTest, WithoutAKeyNothingIsRecorded) {
  const auto before = rows();
  EXPECT_FALSE(act(eve_, [](Local& local) { return record_activity(local, like()); }).ok());
  EXPECT_EQ(rows(), before);
}

// Takes once, however often it is asked to.
TEST_F(ActTest, WhatArrivesIsTakenOnce) {
  for (const std::string id : {"https://remote.example/likes/1", ""}) {
    const auto before = count(Table::log);
    const auto seen_before = count(Table::seen);
    const std::string body = R"({"type":"Like","object":[{"id":"https://home.example/1"}]})";
    const auto activity = parse_json(body).value();
    const auto seq = write([&](WriteTxn& txn) -> Result<uint64_t> {
      const auto payload = seal(random_, body);
      Inbound in{.txn = txn,
                 .home = home_,
                 .random = random_,
                 .keys = keys_,
                 .now = clock_.now(),
                 .actor = eve_,
                 .activity = activity,
                 .id = iri(id),
                 .type = "Like",
                 .payload = payload};
      TRY(take(in));
      TRY(take(in));
      return in.seq;
    });
    EXPECT_EQ(count(Table::log), before + 1);
    const auto entry = find_log(read(), seq);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->source, Source::inbox);
    EXPECT_EQ(entry->activity, id);
    EXPECT_EQ(entry->object, "https://home.example/1");
    EXPECT_EQ(find_payload(read(), seq), body);
    // What bears no name cannot be recognized when it comes again.
    EXPECT_EQ(count(Table::seen), seen_before + (id.empty() ? 0U : 1U));
  }
}

TEST_F(ActTest, WhatIsRecordedExplainsItsTermsAndThoseItBrings) {
  auto activity = like();
  activity["object"] = {{"id", alice_.iri.text() + "/1"}, {"sensitive", true}};
  activity["@context"] = "https://remote.example/ns";
  const auto context = payload(record(activity).seq)["@context"];
  EXPECT_EQ(context, Json::array({"https://www.w3.org/ns/activitystreams",
                                  "https://w3id.org/security/data-integrity/v1",
                                  {{"sensitive", "as:sensitive"}},
                                  "https://remote.example/ns"}));
}

}  // namespace
}  // namespace hallway::test
