#include "federation/bound.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class BoundTest : public ActsTest {};

TEST_F(BoundTest, ANodeIsNamedOnceWithItsPeopleAndSharedInbox) {
  const auto carol = put_remote("carol");
  const Id people[] = {alice_.id, carol.id, eve_.id, mallory_.id};
  const auto bound = list_bound(read(), home_, people, nullptr, alice_.id);
  ASSERT_EQ(bound.size(), 2);
  EXPECT_EQ(bound[0].domain.text(), "evil.example");
  EXPECT_EQ(bound[1].domain.text(), "remote.example");
  EXPECT_THAT(bound[1].people, ElementsAre(carol.id, eve_.id));
  EXPECT_THAT(bound[1].inboxes, ElementsAre("https://remote.example/inbox"));
  EXPECT_TRUE(bound[0].verdict && bound[1].verdict);
}

TEST_F(BoundTest, WherePolicySaysNoItSaysWhy) {
  set_peer("remote.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  const Id people[] = {eve_.id};
  const auto bound = list_bound(read(), home_, people, nullptr, alice_.id);
  ASSERT_EQ(bound.size(), 1);
  EXPECT_FALSE(bound[0].verdict);
  EXPECT_EQ(bound[0].verdict.why, "the domain is blocked");
  EXPECT_THAT(list_bound(read(), home_, std::vector<Id>{bob_.id, Id{404}}, nullptr, alice_.id),
              IsEmpty());
}

}  // namespace
}  // namespace hallway::test
