#include "server/social/submission.h"

#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

class Submissions : public SocialTest {};

TEST_F(Submissions, TheAudienceIsWhatTheProgramSaysItIs) {
  const auto for_bob = object_of(as_alice(note("For you", self("bob"))), alice_);
  EXPECT_EQ(status_for(for_bob, bob_), 200);
  EXPECT_EQ(status_for(for_bob, person("carol")), 404);
  EXPECT_EQ(status_for(for_bob, ""), 404);
  const auto for_followers = object_of(as_alice(note("Us", self("alice") + "/followers")), alice_);
  EXPECT_EQ(status_for(for_followers, bob_), 404);
  as_bob(act("Follow", self("alice")));
  EXPECT_EQ(status_for(for_followers, bob_), 200);
}

TEST_F(Submissions, WhoGetsItBlindlyIsNamedNowhere) {
  auto wish = note("Between us", self("bob"));
  wish["bcc"] = Json::array({self("carol")});
  const auto carol = person("carol");
  const auto create = as_alice(wish);
  const auto posted = object_of(create, alice_);
  EXPECT_EQ(status_for(posted, carol), 200);
  EXPECT_EQ(done("GET", "/api/v1/timelines/home", carol).size(), 1U);
  for (const auto& token : {alice_, bob_, carol}) {
    EXPECT_THAT(dump_json(read_as(posted, token)), Not(HasSubstr("carol")));
  }
  EXPECT_THAT(dump_json(read_as(create, alice_)), Not(HasSubstr("carol")));
}

}  // namespace
}  // namespace hallway::test
