#pragma once
// Waiting for what another thread or process will have done.

#include <chrono>
#include <functional>
#include <thread>

namespace hallway::test {

// True as soon as `holds`; false once it did not for that long. It looks again after `step`: longer
// where looking costs much. Time is counted in looks, so that a test that was itself paused does
// not give up for that.
inline bool eventually(const std::function<bool()>& holds,
                       std::chrono::milliseconds patience = std::chrono::seconds(10),
                       std::chrono::milliseconds step = std::chrono::milliseconds(1)) {
  for (std::chrono::milliseconds waited{0}; waited <= patience; waited += step) {
    if (holds()) return true;
    std::this_thread::sleep_for(step);
  }
  return false;
}

}  // namespace hallway::test
