#pragma once
// Unpredictable bytes, for any thread. Random is one of the three interfaces of the house: tests
// seed it.

#include <cstdint>
#include <mutex>
#include <span>
#include <string>

namespace hallway {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<uint8_t> out) = 0;

  uint64_t u64();
  std::string bytes(size_t n);
  // A bearer secret of 256 bits in base64url without padding: 43 characters.
  std::string secret();
};

// The operating system's generator.
class SystemRandom final : public Random {
 public:
  void fill(std::span<uint8_t> out) override;
};

// For tests: repeats for a seed.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  void fill(std::span<uint8_t> out) override;

 private:
  std::mutex mutex_;
  uint64_t state_;
};

}  // namespace hallway
