#include "storage/values/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "storage/values/crypto.h"

namespace hallway {

uint64_t Random::u64() {
  uint64_t value = 0;
  fill({reinterpret_cast<uint8_t*>(&value), sizeof value});
  return value;
}

std::string Random::bytes(size_t n) {
  std::string out(n, '\0');
  fill({reinterpret_cast<uint8_t*>(out.data()), n});
  return out;
}

std::string Random::secret() { return base64url(bytes(32)); }

void SystemRandom::fill(std::span<uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    // Without randomness every secret would be a known one; there is nothing to go on with.
    if (got <= 0) std::abort();
    out = out.subspan(static_cast<size_t>(got));
  }
}

// SplitMix64: every seed, zero too, gives a full-period sequence.
void SeededRandom::fill(std::span<uint8_t> out) {
  const std::lock_guard lock(mutex_);
  while (!out.empty()) {
    state_ += 0x9E3779B97F4A7C15U;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    z ^= z >> 31;
    const size_t n = out.size() < sizeof z ? out.size() : sizeof z;
    std::memcpy(out.data(), &z, n);
    out = out.subspan(n);
  }
}

}  // namespace hallway
