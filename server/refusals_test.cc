#include "server/refusals.h"

#include <gmock/gmock.h>

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

TEST(Refusals, TheLastFewOfADomainAreKeptNewestFirst) {
  Refusals refusals;
  const auto request = signed_as("Signature", R"(keyId="https://a.example/u#k")");
  for (int i = 0; i < 50; ++i) {
    refusals.note(request, {Time{i}, "forbidden", std::to_string(i), "192.0.2.1"});
  }
  const auto list = refusals.list("a.example");
  ASSERT_EQ(list.size(), 20U);
  EXPECT_EQ(list.front().what, "49");
  EXPECT_EQ(list.back().what, "30");
  EXPECT_TRUE(refusals.list("b.example").empty());
}

TEST(Refusals, WhoClaimsManyNamesCostsNoMoreMemory) {
  Refusals refusals;
  for (int i = 0; i < 5'000; ++i) {
    refusals.note(signed_as("Signature", "keyId=\"https://h" + std::to_string(i) + ".example/k\""),
                  {Time{i}, "forbidden", std::string(10'000, 'x'), ""});
  }
  EXPECT_TRUE(refusals.list("h0.example").empty());
  const auto last = refusals.list("h4999.example");
  ASSERT_EQ(last.size(), 1U);
  EXPECT_LE(last[0].what.size(), 300U);
}

}  // namespace
}  // namespace hallway
