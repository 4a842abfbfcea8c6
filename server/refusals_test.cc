#include "server/refusals.h"

#include <gmock/gmock.h>

#include "tests/support/store.h"

namespace hallway {
namespace {

Request signed_as(const std::string& header, const std::string& value) {
  return {.method = "POST", .target = "/inbox", .headers = {{header, value}}};
}

TEST(Refusals, TheDomainIsThatOfTheKeyThatWasClaimed) {
  const struct {
    std::string header, value, domain;
  } kCases[] = {
      {"Signature", R"(keyId="https://a.example/u#main-key",signature="x")", "a.example"},
      {"Signature", R"(algorithm="hs2019",keyid="https://A.example:8443/k")", "a.example:8443"},
      {"Signature-Input", R"(sig1=("@method");created=1;keyid="https://b.example/u#k")",
       "b.example"},
      {"Signature", R"(keyId="acct:alice@a.example")", "unsigned"},
      {"Signature", R"(keyId=)", "unsigned"},
      {"Signature", R"(keyId=")", "unsigned"},
      {"Digest", "SHA-256=x", "unsigned"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(claimed_domain(signed_as(c.header, c.value)), c.domain) << c.value;
  }
}

// Beside a store.
class RefusalsOnDisk : public test::StoreTest {
 protected:
  void note(const std::string& host, Time at, const std::string& what) {
    refusals_->note(signed_as("Signature", "keyId=\"https://" + host + "/u#k\""),
                    {at, "forbidden", what, "192.0.2.1"});
  }
  [[nodiscard]] std::vector<std::string> of(const std::string& host) const {
    std::vector<std::string> what;
    for (const auto& one : refusals_->list(read(), host)) what.push_back(one.what);
    return what;
  }
  Result<void> save(Time now = {}) { return refusals_->save(*store_, *writer_, now); }
  void restart() { refusals_ = std::make_unique<Refusals>(); }
  uint64_t commits() { return writer_->figures().commits; }
  std::unique_ptr<Refusals> refusals_ = std::make_unique<Refusals>();
};

TEST_F(RefusalsOnDisk, TheLastFewOfADomainAreKeptNewestFirst) {
  for (int i = 0; i < 50; ++i) note("a.example", Time{i}, std::to_string(i));
  const auto list = of("a.example");
  ASSERT_EQ(list.size(), 20U);
  EXPECT_EQ(list.front(), "49");
  EXPECT_EQ(list.back(), "30");
  EXPECT_TRUE(of("b.example").empty());
}

TEST_F(RefusalsOnDisk, TheyAreKnownAfterARestartBehindWhatCameSince) {
  note("a.example", Time{1}, "first");
  note("a.example", Time{2}, "second");
  ASSERT_TRUE(save().ok());
  restart();
  EXPECT_EQ(of("a.example"), (std::vector<std::string>{"second", "first"}));
  note("a.example", Time{3}, "third");
  EXPECT_EQ(of("a.example"), (std::vector<std::string>{"third", "second", "first"}));
  ASSERT_TRUE(save().ok());
  EXPECT_EQ(of("a.example"), (std::vector<std::string>{"third", "second", "first"}));
  ASSERT_TRUE(save(Time{1} + days(31)).ok());
  EXPECT_TRUE(of("a.example").empty()) << "and forgotten after a month";
}

TEST_F(RefusalsOnDisk, WhoeverIsRefusedOftenMakesTheDiskWorkNoMore) {
  const auto before = commits();
  for (int i = 0; i < 10'000; ++i) note("h" + std::to_string(i % 3'000) + ".example", Time{i}, "x");
  EXPECT_EQ(commits(), before);
  ASSERT_TRUE(save().ok());
  EXPECT_EQ(commits(), before + 1) << "one commit for all";
  EXPECT_EQ(read().count(Table::refusals), Refusals::kMostSaved);
  for (int minute = 0; minute < 10; ++minute) ASSERT_TRUE(save().ok());
  EXPECT_LE(read().count(Table::refusals), kMostRefusedDomains);
  const auto at_rest = commits();
  ASSERT_TRUE(save().ok());
  EXPECT_EQ(commits(), at_rest) << "at rest, nothing is written";
}

TEST_F(RefusalsOnDisk, WhatCouldNotBeWrittenIsWrittenTheNextTime) {
  for (int i = 0; i < 4'000; ++i) {
    note("h" + std::to_string(i % 200) + ".example", Time{i}, std::string(300, 'x'));
  }
  note("a.example", Time{5'000}, "last");
  const test::TempDir small;
  const auto full = Store::open(small.path(), {.map_bytes = 1 << 20}).value();
  Writer writer(*full);
  EXPECT_EQ(refusals_->save(*full, writer, {}).error().code, Code::full);
  EXPECT_EQ(of("h7.example").size(), 20U) << "they are known all the same";
  for (int minute = 0; minute < 2; ++minute) ASSERT_TRUE(save().ok());
  restart();
  EXPECT_EQ(of("h7.example").size(), 20U);
  EXPECT_EQ(of("a.example"), std::vector<std::string>{"last"});
}

TEST_F(RefusalsOnDisk, WhoClaimsManyNamesCostsNoMoreMemory) {
  for (int i = 0; i < 5'000; ++i) {
    note("h" + std::to_string(i) + ".example", Time{i}, std::string(10'000, 'x'));
  }
  EXPECT_TRUE(of("h0.example").empty());
  const auto last = of("h4999.example");
  ASSERT_EQ(last.size(), 1U);
  EXPECT_LE(last[0].size(), 300U);
}

}  // namespace
}  // namespace hallway
