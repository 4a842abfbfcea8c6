#include "federation/catch_up.h"

#include "federation/profile_page.h"
#include "storage/log.h"
#include "storage/reactions.h"
#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

constexpr auto kAliceThere = "https://remote.example/users/alice";
constexpr auto kNote = "https://remote.example/notes/1";

class CatchUpTest : public LoneNode {
 protected:
  void SetUp() override {
    LoneNode::SetUp();
    remote_.put_person("alice", key_);
    remote_.put("/notes/1", note("1"));
  }
  [[nodiscard]] Json note(const std::string& name) const {
    return {{"id", remote_.at("/notes/" + name)},  {"type", "Note"},
            {"attributedTo", kAliceThere},         {"content", "<p>note " + name + "</p>"},
            {"published", "2026-11-25T12:00:00Z"}, {"to", Json::array({std::string(kPublic)})}};
  }
  void ask(const Fetch& fetch) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(add_fetch(txn, fetch));
      return true;
    });
  }
  [[nodiscard]] Fetch parent(std::string_view address) const {
    return {.iri = iri(address),
            .reason = FetchReason::parent,
            .depth = 1,
            .next = clock_.now(),
            .created = clock_.now()};
  }
  [[nodiscard]] Fetch refresh(std::string_view address) const {
    auto fetch = parent(address);
    fetch.reason = FetchReason::refresh;
    return fetch;
  }
  // An Announce of the note by NAME of other.example, as the inbox leaves it.
  void announce(const std::string& name) {
    other_.put_person(name, key_);
    const auto booster = resolver_->resolve_actor(iri(other_.at("/users/" + name)));
    ASSERT_TRUE(booster.ok()) << booster.error().what;
    const auto payload = dump_json({{"id", other_.at("/announces/" + name)},
                                    {"type", "Announce"},
                                    {"actor", booster->iri.text()},
                                    {"object", kNote}});
    write([&](WriteTxn& txn) -> Result<bool> {
      auto fetch = parent(kNote);
      fetch.reason = FetchReason::boosted;
      fetch.waiting = TRY(append_log(txn, seal(random_, payload),
                                     {.at = clock_.now(),
                                      .source = Source::inbox,
                                      .actor = booster->iri.text(),
                                      .type = "Announce",
                                      .activity = other_.at("/announces/" + name),
                                      .object = kNote}));
      TRY(add_fetch(txn, fetch));
      return true;
    });
  }
  [[nodiscard]] std::optional<Post> found(std::string_view address = kNote) const {
    return find_post(read(), iri(address));
  }
  [[nodiscard]] bool boosted_by(const std::string& name) const {
    const auto booster = stored(other_.at("/users/" + name));
    const auto post = found();
    return booster && post && find_boost(read(), post->id, booster->id).has_value();
  }
  [[nodiscard]] uint64_t rows() const { return read().count(Table::fetches); }

  const PublicKey key_ = test_key(KeyType::rsa, 0).public_key();
  Site remote_{net_, "https://remote.example"};
  Site other_{net_, "https://other.example"};
};

TEST_F(CatchUpTest, AParentIsFetchedWithItsAuthor) {
  ask(parent(kNote));
  EXPECT_EQ(catch_up_->next_due(), clock_.now());
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  const auto post = found();
  ASSERT_TRUE(post.has_value());
  EXPECT_EQ(post->content, "<p>note 1</p>");
  EXPECT_EQ(find_actor(read(), post->author)->iri.text(), kAliceThere);
  EXPECT_EQ(find_payload(read(), post->document), dump_json(note("1")));
  EXPECT_EQ(rows(), 0U);
  EXPECT_EQ(catch_up_->next_due(), std::nullopt);
}

TEST_F(CatchUpTest, AThreadIsFollowedUpwards) {
  auto answer = note("2");
  answer["inReplyTo"] = kNote;
  remote_.put("/notes/2", answer);
  ask(parent(remote_.at("/notes/2")));
  while (catch_up_->run_due(1) > 0) {
  }
  ASSERT_TRUE(found().has_value());
  EXPECT_EQ(found(remote_.at("/notes/2"))->parent, found()->id);
}

TEST_F(CatchUpTest, EveryBoostThatWaitedIsFinished) {
  announce("bob");
  announce("carol");
  EXPECT_EQ(rows(), 1U);
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  EXPECT_TRUE(boosted_by("bob"));
  EXPECT_TRUE(boosted_by("carol"));
  EXPECT_EQ(net_.requests("remote.example", "/notes/1"), 1U);
  EXPECT_EQ(rows(), 0U);
}

TEST_F(CatchUpTest, WhatArrivedMeanwhileIsNotFetched) {
  ask(parent(kNote));
  catch_up_->run_due(10);
  net_.forget_requests();
  announce("bob");
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  EXPECT_TRUE(boosted_by("bob"));
  EXPECT_EQ(net_.requests("remote.example", "/notes/1"), 0U);
}

TEST_F(CatchUpTest, WhoDoesNotAnswerIsAskedFourTimes) {
  ask(parent(kNote));
  net_.trouble("remote.example", {.down = true});
  for (const auto wait : {minutes(1), minutes(10), hours(2)}) {
    EXPECT_EQ(catch_up_->run_due(10), 1U);
    EXPECT_EQ(catch_up_->run_due(10), 0U);
    EXPECT_EQ(catch_up_->next_due(), clock_.now() + wait);
    clock_.advance(wait);
  }
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  EXPECT_EQ(rows(), 0U);
  EXPECT_EQ(net_.requests("remote.example", "/notes/1"), 4U);
}

TEST_F(CatchUpTest, WhatCannotBeIsDroppedAtOnce) {
  for (const int status : {401, 403, 404, 410}) {
    remote_.put("/notes/1", Response{.status = status});
    ask(parent(kNote));
    EXPECT_EQ(catch_up_->run_due(10), 1U);
    EXPECT_EQ(rows(), 0U) << status;
  }
  remote_.put("/notes/1", {{"id", kNote}, {"type", "Place"}});
  ask(parent(kNote));
  ask(parent("https://home.example/users/nobody/statuses/1"));
  EXPECT_EQ(catch_up_->run_due(10), 2U);
  EXPECT_EQ(rows(), 0U);
  EXPECT_FALSE(found().has_value());
}

TEST_F(CatchUpTest, Attack16APostOfAnAuthorElsewhereIsNotTaken) {
  other_.put("/notes/1", [&] {
    auto stolen = note("1");
    stolen["id"] = other_.at("/notes/1");
    return stolen;
  }());
  ask(parent(other_.at("/notes/1")));
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  EXPECT_FALSE(found(other_.at("/notes/1")).has_value());
}

TEST_F(CatchUpTest, Attack37TheSuspendedDoNotComeInByBoost) {
  ASSERT_TRUE(resolver_->resolve_actor(iri(kAliceThere)).ok());
  write([&](WriteTxn& txn) -> Result<bool> {
    auto alice = find_actor(txn, iri(kAliceThere)).value();
    alice.suspended = true;
    TRY(put_actor(txn, alice, clock_.now()));
    return true;
  });
  announce("bob");
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  EXPECT_FALSE(found().has_value());
  EXPECT_EQ(rows(), 0U);
}

TEST_F(CatchUpTest, AnActorIsRefreshed) {
  ASSERT_TRUE(resolver_->resolve_actor(iri(kAliceThere)).ok());
  auto document = person_json(kAliceThere, "alice", key_);
  document["name"] = "Alice B";
  remote_.put("/users/alice", document);
  ask(refresh(kAliceThere));
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  EXPECT_EQ(stored(kAliceThere)->display_name, "Alice B");
}

TEST_F(CatchUpTest, Attack32AnActorWhoHasGoneIsDeletedAndNobodyElse) {
  ask(parent(kNote));
  catch_up_->run_due(10);
  for (const int status : {404, 500, 403}) {
    remote_.put("/users/alice", Response{.status = status});
    ask(refresh(kAliceThere));
    catch_up_->run_due(10);
    EXPECT_FALSE(stored(kAliceThere)->gone) << status;
    write([&](WriteTxn& txn) -> Result<bool> {
      for (const auto& row : list_due_fetches(txn, clock_.now() + days(1), 10)) {
        TRY(erase_fetch(txn, row));
      }
      return true;
    });
  }
  remote_.put("/users/alice", Response{.status = 410});
  ask(refresh(kAliceThere));
  EXPECT_EQ(catch_up_->run_due(10), 1U);
  EXPECT_TRUE(stored(kAliceThere)->gone);
  EXPECT_TRUE(found()->gone);
  EXPECT_EQ(last_log(read())->type, "Delete");
  EXPECT_EQ(rows(), 0U);
}

TEST_F(CatchUpTest, AProfilePageThatLeadsBackVerifiesItsField) {
  auto bob = put_local("bob");
  const auto at = [&](const char* path) { return remote_.at(path); };
  bob.fields = {{"Site", at("/bob")}, {"Blog", at("/gone")}, {"Shop", at("/broken")}};
  bob.fields[1].verified = bob.fields[2].verified = clock_.now();
  const auto page = "<p><a rel=\"me\" href=\"" + home_.profile("bob").text() + "\">me</a>";
  Response found{.status = 200, .headers = {{"Content-Type", "text/html"}}, .body = page};
  Response broken{.status = 500};
  remote_.put("/bob", found);
  remote_.put("/broken", broken);
  write([&](WriteTxn& txn) -> Result<bool> {
    TRY(put_actor(txn, bob, clock_.now()));
    TRY(ask_for_profile_pages(txn, bob, clock_.now()));
    return true;
  });
  EXPECT_EQ(rows(), 3U);
  EXPECT_EQ(catch_up_->run_due(10), 3U);
  const auto fields = find_actor(read(), bob.id)->fields;
  EXPECT_EQ(fields[0].verified, clock_.now());
  EXPECT_EQ(fields[1].verified.ms, 0) << "what is not there leads nowhere";
  EXPECT_EQ(fields[2].verified, clock_.now()) << "nothing new is known of it";
  EXPECT_EQ(rows(), 1U) << "it is asked for again";
  const auto& asked = remote_.seen().front();
  EXPECT_EQ(asked.headers.find("Signature"), std::nullopt) << "as anybody would";
}

}  // namespace
}  // namespace hallway::test
