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
  // What a call that must succeed answers.
  Json done(const std::string& method, const std::string& target, const std::string& token,
            const Json& body = nullptr) {
    const auto answer = call(method, target, token, body);
    EXPECT_EQ(answer.status, 200) << method << " " << target << ": " << answer.body;
    return json(answer);
  }
  int status(const std::string& method, const std::string& target, const std::string& token,
             const Json& body = nullptr) {
    return call(method, target, token, body).status;
  }
  // One member of each of a list.
  static std::vector<std::string> all(const Json& list, const char* member) {
    std::vector<std::string> out;
    for (const auto& one : list) out.emplace_back(find_string(one, member).value_or(""));
    return out;
  }
  // What comes after "next" of a Link header; empty where there is none.
  std::string next_of(const Response& page) {
    const auto link = header(page, "Link");
    const size_t end = link.find(">; rel=\"next\"");
    if (end == std::string::npos) return {};
    const auto base = node_->home().base.text();
    return "/" + link.substr(1 + base.size(), end - 1 - base.size());
  }
  static std::vector<std::string> texts(const Json& list) {
    std::vector<std::string> out;
    for (const auto& one : list) out.push_back(one.value("content", ""));
    return out;
  }
  std::string alice_, bob_;
};

}  // namespace hallway::test
