#pragma once
// Keys for tests. An RSA pair takes a tenth of a second to make, so each is made once per process
// and used by many; the product makes its own for each actor (federation/keys.h).

#include <atomic>
#include <map>
#include <mutex>
#include <utility>

#include "federation/keys.h"

namespace hallway::test {

// `which` tells several apart.
inline const PrivateKey& test_key(KeyType type, int which = 0) {
  static std::mutex mutex;
  static std::map<std::pair<KeyType, int>, PrivateKey> made;
  const std::lock_guard lock(mutex);
  const auto found = made.find({type, which});
  if (found != made.end()) return found->second;
  return made.emplace(std::pair(type, which), PrivateKey::generate(type).value()).first->second;
}

// Stands for make_keys in NodeParts: one of six pairs in turn, so that any six actors made one
// after the other have keys of their own.
inline Result<KeyPairs> spare_keys() {
  constexpr int kPairs = 6, kFirst = 1'000;
  static std::atomic<int> next = 0;
  const int which = kFirst + next++ % kPairs;
  return KeyPairs{test_key(KeyType::rsa, which), test_key(KeyType::ed25519, which)};
}

}  // namespace hallway::test
