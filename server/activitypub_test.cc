#include "server/activitypub.h"

#include <gmock/gmock.h>

#include "federation/signature.h"
#include "tests/support/node.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Headers kActivity{{"Accept", "application/activity+json"}};
const Headers kFirefox{
    {"Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}};

class Objects : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    alice_ = person("alice");
  }
  std::string path_of(const std::string& id) { return "/users/alice/statuses/" + id; }

  // A person elsewhere whose key is known here, and a GET or POST signed by them.
  struct Known {
    Actor actor;
    PrivateKey key;
  };
  Known known(const std::string& name, const std::string& domain) {
    const auto& key = test::test_key(KeyType::rsa, ++known_);
    Actor actor = stranger(name, domain);
    actor.keys = {{actor.iri.text() + "#main-key", key.public_key().to_der()}};
    const auto put =
        node_->writer().apply([&](WriteTxn& txn) { return put_actor(txn, actor, clock_.now()); });
    EXPECT_TRUE(put.ok());
    return {actor, key};
  }
  Response signed_by(const Known& who, const std::string& method, const std::string& target,
                     const std::string& body = {}) {
    OutboundRequest out{.method = method, .url = test::iri("https://design.example" + target)};
    out.body = body;
    out.headers.add("Accept", "application/activity+json");
    if (!body.empty()) out.headers.add("Content-Type", "application/activity+json");
    const auto done =
        sign_request(out, Signing::cavage_rsa, who.actor.keys[0].id, who.key, clock_.now());
    EXPECT_TRUE(done.ok());
    if (!out.headers.find("Host")) out.headers.add("Host", "design.example");
    return node_->handle(request(method, target, out.headers, body));
  }

  std::string alice_;
  int known_ = 0;
};

TEST_F(Objects, ActorsAreReadableUnsignedInEveryMode) {
  for (const auto mode : {FederationMode::open, FederationMode::allowlist}) {
    open(mode);
    for (const char* path : {"/users/alice", "/actor", "/users/alice/"}) {
      const auto response = get(path, kActivity);
      ASSERT_EQ(response.status, 200) << path;
      EXPECT_THAT(header(response, "Content-Type"), HasSubstr("application/activity+json"));
      EXPECT_EQ(header(response, "Vary"), "Accept, Signature, Accept-Encoding");
      EXPECT_THAT(response.body, HasSubstr("publicKeyPem"));
    }
    EXPECT_EQ(find_string(json(get("/users/alice", kActivity)), "id"),
              "https://design.example/users/alice");
  }
}

TEST_F(Objects, BrowsersAreSentToThePage) {
  const auto id = post(alice_, {{"status", "hello"}, {"visibility", "public"}});
  EXPECT_EQ(header(get("/users/alice", kFirefox), "Location"), "https://design.example/@alice");
  EXPECT_EQ(header(get("/actor", kFirefox), "Location"), "https://design.example/");
  EXPECT_EQ(header(get(path_of(id), kFirefox), "Location"), "https://design.example/@alice/" + id);
  EXPECT_EQ(get("/users/alice", {{"Accept", "image/png"}}).status, 406);
  EXPECT_EQ(get("/users/alice", {{"Accept", "*/*"}}).status, 200);
}

TEST_F(Objects, APublicPostIsReadUnsignedInOpenModeOnly) {
  const auto id = post(alice_, {{"status", "hello"}, {"visibility", "public"}});
  const auto response = get(path_of(id), kActivity);
  ASSERT_EQ(response.status, 200) << response.body;
  const auto note = json(response);
  EXPECT_EQ(find_string(note, "id"), "https://design.example" + path_of(id));
  EXPECT_EQ(find_string(note, "type"), "Note");
  EXPECT_EQ(note["@context"].back()["sensitive"], "as:sensitive");
  const auto create = json(get(path_of(id) + "/activity", kActivity));
  EXPECT_EQ(find_string(create, "type"), "Create");
  EXPECT_EQ(find_string(create, "id"), "https://design.example" + path_of(id) + "/activity");
  const auto boost = json(call("POST", "/api/v1/statuses/" + id + "/reblog", alice_));
  const auto announce_id = std::string(find_string(boost, "uri").value_or(""));
  ASSERT_THAT(announce_id, HasSubstr("https://design.example/users/alice/activities/"));
  const auto announce = json(get(announce_id.substr(22), kActivity));
  EXPECT_EQ(find_string(announce, "type"), "Announce");
  EXPECT_EQ(find_string(announce, "id"), announce_id);

  open(FederationMode::allowlist);
  for (const auto& path :
       {path_of(id), path_of(id) + "/activity", announce_id.substr(22),
        std::string("/users/alice/outbox"), std::string("/users/alice/followers"), path_of("1")}) {
    const auto refused = get(path, kActivity);
    EXPECT_EQ(refused.status, 401) << path;
    EXPECT_EQ(header(refused, "WWW-Authenticate"), "Signature");
  }
}

// Attack 36: no telling a hidden post from one that never was.
TEST_F(Objects, AHiddenPostLooksExactlyLikeNone) {
  const auto hidden = post(alice_, {{"status", "psst"}, {"visibility", "private"}});
  const auto local = post(alice_, {{"status", "here"}, {"visibility", "local"}});
  const auto none = get(path_of("999999999"), kActivity);
  EXPECT_EQ(none.status, 404);
  for (const auto& id : {hidden, local}) {
    for (const char* suffix : {"", "/activity"}) {
      const auto answer = get(path_of(id) + suffix, kActivity);
      EXPECT_EQ(answer.status, none.status);
      EXPECT_EQ(answer.body, none.body);
      EXPECT_EQ(answer.headers.list(), none.headers.list());
    }
  }
  EXPECT_THAT(get("/users/alice/outbox?page=true", kActivity).body, Not(HasSubstr("psst")));
  const auto direct = call("DELETE", "/api/v1/statuses/" + hidden, alice_);
  EXPECT_EQ(direct.status, 200);
  EXPECT_EQ(get(path_of(hidden), kActivity).body, none.body) << "nor from a deleted one";
}

TEST_F(Objects, ADeletedPostLeavesATombstone) {
  const auto id = post(alice_, {{"status", "oops"}, {"visibility", "public"}});
  EXPECT_EQ(call("DELETE", "/api/v1/statuses/" + id, alice_).status, 200);
  const auto gone = get(path_of(id), kActivity);
  EXPECT_EQ(gone.status, 410);
  EXPECT_EQ(find_string(json(gone), "type"), "Tombstone");
  EXPECT_THAT(gone.body, Not(HasSubstr("oops")));
  EXPECT_EQ(get(path_of(id) + "/activity", kActivity).status, 404);
}

TEST_F(Objects, AnotherNameInThePathFindsNothing) {
  person("bob");
  const auto id = post(alice_, {{"status", "hello"}, {"visibility", "public"}});
  EXPECT_EQ(get("/users/bob/statuses/" + id, kActivity).status, 404);
  EXPECT_EQ(get("/users/alice/statuses/0" + id, kActivity).status, 404);
  EXPECT_EQ(get("/users/alice/statuses/x", kActivity).status, 404);
  EXPECT_EQ(get("/users/" + std::string(3'000, 'a') + "/statuses/1", kActivity).status, 404);
  EXPECT_EQ(get("/users/instance.actor", kActivity).status, 404);
}

TEST_F(Objects, CollectionsArePagedAndHideWhatIsNotForTheReader) {
  post(alice_, {{"status", "for all"}, {"visibility", "public"}});
  post(alice_, {{"status", "for few"}, {"visibility", "private"}});
  for (const char* name :
       {"followers", "following", "outbox", "liked", "collections/featured", "collections/tags"}) {
    const auto collection = json(get("/users/alice/" + std::string(name), kActivity));
    EXPECT_EQ(find_string(collection, "type"), "OrderedCollection") << name;
  }
  const auto outbox = get("/users/alice/outbox?page=true", kActivity);
  EXPECT_EQ(find_string(json(outbox), "type"), "OrderedCollectionPage");
  EXPECT_THAT(outbox.body, HasSubstr("for all"));
  EXPECT_THAT(outbox.body, Not(HasSubstr("for few")));
  EXPECT_EQ(get("/users/nobody/outbox", kActivity).status, 404);
  EXPECT_EQ(get("/actor/outbox", kActivity).status, 200);
  EXPECT_EQ(get("/actor/nonsense", kActivity).status, 404);
}

TEST_F(Objects, APostsCollectionsAreForWhoMayReadThePost) {
  const auto id = post(alice_, {{"status", "for all"}, {"visibility", "public"}});
  const auto reply =
      post(alice_, {{"status", "an answer"}, {"visibility", "public"}, {"in_reply_to_id", id}});
  const auto hidden = post(alice_, {{"status", "for few"}, {"visibility", "private"}});
  const auto object = json(get(path_of(id), kActivity));
  for (const char* name : {"replies", "context", "likes", "shares"}) {
    const auto at = path_of(id) + "/" + name;
    EXPECT_EQ(find_string(object, name), "https://design.example" + at);
    const auto answer = get(at, kActivity);
    EXPECT_EQ(answer.status, 200) << name;
    EXPECT_THAT(header(answer, "Content-Type"), HasSubstr("application/activity+json"));
    EXPECT_EQ(get(path_of(hidden) + "/" + name, kActivity).status, 404) << name;
  }
  EXPECT_THAT(get(path_of(id) + "/replies?page=true", kActivity).body, HasSubstr(path_of(reply)));
  EXPECT_EQ(get(path_of(reply) + "/context", kActivity).status, 404)
      << "the thread is its first post's";
  EXPECT_EQ(get(path_of(id) + "/nonsense", kActivity).status, 404);
  EXPECT_EQ(call("DELETE", "/api/v1/statuses/" + id, alice_).status, 200);
  EXPECT_EQ(get(path_of(id) + "/replies", kActivity).status, 410);
  open(FederationMode::allowlist);
  EXPECT_EQ(get(path_of(reply) + "/replies", kActivity).status, 401);
}

TEST_F(Objects, ASignedReaderSeesWhatFlowsToTheirNode) {
  const auto id = post(alice_, {{"status", "for partners"}, {"label", "partners"}});
  open(FederationMode::allowlist);
  const auto partner = known("bob", "partner.example");
  const auto outsider = known("eve", "outside.example");
  relate("partner.example", Relation::partner);
  const auto seen = signed_by(partner, "GET", path_of(id));
  EXPECT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(signed_by(outsider, "GET", path_of(id)).status, 403);
  relate("outside.example", Relation::public_);
  EXPECT_EQ(signed_by(outsider, "GET", path_of(id)).status, 404);
}

TEST_F(Objects, AnInboxTakesActivitiesOnly) {
  const auto refused =
      node_->handle(request("POST", "/inbox", {{"Content-Type", "application/json"}}, "{}"));
  EXPECT_EQ(refused.status, 415);
  const auto unsigned_post = node_->handle(
      request("POST", "/inbox", {{"Content-Type", "application/activity+json"}},
              R"({"type":"Like","actor":"https://a.example/b","object":"https://c.example/d"})"));
  EXPECT_EQ(unsigned_post.status, 401);
  EXPECT_EQ(node_
                ->handle(request("POST", "/users/nobody/inbox",
                                 {{"Content-Type", "application/activity+json"}}, "{}"))
                .status,
            404);
  const auto text = node_->metrics_text();
  EXPECT_THAT(text, HasSubstr("hallway_inbox_refused_total{reason=\"content_type\"} 1"));
  EXPECT_THAT(text, HasSubstr("hallway_inbox_refused_total{reason=\"unauthenticated\"} 1"));
}

TEST_F(Objects, ASignedFollowIsTakenAndCounted) {
  const auto bob = known("bob", "partner.example");
  const Json follow{{"@context", "https://www.w3.org/ns/activitystreams"},
                    {"id", "https://partner.example/follows/1"},
                    {"type", "Follow"},
                    {"actor", bob.actor.iri.text()},
                    {"object", "https://design.example/users/alice"}};
  for (const char* path : {"/users/alice/inbox", "/inbox"}) {
    const auto taken = signed_by(bob, "POST", path, dump_json(follow));
    EXPECT_EQ(taken.status, 202) << taken.body;
  }
  EXPECT_EQ(json(get("/users/alice/followers", kActivity))["totalItems"], 1);
  const auto text = node_->metrics_text();
  EXPECT_THAT(text, HasSubstr("hallway_inbox_activities_total{outcome=\"taken\"} 1"));
  EXPECT_THAT(text, HasSubstr("hallway_inbox_activities_total{outcome=\"seen_before\"} 1"));
}

}  // namespace
}  // namespace hallway
