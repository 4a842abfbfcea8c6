// A node that is killed while others and its own people write to it: whatever it answered is there,
// once. HALLWAY_KILL_ROUNDS says how many times (20).

#include <signal.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include "storage/log.h"
#include "storage/names.h"
#include "storage/values/json.h"
#include "storage/values/random.h"
#include "tests/process/befriend.h"
#include "tests/process/fault.h"

namespace hallway::test {
namespace {

constexpr size_t kPerRound = 400;

int rounds() {
  const char* said = std::getenv("HALLWAY_KILL_ROUNDS");
  return said ? std::max(1, std::atoi(said)) : 20;
}

class KilledNode : public ::testing::Test {
 protected:
  void SetUp() override {
    node_.init();
    const auto serving = node_.serve();
    ASSERT_TRUE(befriend(node_, host_));
    const auto made = node_.command({"token", "ann", "--scopes", "read write"});
    ASSERT_EQ(made.code, 0) << made.err;
    token_ = made.out.substr(0, made.out.find('\n'));
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
    std::jthread ann([&] { post_until_nobody_answers(); });
    note_answers(send_load(node_.target(), {.requests = requests_, .connections = 16}));
    killer.join();
    ann.join();
    serving->wait();
  }

  // Nothing is sent twice.
  void post_until_nobody_answers() {
    for (;;) {
      const auto answer =
          node_.post("/api/v1/statuses", "status=number " + std::to_string(++posts_sent_),
                     "Authorization: Bearer " + token_ + "\r\n");
      if (answer.status != 200) {
        EXPECT_EQ(answer.status, 0) << answer.body;
        return;
      }
      const auto status = parse_json(answer.body);
      ASSERT_TRUE(status.ok());
      posted_.emplace_back(find_string(*status, "uri").value_or(""));
    }
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
  std::string token_;
  size_t posts_sent_ = 0;
  std::vector<std::string> posted_;  // answered 200
};

// How often each activity of others, or each post of people here, stands in the log.
std::map<std::string, int> logged(const ReadTxn& txn, Source source) {
  std::map<std::string, int> times;
  for (uint64_t seq = 1; const auto entry = find_log(txn, seq); ++seq) {
    if (entry->type != "Create" || entry->source != source) continue;
    ++times[source == Source::local ? entry->object : entry->activity];
  }
  return times;
}

TEST_F(KilledNode, HasEverythingItAnsweredOnce) {
  size_t interrupted = 0;
  for (int round = 0; round < rounds(); ++round) {
    prepare();
    // As long as nothing was posted the machine is slow, and gets more time.
    send_and_kill(std::chrono::milliseconds(1 + random_.u64() % (posted_.empty() ? 800 : 80)));
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
  auto times = logged(txn, Source::inbox);
  EXPECT_EQ(times.size(), taken_.size());
  for (const auto number : taken_) {
    EXPECT_EQ(times[host_.create_id(number)], 1) << host_.create_id(number);
    EXPECT_TRUE(find_id(txn, iri(host_.note_id(number)), Kind::post)) << host_.note_id(number);
  }
  auto posts = logged(txn, Source::local);
  EXPECT_GT(posted_.size(), 0U);
  EXPECT_LE(posts.size(), posts_sent_);
  for (const auto& post : posted_) {
    EXPECT_EQ(posts[post], 1) << post;
    EXPECT_TRUE(find_id(txn, iri(post), Kind::post)) << post;
  }
  EXPECT_TRUE(verify_log(txn).ok());
  report_fault("killed " + std::to_string(rounds()) + " times under load, " +
                   std::to_string(interrupted) + " of them cut it off",
               std::to_string(taken_.size()) + " notes answered 202 and " +
                   std::to_string(posted_.size()) + " posts answered 200 are all there, once; " +
                   std::to_string(cut_off) + " were sent again at the end");
}

}  // namespace
}  // namespace hallway::test
