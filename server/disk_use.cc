#include "server/disk_use.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "server/node.h"
#include "storage/search_index.h"
#include "storage/settings.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDaysSetting = "disk days";  // a line of numbers for each
constexpr size_t kDaysKept = 400, kDaysOfLine = 30, kFewestDays = 3;

int64_t disk_day_of(Time at) { return at.ms / days(1).ms; }

std::string line_of(const DiskDay& one) {
  std::string line = std::to_string(one.day);
  const auto& use = one.use;
  for (const auto n : {use.store, use.media, use.cache, use.search, use.free, one.queued}) {
    line += " " + std::to_string(n);
  }
  return line + "\n";
}

}  // namespace

uint64_t folder_bytes(const fs::path& folder) {
  uint64_t bytes = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code gone;
    const auto size = entry.file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

DiskUse disk_use(const fs::path& dir) {
  std::error_code none;
  const auto store = fs::file_size(dir / "store" / "data.mdb", none);
  struct statvfs disk {};
  const bool seen = ::statvfs(dir.c_str(), &disk) == 0;
  return {.store = none ? 0 : store,
          .media = folder_bytes(dir / "media"),
          .cache = folder_bytes(dir / "cache"),
          .search = SearchIndex(dir / "search").bytes(),
          .free = seen ? uint64_t{disk.f_bavail} * disk.f_frsize : 0};
}

std::vector<DiskDay> list_disk_days(const ReadTxn& txn) {
  std::vector<DiskDay> all;
  std::istringstream lines(find_setting(txn, kDaysSetting));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream numbers(line);
    DiskDay one;
    auto& use = one.use;
    numbers >> one.day >> use.store >> use.media >> use.cache >> use.search >> use.free >>
        one.queued;
    if (numbers) all.push_back(one);
  }
  return all;
}

Result<void> note_disk_day(Node& node) {
  const auto today = disk_day_of(node.now());
  DiskDay fresh{.day = today};
  {
    const auto txn = TRY(node.read());
    const auto known = list_disk_days(txn);
    if (!known.empty() && known.back().day == today) return {};
    fresh.queued = txn.count(Table::deliveries);
  }
  fresh.use = disk_use(node.store().dir());
  return node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto all = list_disk_days(txn);
    // Where the clock was set back: what lies ahead is not known yet.
    std::erase_if(all, [&](const DiskDay& one) { return one.day >= today; });
    all.push_back(fresh);
    std::string text;
    const size_t first = all.size() > kDaysKept ? all.size() - kDaysKept : 0;
    for (size_t i = first; i < all.size(); ++i) text += line_of(all[i]);
    return put_setting(txn, kDaysSetting, text);
  });
}

std::optional<double> days_until_full(const std::vector<DiskDay>& history, uint64_t free) {
  const size_t count = std::min(history.size(), kDaysOfLine);
  if (count < kFewestDays) return std::nullopt;
  double days = 0, bytes = 0;
  const auto first = history.end() - static_cast<std::ptrdiff_t>(count);
  for (auto one = first; one != history.end(); ++one) {
    days += static_cast<double>(one->day);
    bytes += static_cast<double>(one->use.used());
  }
  const double mean_day = days / static_cast<double>(count);
  const double mean_bytes = bytes / static_cast<double>(count);
  double together = 0, alone = 0;
  for (auto one = first; one != history.end(); ++one) {
    const double away = static_cast<double>(one->day) - mean_day;
    together += away * (static_cast<double>(one->use.used()) - mean_bytes);
    alone += away * away;
  }
  const double a_day = alone > 0 ? together / alone : 0;
  if (a_day < 1) return std::nullopt;
  return static_cast<double>(free) / a_day;
}

}  // namespace hallway
