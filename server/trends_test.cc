#include "server/trends.h"

#include <gmock/gmock.h>

#include "storage/actors.h"
#include "storage/reactions.h"
#include "tests/support/node.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Trends : public NodeTest {
 protected:
  void SetUp() override {
    NodeTest::SetUp();
    ada_ = person("ada");
    ben_ = person("ben");
    viewer_ = find_actor_by_handle(node_->read().value(), "ada", "design.example").value().id;
  }
  // A post of somebody elsewhere.
  Post elsewhere(const std::string& name, Post one) {
    auto author = stranger(name, "other.example");
    author.discoverable = true;
    const auto done = node_->writer().apply([&](WriteTxn& txn) -> Result<void> {
      TRY(put_actor(txn, author, clock_.now()));
      one.iri = iri(author.iri.text() + "/" + std::to_string(++posts_));
      one.author = author.id;
      one.published = clock_.now();
      return add_post(txn, one, clock_.now());
    });
    EXPECT_TRUE(done.ok());
    return one;
  }
  std::vector<std::string> tags(Id viewer) {
    std::vector<std::string> out;
    const auto txn = node_->read().value();
    for (const auto& one : trending_tags(txn, node_->home(), viewer, clock_.now(), 10)) {
      out.push_back(one.tag);
    }
    return out;
  }
  std::vector<Id> posts(Id viewer) {
    std::vector<Id> out;
    const auto txn = node_->read().value();
    for (const auto& one : trending_posts(txn, node_->home(), viewer, clock_.now(), 10)) {
      out.push_back(one.id);
    }
    return out;
  }
  std::string ada_, ben_;
  Id viewer_;
  int posts_ = 0;
};

TEST_F(Trends, ATagIsOneWhenTwoPeopleUseIt) {
  post(ada_, {{"status", "#tea"}, {"visibility", "public"}});
  post(ada_, {{"status", "#tea #cake"}, {"visibility", "public"}});
  EXPECT_THAT(tags(Id{}), IsEmpty());
  post(ben_, {{"status", "#tea"}, {"visibility", "private"}});
  EXPECT_THAT(tags(Id{}), IsEmpty()) << "what is not public does not count";
  post(ben_, {{"status", "#tea"}, {"visibility", "public"}});
  EXPECT_THAT(tags(Id{}), ElementsAre("tea"));
  const auto history =
      trending_tags(node_->read().value(), node_->home(), Id{}, clock_.now(), 1).at(0).history;
  EXPECT_EQ(history[0].uses, 3U);
  EXPECT_EQ(history[0].people, 2U);
  EXPECT_EQ(history[0].day.ms % days(1).ms, 0);
  EXPECT_EQ(history[6].day, history[0].day - days(6));
}

TEST_F(Trends, WhatWasUsedLatelyComesFirstAndAWeekIsTheEnd) {
  for (const auto& token : {ada_, ben_}) {
    post(token, {{"status", "#old"}, {"visibility", "public"}});
  }
  clock_.advance(days(2));
  for (const auto& token : {ada_, ben_}) {
    post(token, {{"status", "#new"}, {"visibility", "public"}});
  }
  EXPECT_THAT(tags(Id{}), ElementsAre("new", "old"));
  clock_.advance(days(5));
  EXPECT_THAT(tags(Id{}), ElementsAre("new"));
}

TEST_F(Trends, PostsElsewhereCountForWhoIsSignedInOnly) {
  elsewhere("eve", {.tags = {"tea"}});
  elsewhere("fay", {.tags = {"tea"}});
  EXPECT_THAT(tags(Id{}), IsEmpty());
  EXPECT_THAT(tags(viewer_), ElementsAre("tea"));
}

TEST_F(Trends, APostIsOneByWhatPeopleDoToItLately) {
  const auto like = [&](const Post& one, uint64_t actor) {
    Reaction reaction{
        .iri = iri("https://other.example/l/" + std::to_string(actor) + "/" + to_string(one.id)),
        .actor = Id{actor},
        .post = one.id,
        .at = clock_.now()};
    const auto done = node_->writer().apply(
        [&](WriteTxn& txn) { return add_reaction(txn, reaction, clock_.now()); });
    EXPECT_TRUE(done.ok());
  };
  const auto old = elsewhere("eve", {});
  clock_.advance(days(3));
  const auto fresh = elsewhere("fay", {}), once = elsewhere("gus", {});
  const auto warned = elsewhere("hal", {.summary = "careful"});
  for (uint64_t actor = 1; actor <= 4; ++actor) like(old, actor);
  for (uint64_t actor = 1; actor <= 2; ++actor) {
    like(fresh, actor);
    like(warned, actor);
  }
  like(once, 1);
  EXPECT_THAT(posts(viewer_), ElementsAre(fresh.id, old.id));
  EXPECT_THAT(posts(Id{}), IsEmpty());
}

TEST_F(Trends, APageIsOneWhenTwoPeopleWriteAboutIt) {
  const auto about = [](const char* url) {
    Post one;
    one.attachments.push_back({.type = "Link", .url = iri(url), .name = "A page"});
    return one;
  };
  elsewhere("eve", about("https://news.example/1"));
  elsewhere("eve", about("https://news.example/2"));
  elsewhere("fay", about("https://news.example/1"));
  const auto found =
      trending_links(node_->read().value(), node_->home(), viewer_, clock_.now(), 10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].post.attachments[0].url, iri("https://news.example/1"));
  EXPECT_EQ(found[0].history[0].people, 2U);
}

}  // namespace
}  // namespace hallway::test
