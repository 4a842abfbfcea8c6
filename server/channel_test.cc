#include "server/channel.h"

#include <gmock/gmock.h>

#include "storage/log.h"
#include "tests/support/streams.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Channel, IsKnownByTheNamesOfTheApi) {
  for (const auto* name : {"user", "user:notification", "public", "public:local", "public:remote",
                           "public:media", "public:local:media", "public:remote:media", "direct"}) {
    const auto channel = parse_channel(name, {});
    ASSERT_TRUE(channel.ok()) << name;
    EXPECT_THAT(channel->path(), ElementsAre(name));
  }
  for (const auto* name : {"hashtag", "hashtag:local"}) {
    EXPECT_THAT(parse_channel(name, {.tag = "#TeaTime"}).value().path(),
                ElementsAre(name, "teatime"));
    EXPECT_FALSE(parse_channel(name, {}).ok());
    EXPECT_FALSE(parse_channel(name, {.tag = "two words"}).ok());
  }
  for (const auto* name : {"", "users", "public:", "user:", "list", "directs", "User"}) {
    EXPECT_FALSE(parse_channel(name, {.tag = "tea"}).ok()) << name;
  }
}

TEST(Channel, IsTheSameByNameAndTag) {
  EXPECT_EQ(parse_channel("hashtag", {.tag = "Tea"}).value(),
            parse_channel("hashtag", {.tag = "#tea"}).value());
  EXPECT_FALSE(parse_channel("hashtag", {.tag = "tea"}).value() ==
               parse_channel("hashtag", {.tag = "milk"}).value());
  EXPECT_FALSE(parse_channel("public", {}).value() == parse_channel("public:local", {}).value());
}

TEST(Channel, NotificationsNeedAScopeOfTheirOwn) {
  EXPECT_EQ(scope_for(parse_channel("user", {}).value()), "read:statuses");
  EXPECT_EQ(scope_for(parse_channel("user:notification", {}).value()), "read:notifications");
}

class Channels : public StreamTest {
 protected:
  // A post of somebody elsewhere, as it stands in the log once it has arrived.
  Id arrives(const Actor& author, const std::string& content, bool with_picture) {
    const auto id = iri(author.iri.text() + "/" + std::to_string(++arrived_));
    const Json create = {{"type", "Create"}, {"object", id.text()}};
    Post post{.iri = id, .author = author.id, .content = content, .published = clock_.now()};
    post.tags = {"tea"};
    if (with_picture) post.attachments = {{.type = "Image", .url = id}};
    EXPECT_TRUE(node_->writer()
                    .apply([&](WriteTxn& txn) -> Result<void> {
                      post.document = TRY(append_log(txn, seal(random_, dump_json(create)),
                                                     {.at = clock_.now(),
                                                      .source = Source::inbox,
                                                      .actor = author.iri.text(),
                                                      .type = "Create",
                                                      .object = id.text()}));
                      return add_post(txn, post, clock_.now());
                    })
                    .ok());
    return post.id;
  }
  int arrived_ = 0;
};

TEST_F(Channels, EachHoldsWhatItsTimelineHolds) {
  struct Case {
    std::string path;
    std::vector<std::string> wanted;
  };
  const std::vector<Case> cases = {
      {"public", {"here", "far", "picture"}},
      {"public/local", {"here"}},
      {"public/remote", {"far", "picture"}},
      {"public?only_media=true", {"picture"}},
      {"public/local?only_media=true", {}},
      {"public/remote?only_media=true", {"picture"}},
      {"hashtag?tag=tea", {"here", "answer", "far", "picture"}},
      {"hashtag/local?tag=Tea", {"here", "answer"}},
      {"hashtag?tag=milk", {}},
      {"user", {}},
  };
  std::vector<Listening> all;
  all.reserve(cases.size());
  for (const auto& one : cases) all.push_back(events(one.path, bob_));
  for (const auto& one : all) bytes(one);
  const auto first = post(alice_, {{"status", "here #tea"}, {"visibility", "public"}});
  post(alice_, {{"status", "unlisted #tea"}, {"visibility", "unlisted"}});
  post(person("carol"),
       {{"status", "answer #tea"}, {"visibility", "public"}, {"in_reply_to_id", first}});
  const auto eve = stranger("eve", "far.example");
  arrives(eve, "far", /*with_picture=*/false);
  arrives(eve, "picture", /*with_picture=*/true);
  for (size_t i = 0; i < cases.size(); ++i) {
    const auto seen = briefs(told(all[i]));
    ASSERT_EQ(seen.size(), cases[i].wanted.size()) << cases[i].path;
    for (size_t k = 0; k < seen.size(); ++k) {
      EXPECT_THAT(seen[k], HasSubstr(cases[i].wanted[k])) << cases[i].path;
    }
  }
}

TEST_F(Channels, AListHoldsWhatItsMembersSayForItsOwnerAlone) {
  follow(alice_, "bob");
  const auto id =
      json(call("POST", "/api/v1/lists", alice_, {{"title", "Close"}}))["id"].get<std::string>();
  call("POST", "/api/v1/lists/" + id + "/accounts", alice_, {{"account_ids", {id_of("bob")}}});
  const auto mine = events("list?list=" + id, alice_),
             hers = socket("?stream=list&list=" + id, alice_),
             others = events("list?list=" + id, bob_);
  const auto made = post(bob_, {{"status", "for those close"}});
  post(person("carol"), {{"status", "for all"}, {"visibility", "public"}});
  call("DELETE", "/api/v1/statuses/" + made, bob_);
  EXPECT_THAT(briefs(told(mine)), ElementsAre("delete " + made));
  const auto framed_ones = framed(hers);
  ASSERT_EQ(framed_ones.size(), 1U);
  EXPECT_EQ(framed_ones[0].stream, (std::vector<std::string>{"list", id}));
  EXPECT_THAT(briefs(told(others)), IsEmpty());
  post(bob_, {{"status", "once more"}});
  EXPECT_THAT(briefs(told(mine)), ElementsAre(HasSubstr("once more")));
  EXPECT_EQ(get("/api/v1/streaming/list", bearer(alice_)).status, 400);
}

TEST_F(Channels, OfWhatIsGoneThoseAreToldWhoMayHaveHadIt) {
  const auto open = post(alice_, {{"status", "open #tea"}, {"visibility", "public"}});
  const auto quiet = post(alice_, {{"status", "quiet #tea"}, {"visibility", "unlisted"}});
  std::vector<Listening> public_ones = {events("public", bob_), events("public/local", bob_),
                                        events("hashtag?tag=tea", bob_)};
  const auto remote = events("public/remote", bob_), mine = events("user", alice_),
             his = events("user", bob_);
  call("DELETE", "/api/v1/statuses/" + open, alice_);
  call("DELETE", "/api/v1/statuses/" + quiet, alice_);
  for (const auto& one : public_ones) EXPECT_THAT(briefs(told(one)), ElementsAre("delete " + open));
  EXPECT_THAT(briefs(told(remote)), IsEmpty());
  EXPECT_THAT(briefs(told(mine)), ElementsAre("delete " + open, "delete " + quiet));
  EXPECT_THAT(briefs(told(his)), IsEmpty());
}

TEST_F(Channels, DirectTellsOfConversationsAsTheyAreNow) {
  const auto hers = events("direct", alice_), his = events("direct", bob_),
             others = events("direct", person("carol"));
  const auto shaken = socket("?stream=direct", alice_);
  const auto first = post(bob_, {{"status", "psst @alice"}, {"visibility", "direct"}});
  post(bob_, {{"status", "aloud @alice"}, {"visibility", "public"}});
  const auto answer =
      post(alice_, {{"status", "@bob what?"}, {"visibility", "direct"}, {"in_reply_to_id", first}});
  const auto seen = told(hers);
  ASSERT_EQ(seen.size(), 2U);
  for (const auto& one : seen) EXPECT_EQ(one.event, "conversation");
  const auto now = parse_json(seen[1].payload).value();
  EXPECT_EQ(now["last_status"]["id"], answer);
  EXPECT_EQ(now["unread"], false);
  EXPECT_EQ(parse_json(told(his).at(1).payload).value()["unread"], true);
  EXPECT_THAT(told(others), IsEmpty());
  EXPECT_EQ(framed(shaken).at(0).stream, std::vector<std::string>{"direct"});
  call("DELETE", "/api/v1/statuses/" + answer, alice_);
  const auto left = told(his);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(parse_json(left[0].payload).value()["last_status"]["id"], first);
  call("DELETE", "/api/v1/statuses/" + first, bob_);
  EXPECT_THAT(told(his), IsEmpty()) << "nothing is left of it";
}

TEST_F(Channels, AConversationThatWasTakenAwayOrIsMutedIsNotToldOf) {
  const auto hers = events("direct", alice_);
  const auto first = post(bob_, {{"status", "psst @alice"}, {"visibility", "direct"}});
  const auto second =
      post(bob_, {{"status", "psst! @alice"}, {"visibility", "direct"}, {"in_reply_to_id", first}});
  const auto id = parse_json(told(hers).at(0).payload).value()["id"].get<std::string>();
  call("DELETE", "/api/v1/conversations/" + id, alice_);
  call("DELETE", "/api/v1/statuses/" + second, bob_);
  EXPECT_THAT(told(hers), IsEmpty());
  call("POST", "/api/v1/accounts/" + id_of("bob") + "/mute", alice_);
  post(bob_, {{"status", "hear me @alice"}, {"visibility", "direct"}});
  EXPECT_THAT(told(hers), IsEmpty());
}

}  // namespace
}  // namespace hallway::test
