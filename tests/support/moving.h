#pragma once
// Somebody elsewhere who moves, and people here who follow them.

#include <functional>
#include <string>

#include "federation/move.h"
#include "tests/support/acts.h"

namespace hallway::test {

// Eve, whom alice and bob follow, moves from remote.example to new.example.
class MoveTest : public ActsTest {
 protected:
  void SetUp() override {
    ActsTest::SetUp();
    befriend(alice_, eve_);
    befriend(bob_, eve_);
    put_target({eve_.iri.text()});
    forget_owed();
  }
  void put_target(const Json& aliases) {
    auto document = new_.put_person("eve", key_.public_key());
    document["alsoKnownAs"] = aliases;
    new_.put("/users/eve", document);
  }
  Json move(const Actor& by, const std::string& old, const std::string& target) {
    auto out = activity(by, "Move", old);
    out["target"] = target;
    return out;
  }
  [[nodiscard]] Json old_document() const {
    return {{"id", eve_.iri.text()},
            {"type", "Person"},
            {"preferredUsername", "eve"},
            {"inbox", eve_.inbox.text()}};
  }
  Json move_of_eve() { return move(eve_, eve_.iri.text(), kNew); }
  // An Update of her document that says so of `target`; null: that she lives where she is.
  Json update_of_eve(const Json& target) {
    auto document = old_document();
    if (!target.is_null()) document["movedTo"] = target;
    return activity(eve_, "Update", document);
  }
  // What waits is tried for once, and then, once its host answers, again.
  void work_before_and_after(const std::function<void()>& meanwhile) {
    net_.trouble("new.example", {.down = true});
    work();
    meanwhile();
    net_.trouble("new.example", {});
    clock_.advance(minutes(1));
    work();
  }
  void work() {
    for (int i = 0; i < 3; ++i) catch_up_->run_due(16);
  }
  [[nodiscard]] bool follows_new(const Actor& who) const {
    const auto target = stored(kNew);
    return target && find_follow(read(), who.id, target->id);
  }

  static constexpr auto kNew = "https://new.example/users/eve";
  const PrivateKey& key_ = test_key(KeyType::rsa, 0);
  Site new_{net_, "https://new.example"};
};

}  // namespace hallway::test
