#pragma once
// What came of something that can fail.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "storage/values/result.h"

namespace hallway::test {

// The value of what must succeed.
template <class T>
T ok(Result<T> outcome) {
  EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? std::string() : outcome.error().what);
  return std::move(outcome).value_or(T{});
}
inline void ok(const Result<void>& outcome) {
  EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? std::string() : outcome.error().what);
}
// The code of what must fail: internal where it did not.
template <class T>
Code code_of(const Result<T>& outcome) {
  return outcome.ok() ? Code::internal : outcome.error().code;
}

}  // namespace hallway::test
