// Every way of not taking what arrives at an inbox: answered with its status, counted under its own
// reason, and told to whoever asks `hallway why --inbound`.

#include <gmock/gmock.h>

#include "federation/signature.h"
#include "server/commands.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;

const Headers kTyped{{"Content-Type", "application/activity+json"}};

class InboxDoor : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    person("alice");
    bob_ = known("bob", "partner.example");
  }

  Actor known(const std::string& name, const std::string& domain) {
    Actor actor = stranger(name, domain);
    actor.keys = {{actor.iri.text() + "#main-key", key().public_key().to_der()}};
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return put_actor(txn, actor, clock_.now()); });
    EXPECT_TRUE(put.ok());
    return actor;
  }
  static const PrivateKey& key() { return test_key(KeyType::rsa, 700); }

  // A POST signed by `key_id`.
  Request signed_post(const std::string& key_id, const std::string& body,
                      const std::string& target = "/inbox") {
    clock_.advance(milliseconds(1));
    OutboundRequest out{.method = "POST", .url = iri("https://design.example" + target)};
    out.body = body;
    out.headers = kTyped;
    EXPECT_TRUE(sign_request(out, Signing::cavage_rsa, key_id, key(), clock_.now()).ok());
    out.headers.set("Host", "design.example");
    return request("POST", target, out.headers, body);
  }
  Request by_bob(const Json& activity, const std::string& target = "/inbox") {
    return signed_post(bob_.keys[0].id, dump_json(activity), target);
  }
  [[nodiscard]] Json activity(const std::string& type, const Json& object) const {
    const auto id = "https://partner.example/a/" + type;
    return {{"id", id}, {"type", type}, {"actor", bob_.iri.text()}, {"object", object}};
  }

  // The first line of `hallway why --inbound domain`, without its time.
  std::string told(const std::string& domain) {
    const auto* command = find_command("why");
    const auto answer = command->run(*node_, {{"inbound", domain}});
    if (!answer.ok()) return answer.error().what;
    const auto text = command->print(*answer);
    return text.substr(text.find("  ") + 2, text.find('\n') - text.find("  ") - 2);
  }
  uint64_t counted(const std::string& line) {
    const auto text = node_->metrics_text();
    const auto at = text.find("\n" + line + " ");
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + line.size() + 2));
  }

  struct Case {
    Request request;
    int status;
    std::string reason;  // it is counted under
    std::string why;     // as it is told
    std::string claimed = "partner.example";
  };
  void expect(const Case& c) {
    SCOPED_TRACE(c.why);
    const bool ignored = c.status == 202;
    const std::string name =
        ignored ? "hallway_inbox_ignored_total" : "hallway_inbox_refused_total";
    const auto line = name + "{reason=\"" + c.reason + "\"}";
    const auto before = counted(line);
    const auto answer = node_->handle(c.request);
    EXPECT_EQ(answer.status, c.status) << answer.body;
    EXPECT_EQ(counted(line), before + 1);
    const auto text = told(c.claimed);
    EXPECT_THAT(text, HasSubstr((ignored ? "ignored" : c.reason) + "  "));
    EXPECT_THAT(text, HasSubstr(c.why));
    EXPECT_THAT(text, HasSubstr("from 127.0.0.1"));
  }

  Actor bob_;
};

TEST_F(InboxDoor, WhoIsNotWhoTheySayIsCountedAndTold) {
  const auto like = activity("Like", "https://design.example/users/alice");
  const auto old = by_bob(like);
  clock_.advance(hours(13));
  auto changed = by_bob(like);
  changed.body += ' ';
  expect({old, 401, "unauthenticated", "too old"});
  expect({changed, 401, "unauthenticated", "igest"});
  expect({request("POST", "/inbox", kTyped, dump_json(like)), 401, "unauthenticated",
          "the request is not signed", "unsigned"});
  auto for_another = by_bob(like);
  for_another.headers.set("Host", "other.example");
  expect({for_another, 401, "unauthenticated", "for another host"});
  auto of_carol = like;
  of_carol["actor"] = "https://partner.example/users/carol";
  expect({by_bob(of_carol), 401, "unauthenticated", "proof"});
  expect({signed_post("https://nowhere.example/u#key", dump_json(like)), 503, "unavailable",
          "nowhere.example", "nowhere.example"});
}

TEST_F(InboxDoor, WhatWasRefusedIsToldAfterARestart) {
  const auto like = activity("Like", "https://design.example/users/alice");
  expect({request("POST", "/inbox", kTyped, dump_json(like)), 401, "unauthenticated",
          "the request is not signed", "unsigned"});
  open(FederationMode::open);
  EXPECT_THAT(told("unsigned"), HasSubstr("the request is not signed"));
}

TEST_F(InboxDoor, WhatHasNoFormIsCountedAndTold) {
  const auto of_type = [&](const std::string& type) {
    auto post = by_bob(activity("Like", "https://design.example/users/alice"));
    post.headers.set("Content-Type", type);
    return post;
  };
  expect({of_type("text/plain"), 415, "content_type", "text/plain"});
  expect({signed_post(bob_.keys[0].id, "{"), 400, "invalid", "JSON"});
  expect({by_bob({{"actor", bob_.iri.text()}}), 400, "invalid", "has no type"});
  expect({by_bob({{"type", "Like"}}), 400, "invalid", "names no actor"});
  expect({signed_post(bob_.keys[0].id, std::string(1'000, '[')), 413, "too_large", "deeper"});
}

TEST_F(InboxDoor, WhatIsNotAllowedIsCountedAndTold) {
  const auto follow = activity("Follow", "https://design.example/users/alice");
  auto elsewhere = follow;
  elsewhere["id"] = "https://other.example/a/1";
  expect({by_bob(elsewhere), 403, "forbidden", "not of its actor's origin"});
  relate("partner.example", Relation::blocked);
  expect({by_bob(follow), 403, "forbidden", "partner.example: "});
  relate("partner.example", Relation::public_);
  suspend(bob_);
  expect({by_bob(follow), 403, "forbidden", "is suspended here"});
}

TEST_F(InboxDoor, AnInboxOfNobodyIsCountedAndTold) {
  const auto follow = activity("Follow", "https://design.example/users/alice");
  expect({by_bob(follow, "/users/nobody/inbox"), 404, "not_found", "nobody here is called nobody"});
  const auto deleted = find_command("account delete")->run(*node_, {{"name", "alice"}});
  ASSERT_TRUE(deleted.ok()) << deleted.error().what;
  expect({by_bob(follow, "/users/alice/inbox"), 410, "gone", "alice was deleted"});
}

TEST_F(InboxDoor, WhoIsGoneIsCountedAndTold) {
  auto gone = bob_;
  gone.gone = true;
  const auto put =
      node_->writer().apply([&](WriteTxn& txn) { return put_actor(txn, gone, clock_.now()); });
  ASSERT_TRUE(put.ok());
  expect({by_bob(activity("Like", "https://design.example/users/alice")), 410, "gone", "gone"});
}

TEST_F(InboxDoor, WhoAsksForTooManyKeysIsCountedAndTold) {
  const auto like = dump_json(activity("Like", "https://design.example/users/alice"));
  const auto key_id = [](int i) { return "https://nowhere.example/u" + std::to_string(i) + "#k"; };
  int tried = 0;
  while (tried < 1'000 && node_->handle(signed_post(key_id(tried), like)).status != 429) ++tried;
  expect({signed_post(key_id(1'000), like), 429, "limited", "too many unknown keys from",
          "nowhere.example"});
}

TEST_F(InboxDoor, WhatMeansNothingHereIsCountedAndTold) {
  const std::string here = "https://design.example/", there = "https://partner.example/";
  const Json reply{{"id", there + "n/1"},
                   {"type", "Note"},
                   {"attributedTo", bob_.iri.text()},
                   {"content", "x"},
                   {"to", Json::array({there + "users/carol"})}};
  const struct {
    Json activity;
    std::string why;
  } kCases[] = {
      {activity("Follow", there + "users/carol"), "a follow of nobody here"},
      {activity("Accept", there + "f/1"), "accepts no follow of ours"},
      {activity("Reject", there + "f/1"), "rejects no follow of ours"},
      {activity("Like", there + "n/9"), "a reaction to nothing known here"},
      {activity("Undo", there + "likes/9"), "undoes nothing known here"},
      {activity("Delete", there + "n/9"), "deletes nothing known here"},
      {activity("Block", there + "users/carol"), "a block of nobody here"},
      {activity("Create", reply), "nobody here follows the author or is addressed"},
  };
  for (const auto& c : kCases) expect({by_bob(c.activity), 202, c.why, c.why});
  const Json of_self{{"id", "https://far.example/d"},
                     {"type", "Delete"},
                     {"actor", "https://far.example/u"},
                     {"object", "https://far.example/u"}};
  expect({signed_post("https://far.example/u#k", dump_json(of_self)), 202, "deletes a stranger",
          "deletes a stranger", "far.example"});
}

}  // namespace
}  // namespace hallway::test
