// What was acknowledged survives kill -9. A child writes numbered changes from several threads and
// acknowledges each on a pipe once the Writer has answered; it is killed at a random moment, twenty
// times over the same store. After each: the store opens, the log verifies, every acknowledged
// change is there and none is there twice, of a change all is there or nothing, and of changes that
// failed there is nothing.

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <set>
#include <thread>
#include <vector>

#include "storage/log.h"
#include "storage/writer.h"

namespace hallway {
namespace {

constexpr int kRounds = 20;
constexpr int kThreads = 8;
constexpr uint64_t kMostAcknowledged = 64;  // before the kill
constexpr uint64_t kLongestWait = 15'000;   // microseconds after the last of them
constexpr uint64_t kNumbersPerRound = 1'000'000;

bool is_to_fail(uint64_t n) { return n % 7 == 0; }
Iri name_of_change(uint64_t n) {
  return Iri::parse("https://kill.example/" + std::to_string(n)).value_or(Iri());
}

uint64_t counted(const ReadTxn& txn) {
  const auto value = txn.get(Table::meta, key_of_text("changes"));
  return value ? number_at(*value, 0) : 0;
}

// Several tables, as an activity that arrives.
Result<void> change(WriteTxn& txn, uint64_t n) {
  SystemRandom random;
  const auto name = name_of_change(n);
  const auto seq = TRY(append_log(txn, seal(random, std::string(2'500, 'x')),
                                  {.at = {static_cast<int64_t>(n)},
                                   .source = Source::inbox,
                                   .type = "Create",
                                   .activity = name.text()}));
  TRY(mark_seen(txn, name, seq));
  TRY(txn.put(Table::meta, key_of_text("changes"), view(value_of(counted(txn) + 1))));
  if (is_to_fail(n)) return fail(Code::forbidden, "every seventh");
  return {};
}

[[noreturn]] void write_until_killed(const std::filesystem::path& dir, uint64_t first, int pipe) {
  auto store = Store::open(dir);
  if (!store.ok()) {
    std::fprintf(stderr, "the child cannot open the store: %s\n", store.error().what.c_str());
    ::_exit(1);
  }
  Writer writer(**store);
  std::atomic<uint64_t> next = first;
  std::vector<std::jthread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (;;) {
        const uint64_t n = next++;
        const auto outcome = writer.apply([n](WriteTxn& txn) { return change(txn, n); });
        if (outcome.ok() && ::write(pipe, &n, sizeof n) != sizeof n) ::_exit(1);
      }
    });
  }
  for (;;) ::pause();
}

// When to kill: the moment falls anywhere in the making of a commit.
struct Moment {
  uint64_t acknowledged = 0;
  uint64_t wait_us = 0;
};

// Gives back all that the child acknowledged until it was killed.
std::vector<uint64_t> acknowledged_until_killed(const std::filesystem::path& dir, uint64_t first,
                                                Moment moment) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return {};
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(dir, first, ends[1]);
  }
  ::close(ends[1]);
  std::vector<uint64_t> numbers;
  uint64_t n = 0;
  // Numbers of 8 bytes are written whole, so they are read whole.
  while (::read(ends[0], &n, sizeof n) == sizeof n) {
    numbers.push_back(n);
    if (numbers.size() != moment.acknowledged) continue;
    ::usleep(static_cast<useconds_t>(moment.wait_us));
    ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return numbers;
}

// The numbers of the changes in the log; fails where one is there twice or only in part.
Result<std::set<uint64_t>> changes_in(const ReadTxn& txn) {
  const auto entries = TRY(verify_log(txn));
  std::set<uint64_t> numbers;
  for (uint64_t seq = 1; seq <= entries; ++seq) {
    const auto entry = find_log(txn, seq);
    if (!entry) return fail(Code::corrupt, "log entry " + std::to_string(seq) + " is missing");
    const auto n = static_cast<uint64_t>(entry->at.ms);
    const auto here = "change " + std::to_string(n);
    if (!numbers.insert(n).second) return fail(Code::corrupt, here + " is there twice");
    if (is_to_fail(n)) return fail(Code::corrupt, here + " failed and is there");
    if (!find_payload(txn, seq)) return fail(Code::corrupt, here + " has no payload");
    if (!seen(txn, name_of_change(n))) return fail(Code::corrupt, here + " was not seen");
  }
  if (txn.count(Table::seen) != entries || counted(txn) != entries) {
    return fail(Code::corrupt, "part of a change is there that is not in the log");
  }
  return numbers;
}

Result<size_t> check(const std::filesystem::path& dir, const std::set<uint64_t>& acknowledged) {
  const auto store = TRY(Store::open(dir));
  const auto present = TRY(changes_in(TRY(store->read())));
  for (const auto n : acknowledged) {
    if (present.contains(n)) continue;
    return fail(Code::corrupt, "change " + std::to_string(n) + " was acknowledged and is lost");
  }
  return present.size();
}

int run(const std::filesystem::path& dir) {
  SystemRandom random;
  std::set<uint64_t> acknowledged;
  size_t present = 0;
  for (uint64_t round = 1; round <= kRounds; ++round) {
    const Moment moment{1 + random.u64() % kMostAcknowledged, random.u64() % kLongestWait};
    const auto numbers = acknowledged_until_killed(dir, round * kNumbersPerRound, moment);
    if (numbers.size() < moment.acknowledged) {
      std::fprintf(stderr, "round %lu: the child ended by itself\n", round);
      return 1;
    }
    acknowledged.insert(numbers.begin(), numbers.end());
    const auto checked = check(dir, acknowledged);
    if (!checked.ok()) {
      std::fprintf(stderr, "round %lu: %s\n", round, checked.error().what.c_str());
      return 1;
    }
    present = *checked;
  }
  std::printf("%d kills: %zu changes acknowledged, all there; %zu more were on their way\n",
              kRounds, acknowledged.size(), present - acknowledged.size());
  return 0;
}

}  // namespace
}  // namespace hallway

int main() {
  // On a disk, not in memory: there a commit takes its time and is hit in the middle.
  auto name = (std::filesystem::current_path() / "kill9-XXXXXX").string();
  if (!::mkdtemp(name.data())) return std::perror("cannot make a folder"), 1;
  const int outcome = hallway::run(name);
  if (outcome == 0) std::filesystem::remove_all(name);
  return outcome;
}
