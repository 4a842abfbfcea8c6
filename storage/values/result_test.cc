#include "storage/values/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>

namespace hallway {
namespace {

Result<int> half(int n) {
  if (n % 2 != 0) return fail(Code::invalid, "odd: " + std::to_string(n));
  return n / 2;
}

Result<std::string> quarter(int n) {
  const int q = TRY(half(TRY(half(n))));
  return std::to_string(q);
}

Result<void> must_be_even(int n) {
  if (const auto halved = half(n); !halved) return halved.error();
  return {};
}

Result<void> all_even(int a, int b) {
  TRY(must_be_even(a));
  TRY(must_be_even(b));
  return {};
}

Result<std::unique_ptr<int>> boxed(int n) { return std::make_unique<int>(TRY(half(n))); }

TEST(Result, TryReturnsTheFirstErrorToTheCaller) {
  EXPECT_EQ(quarter(8).value(), "2");
  EXPECT_EQ(quarter(6).error().what, "odd: 3");
  EXPECT_EQ(quarter(5).error().what, "odd: 5");
  EXPECT_TRUE(must_be_even(2).ok());
  EXPECT_TRUE(all_even(2, 4).ok());
  EXPECT_EQ(all_even(2, 3).error().what, "odd: 3");
  EXPECT_EQ(all_even(1, 3).error().code, Code::invalid);
}

TEST(Result, CarriesWhatCanOnlyBeMoved) {
  EXPECT_EQ(*boxed(4).value(), 2);
  EXPECT_EQ(half(1).value_or(7), 7);
  EXPECT_EQ(half(2).value_or(7), 1);
}

TEST(Result, OnlyWhatMayPassIsRetried) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Code::internal); ++i) {
    const auto code = static_cast<Code>(i);
    names.insert(name_of(code));
    const bool passes = code == Code::limited || code == Code::full || code == Code::unavailable;
    EXPECT_EQ(fail(code, "").retryable(), passes) << name_of(code);
  }
  EXPECT_EQ(names.size(), 12U);
}

}  // namespace
}  // namespace hallway
