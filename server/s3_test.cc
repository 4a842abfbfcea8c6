#include "server/s3.h"

#include <gmock/gmock.h>

#include <fstream>

#include "tests/support/bucket.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class S3Storage : public ::testing::Test {
 protected:
  Result<void> put(const std::string& name, const std::string& bytes) {
    std::ofstream(dir_.path() / "sent", std::ios::binary) << bytes;
    return s3_.put(name, {dir_.path() / "sent", hex(as_bytes_view(sha256(bytes))), "image/png"});
  }
  TempDir dir_;
  ManualClock clock_{Time{1'790'000'000'000}};
  Bucket bucket_{clock_};
  S3 s3_{bucket_, bucket_config()};
};

TEST_F(S3Storage, KeepsWhatIsPutUnderItsPrefix) {
  ASSERT_TRUE(put("a.png", "0123456789").ok());
  EXPECT_EQ(bucket_.objects.at("hallway/a.png").bytes, "0123456789");
  EXPECT_EQ(s3_.size_of("a.png").value(), 10U);
  EXPECT_EQ(s3_.read("a.png", 3, 4).value(), "3456");
  EXPECT_EQ(s3_.read("a.png", 3, 0).value(), "");
  ASSERT_TRUE(s3_.erase("a.png").ok());
  ASSERT_TRUE(s3_.erase("a.png").ok());
  EXPECT_TRUE(bucket_.objects.empty());
  EXPECT_EQ(s3_.size_of("a.png").error().code, Code::not_found);
  EXPECT_EQ(s3_.read("a.png", 0, 1).error().code, Code::not_found);
  EXPECT_EQ(bucket_.asked.front(), "PUT /media/hallway/a.png");
}

TEST_F(S3Storage, WhatArrivesOtherwiseThanItWasSentIsRefused) {
  std::ofstream(dir_.path() / "sent") << "damaged on the way";
  const auto outcome = s3_.put("a.png", {dir_.path() / "sent", std::string(64, '0'), "image/png"});
  ASSERT_FALSE(outcome.ok());
  EXPECT_TRUE(bucket_.objects.empty());
}

TEST_F(S3Storage, ListsPageAfterPage) {
  for (const auto* name : {"a", "b", "c"}) ASSERT_TRUE(put(name, name).ok());
  bucket_.objects["hallway/deeper/x"] = {"x", clock_.now()};
  bucket_.objects["hallway-other"] = {"x", clock_.now()};
  bucket_.page = 2;
  std::vector<std::string> names;
  std::string from;
  do {
    const auto page = s3_.list(from);
    ASSERT_TRUE(page.ok());
    for (const auto& entry : page->entries) names.push_back(entry.name);
    from = page->next;
  } while (!from.empty());
  EXPECT_THAT(names, ElementsAre("a", "b", "c"));
}

TEST_F(S3Storage, SaysWhatTheStorageSaysWhenItRefuses) {
  auto config = bucket_config();
  config.secret = "wrong";
  const S3 wrong(bucket_, config);
  const auto refused = wrong.list("");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Code::unavailable);
  EXPECT_THAT(refused.error().what, HasSubstr("the bucket media at http://s3.example:9000"));
  EXPECT_THAT(refused.error().what, HasSubstr("403 (SignatureDoesNotMatch)"));
  config = bucket_config();
  config.bucket = "another";
  const S3 another(bucket_, config);
  EXPECT_EQ(another.list("").error().code, Code::unavailable);
  EXPECT_EQ(another.read("a.png", 0, 1).error().code, Code::unavailable) << "no such bucket";
}

TEST_F(S3Storage, WhatFailsIsToBeTriedAgain) {
  bucket_.silent = true;
  EXPECT_EQ(put("a.png", "a").error().code, Code::unavailable);
  bucket_.silent = false;
  bucket_.refuse = 507;
  EXPECT_EQ(put("a.png", "a").error().code, Code::full);
  bucket_.refuse = 500;
  EXPECT_EQ(s3_.erase("a.png").error().code, Code::unavailable);
}

}  // namespace
}  // namespace hallway::test
