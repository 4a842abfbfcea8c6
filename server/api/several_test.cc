#include "server/api/several.h"

#include <gmock/gmock.h>

#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiSeveral : public ApiTest {};

TEST_F(ApiSeveral, PostsComeInTheOrderInWhichTheyWereAskedFor) {
  const auto one = post(alice_, {{"status", "one"}}), two = post(alice_, {{"status", "two"}});
  const auto hidden = post(alice_, {{"status", "hidden"}, {"visibility", "direct"}});
  const auto ids = "id[]=" + two + "&id[]=" + hidden + "&id[]=" + one + "&id[]=" + two;
  EXPECT_THAT(all(done("GET", "/api/v1/statuses?" + ids, bob_), "id"), ElementsAre(two, one));
  EXPECT_THAT(done("GET", "/api/v1/statuses", bob_), IsEmpty());
}

TEST_F(ApiSeveral, PeopleElsewhereAreToldToNobodyWithoutAToken) {
  const auto eve = to_string(stranger("eve", "other.example").id), alice = id_of("alice");
  const auto ids = "/api/v1/accounts?id[]=" + eve + "&id[]=" + alice + "&id[]=9";
  EXPECT_THAT(all(done("GET", ids, bob_), "id"), ElementsAre(eve, alice));
  EXPECT_THAT(all(json(get(ids)), "id"), ElementsAre(alice));
}

}  // namespace
}  // namespace hallway::test
