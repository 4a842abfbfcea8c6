#include "storage/apart.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>

namespace hallway {
namespace {

Result<void> take_nothing(std::string_view) { return {}; }

TEST(Apart, WhatIsWrittenArrivesWholeAndInOrder) {
  std::string sent, taken;
  for (int i = 0; i < 300'000; ++i) sent += std::to_string(i) + " ";
  const auto done = run_apart([&](int out) { return write_all(out, sent); },
                              [&](std::string_view piece) -> Result<void> {
                                taken += piece;
                                return {};
                              });
  EXPECT_TRUE(done.ok());
  EXPECT_TRUE(taken == sent) << taken.size() << " of " << sent.size();
}

TEST(Apart, AnErrorComesBackAsItWas) {
  const auto done = run_apart([](int) { return fail(Code::gone, "it has gone"); }, take_nothing);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, Code::gone);
  EXPECT_EQ(done.error().what, "it has gone");
}

TEST(Apart, WhatEndsTheChildDoesNotEndUs) {
  for (const int signal : {SIGBUS, SIGSEGV, SIGABRT, SIGKILL}) {
    const auto done = run_apart(
        [signal](int) -> Result<void> {
          ::raise(signal);
          return {};
        },
        take_nothing);
    ASSERT_FALSE(done.ok()) << signal;
    EXPECT_EQ(done.error().code, Code::corrupt);
    EXPECT_NE(done.error().what.find(::strsignal(signal)), std::string::npos) << done.error().what;
  }
}

TEST(Apart, WhoRefusesWhatComesEndsTheChild) {
  const auto done = run_apart(
      [](int out) -> Result<void> {
        for (;;) TRY(write_all(out, std::string(4096, 'x')));
      },
      [](std::string_view) { return fail(Code::limited, "enough"); });
  EXPECT_EQ(done.error().code, Code::limited);
}

TEST(Apart, NothingThatTheChildChangesComesBack) {
  int number = 1;
  EXPECT_TRUE(run_apart(
                  [&](int) -> Result<void> {
                    number = 2;
                    return {};
                  },
                  take_nothing)
                  .ok());
  EXPECT_EQ(number, 1);
}

}  // namespace
}  // namespace hallway
