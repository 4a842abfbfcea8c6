#include "server/api/admin_dimensions.h"

#include <gmock/gmock.h>

#include "server/version.h"
#include "tests/support/api_staff.h"

namespace hallway::test {
namespace {

class ApiAdminDimensions : public StaffTest {
 protected:
  Json ask(Json body) {
    body["start_at"] = to_rfc3339(clock_.now() - days(2));
    body["end_at"] = to_rfc3339(clock_.now());
    return done("POST", "/api/v1/admin/dimensions", root_, body);
  }
  // "en 2" of each part.
  static std::vector<std::string> parts(const Json& dimension) {
    std::vector<std::string> out;
    for (const auto& one : dimension["data"]) {
      out.push_back(one.value("key", "") + " " + one.value("value", ""));
    }
    return out;
  }
};

TEST_F(ApiAdminDimensions, TellTheGreatestPartsFirst) {
  for (const auto* language : {"de", "en", "en"}) {
    post(alice_, {{"status", "x"}, {"language", language}});
  }
  const auto carol = stranger("carol", "other.example");
  const auto made = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    Post post{.iri = Iri::parse("https://other.example/1").value(), .author = carol.id};
    post.published = clock_.now();
    post.language = "fr";
    return add_post(txn, post, clock_.now());
  });
  ASSERT_TRUE(made.ok());
  const auto found = ask({{"keys",
                           {"languages", "servers", "instance_languages", "instance_accounts",
                            "space_usage", "software_versions", "odd"}},
                          {"instance_languages", {{"domain", "other.example"}}},
                          {"instance_accounts", {{"domain", "other.example"}}}});
  ASSERT_EQ(found.size(), 6U);
  EXPECT_THAT(parts(found[0]), testing::ElementsAre("en 2", "de 1"));
  EXPECT_THAT(parts(found[1]), testing::ElementsAre("other.example 1"));
  EXPECT_THAT(parts(found[2]), testing::ElementsAre("fr 1"));
  EXPECT_THAT(parts(found[3]), testing::ElementsAre("carol 0"));
  EXPECT_EQ(found[4]["data"][0]["key"], "store");
  EXPECT_NE(found[4]["data"][0]["value"], "0");
  EXPECT_EQ(found[4]["data"][0]["unit"], "bytes");
  EXPECT_EQ(found[5]["data"][0]["value"], std::string(kVersion));
  EXPECT_EQ(parts(ask({{"keys", {"languages"}}, {"limit", 1}})[0]).size(), 1U);
}

TEST_F(ApiAdminDimensions, ProgramsCountByThePeopleWhoUsedThem) {
  const auto account = *find_account(node_->read().value(), "alice");
  const auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
    for (const auto* secret : {"one", "two"}) {
      const Token token{
          .account = account.id, .name = "Tea app", .created = clock_.now(), .used = clock_.now()};
      TRY(put_token(txn, secret, token));
    }
    return {};
  });
  ASSERT_TRUE(put.ok());
  EXPECT_THAT(parts(ask({{"keys", {"sources"}}})[0]), testing::Contains("Tea app 1"));
}

TEST_F(ApiAdminDimensions, AreForThoseWhoAdminister) {
  const Json body{{"keys", {"languages"}}, {"start_at", "2026-01-01"}, {"end_at", "2026-01-02"}};
  EXPECT_EQ(status("POST", "/api/v1/admin/dimensions", mod_, body), 403);
  EXPECT_EQ(status("POST", "/api/v1/admin/dimensions", root_, body), 200);
  EXPECT_EQ(status("POST", "/api/v1/admin/dimensions", root_, Json::object()), 422);
}

}  // namespace
}  // namespace hallway::test
