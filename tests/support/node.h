#pragma once
// A whole node in a folder of its own, with a clock turned by hand and a network that answers
// nobody, driven by requests without sockets.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "server/node.h"
#include "server/people.h"
#include "storage/accounts.h"
#include "storage/peers.h"
#include "storage/tokens.h"
#include "storage/values/json.h"
#include "tests/support/keys.h"
#include "tests/support/store.h"

namespace hallway::test {

// Every exchange fails with unavailable.
class DeadNetwork final : public HttpClient {
 public:
  void send(OutboundRequest request, Done done) override {
    ++asked;
    done(fail(Code::unavailable, "no network here: " + request.url.text()));
  }
  std::atomic<int> asked{0};
};

inline Config config_for(std::string_view domain, FederationMode mode) {
  Config config;
  config.node.domain = Domain::parse(domain).value_or(Domain());
  config.node.name = "Design & Co";
  config.node.description = "Where <design> happens";
  config.node.mode = mode;
  config.node.languages = {"en"};
  config.federation.max_body = 1024 * 1024;
  config.media = {.picture_bytes = size_t{16} << 20,
                  .film_bytes = size_t{40} << 20,
                  .film_seconds = 600,
                  .attachments = 4,
                  .cache_bytes = size_t{64} << 20};
  // The thread sanitizer leaves no address space for more than one of the usual size.
  config.storage.map_bytes = uint64_t{1} << 30;
  return config;
}

// What asks for a page rather than for an object.
inline const Headers kBrowser{{"Accept", "text/html"}};

class NodeTest : public ::testing::Test {
 protected:
  void SetUp() override { open(FederationMode::open); }

  void open(FederationMode mode) {
    node_.reset();
    config_.node.mode = mode;
    auto opened = Node::open(
        dir_.path(), config_,
        {.clock = clock_, .random = random_, .client = network_, .make_keys = spare_keys});
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    node_ = std::move(*opened);
  }

  // An account and a token for it with every scope; returns the token.
  std::string person(const std::string& name, const std::string& scopes = "read write follow") {
    auto added = add_person(*node_, {.name = name});
    EXPECT_TRUE(added.ok()) << (added.ok() ? "" : added.error().what);
    return added.ok() ? token_for(added->account, scopes) : std::string();
  }
  std::string token_for(const Account& account, const std::string& scopes) {
    auto secret = "token-" + account.name + "-" + std::to_string(++tokens_);
    const Token token{.account = account.id,
                      .kind = TokenKind::bearer,
                      .name = "test",
                      .scopes = scopes,
                      .created = clock_.now()};
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return put_token(txn, secret, token); });
    EXPECT_TRUE(put.ok());
    return secret;
  }
  // A person of another node, as if met before.
  Actor stranger(const std::string& name, const std::string& domain) {
    Actor actor;
    actor.iri = iri("https://" + domain + "/users/" + name);
    actor.name = name;
    actor.domain = domain;
    actor.url = iri("https://" + domain + "/@" + name);
    actor.inbox = iri(actor.iri.text() + "/inbox");
    actor.shared_inbox = iri("https://" + domain + "/inbox");
    actor.followers = iri(actor.iri.text() + "/followers");
    actor.checked_handle = true;
    actor.published = actor.fetched = clock_.now();
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return put_actor(txn, actor, clock_.now()); });
    EXPECT_TRUE(put.ok());
    return actor;
  }

  // What another node is to this one.
  void relate(const std::string& domain, Relation relation) {
    const auto done = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
      auto peer = TRY(meet_peer(txn, TRY(Domain::parse(domain)), clock_.now()));
      peer.relation = relation;
      return put_peer(txn, peer);
    });
    EXPECT_TRUE(done.ok());
  }
  void suspend(Actor actor) {
    actor.suspended = true;
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return put_actor(txn, actor, clock_.now()); });
    EXPECT_TRUE(put.ok());
  }

  static Request request(std::string method, const std::string& target, Headers headers = {},
                         std::string body = {}) {
    Request r{.method = std::move(method), .target = target, .headers = std::move(headers)};
    r.path = percent_decode(target.substr(0, target.find('?'))).value_or("");
    r.body = std::move(body);
    r.scheme = "https";
    r.host = "design.example";
    r.peer_address = "127.0.0.1";
    return r;
  }
  Response get(const std::string& target, Headers headers = {}) {
    clock_.advance(milliseconds(1));
    return node_->handle(request("GET", target, std::move(headers)));
  }
  static Headers bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
  Response call(const std::string& method, const std::string& target, const std::string& token,
                const Json& body = nullptr, Headers extra = {}) {
    clock_.advance(milliseconds(1));
    extra.set("Authorization", "Bearer " + token);
    if (!body.is_null()) extra.set("Content-Type", "application/json");
    return node_->handle(
        request(method, target, std::move(extra), body.is_null() ? "" : dump_json(body)));
  }
  static Json json(const Response& response) {
    auto parsed = parse_json(response.body);
    EXPECT_TRUE(parsed.ok()) << response.status << " " << response.body;
    return std::move(parsed).value_or(Json());
  }
  static std::string header(const Response& response, std::string_view name) {
    return std::string(response.headers.find(name).value_or(""));
  }
  // Publishes and returns the id.
  std::string post(const std::string& token, const Json& body) {
    const auto response = call("POST", "/api/v1/statuses", token, body);
    EXPECT_EQ(response.status, 200) << response.body;
    return std::string(find_string(json(response), "id").value_or(""));
  }

  Config config_ = config_for("design.example", FederationMode::open);  // before open()
  TempDir dir_;
  ManualClock clock_{Time{1'795'612'315'000}};
  SystemRandom random_;
  DeadNetwork network_;
  std::unique_ptr<Node> node_;
  int tokens_ = 0;
};

}  // namespace hallway::test
