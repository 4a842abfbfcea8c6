// Posts as this node writes them for others.
#include <gmock/gmock.h>

#include "federation/actor.h"
#include "federation/html.h"
#include "federation/note.h"
#include "storage/values/random.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

using testing::SizeIs;

const std::string kEverybodyAtAll(kPublic);

class NoteJson : public ::testing::Test {
 protected:
  // Any post of alice's that there could be.
  Post any() {
    Post p;
    p.iri = iri("https://home.example/users/alice/statuses/" + std::to_string(random_.u64() >> 1));
    p.type = pick({"Note", "Article", "Question"});
    p.content = sanitize_html(pick({"<p>Hi</p>", "<p>a &amp; b<br>c</p>", "", "<p>日本語</p>"}));
    p.title = pick({"", "A title"});
    p.summary = pick({"", "careful"});
    p.sensitive = random_.u64() % 2;
    p.language = pick({"", "en", "pt-BR"});
    p.url = iri("https://home.example/@alice/1");
    p.in_reply_to = iri(pick({"", "https://remote.example/notes/1"}));
    p.published = Time{1'795'611'600'000 + static_cast<int64_t>(random_.u64() % 100'000)};
    if (random_.u64() % 2) p.updated = p.published + minutes(1);
    address(p);
    for (uint64_t n = random_.u64() % 3; n > 0; --n) p.attachments.push_back(file(n));
    for (uint64_t n = random_.u64() % 3; n > 0; --n) p.tags.push_back("tag" + std::to_string(n));
    p.label = static_cast<Label>(random_.u64() % 4);
    return p;
  }
  void address(Post& p) {
    const std::string bob = "https://remote.example/users/bob", followers = alice_.followers.text();
    switch (random_.u64() % 4) {
      case 0: p.to = {kEverybodyAtAll}, p.cc = {followers}; break;
      case 1: p.to = {followers}, p.cc = {kEverybodyAtAll}; break;
      case 2: p.to = {followers}; break;
      default: p.to = {bob}; break;
    }
    if (random_.u64() % 2) p.mentions.push_back({iri(bob), "@bob@remote.example"});
    p.visibility = visibility_of(p.to, p.cc, followers);
  }
  Attachment file(uint64_t n) {
    return {.type = "Image",
            .media_type = "image/png",
            .url = iri("https://home.example/media/" + std::to_string(n)),
            .name = pick({"", "a lathe"}),
            .blurhash = pick({"", "UBL_"}),
            .width = static_cast<uint32_t>(1 + random_.u64() % 4'000),
            .height = static_cast<uint32_t>(1 + random_.u64() % 4'000),
            .focal_x = 0.25F * static_cast<float>(random_.u64() % 9) - 1.0F,
            .focal_y = -0.5F};
  }
  std::string pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + random_.u64() % choices.size());
  }

  SeededRandom random_{42};
  Home home_ = Home::of("home.example", /*https=*/true, Mode::open).value();
  Actor alice_ = local_actor(home_, "alice", Time{1'795'611'600'000});
};

TEST_F(NoteJson, IsReadAsThePostItWas) {
  for (int i = 0; i < 500; ++i) {
    const auto post = any();
    const auto json = note_json(post, alice_, home_);
    const auto read = parse_note(parse_json(dump_json(json)).value(), alice_.followers.text());
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read->author, alice_.iri);
    EXPECT_EQ(read->label, post.label);
    auto back = read->post;
    EXPECT_EQ(back.visibility, post.visibility);
    EXPECT_EQ(back.published, post.published);
    EXPECT_EQ(back.updated, post.updated);
    EXPECT_EQ(back.language, post.content.empty() ? back.language : post.language);
    back.label = post.label;
    EXPECT_EQ(note_json(back, alice_, home_), json) << i;
  }
}

TEST_F(NoteJson, ListsAreAlwaysLists) {
  for (int i = 0; i < 100; ++i) {
    const auto json = note_json(any(), alice_, home_);
    for (const auto* key : {"to", "cc", "tag", "attachment"}) {
      EXPECT_TRUE(json[key].is_array()) << key << json;
    }
  }
}

TEST_F(NoteJson, AReadersTagLeadsToThisNodesPage) {
  Post p = any();
  p.tags = {"größe"};
  p.mentions.clear();
  const auto json = note_json(p, alice_, home_);
  ASSERT_THAT(json["tag"], SizeIs(1));
  EXPECT_EQ(json["tag"][0]["name"], "#größe");
  EXPECT_EQ(json["tag"][0]["href"], "https://home.example/tags/gr%C3%B6%C3%9Fe");
}

TEST_F(NoteJson, OfWhatIsGoneNothingIsTold) {
  Post p = any();
  p.gone = true;
  p.gone_at = Time{1'795'611'600'000};
  const auto json = note_json(p, alice_, home_);
  EXPECT_EQ(json["type"], "Tombstone");
  EXPECT_EQ(json["formerType"], p.type);
  EXPECT_EQ(json["deleted"], "2026-11-25T13:00:00Z");
  for (const auto* key : {"content", "summary", "name", "tag", "attachment", "to", "source"}) {
    EXPECT_FALSE(json.contains(key)) << key;
  }
}

}  // namespace
}  // namespace hallway::test
