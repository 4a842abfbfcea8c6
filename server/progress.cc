#include "server/progress.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace hallway {
namespace {

constexpr std::chrono::milliseconds kPause{200};

std::string percent(uint64_t done, uint64_t all) {
  if (all == 0) return "";
  return " " + std::to_string(std::min<uint64_t>(100, done * 100 / all)) + " %";
}

}  // namespace

std::string size_text(uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  auto size = static_cast<double>(bytes);
  size_t unit = 0;
  for (; size >= 1024 && unit + 1 < kUnits.size(); ++unit) size /= 1024;
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size,
                kUnits[unit]);
  return text;
}

Progress::Progress(std::string_view doing, Unit unit)
    : doing_(doing), unit_(unit), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::show(uint64_t done, uint64_t all, std::string_view note) {
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - last_ < kPause) return;
  last_ = now;
  shown_ = true;
  const auto amount = unit_ == Unit::bytes ? size_text(done) : std::to_string(done);
  const auto line = doing_ + percent(done, all) + " (" + amount + (note.empty() ? "" : ", ") +
                    std::string(note) + ")";
  std::fprintf(stderr, "\r%s\x1b[K", line.c_str());
}

}  // namespace hallway
