#pragma once
// Shows how far a long command is: one line on standard error that is written over, where that is a
// terminal; else nothing.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hallway {

// "1.5 GiB", "312 KiB", "17 bytes".
std::string size_text(uint64_t bytes);

class Progress {
 public:
  // `doing`: "Backing up". Where the unit is bytes they are shown as sizes.
  enum class Unit { bytes, rows };
  Progress(std::string_view doing, Unit unit);
  ~Progress();  // takes the line away
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Cheap: writes at most five times a second. `note` says what is at work, and may be empty.
  void show(uint64_t done, uint64_t all, std::string_view note = {});

 private:
  std::string doing_;
  Unit unit_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace hallway
