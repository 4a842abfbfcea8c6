#include "server/api/scheduled_statuses.h"

#include <gmock/gmock.h>

#include "server/api/exact_time.h"
#include "tests/support/films.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ApiScheduled : public ApiTest {
 protected:
  std::string in(Duration wait) { return api::exact_time(clock_.now() + wait); }
  std::vector<std::string> home() { return texts(done("GET", "/api/v1/timelines/home", alice_)); }
};

class ApiScheduledFiles : public UploadTest {};

TEST_F(ApiScheduled, OneIsKeptMovedAndTakenBack) {
  const auto made =
      done("POST", "/api/v1/statuses", alice_,
           {{"status", "Later"}, {"visibility", "unlisted"}, {"scheduled_at", in(hours(1))}});
  EXPECT_EQ(made["params"]["text"], "Later");
  EXPECT_EQ(made["params"]["visibility"], "unlisted");
  EXPECT_THAT(made["media_attachments"], IsEmpty());
  EXPECT_THAT(home(), IsEmpty());
  const auto path = "/api/v1/scheduled_statuses/" + made["id"].get<std::string>();
  EXPECT_EQ(done("GET", path, alice_)["scheduled_at"], made["scheduled_at"]);
  EXPECT_EQ(status("GET", path, bob_), 404);
  const auto moved = in(hours(2));
  EXPECT_EQ(done("PUT", path, alice_, {{"scheduled_at", moved}})["scheduled_at"], moved);
  EXPECT_EQ(status("PUT", path, alice_, {{"scheduled_at", in(minutes(1))}}), 422);
  EXPECT_EQ(done("GET", "/api/v1/scheduled_statuses", alice_).size(), 1U);
  done("DELETE", path, alice_);
  EXPECT_THAT(done("GET", "/api/v1/scheduled_statuses", alice_), IsEmpty());
}

TEST_F(ApiScheduled, HowFarItWillGoAndThatItAsksIsToldAgain) {
  const auto made = done("POST", "/api/v1/statuses", alice_,
                         {{"status", "Who knows?"},
                          {"label", "department"},
                          {"quote_approval_policy", "nobody"},
                          {"hallway", {{"question", true}}},
                          {"scheduled_at", in(hours(1))}});
  EXPECT_EQ(made["params"]["label"], "department");
  EXPECT_EQ(made["params"]["quote_approval_policy"], "nobody");
  EXPECT_EQ(made["params"]["hallway"], Json({{"question", true}}));
  const auto plain =
      done("POST", "/api/v1/statuses", alice_, {{"status", "x"}, {"scheduled_at", in(hours(1))}});
  EXPECT_EQ(plain["params"]["label"], nullptr);
  EXPECT_EQ(plain["params"]["hallway"], Json({{"question", false}}));
}

TEST_F(ApiScheduledFiles, AreShownWithWhatWillCarryThem) {
  const auto file = json(upload(alice_, a_photo(), {{"description", "A wall"}}));
  const auto made = done("POST", "/api/v1/statuses", alice_,
                         {{"status", "Later"},
                          {"media_ids", {file["id"]}},
                          {"scheduled_at", api::exact_time(clock_.now() + hours(1))}});
  ASSERT_EQ(made["media_attachments"].size(), 1U);
  EXPECT_EQ(made["media_attachments"][0], file);
  EXPECT_EQ(made["media_attachments"][0]["description"], "A wall");
  const auto path = "/api/v1/scheduled_statuses/" + made["id"].get<std::string>();
  EXPECT_EQ(done("GET", path, alice_)["media_attachments"], made["media_attachments"]);
  EXPECT_EQ(done("GET", "/api/v1/scheduled_statuses", alice_)[0], made);
  done("DELETE", "/api/v1/media/" + file["id"].get<std::string>(), alice_);
  EXPECT_THAT(done("GET", path, alice_)["media_attachments"], IsEmpty());
}

TEST_F(ApiScheduled, WhatCouldNotBePublishedIsRefusedNow) {
  const std::string later = in(hours(1));
  const Json wrong[] = {
      {{"status", ""}, {"scheduled_at", later}},
      {{"status", "x"}, {"scheduled_at", in(minutes(4))}},
      {{"status", "x"}, {"scheduled_at", "tomorrow"}},
      {{"status", std::string(6'000, 'x')}, {"scheduled_at", later}},
  };
  for (const auto& body : wrong) {
    EXPECT_EQ(status("POST", "/api/v1/statuses", alice_, body), 422) << dump_json(body);
  }
  EXPECT_EQ(status("POST", "/api/v1/statuses", alice_,
                   {{"status", "x"}, {"in_reply_to_id", "9"}, {"scheduled_at", later}}),
            404);
  EXPECT_THAT(done("GET", "/api/v1/scheduled_statuses", alice_), IsEmpty());
  EXPECT_THAT(home(), IsEmpty()) << "nothing was published by trying";
}

TEST_F(ApiScheduled, TheSameSentAgainIsKeptOnce) {
  const Json body{{"status", "Later"}, {"scheduled_at", in(hours(1))}};
  const auto one = done("POST", "/api/v1/statuses", alice_, body);
  EXPECT_EQ(done("POST", "/api/v1/statuses", alice_, body)["id"], one["id"]);
  EXPECT_EQ(done("GET", "/api/v1/scheduled_statuses", alice_).size(), 1U);
}

TEST_F(ApiScheduled, ManyAreReadPageByPage) {
  for (const auto* text : {"a", "b", "c"}) {
    done("POST", "/api/v1/statuses", alice_, {{"status", text}, {"scheduled_at", in(hours(1))}});
  }
  const auto texts_of = [](const Json& list) {
    std::vector<std::string> out;
    for (const auto& one : list) out.push_back(one["params"]["text"].get<std::string>());
    return out;
  };
  const auto first = call("GET", "/api/v1/scheduled_statuses?limit=2", alice_);
  EXPECT_THAT(texts_of(json(first)), ElementsAre("c", "b"));
  const auto second = call("GET", next_of(first), alice_);
  EXPECT_THAT(texts_of(json(second)), ElementsAre("a"));
}

}  // namespace
}  // namespace hallway::test
