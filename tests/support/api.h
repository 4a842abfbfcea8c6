#pragma once
// The client API of a whole node, with alice and bob on it.

#include <string>
#include <vector>

#include "tests/support/node.h"

namespace hallway::test {

class ApiTest : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    alice_ = person("alice");
    bob_ = person("bob");
  }
  std::string id_of(const std::string& name) {
    return std::string(
        find_string(json(get("/api/v1/accounts/lookup?acct=" + name)), "id").value_or(""));
  }
  static std::vector<std::string> texts(const Json& list) {
    std::vector<std::string> out;
    for (const auto& one : list) out.push_back(one.value("content", ""));
    return out;
  }
  std::string alice_, bob_;
};

}  // namespace hallway::test
