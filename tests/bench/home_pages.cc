#include "tests/bench/home_pages.h"

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <queue>

#include "federation/timeline.h"
#include "server/api/entities.h"
#include "storage/follows.h"
#include "storage/values/random.h"

namespace hallway::bench {
namespace {

constexpr size_t kPageSize = 20;

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "home pages: %s\n", what);
  std::exit(1);
}

double thread_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

Times times_of(const std::vector<Id>& from, const std::function<size_t(Id)>& page) {
  std::vector<double> took, worked;
  for (const auto id : from) {
    const auto start = std::chrono::steady_clock::now();
    const double before = thread_seconds();
    if (page(id) == 0) give_up("a page is empty");
    worked.push_back((thread_seconds() - before) * 1'000);
    took.push_back(since(start) * 1'000);
  }
  return {quantile(took, 0.5), quantile(took, 0.99), quantile(worked, 0.99)};
}

// The place of each author found, the newest rows of all merged, and their records read. Nothing is
// decoded, and nobody asked.
size_t bare_page(const ReadTxn& txn, const std::vector<Id>& authors, Id before) {
  std::priority_queue<std::pair<uint64_t, Id>> heads;
  auto rows = txn.cursor(Table::by_author);
  const auto look = [&](Id author, uint64_t below) {
    const auto row = rows.seek_before(key_of(author, below));
    if (row && id_at(row->key, 0) == author) heads.emplace(number_at(row->key, 8), author);
  };
  for (const auto author : authors) look(author, before.value);
  size_t bytes = 0;
  for (size_t n = 0; n < kPageSize && !heads.empty(); ++n) {
    const auto [id, author] = heads.top();
    heads.pop();
    const auto record = txn.get(Table::posts, key_of(id));
    bytes += record ? record->size() : 1;  // a boost has a record elsewhere
    look(author, id);
  }
  return bytes;
}

void print_line(const HomePages& pages, const char* what, const Times& times) {
  if (times.p50 == 0) return;
  std::printf("  %8zu %-22s %7.3f %7.3f ", pages.posts, what, times.p50, times.p99);
  if (times.processor_p99 > 0) {
    std::printf("%10.3f", times.processor_p99);
  } else {
    std::printf("%10s", "");
  }
  std::printf(" %8.1f\n", times.p50 / pages.bare.p50);
}

}  // namespace

double since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double quantile(std::vector<double>& values, double part) {
  std::ranges::sort(values);
  const auto at = static_cast<size_t>(part * static_cast<double>(values.size()));
  return values[std::min(values.size() - 1, at)];
}

std::vector<Id> places(size_t count, double part) {
  SeededRandom random(7);
  const auto begin = SystemClock().now() - days(365);
  std::vector<Id> ids;
  for (size_t i = 0; i < count; ++i) {
    const auto into =
        days(30).ms + static_cast<int64_t>(random.u64() % static_cast<uint64_t>(days(335).ms));
    ids.push_back(
        first_id_at(begin + milliseconds(static_cast<int64_t>(part * static_cast<double>(into)))));
  }
  return ids;
}

HomePages measure_home_pages(const ReadTxn& txn, const Home& home, Id person, HomePages pages) {
  auto authors = list_following(txn, person, FollowState::accepted, Id{}, SIZE_MAX);
  authors.push_back(person);
  const auto page = [&](Id before) {
    return home_timeline(txn, home, person, {.max_id = before, .limit = kPageSize});
  };
  const auto size = [&](Id before) { return page(before).size(); };
  times_of(pages.from, size);  // what is cold is not counted
  pages.bare = times_of(pages.from, [&](Id before) { return bare_page(txn, authors, before); });
  pages.page = times_of(pages.from, size);
  pages.json = times_of(pages.from, [&](Id before) {
    const api::View view{txn, home, person, SystemClock().now()};
    Json out = Json::array();
    for (const auto& item : page(before)) out.push_back(api::status_json(view, item));
    return dump_json(out).size();
  });
  return pages;
}

void print(const HomePages& pages) {
  print_line(pages, "bare scan of its rows", pages.bare);
  print_line(pages, "inside the process", pages.page);
  print_line(pages, "as JSON", pages.json);
  print_line(pages, "over HTTP", pages.http);
}

}  // namespace hallway::bench
