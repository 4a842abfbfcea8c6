#include "server/live.h"

#include <atomic>

#include "server/commands.h"
#include "storage/log.h"
#include "tests/support/streams.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LiveTest : public StreamTest {};

TEST_F(LiveTest, ShowsJustWhatTheHomeTimelineWould) {
  follow(alice_, "bob");
  const auto carol = person("carol");
  const auto mine = events("user", alice_);
  told(mine);
  post(bob_, {{"status", "followed"}});
  post(carol, {{"status", "a stranger"}});
  post(carol, {{"status", "to @alice"}, {"visibility", "direct"}});
  post(carol, {{"status", "to @bob"}, {"visibility", "direct"}});
  post(alice_, {{"status", "own"}});
  EXPECT_THAT(briefs(told(mine)),
              ElementsAre(HasSubstr("update <p>followed"), HasSubstr("update <p>to "),
                          HasSubstr("update <p>own"), "notification mention"));
}

TEST_F(LiveTest, WhoIsMutedOrBlockedIsNotHeard) {
  follow(alice_, "bob");
  const auto mine = events("user", alice_), open = events("public", alice_);
  const auto bob = "/api/v1/accounts/" + id_of("bob");
  for (const auto* deed : {"/mute", "/block"}) {
    call("POST", bob + deed, alice_);
    post(bob_, {{"status", "unheard @alice"}, {"visibility", "public"}});
    EXPECT_THAT(briefs(told(mine)), IsEmpty()) << deed;
    EXPECT_THAT(briefs(told(open)), IsEmpty()) << deed;
  }
}

TEST_F(LiveTest, TellsOfBoostsEditsAndDeletions) {
  follow(alice_, "bob");
  const auto carol = person("carol");
  const auto id = post(carol, {{"status", "words"}, {"visibility", "public"}});
  const auto mine = events("user", alice_);
  told(mine);
  const auto boost = json(call("POST", "/api/v1/statuses/" + id + "/reblog", bob_));
  const auto own = post(bob_, {{"status", "first"}, {"visibility", "public"}});
  call("PUT", "/api/v1/statuses/" + own, bob_, {{"status", "second"}});
  EXPECT_THAT(briefs(told(mine)),
              ElementsAre(HasSubstr("update boost <p>words"), HasSubstr("update <p>second"),
                          HasSubstr("status.update <p>second")));
  call("POST", "/api/v1/statuses/" + id + "/unreblog", bob_);
  call("DELETE", "/api/v1/statuses/" + own, bob_);
  EXPECT_THAT(briefs(told(mine)),
              ElementsAre("delete " + boost["id"].get<std::string>(), "delete " + own));
}

TEST_F(LiveTest, OfWhatWasForOthersNotEvenTheEndIsTold) {
  follow(alice_, "bob");
  const auto carol = person("carol");
  const auto mine = events("user", alice_), open = events("public", alice_);
  const auto id = post(bob_, {{"status", "to @carol"}, {"visibility", "direct"}});
  call("DELETE", "/api/v1/statuses/" + id, bob_);
  EXPECT_THAT(briefs(told(mine)), IsEmpty());
  EXPECT_THAT(briefs(told(open)), IsEmpty());
}

TEST_F(LiveTest, NotificationsComeWithAndWithoutTheRest) {
  const auto id = post(alice_, {{"status", "mine"}, {"visibility", "public"}});
  const auto all = events("user", alice_), only = events("user/notification", alice_);
  const auto narrow = token_for(*find_account(node_->read().value(), "alice"), "read:statuses");
  const auto without = events("user", narrow);
  call("POST", "/api/v1/statuses/" + id + "/favourite", bob_);
  post(alice_, {{"status", "more"}});
  const auto seen = told(only);
  EXPECT_THAT(briefs(seen), ElementsAre("notification favourite"));
  EXPECT_EQ(parse_json(seen[0].payload).value()["account"]["acct"], "bob");
  EXPECT_THAT(briefs(told(all)), ElementsAre(HasSubstr("more"), "notification favourite"));
  EXPECT_THAT(briefs(told(without)), ElementsAre(HasSubstr("more"))) << "out of its scope";
}

TEST_F(LiveTest, GoesOnAfterAPauseWithoutGapsOrRepeats) {
  const auto id = post(alice_, {{"status", "mine"}, {"visibility", "public"}});
  auto mine = events("user", alice_);
  bytes(mine);
  const auto act = [&](int i) {
    post(alice_, {{"status", "number " + std::to_string(i)}});
    if (i % 3 == 0) post(bob_, {{"status", "@alice " + std::to_string(i)}});
  };
  for (int i = 0; i < 9; ++i) act(i);
  const auto whole = told(mine);
  ASSERT_EQ(whole.size(), 15U);  // 9 posts, 3 mentions in the timeline, 3 notifications
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    const auto rest = told(events("user", alice_, whole[cut].id));
    std::vector<std::string> pieces;
    for (size_t i = 0; i <= cut; ++i) pieces.push_back(brief(whole[i]));
    std::ranges::transform(rest, std::back_inserter(pieces), brief);
    EXPECT_THAT(pieces, testing::UnorderedElementsAreArray(briefs(whole))) << cut;
  }
}

TEST_F(LiveTest, APositionOutlivesARestart) {
  auto mine = events("user", alice_);
  bytes(mine);
  post(alice_, {{"status", "before"}});
  const auto seen = told(mine);
  ASSERT_EQ(seen.size(), 1U);
  mine.reset();
  post(alice_, {{"status", "meanwhile"}});
  open(FederationMode::open);
  EXPECT_THAT(briefs(told(events("user", alice_, seen[0].id))),
              ElementsAre(HasSubstr("meanwhile")));
}

TEST_F(LiveTest, APositionThatCannotBeIsThePresent) {
  post(alice_, {{"status", "before"}});
  const auto mine = events("user", alice_, "999999-1");
  EXPECT_THAT(briefs(told(mine)), IsEmpty());
  post(alice_, {{"status", "after"}});
  EXPECT_THAT(briefs(told(mine)), ElementsAre(HasSubstr("after")));
  auto headers = bearer(alice_);
  headers.add("Last-Event-ID", "nonsense");
  EXPECT_EQ(get("/api/v1/streaming/user", headers).status, 422);
}

TEST_F(LiveTest, WhoReadsSlowlyIsLedUpAtTheirPaceOrLetGo) {
  const auto start = to_string(LivePosition{1, {}});
  for (int i = 0; i < 200; ++i) post(alice_, {{"status", std::string(2'000, 'x')}});
  const auto behind = events("user", alice_, start);
  size_t seen = 0, most = 0;
  for (int turn = 0; turn < 50; ++turn) {
    while (node_->live().run() > 0) {
    }
    most = std::max(most, behind->pipe().waiting());
    seen += told(behind).size();
  }
  EXPECT_EQ(seen, 200U);
  EXPECT_LT(most, 600'000U) << "not all at once";
  const auto deaf = events("user", alice_);
  for (int i = 0; i < 400; ++i) {
    post(alice_, {{"status", std::string(4'000, 'x')}});
    node_->live().run();
  }
  EXPECT_TRUE(deaf->pipe().take().broken);
  EXPECT_GE(node_->live().figures().broken, 1U);
}

TEST_F(LiveTest, EndsWithItsTokenAndItsAccount) {
  const auto account = *find_account(node_->read().value(), "alice");
  const auto change = [&](const auto& how) { ASSERT_TRUE(node_->writer().apply(how).ok()); };
  const auto revoked = token_for(account, "read"), other = token_for(account, "read");
  const auto first = socket("?stream=user", revoked), second = events("user", other);
  bytes(first);
  change([&](WriteTxn& txn) { return erase_token(txn, revoked); });
  bytes(second);
  const auto taken = first->pipe().take();
  EXPECT_TRUE(taken.closed);
  EXPECT_TRUE(second->pipe().open());
  change([&](WriteTxn& txn) {
    auto disabled = account;
    disabled.disabled = true;
    return put_account(txn, disabled);
  });
  bytes(first);
  EXPECT_FALSE(second->pipe().open());
}

TEST_F(LiveTest, ATokenThatExpiresEndsWithinAMinute) {
  const Token token{.account = find_account(node_->read().value(), "alice")->id,
                    .scopes = "read",
                    .created = clock_.now(),
                    .expires = clock_.now() + minutes(5)};
  ASSERT_TRUE(
      node_->writer().apply([&](WriteTxn& txn) { return put_token(txn, "brief", token); }).ok());
  const auto mine = events("user", "brief");
  bytes(mine);
  clock_.advance(minutes(4));
  node_->live().run();
  EXPECT_TRUE(mine->pipe().open());
  clock_.advance(minutes(2));
  node_->live().run();
  EXPECT_FALSE(mine->pipe().open());
}

TEST_F(LiveTest, AnAccountListensWithSoManyAndNoMore) {
  std::vector<Listening> all;
  for (size_t i = 0; i < Live::kMostOfOne; ++i) all.push_back(events("user", alice_));
  EXPECT_EQ(get("/api/v1/streaming/user", bearer(alice_)).status, 429);
  EXPECT_EQ(get("/api/v1/streaming/user", bearer(bob_)).status, 200);
  all.pop_back();
  EXPECT_EQ(get("/api/v1/streaming/user", bearer(alice_)).status, 200);
}

TEST_F(LiveTest, WhatReadsTheSameIsWrittenOnce) {
  std::vector<Listening> all;
  all.reserve(20);
  for (int i = 0; i < 20; ++i) all.push_back(socket("?stream=public", i % 2 ? alice_ : bob_));
  for (const auto& one : all) bytes(one);
  const uint64_t before = node_->live().figures().rendered;
  post(person("carol"), {{"status", "for all"}, {"visibility", "public"}});
  for (const auto& one : all) EXPECT_EQ(framed(one).size(), 1U);
  EXPECT_EQ(node_->live().figures().rendered - before, 1U);
}

TEST_F(LiveTest, NothingIsDoneWhereNobodyListens) {
  std::atomic<int> rung = 0;  // on the writer's thread
  node_->live().on_work([&] { ++rung; });
  post(alice_, {{"status", "unheard"}});
  EXPECT_EQ(rung, 0);
  auto mine = events("user", alice_);
  const int joined = rung;
  EXPECT_GT(joined, 0);
  post(alice_, {{"status", "heard"}});
  EXPECT_GT(rung, joined);
  bytes(mine);
  mine.reset();
  EXPECT_EQ(node_->live().listeners(), 0U);
  node_->live().run();
  rung = 0;
  post(alice_, {{"status", "unheard"}});
  EXPECT_EQ(rung, 0);
  node_->live().on_work(nullptr);
}

TEST_F(LiveTest, ConversationsGoOnAfterAPauseWithoutGapsOrRepeats) {
  auto hers = events("direct", alice_);
  bytes(hers);
  std::string last;
  for (int i = 0; i < 4; ++i) {
    last = post(bob_, {{"status", "@alice " + std::to_string(i)}, {"visibility", "direct"}});
  }
  const auto whole = told(hers);
  ASSERT_EQ(whole.size(), 4U);
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    const auto rest = told(events("direct", alice_, whole[cut].id));
    ASSERT_EQ(rest.size(), whole.size() - cut - 1) << cut;
    EXPECT_TRUE(rest.empty() || rest.back().payload == whole.back().payload) << cut;
  }
  EXPECT_EQ(parse_json(whole[3].payload).value()["last_status"]["id"], last);
}

TEST_F(LiveTest, WhoChangesFiltersIsToldOnTheirOtherPrograms) {
  const auto mine = events("user", alice_), his = events("user", bob_);
  const auto shaken = socket("?stream=user", alice_), open = events("public", alice_);
  const Json filter{{"title", "tea"}, {"context", {"home"}}};
  const auto id = json(call("POST", "/api/v2/filters", alice_, filter))["id"].get<std::string>();
  const auto path = "/api/v2/filters/" + id;
  call("PUT", path, alice_, {{"title", "milk"}});
  call("POST", path + "/keywords", alice_, {{"keyword", "milk"}});
  call("DELETE", path, alice_);
  call("POST", "/api/v1/filters", alice_, {{"phrase", "tea"}, {"context", {"home"}}});
  const auto seen = told(mine);
  ASSERT_EQ(seen.size(), 5U);
  for (const auto& one : seen) EXPECT_EQ(one.event + " " + one.payload, "filters_changed {}");
  EXPECT_EQ(framed(shaken).size(), 5U);
  EXPECT_THAT(briefs(told(his)), IsEmpty());
  EXPECT_THAT(briefs(told(open)), IsEmpty());
  call("PUT", path, alice_, {{"title", "gone"}});
  EXPECT_THAT(briefs(told(mine)), IsEmpty()) << "nothing has changed";
}

TEST_F(LiveTest, OfAnnouncementsEverybodyIsToldAndOfReactionsToThem) {
  const auto first = to_string(Live::present(node_->read().value(), Id{}));
  const auto his = events("user", bob_), open = events("public", bob_);
  const auto run = [&](const char* command, const Json& arguments) {
    const auto answer = find_command(command)->run(*node_, arguments);
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? std::string(find_string(*answer, "id").value_or("")) : std::string();
  };
  const auto id = run("announcement add", {{"text", "Tea at four"}});
  const auto came = told(his);
  ASSERT_EQ(came.size(), 1U);
  EXPECT_EQ(came[0].event, "announcement");
  const auto said = parse_json(came[0].payload).value();
  EXPECT_EQ(said["id"], id);
  EXPECT_FALSE(said.contains("read")) << "it goes to all alike";
  const auto reaction = "/api/v1/announcements/" + id + "/reactions/" + percent_encode("🎉");
  call("PUT", reaction, alice_);
  call("DELETE", reaction, alice_);
  const auto reactions = told(his);
  ASSERT_EQ(reactions.size(), 2U);
  EXPECT_EQ(reactions[0].event, "announcement.reaction");
  EXPECT_EQ(parse_json(reactions[0].payload).value(),
            (Json{{"name", "🎉"}, {"count", 1}, {"announcement_id", id}}));
  EXPECT_EQ(parse_json(reactions[1].payload).value()["count"], 0);
  run("announcement remove", {{"id", id}});
  EXPECT_THAT(briefs(told(his)), ElementsAre("announcement.delete " + id));
  EXPECT_THAT(briefs(told(open)), IsEmpty());
  EXPECT_THAT(briefs(told(events("user", alice_, first))), ElementsAre("announcement.delete " + id))
      << "what was taken away is not announced to who was away";
}

TEST_F(LiveTest, WhoLetsHeldBackNotificationsInIsToldOfThem) {
  call("PATCH", "/api/v2/notifications/policy", alice_, {{"for_not_following", "filter"}});
  post(bob_, {{"status", "@alice let me in"}, {"visibility", "public"}});
  const auto mine = events("user", alice_);
  told(mine);
  const auto waiting = json(get("/api/v1/notifications/requests", bearer(alice_)));
  ASSERT_EQ(waiting.size(), 1U);
  call("POST", "/api/v1/notifications/requests/" + waiting[0]["id"].get<std::string>() + "/accept",
       alice_);
  EXPECT_THAT(briefs(told(mine)), testing::Contains("notifications_merged 1"));
}

}  // namespace
}  // namespace hallway::test
