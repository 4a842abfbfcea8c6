#include "server/api/admin_figures.h"

#include <gmock/gmock.h>

#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;

class ApiAdminFigures : public StaffTest {
 protected:
  Json span(Json body, int back = 2) const {
    body["start_at"] = to_rfc3339(clock_.now() - days(back));
    body["end_at"] = to_rfc3339(clock_.now());
    return body;
  }
  Json measures(const std::vector<std::string>& keys, Json more = Json::object()) {
    more["keys"] = keys;
    return done("POST", "/api/v1/admin/measures", root_, span(std::move(more)));
  }
  static std::vector<std::string> values(const Json& measure) {
    std::vector<std::string> out;
    for (const auto& one : measure["data"]) out.push_back(one.value("value", ""));
    return out;
  }
};

TEST_F(ApiAdminFigures, AreForThoseWhoAdministerAndWantTimes) {
  const auto body = span({{"keys", {"new_users"}}});
  EXPECT_EQ(status("POST", "/api/v1/admin/measures", mod_, body), 403);
  EXPECT_EQ(status("POST", "/api/v1/admin/measures", alice_, body), 403);
  for (const auto& wrong :
       {Json::object(), span(Json::object()), Json{{"keys", {"new_users"}}},
        span({{"keys", {"new_users"}}}, 400), span({{"keys", {"new_users"}}}, -3),
        span({{"keys", {"instance_accounts"}}})}) {
    EXPECT_EQ(status("POST", "/api/v1/admin/measures", root_, wrong), 422) << wrong;
  }
}

TEST_F(ApiAdminFigures, CountWhatHappenedEachDayAndBefore) {
  clock_.advance(days(3));
  const auto first = post(alice_, {{"status", "one"}, {"visibility", "public"}});
  clock_.advance(days(1));
  call("POST", "/api/v1/statuses/" + first + "/favourite", bob_);
  post(alice_, {{"status", "two"}});
  clock_.advance(days(1));
  // Who asks was here today as well; that is written down before alice has reported.
  get("/api/v1/accounts/verify_credentials", bearer(root_));
  call("POST", "/api/v1/reports", alice_, {{"account_id", id_of("bob")}, {"comment", "look"}});
  const auto found = measures({"active_users", "new_users", "interactions", "opened_reports",
                               "resolved_reports", "tag_uses"});
  ASSERT_EQ(found.size(), 5U) << "of hashtags there are none";
  EXPECT_EQ(found[0]["key"], "active_users");
  EXPECT_EQ(found[0]["total"], "3") << "each person once";
  EXPECT_THAT(values(found[0]), ElementsAre("1", "2", "2"));
  EXPECT_EQ(found[1]["total"], "0");
  EXPECT_EQ(found[1]["previous_total"], "4") << "rhea, mona, alice and bob came then";
  EXPECT_THAT(values(found[2]), ElementsAre("0", "1", "0"));
  EXPECT_THAT(values(found[3]), ElementsAre("0", "0", "1"));
  EXPECT_EQ(found[4]["total"], "0");
}

TEST_F(ApiAdminFigures, OfADomainTellsWhatIsKnownOfIt) {
  const auto carol = stranger("carol", "other.example");
  stranger("dan", "third.example");
  const auto made = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    Post post{.iri = Iri::parse("https://other.example/1").value(), .author = carol.id};
    post.published = clock_.now();
    return add_post(txn, post, clock_.now());
  });
  ASSERT_TRUE(made.ok());
  const auto found = measures({"instance_accounts", "instance_statuses", "instance_follows"},
                              {{"instance_accounts", {{"domain", "other.example"}}},
                               {"instance_statuses", {{"domain", "other.example"}}},
                               {"instance_follows", {{"domain", "other.example"}}}});
  EXPECT_EQ(found[0]["total"], "1");
  EXPECT_EQ(found[1]["total"], "1");
  EXPECT_THAT(values(found[1]), ElementsAre("0", "0", "1"));
  EXPECT_EQ(found[2]["total"], "0");
  EXPECT_FALSE(found[0].contains("previous_total"));
}

}  // namespace
}  // namespace hallway::test
