#pragma once
// People on many hosts who follow somebody of a real node.

#include <filesystem>
#include <string>
#include <vector>

#include "storage/peers.h"

namespace hallway::test {

// Somebody on a host of their own.
struct Fan {
  std::string domain;
  KnownSigning signing = KnownSigning::cavage_rsa;
  bool down = false;  // has not answered for a day, and is to be tried again now
};

// Makes them followers of `name` at `node` ("127.0.61.3:8080"), whose folder is `dir`; it must not
// run.
Result<void> add_fans(const std::filesystem::path& dir, const std::string& node,
                      const std::string& name, const std::vector<Fan>& fans);

}  // namespace hallway::test
