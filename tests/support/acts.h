#pragma once
// Acts as they arrive and as people here do them, without a network: alice and bob live here, eve
// and others elsewhere are known. For tests of the files of acts; what a signature is worth is
// tested elsewhere.

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "federation/follow.h"
#include "federation/inbox.h"
#include "federation/post.h"
#include "federation/react.h"
#include "storage/deliveries.h"
#include "storage/fetches.h"
#include "storage/log.h"
#include "storage/notifications.h"
#include "tests/support/lone_node.h"
#include "tests/support/outcome.h"

namespace hallway::test {

using Outcome = Receipt::Outcome;

class ActsTest : public LoneNode {
 protected:
  void SetUp() override {
    LoneNode::SetUp();
    alice_ = put_local("alice");
    bob_ = put_local("bob");
    eve_ = put_remote("eve");
    mallory_ = put_remote("mallory", "evil.example");
  }

  // Somebody elsewhere who was met before.
  Actor put_remote(const std::string& name, const std::string& at = "remote.example") {
    Actor actor;
    actor.iri = iri("https://" + at + "/users/" + name);
    actor.name = name;
    actor.domain = at;
    actor.inbox = iri(actor.iri.text() + "/inbox");
    actor.shared_inbox = iri("https://" + at + "/inbox");
    actor.followers = iri(actor.iri.text() + "/followers");
    actor.published = actor.fetched = clock_.now();
    return put(actor);
  }
  Actor put(Actor actor) {
    return write([&](WriteTxn& txn) -> Result<Actor> {
      TRY(put_actor(txn, actor, clock_.now()));
      return actor;
    });
  }
  Actor now(const Actor& who) { return find_actor(read(), who.id).value_or(Actor{}); }

  // --- what arrives ---

  // `activity` as if authenticated to be by `who`, whose name it gets unless it bears one.
  Result<Receipt> receive(const Actor& who, Json activity) {
    if (!activity.contains("actor")) activity["actor"] = who.iri.text();
    return receive_bytes(who, dump_json(activity));
  }
  Result<Receipt> receive_bytes(const Actor& who, const std::string& body) {
    const auto activity = parse_json(body).value();
    return writer_->apply([&](WriteTxn& txn) {
      const auto actor = find_actor(txn, who.id).value_or(who);
      const auto payload = seal(random_, body);
      Inbound in{.txn = txn,
                 .home = home_,
                 .random = random_,
                 .keys = keys_,
                 .now = clock_.now(),
                 .actor = actor,
                 .activity = activity,
                 .id = find_iri(activity, "id").value_or(Iri()),
                 .payload = payload};
      return apply_inbound(in);
    });
  }
  // For what must not be refused.
  Outcome outcome(const Actor& who, Json activity) {
    const auto receipt = receive(who, std::move(activity));
    EXPECT_TRUE(receipt.ok()) << (receipt.ok() ? std::string() : receipt.error().what);
    return receipt.ok() ? receipt->outcome : Outcome::ignored;
  }
  // For what must be: internal where it was not.
  Code refusal(const Actor& who, Json activity) {
    return code_of(receive(who, std::move(activity)));
  }

  // An id of `who` that was not used before.
  std::string fresh_id(const Actor& who, const std::string& kind = "activities") {
    return who.iri.text() + "/" + kind + "/" + std::to_string(++made_);
  }
  Json activity(const Actor& who, const std::string& type, Json object) {
    return {{"id", fresh_id(who)},
            {"type", type},
            {"actor", who.iri.text()},
            {"object", std::move(object)}};
  }
  Json note(const Actor& author, const std::string& content = "<p>Hello</p>") {
    return {{"id", fresh_id(author, "notes")},
            {"type", "Note"},
            {"attributedTo", author.iri.text()},
            {"content", content},
            {"published", to_rfc3339(clock_.now())},
            {"to", Json::array({std::string(kPublic)})},
            {"cc", Json::array({author.followers.text()})}};
  }
  // A public post of somebody elsewhere, as it is known here.
  Post known_note(const Actor& author, const std::string& content = "<p>Hello</p>") {
    const auto object = note(author, content);
    if (list_followers(read(), author.id, FollowState::accepted, Id{}, 1).empty()) {
      befriend(alice_, author);
    }
    EXPECT_EQ(outcome(author, activity(author, "Create", object)), Outcome::taken);
    return post_at(std::string(*find_string(object, "id")));
  }

  // --- what people here do ---

  template <class Act>
  auto act(const Actor& who, Act&& deed) -> decltype(deed(std::declval<Local&>())) {
    return writer_->apply([&](WriteTxn& txn) -> decltype(deed(std::declval<Local&>())) {
      const auto actor = find_actor(txn, who.id).value_or(who);
      Local local{txn, home_, random_, keys_, clock_.now(), actor};
      return deed(local);
    });
  }
  Post post(const Actor& who, const NewPost& fresh) {
    auto made = ok(act(who, [&](Local& local) { return publish(local, fresh); }));
    clock_.advance(milliseconds(1));
    return made;
  }
  Post post(const Actor& who, const std::string& text = "Hello") {
    return post(who, NewPost{.text = text});
  }
  // As if `follower` had asked and been accepted.
  Follow befriend(const Actor& follower, const Actor& followee,
                  FollowState state = FollowState::accepted) {
    return write([&](WriteTxn& txn) -> Result<Follow> {
      Follow made{.iri = iri(fresh_id(follower, "follows")),
                  .follower = follower.id,
                  .followee = followee.id,
                  .state = state,
                  .at = clock_.now()};
      TRY(put_follow(txn, made));
      return made;
    });
  }

  // --- what came of it ---

  [[nodiscard]] Post post_at(std::string_view address) const {
    const auto found = find_post(read(), iri(address));
    EXPECT_TRUE(found) << address;
    return found.value_or(Post{});
  }
  [[nodiscard]] bool knows(std::string_view address) const {
    return find_post(read(), iri(address)).has_value();
  }
  // Rows of every table: what leaves no trace leaves these as they were.
  using Rows = std::array<uint64_t, static_cast<size_t>(Table::count_)>;
  [[nodiscard]] Rows rows() const {
    Rows out{};
    const auto txn = read();
    for (size_t i = 0; i < out.size(); ++i) out[i] = txn.count(static_cast<Table>(i));
    return out;
  }
  [[nodiscard]] uint64_t count(Table table) const { return read().count(table); }
  [[nodiscard]] Json payload(uint64_t seq) const {
    const auto bytes = find_payload(read(), seq);
    EXPECT_TRUE(bytes) << "no payload " << seq;
    return bytes ? parse_json(*bytes).value() : Json();
  }
  // The youngest entry of the log, as it was sent or received.
  [[nodiscard]] Json last_logged() const {
    const auto last = last_log(read());
    return last ? payload(last->seq) : Json();
  }
  // Everything owed, sorted: "Create https://remote.example/inbox".
  [[nodiscard]] std::vector<std::string> owed() const {
    std::vector<std::string> out;
    const auto txn = read();
    for_each_peer(txn, [&](const Peer& peer) {
      for (const auto& row : list_due(txn, peer.id, Time{INT64_MAX}, 1'000)) {
        const auto sent = parse_json(find_payload(txn, row.activity).value_or("{}")).value();
        out.push_back(std::string(find_string(sent, "type").value_or("?")) + " " +
                      row.inbox.text());
      }
    });
    std::ranges::sort(out);
    return out;
  }
  void forget_owed() {
    write([&](WriteTxn& txn) -> Result<bool> {
      std::vector<Delivery> all;
      for_each_peer(txn, [&](const Peer& peer) {
        const auto due = list_due(txn, peer.id, Time{INT64_MAX}, 1'000);
        all.insert(all.end(), due.begin(), due.end());
      });
      for (const auto& row : all) TRY(erase_delivery(txn, row));
      return true;
    });
  }
  [[nodiscard]] std::vector<NotificationType> notified(const Actor& who) const {
    std::vector<NotificationType> out;
    scan_notifications(read(), who.id, Id{}, [&](const Notification& n) {
      out.push_back(n.type);
      return true;
    });
    return out;
  }
  // What is to be fetched, by address, sorted.
  [[nodiscard]] std::vector<std::string> to_fetch() const {
    std::vector<std::string> out;
    for (const auto& row : list_due_fetches(read(), Time{INT64_MAX}, 1'000)) {
      out.push_back(row.iri.text());
    }
    std::ranges::sort(out);
    return out;
  }

  Actor alice_, bob_, eve_, mallory_;
  int made_ = 0;
};

}  // namespace hallway::test
