#include "server/look_up.h"

#include <gmock/gmock.h>

#include <atomic>
#include <future>

namespace hallway {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Found = LookUp::Addresses;

Found address(const char* text) { return {*IpAddress::parse(text)}; }

// A resolver that says nothing until it may.
class LookingUp : public ::testing::Test {
 protected:
  LookUpOptions options(Duration remember = minutes(1)) {
    return {.most_waiting = 20, .remember = remember, .find = [this](const std::string& host) {
              ++asked_;
              asked_.notify_all();
              may_say_.wait(false);
              return host == "a.example" ? address("192.0.2.1") : Found();
            }};
  }
  void let_it_say() {
    may_say_ = true;
    may_say_.notify_all();
  }
  // What it answers, once it does.
  static std::future<Found> ask(LookUp& looking, const std::string& host,
                                Duration patience = minutes(1)) {
    auto said = std::make_shared<std::promise<Found>>();
    auto answer = said->get_future();
    EXPECT_TRUE(looking.ask(host, patience, [said](const Found& found) { said->set_value(found); }))
        << host;
    return answer;
  }

  std::atomic<int> asked_{0};
  std::atomic<bool> may_say_{false};
};

TEST_F(LookingUp, WhoAsksForWhatIsAskedAlreadyWaitsWithTheFirst) {
  LookUp looking(options());
  std::vector<std::future<Found>> answers;
  answers.reserve(10);
  for (int i = 0; i < 10; ++i) answers.push_back(ask(looking, "a.example"));
  asked_.wait(0);
  answers.push_back(ask(looking, "a.example"));
  let_it_say();
  for (auto& answer : answers) EXPECT_EQ(answer.get(), address("192.0.2.1"));
  EXPECT_EQ(asked_, 1);
}

TEST_F(LookingUp, AnAnswerIsRememberedAlsoThatThereIsNone) {
  let_it_say();
  LookUp looking(options());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(ask(looking, "a.example").get(), address("192.0.2.1"));
    EXPECT_THAT(ask(looking, "nowhere.example").get(), IsEmpty());
  }
  EXPECT_EQ(asked_, 2);
}

TEST_F(LookingUp, AnAnswerIsForgotten) {
  let_it_say();
  LookUp looking(options(/*remember=*/milliseconds(0)));
  for (int i = 0; i < 3; ++i) ask(looking, "a.example").get();
  EXPECT_EQ(asked_, 3);
}

TEST_F(LookingUp, AResolverThatIsSilentIsNotWaitedForEver) {
  LookUp looking(options());
  std::vector<std::future<Found>> answers;
  answers.reserve(20);
  for (int i = 0; i < 20; ++i) {
    answers.push_back(ask(looking, std::to_string(i) + ".example", milliseconds(20)));
  }
  for (auto& answer : answers) EXPECT_THAT(answer.get(), IsEmpty());
  auto patient = ask(looking, "0.example");
  let_it_say();
  EXPECT_THAT(patient.get(), IsEmpty());
  EXPECT_EQ(ask(looking, "a.example").get(), address("192.0.2.1"));
  EXPECT_LE(asked_, 18) << "those that nobody waits for any more are not looked up";
}

TEST_F(LookingUp, BeyondWhatMayWaitNobodyIsHeard) {
  LookUp looking(options());
  std::vector<std::future<Found>> answers;
  answers.reserve(20);
  for (int i = 0; i < 20; ++i) answers.push_back(ask(looking, std::to_string(i) + ".example"));
  EXPECT_FALSE(looking.ask("one.more.example", minutes(1), [](const Found&) { FAIL(); }));
  EXPECT_THAT(ask(looking, "192.0.2.7").get(), ElementsAre(address("192.0.2.7").front()))
      << "an address is not asked of anybody";
  let_it_say();
  for (auto& answer : answers) EXPECT_THAT(answer.get(), IsEmpty());
  EXPECT_THAT(ask(looking, "one.more.example").get(), IsEmpty());
}

TEST_F(LookingUp, WhoeverWaitsAtTheEndIsAnsweredWithNothing) {
  auto looking = std::make_unique<LookUp>(options());
  auto waiting = ask(*looking, "a.example");
  asked_.wait(0);
  std::thread ending([&] { looking.reset(); });
  EXPECT_THAT(waiting.get(), IsEmpty());
  let_it_say();
  ending.join();
}

}  // namespace
}  // namespace hallway
