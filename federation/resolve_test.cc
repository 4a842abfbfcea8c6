#include "federation/resolve.h"

#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

constexpr auto kSought = "https://remote.example/users/alice";

class ResolverTest : public LoneNode {
 protected:
  Result<Actor> resolve(std::string_view handle) {
    return resolver_->resolve(Handle::parse(handle).value());
  }
  Code code_of(std::string_view handle) {
    const auto actor = resolve(handle);
    return actor ? Code::internal : actor.error().code;
  }
  [[nodiscard]] size_t asked() const { return net_.requests("remote.example"); }

  const PublicKey key_ = test_key(KeyType::rsa, 0).public_key();
  Site remote_{net_, "https://remote.example"};
  Site other_{net_, "https://other.example"};
};

TEST_F(ResolverTest, AHandleLeadsToItsActorOnceADay) {
  remote_.put_person("alice", key_);
  remote_.put_webfinger("Alice@remote.example", "alice@remote.example", kSought);
  const auto alice = resolve("@Alice@remote.example");
  ASSERT_TRUE(alice.ok()) << alice.error().what;
  EXPECT_EQ(alice->iri.text(), kSought);
  EXPECT_EQ(alice->handle(), "alice@remote.example");
  EXPECT_TRUE(alice->checked_handle);
  net_.forget_requests();
  clock_.advance(hours(23));
  EXPECT_EQ(resolve("alice@remote.example")->id, alice->id);
  EXPECT_EQ(asked(), 0U);
  clock_.advance(hours(1));
  EXPECT_EQ(resolve("alice@remote.example")->id, alice->id);
  EXPECT_EQ(asked(), 2U);
}

TEST_F(ResolverTest, WhoIsNotThereIsNotFound) {
  EXPECT_EQ(code_of("alice@remote.example"), Code::not_found);
  net_.trouble("remote.example", {.down = true});
  EXPECT_EQ(code_of("alice@remote.example"), Code::unavailable);
  net_.trouble("remote.example", {});
  remote_.put("/.well-known/webfinger?resource=acct%3Aalice%40remote.example",
              Json{{"subject", "acct:alice@remote.example"}, {"links", Json::array()}},
              "application/jrd+json");
  EXPECT_EQ(code_of("alice@remote.example"), Code::not_found);
}

TEST_F(ResolverTest, OurOwnAreAnsweredFromTheStore) {
  const auto bob = put_local("bob");
  EXPECT_EQ(resolve("bob@home.example")->id, bob.id);
  EXPECT_EQ(code_of("nobody@home.example"), Code::not_found);
  EXPECT_EQ(resolver_->resolve_actor(bob.iri)->id, bob.id);
  EXPECT_EQ(resolver_->resolve_actor(iri("https://home.example/users/x")).error().code,
            Code::not_found);
}

TEST_F(ResolverTest, PolicyIsAskedFirst) {
  remote_.put_person("alice", key_);
  set_peer("remote.example", [](Peer& p) { p.relation = Relation::blocked; });
  EXPECT_EQ(code_of("alice@remote.example"), Code::forbidden);
  EXPECT_EQ(asked(), 0U);
}

TEST_F(ResolverTest, ADomainMayNameActorsOfAnotherHostThatAgrees) {
  // example.org: handles at other.example, actors at remote.example.
  remote_.put_person("alice", key_);
  other_.put_webfinger("alice@other.example", "alice@other.example", kSought);
  remote_.put_webfinger("alice@remote.example", "alice@other.example", kSought);
  const auto alice = resolve("alice@other.example");
  ASSERT_TRUE(alice.ok()) << alice.error().what;
  EXPECT_EQ(alice->handle(), "alice@other.example");
  // By the other name and by address too.
  EXPECT_EQ(resolve("alice@remote.example")->id, alice->id);
  EXPECT_EQ(resolver_->resolve_actor(iri(kSought), Duration{})->handle(), "alice@other.example");
}

TEST_F(ResolverTest, AnAliasLeadsToTheCanonicalHandle) {
  remote_.put_person("alice", key_);
  other_.put_webfinger("al@other.example", "alice@remote.example", kSought);
  const auto alice = resolve("al@other.example");
  ASSERT_TRUE(alice.ok()) << alice.error().what;
  EXPECT_EQ(alice->handle(), "alice@remote.example");
}

TEST_F(ResolverTest, Attack21ADomainDoesNotNameAnothersActorAsItsOwn) {
  remote_.put_person("alice", key_);
  other_.put_webfinger("boss@other.example", "boss@other.example", kSought);
  EXPECT_EQ(code_of("boss@other.example"), Code::invalid);
  EXPECT_FALSE(stored(kSought).has_value());
}

TEST_F(ResolverTest, Attack21AnActorDoesNotTakeAnothersHandle) {
  // Mallory's host says that mallory is alice of remote.example, who is somebody else.
  remote_.put_person("alice", key_);
  other_.put_person("mallory", key_);
  const auto mallory = other_.at("/users/mallory");
  other_.put_webfinger("mallory@other.example", "alice@remote.example", mallory);
  EXPECT_EQ(code_of("mallory@other.example"), Code::invalid);
  // By address he is known, but under his own name.
  const auto found = resolver_->resolve_actor(iri(mallory));
  ASSERT_TRUE(found.ok()) << found.error().what;
  EXPECT_EQ(found->handle(), "mallory@other.example");
  EXPECT_FALSE(found->checked_handle);
}

TEST_F(ResolverTest, Attack21ADocumentThatIsAnotherActorIsNotTaken) {
  remote_.put_person("alice", key_);
  remote_.put_person("bob", key_);
  // "self" of alice redirects to bob.
  remote_.redirect("/users/alice", remote_.at("/users/bob"));
  EXPECT_EQ(code_of("alice@remote.example"), Code::invalid);
  // The actor calls itself bob, but bob's WebFinger knows another.
  auto fake = person_json(kSought, "bob", key_);
  remote_.put("/users/alice", fake);
  EXPECT_EQ(code_of("alice@remote.example"), Code::invalid);
}

TEST_F(ResolverTest, Attack21NobodyNamesOurActors) {
  const auto bob = put_local("bob");
  other_.put_webfinger("bob@other.example", "bob@home.example", bob.iri.text());
  EXPECT_EQ(code_of("bob@other.example"), Code::forbidden);
}

TEST_F(ResolverTest, HostMetaLeadsToWebfingerElsewhere) {
  remote_.put_person("alice", key_);
  const auto usual = "/.well-known/webfinger?resource=acct%3Aalice%40remote.example";
  remote_.remove(usual);
  const Json jrd = {{"subject", "acct:alice@remote.example"},
                    {"links", {{{"rel", "self"}, {"type", kActivityJson}, {"href", kSought}}}}};
  remote_.put("/wf?r=acct%3Aalice%40remote.example", jrd, "application/jrd+json");
  remote_.put(
      "/.well-known/host-meta",
      Response{.headers = {{"Content-Type", "application/xrd+xml"}},
               .body = "<?xml version=\"1.0\"?><XRD "
                       "xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\"><Link "
                       "rel=\"lrdd\" template=\"https://remote.example/wf?r={uri}\"/></XRD>"});
  const auto alice = resolve("alice@remote.example");
  ASSERT_TRUE(alice.ok()) << alice.error().what;
  EXPECT_TRUE(alice->checked_handle);
  // Only where there is no WebFinger at all.
  clock_.advance(days(1));
  net_.forget_requests();
  remote_.put(usual, Response{.status = 500});
  EXPECT_EQ(code_of("alice@remote.example"), Code::unavailable);
  EXPECT_EQ(net_.requests("remote.example", "/.well-known/host-meta"), 0U);
}

TEST_F(ResolverTest, AnActorByAddressGetsItsHandleChecked) {
  remote_.put_person("alice", key_);
  const auto alice = resolver_->resolve_actor(iri(kSought));
  ASSERT_TRUE(alice.ok());
  EXPECT_TRUE(alice->checked_handle);
  EXPECT_EQ(asked(), 2U);
  EXPECT_EQ(resolver_->resolve_actor(iri(kSought))->id, alice->id);
  EXPECT_EQ(asked(), 2U);
  // Refreshed: the document only; the handle has been checked.
  EXPECT_EQ(resolver_->resolve_actor(iri(kSought), Duration{})->id, alice->id);
  EXPECT_EQ(asked(), 3U);
}

TEST_F(ResolverTest, WhoDoesNotAnswerIsTakenFromTheStore) {
  remote_.put_person("alice", key_);
  const auto alice = resolver_->resolve_actor(iri(kSought));
  ASSERT_TRUE(alice.ok());
  clock_.advance(days(3));
  net_.trouble("remote.example", {.down = true});
  EXPECT_EQ(resolver_->resolve_actor(iri(kSought))->id, alice->id);
  EXPECT_EQ(resolver_->resolve_actor(iri(kSought), Duration{}).error().code, Code::unavailable);
}

TEST_F(ResolverTest, APastedAddressLeadsToActorOrPost) {
  remote_.put_person("alice", key_);
  const Json note = {{"id", remote_.at("/notes/1")},
                     {"type", "Note"},
                     {"attributedTo", kSought},
                     {"content", "<p>hello</p>"},
                     {"published", "2026-11-25T12:00:00Z"},
                     {"to", Json::array({std::string(kPublic)})}};
  remote_.put("/notes/1", note);
  remote_.redirect("/@alice/1", "/notes/1");
  const auto post = resolver_->resolve_address(iri("https://remote.example/@alice/1"));
  ASSERT_TRUE(post.ok()) << post.error().what;
  ASSERT_TRUE(post->post.has_value());
  EXPECT_EQ(find_post(read(), *post->post)->content, "<p>hello</p>");
  const auto alice = stored(kSought);
  ASSERT_TRUE(alice.has_value());
  const auto count = asked();
  EXPECT_EQ(resolver_->resolve_address(iri(remote_.at("/notes/1")))->post, post->post);
  EXPECT_EQ(resolver_->resolve_address(iri(kSought))->actor, alice->id);
  EXPECT_EQ(asked(), count);
  remote_.put("/list", {{"id", remote_.at("/list")}, {"type", "Collection"}});
  EXPECT_EQ(resolver_->resolve_address(iri(remote_.at("/list"))).error().code, Code::invalid);
}

TEST_F(ResolverTest, OurOwnPagesAreFoundWithoutAsking) {
  const auto bob = put_local("bob");
  EXPECT_EQ(resolver_->resolve_address(bob.iri)->actor, bob.id);
  EXPECT_EQ(resolver_->resolve_address(iri("https://home.example/@bob"))->actor, bob.id);
  for (const auto* address : {"https://home.example/@nobody", "https://home.example/@bob/1",
                              "https://home.example/@bob/x", "https://home.example/about"}) {
    EXPECT_EQ(resolver_->resolve_address(iri(address)).error().code, Code::not_found) << address;
  }
}

}  // namespace
}  // namespace hallway::test
