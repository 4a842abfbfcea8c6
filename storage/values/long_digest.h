#pragma once
// SHA-256 of what is too long to be held in memory at once. One thread.

#include <memory>
#include <string_view>

#include "storage/values/crypto.h"

namespace hallway {

class LongDigest {
 public:
  LongDigest();
  ~LongDigest();
  LongDigest(const LongDigest&) = delete;
  LongDigest& operator=(const LongDigest&) = delete;

  void add(std::string_view piece);
  Digest finish();  // once, after the last piece

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hallway
