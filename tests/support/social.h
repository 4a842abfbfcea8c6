#pragma once
// People's programs at the outbox and inbox of a whole node, with alice and bob on it.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/support/uploading.h"

namespace hallway::test {

inline constexpr const char* kEverybody = "https://www.w3.org/ns/activitystreams#Public";

class SocialTest : public UploadTest {
 protected:
  static std::string self(const std::string& name) {
    return "https://design.example/users/" + name;
  }
  static std::string path_of(const std::string& address) {
    const auto at = Iri::parse(address);
    return at.ok() ? std::string(at->path()) : std::string();
  }
  Response submit(const std::string& name, const std::string& token, const Json& activity) {
    clock_.advance(milliseconds(1));
    auto headers = bearer(token);
    headers.set("Content-Type", "application/activity+json");
    return node_->handle(
        request("POST", "/users/" + name + "/outbox", std::move(headers), dump_json(activity)));
  }
  // For what must be taken: the activity's address.
  std::string done_by(const std::string& name, const std::string& token, const Json& activity) {
    const auto answer = submit(name, token, activity);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return header(answer, "Location");
  }
  std::string as_alice(const Json& activity) { return done_by("alice", alice_, activity); }
  std::string as_bob(const Json& activity) { return done_by("bob", bob_, activity); }
  int refusal_of(const Json& activity) { return submit("alice", alice_, activity).status; }

  static Json act(const std::string& type, const Json& object, const std::string& to = {}) {
    Json activity{{"type", type}, {"object", object}};
    if (!to.empty()) activity["to"] = Json::array({to});
    return activity;
  }
  static Json note(const std::string& content, const std::string& to = kEverybody) {
    return {{"type", "Note"}, {"content", content}, {"to", Json::array({to})}};
  }
  // The address of the object of an activity that `token` may read.
  std::string object_of(const std::string& activity, const std::string& token) {
    return find_iri(read_as(activity, token), "object").value_or(Iri()).text();
  }
  Json read_as(const std::string& address, const std::string& token) {
    const auto answer = call("GET", path_of(address), token, nullptr, kAsActivity);
    EXPECT_EQ(answer.status, 200) << address << ": " << answer.body;
    return json(answer);
  }
  int status_for(const std::string& address, const std::string& token) {
    return token.empty() ? get(path_of(address), kAsActivity).status
                         : call("GET", path_of(address), token, nullptr, kAsActivity).status;
  }
  Json page_of(const std::string& collection, const std::string& token) {
    return json(call("GET", path_of(collection) + "?page=0", token, nullptr, kAsActivity));
  }
  std::vector<std::string> types_in(const Json& page) {
    std::vector<std::string> types;
    for (const auto* one : find_list(page, "orderedItems")) {
      types.emplace_back(find_string(*one, "type").value_or(""));
    }
    return types;
  }
  const Headers kAsActivity{{"Accept", "application/activity+json"}};
};

}  // namespace hallway::test
