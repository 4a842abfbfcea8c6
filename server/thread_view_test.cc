#include "server/thread_view.h"

#include <gmock/gmock.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

using test::kBrowser;
using ::testing::HasSubstr;
using ::testing::Not;

class ThreadPage : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    alice_ = person("alice");
    id_ = post(alice_, {{"status", "a question"}, {"visibility", "public"}});
    eve_ = stranger("eve", "remote.example");
  }
  // A post of Eve's, as if it had come.
  Post arrive(Post made) {
    made.iri = test::iri("https://remote.example/notes/" + std::to_string(++posts_));
    made.author = eve_.id;
    made.content = "<p>words " + std::to_string(posts_) + ".</p>";
    made.published = clock_.now();
    auto put = node_->writer().apply([&](WriteTxn& txn) -> Result<Post> {
      TRY(add_post(txn, made, clock_.now()));
      return made;
    });
    EXPECT_TRUE(put.ok());
    clock_.advance(milliseconds(1));
    return std::move(put).value_or(Post{});
  }
  Post root() { return find_post(*node_->read(), parse_id(id_).value()).value(); }
  std::string page(const std::string& query = {}) {
    const auto answer = get("/@alice/" + id_ + query, kBrowser);
    EXPECT_EQ(answer.status, 200);
    return answer.body;
  }
  Json facts() { return json(get("/api/v1/statuses/" + id_ + "/context"))["hallway"]; }
  size_t asked() { return node_->read()->count(Table::fetches); }

  std::string alice_, id_;
  Actor eve_;
  int posts_ = 0;
};

TEST_F(ThreadPage, APageSaysHowMuchMoreThereIsElsewhere) {
  EXPECT_THAT(page(), Not(HasSubstr("known here")));
  const auto reply = arrive({.in_reply_to = root().iri, .replies_there = 4});
  arrive({.in_reply_to = reply.iri});
  const auto shown = page();
  EXPECT_THAT(shown,
              HasSubstr("2 replies known here, 3 more at <a href=\"https://remote.example/"));
  EXPECT_THAT(shown, HasSubstr("<bdi>remote.example</bdi>"));
  EXPECT_THAT(shown, Not(HasSubstr("<script")));
  EXPECT_EQ(facts()["replies_known"], 2);
  EXPECT_EQ(
      facts()["more"],
      Json::array({{{"domain", "remote.example"}, {"url", reply.iri.text()}, {"replies", 3}}}));
}

TEST_F(ThreadPage, AMissingParentIsMarked) {
  const auto lone = arrive({.in_reply_to = test::iri("https://third.example/notes?a=1&b=2")});
  const auto mine = post(alice_, {{"status", "mine"}, {"in_reply_to_id", to_string(lone.id)}});
  const auto shown = get("/@alice/" + mine, kBrowser).body;
  EXPECT_THAT(shown, HasSubstr("This answers <a href=\"https://third.example/notes?a=1&amp;b=2\""));
  EXPECT_THAT(shown, HasSubstr("<bdi>third.example</bdi></a> that is not known here."));
  const auto known = json(get("/api/v1/statuses/" + mine + "/context"))["hallway"];
  EXPECT_EQ(known["missing"], Json::array({lone.in_reply_to.text()}));
}

TEST_F(ThreadPage, TheDeletedStandWhereTheyStoodAndTheHiddenLeaveNoTrace) {
  const auto oops = arrive({.in_reply_to = root().iri});
  arrive({.in_reply_to = oops.iri});
  post(alice_, {{"status", "psst"}, {"visibility", "direct"}, {"in_reply_to_id", id_}});
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) { return bury_post(txn, oops.id, clock_.now()); })
                  .ok());
  const auto shown = page();
  EXPECT_THAT(shown, HasSubstr("1 reply known here."));
  EXPECT_THAT(shown, HasSubstr("This post was deleted."));
  EXPECT_THAT(shown, Not(HasSubstr("words 1.")));
  EXPECT_THAT(shown, HasSubstr("words 2."));
  EXPECT_THAT(shown, Not(HasSubstr("psst")));
  EXPECT_EQ(facts()["deleted"],
            Json::array({{{"id", to_string(oops.id)}, {"in_reply_to_id", id_}}}));
  EXPECT_EQ(facts()["replies_known"], 1);
}

TEST_F(ThreadPage, TheSuspendedVanishFromIt) {
  arrive({.in_reply_to = root().iri, .replies_there = 9});
  ASSERT_TRUE(node_->writer()
                  .apply([&](WriteTxn& txn) {
                    eve_.suspended = true;
                    return put_actor(txn, eve_, clock_.now());
                  })
                  .ok());
  EXPECT_THAT(page(), Not(HasSubstr("words 1.")));
  EXPECT_THAT(page(), Not(HasSubstr("known here")));
}

TEST_F(ThreadPage, ALongThreadHasPages) {
  Post last;
  for (int i = 0; i < 250; ++i) last = arrive({.in_reply_to = root().iri});
  const auto first = page();
  EXPECT_THAT(first, HasSubstr("250 replies known here."));
  EXPECT_THAT(first, HasSubstr("words 99."));
  EXPECT_THAT(first, Not(HasSubstr("words 100.")));
  EXPECT_THAT(first, HasSubstr("Page 1 of 3"));
  EXPECT_THAT(first, HasSubstr("?page=2\" rel=\"next\""));
  EXPECT_THAT(first, Not(HasSubstr("rel=\"prev\"")));
  const auto third = page("?page=3");
  EXPECT_THAT(third, HasSubstr("words 250."));
  EXPECT_THAT(third, HasSubstr("start=\"201\""));
  EXPECT_THAT(third, Not(HasSubstr("rel=\"next\"")));
  for (const auto* wrong : {"?page=99", "?page=0", "?page=x", "?page=18446744073709551615"}) {
    const auto answer = get("/@alice/" + id_ + wrong, kBrowser);
    EXPECT_EQ(answer.status, 200) << wrong;
  }
  // The page on which a post stands is the first that its address shows.
  const auto mine = post(alice_, {{"status", "mine"}, {"in_reply_to_id", to_string(last.id)}});
  EXPECT_THAT(get("/@alice/" + mine, kBrowser).body, HasSubstr("Page 3 of 3"));
}

TEST_F(ThreadPage, AppsGetItDepthFirstBeyondHolesAndCountedAsShown) {
  const auto first = arrive({.in_reply_to = root().iri});
  const auto second = arrive({.in_reply_to = root().iri});
  const auto below = arrive({.in_reply_to = first.iri});
  auto few = Post{.in_reply_to = below.iri};
  few.visibility = Visibility::direct;
  const auto hidden = arrive(few);
  const auto deepest = arrive({.in_reply_to = hidden.iri});
  const auto shown = json(get("/api/v1/statuses/" + id_ + "/context"))["descendants"];
  std::vector<std::string> ids;
  for (const auto& one : shown) {
    ids.emplace_back(find_string(one, "id").value_or(""));
    const auto alone = json(get("/api/v1/statuses/" + ids.back()));
    EXPECT_EQ(one["replies_count"], alone["replies_count"]) << ids.back();
  }
  EXPECT_THAT(ids, testing::ElementsAre(to_string(first.id), to_string(below.id),
                                        to_string(deepest.id), to_string(second.id)));
  EXPECT_EQ(shown[0]["replies_count"], 1);
  EXPECT_EQ(shown[1]["replies_count"], 0) << "a hidden one is not counted";
}

TEST_F(ThreadPage, WithoutATokenNoMoreThanSixtyAnswersAreHandedOut) {
  for (int i = 0; i < 70; ++i) arrive({.in_reply_to = root().iri});
  const auto path = "/api/v1/statuses/" + id_ + "/context";
  EXPECT_EQ(json(get(path))["descendants"].size(), 60U);
  EXPECT_EQ(json(get(path, bearer(alice_)))["descendants"].size(), 70U);
  EXPECT_EQ(facts()["replies_known"], 70);
}

TEST_F(ThreadPage, WhoLooksSetsItGoingOnceAndOnlyWhereThereIsSomebodyToAsk) {
  page();
  node_->writer().drain();
  EXPECT_EQ(asked(), 0U);
  arrive({.in_reply_to = root().iri});
  page();
  node_->writer().drain();
  EXPECT_EQ(asked(), 0U) << "nobody said where replies stand";
  clock_.advance(minutes(5));
  arrive({.in_reply_to = root().iri, .replies = test::iri("https://remote.example/r")});
  facts();
  node_->writer().drain();
  EXPECT_EQ(asked(), 1U);
  EXPECT_FALSE(is_thread_due(*node_->read(), root(), clock_.now())) << "once in five minutes";
}

// --- pinned posts

TEST_F(ThreadPage, PinnedPostsComeFirstAndByThemselves) {
  for (int i = 0; i < 3; ++i) post(alice_, {{"status", "later"}, {"visibility", "public"}});
  const auto pinned = json(call("POST", "/api/v1/statuses/" + id_ + "/pin", alice_));
  EXPECT_EQ(find_bool(pinned, "pinned"), true);
  const auto profile = get("/@alice", kBrowser).body;
  EXPECT_LT(profile.find("a question"), profile.find("later"));
  EXPECT_THAT(profile, HasSubstr(">Pinned</h2>"));
  EXPECT_THAT(get("/@alice?before=" + id_, kBrowser).body, Not(HasSubstr(">Pinned</h2>")));
  const auto alice = find_actor_by_handle(*node_->read(), "alice", "design.example")->id;
  const auto listed = json(get("/api/v1/accounts/" + to_string(alice) + "/statuses?pinned=true"));
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(find_string(listed[0], "id"), id_);
  EXPECT_EQ(json(get("/users/alice/collections/featured?page=true"))["orderedItems"].size(), 1U);
  const auto unpinned = json(call("POST", "/api/v1/statuses/" + id_ + "/unpin", alice_));
  EXPECT_EQ(find_bool(unpinned, "pinned"), false);
  EXPECT_THAT(get("/@alice", kBrowser).body, Not(HasSubstr(">Pinned</h2>")));
}

TEST_F(ThreadPage, PinningIsForOnesOwnPostsAndNeedsTheScope) {
  const auto bob = person("bob");
  EXPECT_EQ(call("POST", "/api/v1/statuses/" + id_ + "/pin", bob).status, 422);
  EXPECT_EQ(call("POST", "/api/v1/statuses/1/pin", alice_).status, 404);
  const auto few = post(alice_, {{"status", "few"}, {"visibility", "direct"}});
  EXPECT_EQ(call("POST", "/api/v1/statuses/" + few + "/pin", alice_).status, 422);
  EXPECT_EQ(get("/api/v1/statuses/" + id_ + "/context").status, 200);
  EXPECT_EQ(node_->handle(request("POST", "/api/v1/statuses/" + id_ + "/pin")).status, 401);
}

TEST_F(ThreadPage, AsManyArePinnedAsTheInstanceSays) {
  const auto limits = json(get("/api/v2/instance"))["configuration"]["accounts"];
  const auto most = find_int(limits, "max_pinned_statuses").value_or(0);
  ASSERT_GT(most, 0);
  for (int64_t n = 0; n <= most; ++n) {
    const auto id = post(alice_, {{"status", "worth it"}, {"visibility", "public"}});
    EXPECT_EQ(call("POST", "/api/v1/statuses/" + id + "/pin", alice_).status, n < most ? 200 : 422);
  }
}

}  // namespace
}  // namespace hallway
