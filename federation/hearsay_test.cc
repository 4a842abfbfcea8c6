#include "federation/hearsay.h"

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

class HearsayTest : public ActsTest {
 protected:
  std::optional<Fetch> heard(const Json& activity) {
    return hearsay_of(read(), home_, activity, clock_.now());
  }
};

TEST_F(HearsayTest, AnAnswerToWhatIsKnownIsAskedOfItsOrigin) {
  const auto known = post(alice_);
  auto reply = note(eve_);
  reply["inReplyTo"] = known.iri.text();
  const auto fetch = heard(activity(eve_, "Create", reply));
  ASSERT_TRUE(fetch);
  EXPECT_EQ(fetch->iri.text(), *find_string(reply, "id"));
  EXPECT_EQ(fetch->reason, FetchReason::reply);
  EXPECT_EQ(fetch->about, known.id);
}

TEST_F(HearsayTest, AChangeToAKnownPostIsAskedOfItsOrigin) {
  const auto known = known_note(eve_);
  const Json whole = {{"id", known.iri.text()}, {"type", "Note"}};
  for (const auto* type : {"Update", "Delete"}) {
    for (const auto& object : {Json(known.iri.text()), whole}) {
      const auto fetch = heard(activity(eve_, type, object));
      ASSERT_TRUE(fetch) << type;
      EXPECT_EQ(fetch->iri, known.iri);
      EXPECT_EQ(fetch->reason, FetchReason::again);
    }
  }
}

TEST_F(HearsayTest, WhatConcernsNothingHereIsWorthNothing) {
  const auto ours = post(alice_);
  const auto theirs = known_note(eve_);
  auto reply = note(eve_);
  reply["inReplyTo"] = ours.iri.text();
  auto stray = note(eve_);
  stray["inReplyTo"] = "https://third.example/1";
  auto place = reply;
  place["type"] = "Place";
  set_peer("blocked.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  const auto blocked = put_remote("b", "blocked.example");
  auto of_blocked = note(blocked);
  of_blocked["inReplyTo"] = ours.iri.text();
  const struct {
    std::string_view why;
    Json activity;
  } kCases[] = {
      {"a post that answers nothing", activity(eve_, "Create", note(eve_))},
      {"an answer to what is unknown", activity(eve_, "Create", stray)},
      {"what is no post", activity(eve_, "Create", place)},
      {"a bare id", activity(eve_, "Create", reply["id"])},
      {"what is known already",
       activity(eve_, "Create",
                {{"id", theirs.iri.text()}, {"type", "Note"}, {"inReplyTo", ours.iri.text()}})},
      {"of another origin than its actor", activity(mallory_, "Create", reply)},
      {"a deletion by another origin", activity(mallory_, "Delete", theirs.iri.text())},
      {"our own post", activity(alice_, "Delete", ours.iri.text())},
      {"of a blocked host", activity(blocked, "Create", of_blocked)},
      {"a deletion of what is unknown", activity(eve_, "Delete", fresh_id(eve_))},
      {"something else", activity(eve_, "Like", theirs.iri.text())},
      {"nothing", activity(eve_, "Delete", nullptr)},
  };
  for (const auto& c : kCases) EXPECT_FALSE(heard(c.activity)) << c.why;
}

}  // namespace
}  // namespace hallway::test
