#include "server/import_posts.h"

#include <gmock/gmock.h>

#include "storage/log.h"
#include "storage/verify.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ImportPosts : public NodeTest {
 protected:
  static ImportedPost written(const std::string& author, const std::string& text,
                              const std::string& at = "2019-03-25T19:59:20Z") {
    return {.author = author, .text = text, .at = parse_rfc3339(at).value()};
  }
  ImportOutcome take(const std::vector<ImportedPost>& posts, std::optional<Label> label = {}) {
    auto outcome = import_posts(*node_, posts, label);
    EXPECT_TRUE(outcome.ok()) << outcome.error().what;
    return std::move(outcome).value_or({});
  }
  std::vector<std::string> texts(const std::string& target, const std::string& token) {
    std::vector<std::string> found;
    const auto statuses = json(call("GET", target, token));
    for (const auto& status : statuses) {
      found.emplace_back(find_string(status, "content").value_or(""));
    }
    return found;
  }
  uint64_t rows(Table table) { return node_->read()->count(table); }
};

TEST_F(ImportPosts, StandWhereTheyWouldHadTheyBeenWrittenHere) {
  const auto token = person("reader");
  post(token, {{"status", "today"}});
  const auto outcome = take({written("Jane Doe", "second", "2020-01-01T00:00:00Z"),
                             written("Jane Doe", "first #steam"),
                             written("bob", "between", "2019-06-01T00:00:00Z")});
  EXPECT_EQ(outcome.made, 3U);
  EXPECT_EQ(outcome.people, 2U);
  EXPECT_EQ(outcome.known + outcome.left_out, 0U);
  EXPECT_FALSE(outcome.refused);
  EXPECT_THAT(texts("/api/v1/timelines/public?local=true", token),
              ElementsAre("<p>today</p>", "<p>second</p>", "<p>between</p>", HasSubstr("first")));
  EXPECT_THAT(texts("/api/v1/timelines/tag/steam", token), ElementsAre(HasSubstr("first")));
  const auto jane = json(call("GET", "/api/v1/accounts/lookup?acct=jane_doe", token));
  EXPECT_EQ(find_string(jane, "display_name"), "Jane Doe");
  EXPECT_EQ(find_int(jane, "statuses_count"), 2);
  EXPECT_EQ(find_string(jane, "last_status_at"), "2020-01-01");
  const auto outbox =
      get("/users/jane_doe/outbox?page=true", {{"Accept", "application/activity+json"}});
  EXPECT_THAT(outbox.body, HasSubstr("\"published\":\"2019-03-25T19:59:20Z\""));
}

TEST_F(ImportPosts, TellNobody) {
  const auto token = person("reader");
  take({written("jane", "first")});
  const auto jane = json(call("GET", "/api/v1/accounts/lookup?acct=jane", token));
  const auto id = std::string(*find_string(jane, "id"));
  ASSERT_EQ(call("POST", "/api/v1/accounts/" + id + "/follow", token, {{"notify", true}}).status,
            200);
  const auto before = rows(Table::notifications) + rows(Table::deliveries);
  take({written("jane", "second, for @reader")});
  EXPECT_EQ(rows(Table::notifications) + rows(Table::deliveries), before);
  EXPECT_EQ(texts("/api/v1/timelines/home", token).size(), 2U) << "but who follows reads it";
}

TEST_F(ImportPosts, OnceIsEnough) {
  const std::vector<ImportedPost> all{written("jane", "one"), written("bob", "one"),
                                      written("jane", "one", "2019-03-25T19:59:21Z"),
                                      written("jane", "one")};
  const auto first = take(all);
  EXPECT_EQ(first.made, 3U);
  EXPECT_EQ(first.known, 1U);
  const auto log = last_log(*node_->read())->seq;
  const auto again = take(all);
  EXPECT_EQ(again.known, 4U);
  EXPECT_EQ(again.made + again.people, 0U);
  EXPECT_EQ(last_log(*node_->read())->seq, log) << "nothing was done";
}

TEST_F(ImportPosts, WhatWasDeletedHereStaysDeleted) {
  take({written("jane", "one"), written("bob", "two")});
  const auto token = token_for(find_account(*node_->read(), "jane").value(), "read write");
  const auto all = json(call("GET", "/api/v1/timelines/public?local=true", token));
  for (const auto& status : all) {
    const auto id = std::string(*find_string(status, "id"));
    call("DELETE", "/api/v1/statuses/" + id, token);
  }
  ASSERT_TRUE(delete_person(*node_, "bob").ok());
  const auto again = take({written("jane", "one"), written("bob", "two")});
  EXPECT_EQ(again.known, 1U);
  EXPECT_EQ(again.left_out, 1U);
  EXPECT_EQ(again.made + again.people, 0U);
  EXPECT_THAT(texts("/api/v1/timelines/public?local=true", token), IsEmpty());
}

TEST_F(ImportPosts, AreAllTakenOrNone) {
  person("carol");
  ASSERT_TRUE(set_disabled(*node_, "carol", true).ok());
  const auto log = last_log(*node_->read())->seq;
  const auto outcome = take({written("jane", "one"), written("carol", "two"), written("bob", "3")});
  EXPECT_EQ(outcome.refused, 1U);
  EXPECT_THAT(outcome.why, HasSubstr("carol"));
  EXPECT_EQ(outcome.made, 0U);
  EXPECT_FALSE(find_account(*node_->read(), "jane"));
  EXPECT_EQ(last_log(*node_->read())->seq, log);
}

TEST_F(ImportPosts, GoAsFarAsTheirLabelSays) {
  take({written("jane", "for us")}, Label::department);
  take({written("jane", "for all")});
  const auto page = get("/@jane", kBrowser).body;
  EXPECT_THAT(page, HasSubstr("for all"));
  EXPECT_THAT(page, ::testing::Not(HasSubstr("for us")));
}

TEST_F(ImportPosts, AreADeedInTheLogAndLeaveTheStoreWhole) {
  take({written("jane", "one"), written("bob", "two")});
  const auto txn = node_->read();
  const auto last = last_log(*txn);
  EXPECT_EQ(last->type, "ImportPosts");
  EXPECT_EQ(last->source, Source::admin);
  EXPECT_EQ(find_payload(*txn, last->seq), R"({"new_people":2,"posts":2})");
}

}  // namespace
}  // namespace hallway::test
