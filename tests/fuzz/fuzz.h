#pragma once
// What the targets of tests/fuzz share. Each is a program with one entry that libFuzzer calls with
// bytes of its choosing (./check fuzz); in ordinary builds replay.cc calls it with the inputs of
// tests/fuzz/corpus, cut off and bent in fixed ways. A property that fails ends the program.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace hallway::fuzz {

inline std::string_view text(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

inline void hold(bool property, const char* what) {
  if (property) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace hallway::fuzz
