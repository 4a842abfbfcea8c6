// Attack 37: what a suspended or blocked person writes comes in by none of the doors (their own
// hand, another's boost, a fetch), what came in before is shown by none, and a blocked server reads
// nothing here.

#include "server/commands.h"
#include "storage/peers.h"
#include "tests/attacks/followed.h"

namespace hallway::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Attack37 : public FollowedAttack {
 protected:
  void command(std::string_view name, const Json& arguments) {
    const auto done = find_command(name)->run(victim_.node(), arguments);
    EXPECT_TRUE(done.ok()) << name << ": " << (done.ok() ? "" : done.error().what);
  }
  void block(const std::string& who) { command("actor block", {{"who", who}}); }

  // A public post of Mallory's that the victim takes in, for Alice to see and to be notified of.
  std::string arrived(const Json& more = Json::object()) {
    auto address = evil_.at("/users/mallory/notes/" + std::to_string(++notes_));
    Json extra{{"content", "<p>bad words #bait</p>"},
               {"cc", Json::array({victim_.alice()})},
               {"tag", Json::array({{{"type", "Mention"}, {"href", victim_.alice()}},
                                    {{"type", "Hashtag"}, {"name", "#bait"}}})}};
    extra.update(more);
    const auto note = note_by(mallory_, address, extra);
    evil_.put("/users/mallory/notes/" + std::to_string(notes_), note);
    taken(victim_.post(create_by(mallory_, note), mallory_));
    return address;
  }
  [[nodiscard]] std::string id_of(const std::string& address) {
    const auto post = victim_.find_post(address);
    return post ? to_string(post->id) : "0";
  }
  // What Alice reads.
  [[nodiscard]] RawAnswer read(const std::string& target) const {
    return victim_.get(target, "Authorization: Bearer the-token-of-alice\r\n");
  }
  // Wherever words of the post at `address` could be read by Alice or by anybody.
  [[nodiscard]] std::string everything(const std::string& address, const std::string& below) {
    std::string all = victim_.page_of_alice().body;
    for (const auto& target :
         {std::string("/api/v1/timelines/home"), std::string("/api/v1/notifications"),
          "/api/v1/statuses/" + id_of(address), "/api/v1/statuses/" + below + "/context",
          "/api/v1/accounts/" + to_string(victim_.find_actor(mallory_.iri)->id) + "/statuses",
          "/api/v2/search?q=" + percent_encode(address),
          "/api/v2/search?q=" + percent_encode(mallory_.iri)}) {
      all += read(target).body;
    }
    for (const auto* target : {"/", "/tags/bait", "/@alice"}) all += victim_.get(target).body;
    return all;
  }
  // What a public post of Alice's looks like to who asks for it with Mallory's signature.
  [[nodiscard]] int status_for_mallory(const std::string& target) const {
    return victim_.get_as(mallory_, target).status;
  }

  int notes_ = 0;
};

TEST_F(Attack37, WhatTheySendIsRefusedAndTheirServerIsAskedNothing) {
  block(mallory_.iri);
  const auto note = note_by(mallory_, evil_.at("/users/mallory/notes/1"));
  refused(victim_.post(create_by(mallory_, note), mallory_), 403, "suspended");
  refused(victim_.post(activity_by(mallory_, "Follow", victim_.alice()), mallory_), 403,
          "suspended");
  refused(victim_.post(activity_by(mallory_, "Delete", mallory_.iri), mallory_), 403, "suspended");
  Stranger forged = mallory_;
  forged.sign.key = test_key(KeyType::rsa, 2);
  refused(victim_.post(create_by(forged, note), forged), 401, "suspended");
  EXPECT_EQ(evil_.asked(), 0U);
}

TEST_F(Attack37, SomebodyNeverHeardOfCanBeBlockedByTheirAddress) {
  const auto newcomer = evil_.put_person("newcomer", test_key(KeyType::rsa, 3));
  block(newcomer.iri);
  const auto note = note_by(newcomer, evil_.at("/users/newcomer/notes/1"));
  refused(victim_.post(create_by(newcomer, note), newcomer), 401, "suspended");
  EXPECT_THAT(dump_json(victim_.search(newcomer.iri)["accounts"]), Not(HasSubstr("newcomer")));
  EXPECT_EQ(evil_.asked(), 0U);
  command("actor unblock", {{"who", newcomer.iri}});
  ASSERT_TRUE(victim_.settle());
  EXPECT_EQ(victim_.find_actor(newcomer.iri)->name, "newcomer") << "now it is asked who that is";
  taken(victim_.post(activity_by(newcomer, "Follow", victim_.alice()), newcomer));
}

TEST_F(Attack37, AnothersBoostDoesNotBringTheirPosts) {
  const auto known = arrived();
  ASSERT_TRUE(victim_.settle());
  block(mallory_.iri);
  evil_.forget();
  ignored(victim_.post(activity_by(carol_, "Announce", known), carol_), "nothing known here");
  const auto unknown = evil_.at("/users/mallory/notes/99");
  evil_.put("/users/mallory/notes/99", note_by(mallory_, unknown));
  ignored(victim_.post(activity_by(carol_, "Announce", unknown), carol_), "not asked for");
  EXPECT_EQ(evil_.asked(), 0U);
  // Where the address does not say whose it is, it is asked for, and nothing of it is kept.
  const auto before = victim_.stored();
  const auto nameless = evil_.at("/objects/99");
  evil_.put("/objects/99", note_by(mallory_, nameless));
  taken(victim_.post(activity_by(carol_, "Announce", nameless), carol_));
  ASSERT_TRUE(victim_.settle());
  EXPECT_FALSE(victim_.find_post(nameless));
  EXPECT_EQ(victim_.stored().at("boosts"), before.at("boosts"));
  EXPECT_EQ(evil_.asked(), 1U);
}

TEST_F(Attack37, NoFetchBringsTheirPosts) {
  block(mallory_.iri);
  const auto path = "/users/mallory/notes/5";
  evil_.put(path, note_by(mallory_, evil_.at(path)));
  evil_.redirect("/@mallory/5", evil_.at(path));
  for (const auto& pasted : {evil_.at(path), evil_.at("/@mallory/5"), mallory_.iri}) {
    const auto found = victim_.search(pasted);
    EXPECT_TRUE(found["statuses"].empty() && found["accounts"].empty()) << pasted;
  }
  // A reply by somebody else does not bring what it answers.
  const auto reply = note_by(carol_, good_.at("/notes/1"), {{"inReplyTo", evil_.at(path)}});
  taken(victim_.post(create_by(carol_, reply), carol_));
  ASSERT_TRUE(victim_.settle());
  EXPECT_TRUE(victim_.find_post(good_.at("/notes/1")));
  EXPECT_FALSE(victim_.find_post(evil_.at(path)));
  EXPECT_EQ(evil_.asked(), 0U);
}

TEST_F(Attack37, WhatCameBeforeIsShownNowhereUntilTheyAreUnblocked) {
  const auto address = arrived();
  const auto reply = note_by(carol_, good_.at("/notes/1"), {{"inReplyTo", address}});
  taken(victim_.post(create_by(carol_, reply), carol_));
  taken(victim_.post(activity_by(mallory_, "Announce", good_.at("/notes/1")), mallory_));
  taken(victim_.post(activity_by(mallory_, "Follow", victim_.alice()), mallory_));
  ASSERT_TRUE(victim_.settle());
  const auto below = id_of(good_.at("/notes/1"));
  const Json them = {{"who", "@mallory@" + evil_.domain()}};
  const Json blocked = {{"domain", evil_.domain()}, {"relation", "blocked"}},
             open = {{"domain", evil_.domain()}, {"relation", "public"}};
  const struct {
    const char *block, *unblock;
    Json blocking, unblocking;
  } kWays[] = {{"actor block", "actor unblock", them, them},
               {"partner add", "partner add", blocked, open}};
  for (const auto& way : kWays) {
    SCOPED_TRACE(way.block);
    const auto shown = everything(address, below);
    EXPECT_THAT(shown, HasSubstr("bad words"));
    EXPECT_THAT(shown, HasSubstr("\"mallory"));
    EXPECT_THAT(victim_.page_of_alice().body, HasSubstr("mallory</a></bdi> follows you"));
    command(way.block, way.blocking);
    const auto left = everything(address, below);
    EXPECT_THAT(left, Not(HasSubstr("bad words")));
    EXPECT_THAT(left, Not(HasSubstr("\"mallory"))) << "nor what they boosted";
    EXPECT_THAT(victim_.page_of_alice().body, Not(HasSubstr("mallory")));
    EXPECT_THAT(read("/api/v1/timelines/home").body, HasSubstr(good_.at("/notes/1")));
    command(way.unblock, way.unblocking);
  }
  EXPECT_THAT(everything(address, below), HasSubstr("bad words"));
}

TEST_F(Attack37, ABlockedReaderReadsNothingHere) {
  const auto path = "/users/alice/outbox?page=0";
  EXPECT_EQ(status_for_mallory(path), 200);
  block(mallory_.iri);
  EXPECT_EQ(status_for_mallory(path), 403);
  command("actor unblock", {{"who", mallory_.iri}});
  EXPECT_EQ(status_for_mallory(path), 200);
  command("partner add", {{"domain", evil_.domain()}, {"relation", "blocked"}});
  EXPECT_EQ(status_for_mallory(path), 403);
}

TEST_F(Attack37, NothingIsSentToThem) {
  victim_.put_follow(iri(mallory_.iri), iri(victim_.alice()), FollowState::accepted,
                     iri(evil_.at("/follows/1")));
  block(mallory_.iri);
  const auto posted =
      find_command("post")->run(victim_.node(), {{"as", "alice"}, {"text", "not for mallory"}});
  ASSERT_TRUE(posted.ok()) << posted.error().what;
  ASSERT_TRUE(victim_.settle());
  EXPECT_EQ(evil_.asked(), 0U);
}

TEST_F(Attack37, OurOwnPeopleAreNotBlockedThatWay) {
  for (const auto& who : {victim_.alice(), "@alice@" + victim_.domain(), victim_.at("/actor")}) {
    const auto done = find_command("actor block")->run(victim_.node(), {{"who", who}});
    ASSERT_FALSE(done.ok()) << who;
    EXPECT_EQ(done.error().code, Code::invalid) << who;
  }
  const auto unknown = find_command("actor unblock")->run(victim_.node(), {{"who", mallory_.iri}});
  EXPECT_EQ(unknown.error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
