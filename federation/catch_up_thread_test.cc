// Threads and featured collections of others, fetched when somebody looks.

#include <gmock/gmock.h>

#include "federation/catch_up.h"
#include "federation/pin.h"
#include "federation/thread.h"
#include "storage/log.h"
#include "storage/pins.h"
#include "tests/support/lone_node.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Le;

class ThreadCatchUpTest : public LoneNode {
 protected:
  void SetUp() override {
    LoneNode::SetUp();
    remote_.put_person("alice", key_);
    other_.put_person("bob", key_);
  }
  static Json note_at(const Site& site, const std::string& path, const std::string& author) {
    return {{"id", site.at(path)},
            {"type", "Note"},
            {"attributedTo", site.at("/users/" + author)},
            {"content", "<p>" + path + "</p>"},
            {"published", "2026-11-25T12:00:00Z"},
            {"to", Json::array({std::string(kPublic)})}};
  }
  // Alice's first post, whose replies stand at /notes/1/replies; known here afterwards.
  Post begin(const Json& more = Json::object()) {
    auto note = note_at(remote_, "/notes/1", "alice");
    note["replies"] = remote_.at("/notes/1/replies");
    note.update(more);
    remote_.put("/notes/1", note);
    const auto found = resolver_->resolve_address(iri(remote_.at("/notes/1")));
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().what);
    net_.forget_requests();
    return found_at(remote_.at("/notes/1")).value_or(Post{});
  }
  // An answer of Bob's to it, of which nobody has told us.
  Json answer(const std::string& path, const std::string& to = "https://remote.example/notes/1") {
    auto note = note_at(other_, path, "bob");
    note["inReplyTo"] = to;
    other_.put(path, note);
    return note;
  }
  void collection(const std::string& path, const Json& items, const Json& more = Json::object()) {
    Json document{{"id", remote_.at(path)}, {"type", "Collection"}, {"items", items}};
    document.update(more);
    remote_.put(path, document);
  }
  void look(const Post& post) {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(ask_for_thread(txn, home_, post.id, clock_.now()));
      return true;
    });
    work();
  }
  void work() {
    for (int round = 0; catch_up_->run_due(16) > 0; ++round) ASSERT_LT(round, 200);
  }
  [[nodiscard]] std::optional<Post> found_at(std::string_view address) const {
    return find_post(read(), iri(address));
  }
  [[nodiscard]] uint64_t rows() const { return read().count(Table::fetches); }
  void suspend(const std::string& address) {
    write([&](WriteTxn& txn) -> Result<bool> {
      auto actor = find_actor(txn, iri(address)).value();
      actor.suspended = true;
      TRY(put_actor(txn, actor, clock_.now()));
      return true;
    });
  }

  const PublicKey key_ = test_key(KeyType::rsa, 0).public_key();
  Site remote_{net_, "https://remote.example"};
  Site other_{net_, "https://other.example"};
};

TEST_F(ThreadCatchUpTest, RepliesKnownElsewhereComeWhenSomebodyLooks) {
  const auto post = begin();
  collection("/notes/1/replies", {answer("/a")["id"], answer("/b")["id"]}, {{"totalItems", 5}});
  EXPECT_EQ(rows(), 0U) << "not before";
  look(post);
  for (const auto* path : {"/a", "/b"}) {
    const auto reply = found_at(other_.at(path));
    ASSERT_TRUE(reply) << path;
    EXPECT_EQ(reply->parent, post.id);
    EXPECT_EQ(reply->context, post.id);
  }
  const auto gaps = gaps_of(read(), {*found_at(post.iri.text())});
  ASSERT_EQ(gaps.more.size(), 1U);
  EXPECT_EQ(gaps.more[0].domain, "remote.example");
  EXPECT_EQ(gaps.more[0].replies, 3U);
  EXPECT_EQ(rows(), 0U);
}

TEST_F(ThreadCatchUpTest, AThreadIsAskedForOnceInFiveMinutes) {
  const auto post = begin();
  collection("/notes/1/replies", Json::array());
  for (int i = 0; i < 10; ++i) look(post);
  EXPECT_EQ(net_.requests("remote.example", "/notes/1/replies"), 1U);
  clock_.advance(minutes(5));
  EXPECT_TRUE(is_thread_due(read(), *found_at(post.iri.text()), clock_.now()));
  look(post);
  EXPECT_EQ(net_.requests("remote.example", "/notes/1/replies"), 2U);
  EXPECT_FALSE(is_thread_due(read(), *found_at(post.iri.text()), clock_.now()));
}

TEST_F(ThreadCatchUpTest, OfAThreadThoseAreAskedThatLackRepliesAndThenTheYoungest) {
  const auto post = begin();
  Json answers = Json::array();
  const auto path = [](int n) { return "/a" + std::to_string(n); };
  for (int n = 10; n < 35; ++n) {
    auto note = answer(path(n));
    note["published"] = "2026-11-25T12:" + std::to_string(n) + ":00Z";
    note["replies"] = {{"id", other_.at(path(n) + "/replies")},
                       {"type", "Collection"},
                       {"totalItems", n == 12 ? 3 : 0}};
    other_.put(path(n), note);
    answers.push_back(note["id"]);
  }
  collection("/notes/1/replies", answers);
  look(post);
  ASSERT_EQ(read().count(Table::posts), 26U);
  clock_.advance(hours(3));  // and whoever did not answer was asked again
  work();
  net_.forget_requests();
  look(post);
  const auto asked = [&](int n) {
    return net_.requests("other.example", path(n) + "/replies") > 0;
  };
  EXPECT_TRUE(asked(12)) << "it lacks three";
  EXPECT_TRUE(asked(34));
  EXPECT_TRUE(asked(16));
  EXPECT_FALSE(asked(15));
  EXPECT_FALSE(asked(10));
}

TEST_F(ThreadCatchUpTest, AThreadThatHasACollectionIsReadFromIt) {
  const auto post = begin({{"context", remote_.at("/contexts/1")}});
  const auto direct = answer("/a");
  auto deep = answer("/b", other_.at("/a"));
  deep["replies"] = other_.at("/b/replies");
  other_.put("/b", deep);
  Json thread{{"id", remote_.at("/contexts/1")},
              {"type", "OrderedCollection"},
              {"first", remote_.at("/contexts/1?page=1")}};
  remote_.put("/contexts/1", thread);
  remote_.put("/contexts/1?page=1",
              {{"id", remote_.at("/contexts/1?page=1")},
               {"type", "OrderedCollectionPage"},
               {"orderedItems", {post.iri.text(), direct["id"], deep["id"]}}});
  look(post);
  EXPECT_EQ(found_at(other_.at("/b"))->context, post.id);
  EXPECT_EQ(net_.requests("remote.example", "/notes/1/replies"), 0U);
  EXPECT_EQ(net_.requests("other.example", "/b/replies"), 0U);
}

TEST_F(ThreadCatchUpTest, AContextOfAnotherOriginIsNotTheThreads) {
  const auto post = begin({{"context", other_.at("/contexts/1")}});
  collection("/notes/1/replies", Json::array());
  look(post);
  EXPECT_EQ(net_.requests("other.example", "/contexts/1"), 0U);
  EXPECT_EQ(net_.requests("remote.example", "/notes/1/replies"), 1U);
}

TEST_F(ThreadCatchUpTest, AParentThatIsMissingIsAskedForAgain) {
  auto note = answer("/a");
  const auto lone = resolver_->resolve_address(iri(other_.at("/a")));
  ASSERT_TRUE(lone.ok());
  work();
  EXPECT_EQ(gaps_of(read(), {*found_at(other_.at("/a"))}).missing,
            std::vector<Iri>{iri(remote_.at("/notes/1"))});
  remote_.put("/notes/1", note_at(remote_, "/notes/1", "alice"));
  look(*found_at(other_.at("/a")));
  EXPECT_EQ(found_at(other_.at("/a"))->parent, found_at(remote_.at("/notes/1"))->id);
  EXPECT_THAT(gaps_of(read(), {*found_at(other_.at("/a"))}).missing, IsEmpty());
}

TEST_F(ThreadCatchUpTest, Attack18WhatACollectionCarriesInlineIsNotBelieved) {
  const auto post = begin();
  auto forged = answer("/a");
  forged["content"] = "<p>forged</p>";
  auto invented = forged;
  invented["id"] = other_.at("/never-written");
  collection("/notes/1/replies", {forged, invented});
  look(post);
  EXPECT_EQ(found_at(other_.at("/a"))->content, "<p>/a</p>");
  EXPECT_FALSE(found_at(other_.at("/never-written")));
}

TEST_F(ThreadCatchUpTest, WhatIsNoPartOfTheThreadIsNotStored) {
  const auto post = begin();
  auto lone = note_at(other_, "/lone", "bob");
  other_.put("/lone", lone);
  answer("/elsewhere", "https://third.example/notes/9");
  collection("/notes/1/replies", {other_.at("/lone"), other_.at("/elsewhere"), other_.at("/none"),
                                  other_.at("/users/bob")});
  look(post);
  EXPECT_EQ(read().count(Table::posts), 1U);
  EXPECT_EQ(net_.requests("third.example"), 0U);
  EXPECT_EQ(rows(), 0U);
}

TEST_F(ThreadCatchUpTest, OurOwnPostsAndBlockedHostsAreNotAsked) {
  const auto post = begin();
  set_peer("other.example", [](Peer& peer) { peer.relation = Relation::blocked; });
  collection("/notes/1/replies",
             {answer("/a")["id"], "https://home.example/users/nobody/statuses/1"});
  look(post);
  EXPECT_EQ(net_.requests("other.example"), 0U);
  EXPECT_EQ(net_.requests("home.example"), 0U);
}

TEST_F(ThreadCatchUpTest, Attack37TheSuspendedDoNotComeInByAThread) {
  ASSERT_TRUE(resolver_->resolve_actor(iri(other_.at("/users/bob"))).ok());
  suspend(other_.at("/users/bob"));
  const auto post = begin();
  collection("/notes/1/replies", {answer("/a")["id"]});
  look(post);
  EXPECT_FALSE(found_at(other_.at("/a")));
}

TEST_F(ThreadCatchUpTest, Attack30ACollectionIsReadForTenPages) {
  const auto post = begin();
  const auto page = [&](int n) { return "/notes/1/replies?page=" + std::to_string(n); };
  collection("/notes/1/replies", Json::array(), {{"next", remote_.at(page(1))}});
  for (int n = 1; n < 40; ++n) {
    collection(page(n), {answer("/a" + std::to_string(n))["id"]},
               {{"next", remote_.at(page(n + 1))}});
  }
  look(post);
  EXPECT_EQ(net_.requests("remote.example", "/notes/1/replies"), 10U);
  EXPECT_EQ(rows(), 0U);
}

TEST_F(ThreadCatchUpTest, Attack30RepliesOfRepliesAreReadFiveDeep) {
  const auto post = begin();
  const auto path = [](int n) { return "/r" + std::to_string(n); };
  collection("/notes/1/replies", {other_.at(path(2))});
  for (int n = 2; n < 20; ++n) {
    auto note = answer(path(n), n == 2 ? post.iri.text() : other_.at(path(n - 1)));
    note["replies"] = other_.at(path(n) + "/replies");
    other_.put(path(n), note);
    other_.put(path(n) + "/replies", {{"id", other_.at(path(n) + "/replies")},
                                      {"type", "Collection"},
                                      {"items", {other_.at(path(n + 1))}}});
  }
  look(post);
  EXPECT_TRUE(found_at(other_.at(path(6))));
  EXPECT_FALSE(found_at(other_.at(path(7))));
  EXPECT_EQ(rows(), 0U);
}

TEST_F(ThreadCatchUpTest, Attack30AThreadTakesSixtyDocumentsAMinuteAndThreeHundredAnHour) {
  const auto post = begin();
  Json items = Json::array();
  const auto page = [&](int n) { return "/notes/1/replies?page=" + std::to_string(n); };
  for (int n = 0; n < 8; ++n) {
    Json names = Json::array();
    for (int i = 0; i < 100; ++i)
      names.push_back(other_.at("/none/" + std::to_string(n * 100 + i)));
    collection(n == 0 ? "/notes/1/replies" : page(n), names, {{"next", remote_.at(page(n + 1))}});
  }
  look(post);
  EXPECT_THAT(net_.requests("other.example") + net_.requests("remote.example"), Le(60U));
  EXPECT_THAT(rows(), Le(300U));
  for (int minute = 0; minute < 30; ++minute) {
    clock_.advance(minutes(1));
    work();
  }
  EXPECT_THAT(net_.requests("other.example"), Le(300U));
  EXPECT_EQ(rows(), 0U);
}

TEST_F(ThreadCatchUpTest, Attack30APostOfAThreadHasNoBudgetOfItsOwn) {
  const auto post = begin();
  Json answers = Json::array();
  for (const std::string path : {"/a", "/b", "/c"}) {
    auto note = answer(path);
    note["replies"] = other_.at(path + "/replies");
    other_.put(path, note);
    answers.push_back(note["id"]);
    Json names = Json::array();
    for (int n = 0; n < 35; ++n) {
      names.push_back("https://third.example" + path + std::to_string(n));
    }
    other_.put(path + "/replies",
               {{"id", other_.at(path + "/replies")}, {"type", "Collection"}, {"items", names}});
  }
  collection("/notes/1/replies", answers);
  look(post);
  EXPECT_THAT(net_.requests("third.example"), Le(60U));
}

// --- what was only heard of

TEST_F(ThreadCatchUpTest, Attack32OnlyItsOriginSaysThatAPostIsGone) {
  const auto post = begin();
  const auto ask = [&] {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(add_fetch(txn, {.iri = post.iri,
                          .reason = FetchReason::again,
                          .next = clock_.now(),
                          .created = clock_.now()}));
      return true;
    });
    clock_.advance(hours(3));  // whoever does not answer is asked again
    work();
  };
  ask();
  EXPECT_FALSE(found_at(post.iri.text())->gone) << "it is still there";
  for (const int status : {404, 403, 500, 503}) {
    remote_.put("/notes/1", Response{.status = status});
    for (int attempt = 0; attempt < 4; ++attempt) ask();
    EXPECT_FALSE(found_at(post.iri.text())->gone) << status;
  }
  auto edited = note_at(remote_, "/notes/1", "alice");
  edited["content"] = "<p>edited</p>";
  remote_.put("/notes/1", edited);
  ask();
  EXPECT_EQ(found_at(post.iri.text())->content, "<p>/notes/1</p>") << "no newer than what is known";
  edited["updated"] = "2026-11-25T12:30:00Z";
  remote_.put("/notes/1", edited);
  ask();
  EXPECT_EQ(found_at(post.iri.text())->content, "<p>edited</p>");
  remote_.put("/notes/1", Response{.status = 410});
  ask();
  EXPECT_TRUE(found_at(post.iri.text())->gone);
  EXPECT_EQ(last_log(read())->type, "Delete");
}

// --- featured posts

TEST_F(ThreadCatchUpTest, AFeaturedCollectionSaysWhatIsPinned) {
  auto alice = person_json(remote_.at("/users/alice"), "alice", key_);
  alice["featured"] = remote_.at("/users/alice/featured");
  remote_.put("/users/alice", alice);
  const auto known = begin();
  for (const auto* path : {"/notes/2", "/notes/3"})
    remote_.put(path, note_at(remote_, path, "alice"));
  const auto refresh = [&] {
    write([&](WriteTxn& txn) -> Result<bool> {
      TRY(ask_for_featured(txn, *find_actor(txn, known.author), clock_.now()));
      return true;
    });
    work();
  };
  const auto pinned = [&] {
    std::vector<std::string> paths;
    for (const auto id : list_pins(read(), known.author, 50)) {
      paths.emplace_back(find_post(read(), id)->iri.path());
    }
    return paths;
  };
  // Somebody else's posts, pinned or claimed, do not count.
  collection("/users/alice/featured",
             {remote_.at("/notes/2"), known.iri.text(), answer("/a")["id"]});
  refresh();
  EXPECT_THAT(pinned(), ElementsAre("/notes/2", "/notes/1"));
  EXPECT_FALSE(found_at(other_.at("/a")));
  Json many = Json::array({remote_.at("/notes/3"), remote_.at("/notes/2")});
  for (int n = 10; n < 40; ++n) {
    const auto path = "/notes/" + std::to_string(n);
    remote_.put(path, note_at(remote_, path, "alice"));
    many.push_back(remote_.at(path));
  }
  collection("/users/alice/featured", many);
  refresh();
  std::vector<std::string> first_twenty{"/notes/3", "/notes/2"};
  for (int n = 10; n < 28; ++n) first_twenty.push_back("/notes/" + std::to_string(n));
  EXPECT_EQ(pinned(), first_twenty) << "in their order";
  EXPECT_EQ(net_.requests("remote.example", "/notes/28"), 0U);
  collection("/users/alice/featured?page=1", {remote_.at("/notes/2")});
  remote_.put("/users/alice/featured", {{"id", remote_.at("/users/alice/featured")},
                                        {"type", "OrderedCollection"},
                                        {"first", remote_.at("/users/alice/featured?page=1")}});
  refresh();
  EXPECT_THAT(pinned(), ElementsAre("/notes/2")) << "what is no longer named is unpinned";
  remote_.put("/users/alice/featured", Response{.status = 500});
  refresh();
  EXPECT_THAT(pinned(), ElementsAre("/notes/2"));
}

}  // namespace
}  // namespace hallway::test
