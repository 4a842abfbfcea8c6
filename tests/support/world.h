#pragma once
// Several whole nodes in one process, on an in-process internet and one manual clock. No sockets,
// no sleeps, no threads but the nodes' writers.
//
//   World world;
//   auto& design = world.node("design.example");
//   const auto alice = design.person("alice");
//   world.settle();   // everything that is due has been done

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "federation/actor.h"
#include "federation/follow.h"
#include "federation/post.h"
#include "federation/react.h"
#include "federation/timeline.h"
#include "server/node.h"
#include "server/people.h"
#include "tests/support/internet.h"
#include "tests/support/store.h"

namespace hallway::test {

class World;

// One that is wrong by so much.
class WrongClock final : public Clock {
 public:
  explicit WrongClock(const Clock& right) : right_(right) {}
  [[nodiscard]] Time now() const override { return right_.now() + Duration{off_ms_}; }
  void set(Duration off) { off_ms_ = off.ms; }

 private:
  const Clock& right_;
  std::atomic<int64_t> off_ms_ = 0;
};

// A node of the world and what people do there. Errors of acts fail the test.
class Town {
 public:
  Town(World& world, std::string domain, FederationMode mode);
  Node& node() { return *node_; }
  [[nodiscard]] bool runs() const { return node_ != nullptr; }
  [[nodiscard]] const std::string& domain() const { return domain_; }
  void stop();   // as when the process ends: the store is closed, the host is off the net
  void start();  // on the same folder
  // From now on this town's clock is ahead of the world's by `off`.
  void set_clock(Duration off) { clock_.set(off); }
  [[nodiscard]] const std::filesystem::path& dir() const { return dir_.path(); }

  void relate(const std::string& domain, Relation relation);
  Actor person(const std::string& name);
  // "bob@acme.example" as this node knows it, asking the origin where needed.
  Actor meet(const std::string& handle);

  Follow follow(const Actor& who, const Actor& whom);
  Post post(const Actor& who, NewPost fresh);  // mentions in the text are resolved first
  Post post(const Actor& who, const std::string& text) { return post(who, NewPost{.text = text}); }
  // What must succeed and whose value nobody needs.
  template <class Act>
  void act(const Actor& who, Act&& act_) {
    const auto outcome = node_->act_as(now_as_stored(who), std::forward<Act>(act_));
    EXPECT_TRUE(outcome.ok()) << (outcome.ok() ? std::string() : outcome.error().what);
  }

  // The texts of a home timeline, newest first, without markup.
  std::vector<std::string> home(const Actor& who);
  std::optional<Post> find(const Iri& iri);  // nothing where unknown or buried
  size_t stored_posts();

 private:
  Actor now_as_stored(const Actor& who);
  World& world_;
  std::string domain_;
  FederationMode mode_;
  WrongClock clock_;
  TempDir dir_;
  std::unique_ptr<Node> node_;
};

class World {
 public:
  // At the end of a story each node that runs must keep what `verify` finds nothing wrong with.
  ~World();
  Town& town(const std::string& domain, FederationMode mode = FederationMode::open);
  // Does everything that is due, on every node, until nothing is.
  void settle();
  // Turns the clock in steps of `step`, settling after each.
  void pass(Duration time, Duration step = minutes(1));

  ManualClock clock{Time{1'795'612'315'000}};
  Internet net;
  SystemRandom random;

 private:
  std::map<std::string, std::unique_ptr<Town>> towns_;
};

}  // namespace hallway::test
