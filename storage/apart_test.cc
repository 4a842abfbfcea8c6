#include "storage/apart.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <map>
#include <string>
#include <vector>

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

// The fourth dies, the fifth says why not, the sixth is not heard to its end.
std::vector<ApartWork> works_of_which_three_fail(std::vector<std::string>& taken) {
  std::vector<ApartWork> works;
  works.reserve(taken.size());
  for (size_t i = 0; i < taken.size(); ++i) {
    works.push_back({[i](int out) -> Result<void> {
                       if (i == 3) ::raise(SIGSEGV);
                       if (i == 4) return fail(Code::gone, "it has gone");
                       return write_all(out, std::string(i * 10'000, 'x'));
                     },
                     [&taken, i](std::string_view piece) -> Result<void> {
                       taken[i] += piece;
                       if (i == 5) return fail(Code::limited, "enough");
                       return {};
                     }});
  }
  return works;
}

TEST(Apart, OfSeveralEachIsHeardAndOneThatFailsHarmsNoOther) {
  for (const size_t at_once : {0, 1, 3, 100}) {
    SCOPED_TRACE(std::to_string(at_once) + " at once");
    std::vector<std::string> taken(20);
    const auto works = works_of_which_three_fail(taken);
    const auto outcomes = run_each_apart(works, at_once);
    ASSERT_EQ(outcomes.size(), works.size());
    const std::map<size_t, Code> failed = {{3, Code::corrupt}, {4, Code::gone}, {5, Code::limited}};
    for (size_t i = 0; i < works.size(); ++i) {
      ASSERT_EQ(outcomes[i].ok(), !failed.contains(i)) << i;
      if (outcomes[i].ok()) {
        EXPECT_EQ(taken[i].size(), i * 10'000) << i;
      }
    }
    for (const auto& [i, code] : failed) EXPECT_EQ(outcomes[i].error().code, code) << i;
  }
}

// The second of them begins while the first is not done: it waits for what the second sends.
TEST(Apart, AsManyAreAtWorkAtTheSameTimeAsWereAskedFor) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  char got = 0;
  const std::vector<ApartWork> works = {
      {[&](int out) -> Result<void> {
         char byte = 0;
         if (::read(ends[0], &byte, 1) != 1) return fail(Code::internal, "nothing came");
         return write_all(out, std::string(1, byte));
       },
       [&](std::string_view piece) -> Result<void> {
         got = piece.front();
         return {};
       }},
      {[&](int) { return write_all(ends[1], "y"); }, take_nothing}};
  for (const auto& outcome : run_each_apart(works, 2)) EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(got, 'y');
  for (const int end : ends) ::close(end);
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
