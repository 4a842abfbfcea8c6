#pragma once
// A node whose people talk, here and elsewhere, and what is made of it (server/recent_talk.h).

#include <functional>
#include <string>
#include <vector>

#include "server/topic_watch.h"
#include "server/trends.h"
#include "storage/actors.h"
#include "storage/reactions.h"
#include "tests/support/node.h"

namespace hallway::test {

class TalkTest : public NodeTest {
 protected:
  // Somebody of this node who lets themselves be found, without an account.
  Id here(const std::string& name, const std::function<void(Actor&)>& change = nullptr) {
    Actor actor{.iri = node_->home().actor(name), .name = name, .domain = "design.example"};
    actor.local = actor.discoverable = true;
    actor.published = clock_.now() - days(100);
    if (change) change(actor);
    write([&](WriteTxn& txn) { return put_actor(txn, actor, clock_.now()); });
    return actor.id;
  }
  // Somebody elsewhere, likewise; known for long, unless `change` says otherwise.
  Id elsewhere(const std::string& name, const std::string& domain = "other.example",
               const std::function<void(Actor&)>& change = nullptr) {
    auto actor = stranger(name, domain);
    actor.discoverable = true;
    actor.published = clock_.now() - days(100);
    if (change) change(actor);
    write([&](WriteTxn& txn) { return put_actor(txn, actor, clock_.now()); });
    return actor.id;
  }
  // A public post by them.
  Post say(Id author, Post one) {
    const auto by = find_actor(node_->read().value(), author).value();
    clock_.advance(milliseconds(1));
    one.iri = iri(by.iri.text() + "/" + std::to_string(++posts_));
    one.author = author;
    one.local = by.local;
    one.published = clock_.now();
    write([&](WriteTxn& txn) { return add_post(txn, one, clock_.now()); });
    return one;
  }
  Post say_of(Id author, std::vector<std::string> tags) {
    return say(author, Post{.tags = std::move(tags)});
  }
  Post say(Id author, const std::string& text) {
    return say(author, Post{.content = "<p>" + text + "</p>"});
  }
  void like(const Post& post, Id actor) {
    Reaction reaction{.iri = iri("https://other.example/l/" + std::to_string(++posts_)),
                      .actor = actor,
                      .post = post.id,
                      .at = clock_.now()};
    write([&](WriteTxn& txn) -> Result<void> {
      TRY(add_reaction(txn, reaction, clock_.now()));
      return {};
    });
  }
  template <class Change>
  void write(Change&& change) {
    const auto done =
        node_->writer().apply([&](WriteTxn& txn) -> Result<void> { return change(txn); });
    EXPECT_TRUE(done.ok()) << (done.ok() ? "" : done.error().what);
  }
  // What was said so far, as the worker reads it.
  std::shared_ptr<const RecentTalk> talk() {
    EXPECT_TRUE(node_->indexer().catch_up().ok());
    EXPECT_TRUE(node_->topic_watch().look().ok());
    return node_->topic_watch().latest();
  }
  // `use` of what `viewer` sees.
  template <class Use>
  auto seen_by(Id viewer, Use&& use) {
    const auto latest = talk();
    const auto txn = node_->read().value();
    return use(TrendView{txn, node_->home(), *latest, viewer, clock_.now()});
  }

 private:
  int posts_ = 0;
};

}  // namespace hallway::test
