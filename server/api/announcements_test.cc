#include "server/api/announcements.h"

#include <gmock/gmock.h>

#include "storage/announcements.h"
#include "tests/support/api.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kList = "/api/v1/announcements";

class ApiAnnouncements : public ApiTest {
 protected:
  std::string announce(Announcement one) {
    one.published = one.updated = clock_.now();
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return put_announcement(txn, one); });
    EXPECT_TRUE(put.ok());
    return to_string(one.id);
  }
  Json list(const std::string& token, const std::string& query = "") {
    return json(get(kList + query, bearer(token)));
  }
  static std::string reaction(const std::string& id, const std::string& emoji) {
    return std::string(kList) + "/" + id + "/reactions/" + percent_encode(emoji);
  }
};

TEST_F(ApiAnnouncements, AreForThoseWhoAreSignedInAndTellEverythingOfThemselves) {
  EXPECT_EQ(get(kList).status, 401);
  const auto id = announce({.text = "Tea with @alice at https://tea.example #tea <now>"});
  const auto one = list(bob_).at(0);
  EXPECT_EQ(one["id"], id);
  const auto content = one["content"].get<std::string>();
  EXPECT_THAT(content, HasSubstr("href=\"https://design.example/@alice\""));
  EXPECT_THAT(content, HasSubstr("href=\"https://tea.example"));
  EXPECT_THAT(content, HasSubstr("&lt;now&gt;"));
  EXPECT_EQ(one["mentions"][0]["acct"], "alice");
  EXPECT_EQ(one["tags"][0]["name"], "tea");
  EXPECT_EQ(one["starts_at"], nullptr);
  EXPECT_EQ(one["ends_at"], nullptr);
  EXPECT_EQ(one["read"], false);
  for (const char* member :
       {"all_day", "published_at", "updated_at", "statuses", "emojis", "reactions"}) {
    EXPECT_TRUE(one.contains(member)) << member;
  }
}

TEST_F(ApiAnnouncements, WhatOneDismissedIsShownToOthersStill) {
  const auto path = std::string(kList) + "/" + announce({.text = "x"}) + "/dismiss";
  EXPECT_EQ(call("POST", path, alice_).body, "{}");
  EXPECT_EQ(list(alice_), Json::array());
  EXPECT_EQ(list(alice_, "?with_dismissed=true").at(0)["read"], true);
  EXPECT_EQ(list(bob_).size(), 1U);
  EXPECT_EQ(call("POST", std::string(kList) + "/12/dismiss", alice_).status, 404);
}

TEST_F(ApiAnnouncements, EndWithTheirTime) {
  const auto id = announce({.text = "x", .ends = clock_.now() + hours(1)});
  EXPECT_EQ(list(alice_).size(), 1U);
  clock_.advance(hours(1));
  EXPECT_EQ(list(alice_), Json::array());
  EXPECT_EQ(call("PUT", reaction(id, "🎉"), alice_).status, 404);
}

TEST_F(ApiAnnouncements, ReactionsAreCountedAndTakenBack) {
  const auto id = announce({.text = "x"});
  EXPECT_EQ(call("PUT", reaction(id, "🎉"), alice_).body, "{}");
  EXPECT_EQ(call("PUT", reaction(id, "🎉"), bob_).status, 200);
  EXPECT_EQ(list(alice_).at(0)["reactions"],
            Json::array({{{"name", "🎉"}, {"count", 2}, {"me", true}}}));
  EXPECT_EQ(call("DELETE", reaction(id, "🎉"), alice_).status, 200);
  EXPECT_EQ(list(alice_).at(0)["reactions"],
            Json::array({{{"name", "🎉"}, {"count", 1}, {"me", false}}}));
  for (const auto* name : {"tea", ":tea:", "🎉🎉"}) {
    EXPECT_EQ(call("PUT", reaction(id, name), alice_).status, 422) << name;
  }
  EXPECT_EQ(call("PUT", reaction("12", "🎉"), alice_).status, 404);
}

}  // namespace
}  // namespace hallway::test
