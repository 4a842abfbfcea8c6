#include "federation/post_text.h"

#include <gmock/gmock.h>

#include "tests/support/acts.h"

namespace hallway::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class PostText : public ActsTest {
 protected:
  Post written(NewPost fresh) {
    const ResolvedMention bob{ok(Handle::parse("@bob@home.example")), bob_.id};
    if (!fresh.written) fresh.mentions = {bob};
    return post(alice_, fresh);
  }
  Post edited(const Post& post, const PostEdit& edit) {
    return ok(act(alice_, [&](Local& local) { return edit_post(local, post.id, edit); }));
  }
  const std::string bob_typed_ = "For @bob@home.example about #tea";
};

TEST_F(PostText, WhomTheTextNamesHearsOfItWhoeverElseItIsFor) {
  const auto made = written({.text = bob_typed_,
                             .visibility = Visibility::followers,
                             .audience = Audience{.to = {alice_.followers.text()},
                                                  .cc = {eve_.iri.text()},
                                                  .blind = {mallory_.iri.text()}}});
  EXPECT_THAT(made.to, ElementsAre(alice_.followers.text()));
  EXPECT_THAT(made.cc, ElementsAre(eve_.iri.text(), bob_.iri.text()));
  EXPECT_THAT(made.blind, ElementsAre(mallory_.iri.text()));
  EXPECT_THAT(made.tags, ElementsAre("tea"));
}

TEST_F(PostText, WhatAProgramWroteStaysAsItWroteIt) {
  const Written html{.html = "<p>#notag @nobody<script>x</script></p>",
                     .tags = {"tea"},
                     .mentions = {{bob_.iri, "@bob"}},
                     .title = "On tea"};
  const auto made = written({.text = "source",
                             .type = "Article",
                             .written = html,
                             .audience = Audience{.to = {std::string(kPublic)}}});
  EXPECT_EQ(made.content, "<p>#notag @nobody</p>");
  EXPECT_EQ(made.title, "On tea");
  EXPECT_EQ(made.source, "source");
  EXPECT_THAT(made.tags, ElementsAre("tea"));
  EXPECT_THAT(made.cc, IsEmpty()) << "whom it names is the program's to address";
}

TEST_F(PostText, AnEditSaysAnewForWhomUnlessThatStays) {
  const auto made = written({.text = bob_typed_,
                             .visibility = Visibility::direct,
                             .audience = Audience{.to = {eve_.iri.text()}}});
  EXPECT_THAT(made.to, ElementsAre(eve_.iri.text(), bob_.iri.text()));
  const auto kept = edited(made, {.text = "No names", .keeps_audience = true});
  EXPECT_THAT(kept.to, ElementsAre(eve_.iri.text(), bob_.iri.text()));
  const auto anew = edited(made, {.text = "No names"});
  EXPECT_THAT(anew.to, IsEmpty());
}

}  // namespace
}  // namespace hallway::test
