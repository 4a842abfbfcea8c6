// A node that is killed while people write to it: whatever it answered with 202 is there, once.

#include <signal.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "storage/log.h"
#include "storage/names.h"
#include "storage/values/random.h"
#include "tests/process/befriend.h"

namespace hallway::test {
namespace {

constexpr int kRounds = 20;
constexpr size_t kPerRound = 400;

class KilledNode : public ::testing::Test {
 protected:
  void SetUp() override {
    node_.init();
    const auto serving = node_.serve();
    ASSERT_TRUE(befriend(node_, host_));
  }

  // New notes, and before them those of the last round that were not answered, which a peer would
  // send again too.
  void prepare() {
    auto fresh = host_.creates(node_.domain(), next_, kPerRound);
    for (auto& request : fresh) {
      owed_.push_back(next_++);
      requests_.push_back(std::move(request));
    }
  }

  // Sends what is owed and kills the node `delay` after that has begun; notes what was answered.
  void send_and_kill(std::chrono::milliseconds delay) {
    const auto serving = node_.serve();
    std::jthread killer([&] {
      std::this_thread::sleep_for(delay);
      serving->signal(SIGKILL);
    });
    note_answers(send_load(node_.target(), {.requests = requests_, .connections = 16}));
    killer.join();
    serving->wait();
  }

  void note_answers(const LoadOutcome& outcome) {
    std::vector<uint64_t> owed;
    std::vector<std::string> requests;
    for (size_t i = 0; i < owed_.size(); ++i) {
      const int status = i < outcome.answers.size() ? outcome.answers[i].status : 0;
      if (status == 202) {
        taken_.insert(owed_[i]);
        continue;
      }
      EXPECT_EQ(status, 0) << "refused";
      owed.push_back(owed_[i]);
      requests.push_back(std::move(requests_[i]));
    }
    owed_ = std::move(owed);
    requests_ = std::move(requests);
  }

  const RemoteHost host_{"127.0.44.1", 4};
  const RealNode node_{"127.0.44.2", "open"};
  SeededRandom random_{4};
  uint64_t next_ = 0;
  std::vector<uint64_t> owed_;  // numbers of notes, in the order of requests_
  std::vector<std::string> requests_;
  std::set<uint64_t> taken_;  // answered 202
};

// How often each activity stands in the log.
std::map<std::string, int> logged(const ReadTxn& txn) {
  std::map<std::string, int> times;
  for (uint64_t seq = 1; const auto entry = find_log(txn, seq); ++seq) {
    if (entry->type == "Create") ++times[entry->activity];
  }
  return times;
}

TEST_F(KilledNode, HasEverythingItAnswered202Once) {
  size_t interrupted = 0;
  for (int round = 0; round < kRounds; ++round) {
    prepare();
    send_and_kill(std::chrono::milliseconds(1 + random_.u64() % 80));
    if (!owed_.empty()) ++interrupted;
  }
  EXPECT_GT(interrupted, 0U) << "no round was cut off: nothing was tried";
  const auto cut_off = owed_.size();
  {
    const auto serving = node_.serve();
    note_answers(send_load(node_.target(), {.requests = requests_, .connections = 16}));
    EXPECT_EQ(owed_.size(), 0U);
  }
  const auto store = Store::open(node_.dir());
  ASSERT_TRUE(store.ok()) << store.error().what;
  const auto txn = (*store)->read().value();
  ASSERT_EQ(taken_.size(), next_);
  auto times = logged(txn);
  EXPECT_EQ(times.size(), taken_.size());
  for (const auto number : taken_) {
    EXPECT_EQ(times[host_.create_id(number)], 1) << host_.create_id(number);
    EXPECT_TRUE(find_id(txn, iri(host_.note_id(number)), Kind::post)) << host_.note_id(number);
  }
  EXPECT_TRUE(verify_log(txn).ok());
  std::printf("%d rounds, %zu of them cut off, %zu notes answered 202, %zu sent again at the end\n",
              kRounds, interrupted, taken_.size(), cut_off);
}

}  // namespace
}  // namespace hallway::test
