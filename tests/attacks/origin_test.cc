// Attacks 15, 16, 19 and 20: whose word counts for an object. Each bait is laid out at both doors
// through which an address comes in: a boost by somebody whom Alice follows (the workers fetch it),
// and Alice's search field.

#include "federation/post.h"
#include "server/media_files.h"
#include "tests/attacks/attack.h"
#include "tests/support/signed_request.h"

namespace hallway::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;

class OriginAttack : public Attack {
 protected:
  void SetUp() override {
    Attack::SetUp();
    for (const auto& stranger : {mallory_, carol_}) victim_.meet(stranger);
    victim_.put_follow(iri(victim_.alice()), iri(mallory_.iri), FollowState::accepted,
                       iri(victim_.at("/follows/1")));
    evil_.forget();
    good_.forget();
  }

  // What is stored after the bait was swallowed at both doors, beside the boost itself.
  [[nodiscard]] uint64_t posts_after(const std::string& bait) {
    EXPECT_EQ(victim_.send(victim_.post(activity_by(mallory_, "Announce", bait), mallory_)).status,
              202);
    EXPECT_TRUE(victim_.settle());
    EXPECT_TRUE(victim_.search(bait).contains("statuses"));
    return victim_.stored().at("posts");
  }
  void lead_nowhere(const std::string& bait) {
    const auto before = victim_.stored();
    EXPECT_EQ(posts_after(bait), before.at("posts"));
    EXPECT_EQ(victim_.stored().at("actors"), before.at("actors"));
    EXPECT_EQ(victim_.stored().at("boosts"), before.at("boosts"));
  }

  const Stranger mallory_ = evil_.put_person("mallory");
  const Stranger carol_ = good_.put_person("carol", test_key(KeyType::rsa, 1));
  Host other_{"127.0.54.3"};
};

using Attack15 = OriginAttack;
using Attack16 = OriginAttack;
using Attack19 = OriginAttack;
using Attack20 = OriginAttack;

// --- 15: the id is not where it was found

TEST_F(Attack15, WhatClaimsAnothersIdIsAskedOfItsOwner) {
  const auto id = good_.at("/notes/1");
  evil_.put("/fake", note_by(carol_, id, {{"content", "<p>Give Mallory your password.</p>"}}));
  lead_nowhere(evil_.at("/fake"));
  EXPECT_EQ(good_.asked("/notes/1"), 2U) << "once at each door";
  good_.put("/notes/1", note_by(carol_, id, {{"content", "<p>Good morning.</p>"}}));
  EXPECT_EQ(posts_after(evil_.at("/fake")), 1U);
  EXPECT_EQ(victim_.find_post(id)->content, "<p>Good morning.</p>");
  EXPECT_FALSE(victim_.find_post(evil_.at("/fake")).has_value());
}

TEST_F(Attack15, AnIdThatNobodyConfirmsIsNotFollowedFurther) {
  const std::pair<std::string, std::string> chains[] = {
      {evil_.at("/a"), other_.at("/a")},  // each says that it is the other
      {other_.at("/a"), evil_.at("/a")},
  };
  for (const auto& [here, there] : chains) {
    SCOPED_TRACE(here);
    evil_.put("/a", note_by(mallory_, other_.at("/a")));
    other_.put("/a", note_by(mallory_, evil_.at("/a")));
    lead_nowhere(here);
  }
  EXPECT_THAT(evil_.asked() + other_.asked(), Le(8U));
}

TEST_F(Attack15, AnObjectWithoutAnAddressIsNoObject) {
  const Json ids[] = {nullptr,
                      5,
                      "",
                      "data:application/json,{}",
                      "urn:uuid:1",
                      Json::array({evil_.at("/x")}),
                      evil_.at("/x") + "#fragment"};
  for (const auto& id : ids) {
    SCOPED_TRACE(dump_json(id));
    evil_.put("/x", note_by(mallory_, "", {{"id", id}}));
    lead_nowhere(evil_.at("/x"));
  }
}

// --- 16: the author is elsewhere

TEST_F(Attack16, AnObjectOfAnAuthorElsewhereIsNotTaken) {
  const Host next_door("127.0.54.2");  // another port of Mallory's host
  const Json authors[] = {
      carol_.iri,      Json::array({carol_.iri}),      {{"type", "Person"}, {"id", carol_.iri}},
      victim_.alice(), next_door.at("/users/mallory"), "",
      nullptr};
  int number = 0;
  for (const auto& author : authors) {
    SCOPED_TRACE(dump_json(author));
    const auto path = "/notes/" + std::to_string(++number);
    const auto note =
        note_by(mallory_, evil_.at(path), {{"attributedTo", author}, {"actor", carol_.iri}});
    evil_.put(path, note);
    lead_nowhere(evil_.at(path));
    refused(victim_.post(create_by(mallory_, note), mallory_), 400, "attributedTo");
  }
  EXPECT_EQ(good_.asked() + next_door.asked(), 0U);
}

TEST_F(Attack16, AnActivityIsOfItsActorsOrigin) {
  const Host next_door("127.0.54.2");
  for (const auto& id : {good_.at("/activities/1"), victim_.at("/activities/1"),
                         next_door.at("/activities/1"), "https://" + evil_.domain() + "/1"}) {
    const auto activity = activity_by(mallory_, "Follow", victim_.alice(), {{"id", id}});
    refused(victim_.post(activity, mallory_), 403, "origin");
  }
}

TEST_F(Attack16, AnInboxElsewhereDrawsNothingThere) {
  auto document = person_json(evil_.at("/users/m"), "m", mallory_.sign.key.public_key());
  document["inbox"] = good_.at("/users/carol/inbox");
  evil_.put("/users/m", document);
  const Stranger far{evil_.at("/users/m"), {key_id_of(evil_.at("/users/m")), mallory_.sign.key}};
  refused(victim_.post(activity_by(far, "Follow", victim_.alice()), far), 401, "inbox");

  document["inbox"] = evil_.at("/users/m/inbox");
  document["id"] = evil_.at("/users/n");
  document["publicKey"] = {{"id", key_id_of(evil_.at("/users/n"))},
                           {"owner", evil_.at("/users/n")},
                           {"publicKeyPem", mallory_.sign.key.public_key().to_pem()}};
  document["endpoints"] = {{"sharedInbox", good_.at("/inbox")}};
  evil_.put("/users/n", document);
  const Stranger near{evil_.at("/users/n"), {key_id_of(evil_.at("/users/n")), mallory_.sign.key}};
  taken(victim_.post(activity_by(near, "Follow", victim_.alice()), near));
  ASSERT_TRUE(victim_.settle());
  EXPECT_EQ(evil_.asked("/users/m/inbox"), 1U) << "the Accept";
  EXPECT_EQ(good_.asked(), 0U);
}

// --- 19: our own words, and files that are no objects

TEST_F(Attack19, OurOwnWordsDoNotComeBackFromOutside) {
  // As where a node can reach itself by its address.
  victim_.restart({kStrangers, "127.0.53.0/24"});
  const auto alice = *victim_.find_actor(victim_.alice());
  const auto post = victim_.node().act_as(
      alice, [](Local& local) { return publish(local, NewPost{.text = "Mine."}); });
  ASSERT_TRUE(post.ok());
  const auto by_address = "http://127.0.53.1" + victim_.domain().substr(11);
  ASSERT_EQ(victim_.get(post->iri.target()).status, 200);
  for (const auto& address :
       {post->iri.text(), by_address + std::string(post->iri.target()), by_address + "/users/bob",
        by_address + "/actor", "http://VICTIM.test." + victim_.domain().substr(11) + "/actor"}) {
    SCOPED_TRACE(address);
    evil_.redirect("/to-you", address);
    lead_nowhere(evil_.at("/to-you"));
    evil_.put("/as-you", note_by(mallory_, address, {{"content", "<p>Yours.</p>"}}));
    lead_nowhere(evil_.at("/as-you"));
  }
  EXPECT_EQ(victim_.find_post(post->iri.text())->content, "<p>Mine.</p>");
}

TEST_F(Attack19, AFileThatSomebodyUploadedIsNoObject) {
  int number = 0;
  for (const auto* type :
       {"application/json", "text/plain", "text/html", "image/png", "application/octet-stream",
        "application/ld+json", "application/ld+json; profile=\"https://example.org/\"", "",
        "text/plain; x=application/activity+json", "application/activity+jsonx"}) {
    SCOPED_TRACE(type);
    const auto path = "/uploads/" + std::to_string(++number);
    evil_.put(path, note_by(mallory_, evil_.at(path)), type);
    lead_nowhere(evil_.at(path));
    evil_.put(path, person_json(evil_.at(path), "m", mallory_.sign.key.public_key()), type);
    const Stranger m{evil_.at(path), {key_id_of(evil_.at(path)), mallory_.sign.key}};
    refused(victim_.post(activity_by(m, "Follow", victim_.alice()), m), 401, "not ActivityPub");
  }
  evil_.put("/notes/1", note_by(mallory_, evil_.at("/notes/1")));
  EXPECT_EQ(posts_after(evil_.at("/notes/1")), 1U) << "the same as what it is";
}

TEST_F(Attack19, WhatIsUploadedHereIsServedAsAPictureOrNotAtAll) {
  const auto note = dump_json(note_by(carol_, good_.at("/notes/1")));
  EXPECT_FALSE(keep_picture(victim_.node(), note, "a note").ok());
  // The least that passes for a PNG, with a note behind it.
  const std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x8\6\0\0\0\x1f\x15\xc4\x89",
                        33);
  const auto picture = keep_picture(victim_.node(), png + note, "a picture");
  ASSERT_TRUE(picture.ok()) << picture.error().what;
  const auto answer = victim_.get(picture->url.target(), "Accept: application/activity+json\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.at("content-type"), "image/png");
  EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
  EXPECT_THAT(answer.headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
}

// --- 20: redirects

TEST_F(Attack20, ARedirectEndsAfterFiveHops) {
  for (int i = 0; i < 20; ++i) {
    evil_.redirect("/hop/" + std::to_string(i), evil_.at("/hop/" + std::to_string(i + 1)));
  }
  lead_nowhere(evil_.at("/hop/0"));
  EXPECT_EQ(evil_.asked(), 12U) << "six at each door";
  evil_.put("/hop/25", note_by(mallory_, evil_.at("/hop/25")));
  evil_.redirect("/hop/20", evil_.at("/hop/25"));
  EXPECT_EQ(posts_after(evil_.at("/hop/16")), 1U) << "five are followed";
}

TEST_F(Attack20, ALoopEnds) {
  evil_.redirect("/round", evil_.at("/round"));
  evil_.redirect("/here", other_.at("/there"));
  other_.redirect("/there", evil_.at("/here"));
  lead_nowhere(evil_.at("/round"));
  lead_nowhere(evil_.at("/here"));
  EXPECT_THAT(evil_.asked() + other_.asked(), Le(24U));
}

TEST_F(Attack20, ARedirectLeavesNeitherHttpNorWhatIsPermitted) {
  RawServer intranet([](RawConnection& connection) { connection.hangs_up(); });
  const auto note = dump_json(note_by(mallory_, evil_.at("/away")));
  for (const auto& target :
       {"data:application/activity+json," + note, std::string("file:///etc/passwd"),
        "ftp://" + evil_.domain() + "/x", std::string("javascript:alert(1)"),
        std::string("gopher://") + evil_.domain(), std::string("//"), std::string("http://"),
        "http://mallory@" + evil_.domain() + "/x",
        "http://127.0.0.1:" + std::to_string(intranet.port()),
        "http://localhost:" + std::to_string(intranet.port()) + "/", victim_.at("/users/alice")}) {
    SCOPED_TRACE(target);
    evil_.redirect("/away", target);
    lead_nowhere(evil_.at("/away"));
  }
  EXPECT_EQ(intranet.accepted(), 0);
  EXPECT_THAT(connections(), Each(testing::StartsWith("127.0.54.")));
}

// An open redirect of a good host, or its name in an id, lends nobody that host's voice.
TEST_F(Attack20, WhoRedirectsDoesNotLendItsName) {
  good_.redirect("/go", evil_.at("/note"));
  evil_.put("/note", note_by(carol_, good_.at("/go"), {{"content", "<p>Carol says.</p>"}}));
  lead_nowhere(good_.at("/go"));
  lead_nowhere(evil_.at("/note"));
  evil_.put("/note", note_by(mallory_, good_.at("/go")));
  lead_nowhere(good_.at("/go"));
}

Message as_message(const Request& request, const Iri& url) {
  return {request.method, url, &request.headers, request.body};
}

TEST_F(Attack20, EachHopIsSignedForItselfAlone) {
  evil_.redirect("/first", other_.at("/second"));
  other_.put("/second", note_by(mallory_, other_.at("/second")));
  EXPECT_TRUE(victim_.search(evil_.at("/first")).at("statuses").empty());
  ASSERT_EQ(evil_.asked(), 1U);
  ASSERT_EQ(other_.asked(), 1U);
  const auto first = evil_.seen().front(), second = other_.seen().front();
  const auto now = SystemClock().now();
  const auto at_first =
      read_signature(as_message(first, iri(evil_.at("/first"))), domain(evil_.domain()), now);
  const auto at_second =
      read_signature(as_message(second, iri(other_.at("/second"))), domain(other_.domain()), now);
  ASSERT_TRUE(at_first.ok() && at_second.ok());
  EXPECT_NE(at_first->signature, at_second->signature);
  // What the first hop got does not open the second.
  const auto stolen =
      read_signature(as_message(first, iri(other_.at("/second"))), domain(other_.domain()), now);
  EXPECT_FALSE(stolen.ok());
  const auto txn = victim_.node().read();
  const auto instance = find_actor(*txn, iri(victim_.at("/actor")));
  ASSERT_TRUE(instance.has_value());
  const auto key = PublicKey::from_der(instance->keys.front().der);
  EXPECT_TRUE(verify_claim(*at_first, *key));
  EXPECT_TRUE(verify_claim(*at_second, *key));
}

}  // namespace
}  // namespace hallway::test
