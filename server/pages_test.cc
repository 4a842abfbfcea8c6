#include "server/pages.h"

#include <gmock/gmock.h>

#include "tests/support/node.h"

namespace hallway {
namespace {

using test::kBrowser;
using ::testing::HasSubstr;
using ::testing::Not;

class Pages : public test::NodeTest {
 protected:
  void SetUp() override {
    test::NodeTest::SetUp();
    alice_ = person("alice");
  }
  std::string alice_;
};

TEST_F(Pages, TheFrontPageShowsPeopleAndPublicPostsOnly) {
  post(alice_, {{"status", "hello world"}, {"visibility", "public"}});
  post(alice_, {{"status", "only followers"}, {"visibility", "private"}});
  post(alice_, {{"status", "only here"}, {"visibility", "local"}});
  const auto page = get("/", kBrowser);
  ASSERT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Design &amp; Co"));
  EXPECT_THAT(page.body, HasSubstr("Where &lt;design&gt; happens"));
  EXPECT_THAT(page.body, HasSubstr("https://design.example/@alice"));
  EXPECT_THAT(page.body, HasSubstr("hello world"));
  EXPECT_THAT(page.body, Not(HasSubstr("only followers")));
  EXPECT_THAT(page.body, Not(HasSubstr("only here")));
}

TEST_F(Pages, NoPageNeedsOrAllowsScript) {
  const auto id = post(alice_, {{"status", "<script>alert(1)</script>"},
                                {"spoiler_text", "<img src=x onerror=alert(1)>"},
                                {"visibility", "public"}});
  for (const auto& path : {std::string("/"), std::string("/@alice"), "/@alice/" + id}) {
    const auto page = get(path, kBrowser);
    ASSERT_EQ(page.status, 200) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("<script"))) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("<img src=x"))) << path;
    EXPECT_THAT(page.body, HasSubstr("&lt;img src=x")) << path;
    EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
    EXPECT_THAT(header(page, "Content-Security-Policy"), Not(HasSubstr("script-src")));
    EXPECT_EQ(header(page, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
    EXPECT_THAT(page.body, HasSubstr("<main id=\"main\">"));
    EXPECT_THAT(page.body, HasSubstr("<html lang="));
  }
}

TEST_F(Pages, APostHasWarningLanguageTimeAndAlternate) {
  const auto id = post(alice_, {{"status", "Guten Tag"},
                                {"spoiler_text", "Gruss"},
                                {"language", "de"},
                                {"visibility", "public"}});
  const auto page = get("/@alice/" + id, kBrowser);
  ASSERT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<details><summary dir=\"auto\">Gruss</summary>"));
  EXPECT_THAT(page.body, HasSubstr("lang=\"de\""));
  EXPECT_THAT(page.body, HasSubstr("dir=\"auto\""));
  EXPECT_THAT(page.body, HasSubstr("<time datetime=\"2026-"));
  EXPECT_THAT(page.body, HasSubstr("<link rel=\"alternate\" type=\"application/activity+json\" "
                                   "href=\"https://design.example/users/alice/statuses/" +
                                   id + "\">"));
  EXPECT_THAT(page.body, HasSubstr("property=\"og:title\""));
  EXPECT_EQ(header(page, "Vary"), "Accept, Signature, Accept-Encoding");
}

TEST_F(Pages, AThreadShowsRepliesByTheirAuthorsNames) {
  const auto bob = person("bob");
  const auto id = post(alice_, {{"status", "a question"}, {"visibility", "public"}});
  post(bob, {{"status", "an answer"}, {"visibility", "public"}, {"in_reply_to_id", id}});
  post(bob, {{"status", "a whisper"}, {"visibility", "private"}, {"in_reply_to_id", id}});
  const auto page = get("/@alice/" + id, kBrowser);
  EXPECT_THAT(page.body, HasSubstr("a question"));
  EXPECT_THAT(page.body, HasSubstr("an answer"));
  EXPECT_THAT(page.body, HasSubstr("@bob"));
  EXPECT_THAT(page.body, HasSubstr("1 reply"));
  EXPECT_THAT(page.body, Not(HasSubstr("a whisper")));
}

TEST_F(Pages, NodesGetTheDocumentAtTheSameAddress) {
  const auto id = post(alice_, {{"status", "hello"}, {"visibility", "public"}});
  const Headers node{{"Accept", "application/activity+json"}};
  EXPECT_EQ(find_string(json(get("/@alice", node)), "id"), "https://design.example/users/alice");
  EXPECT_EQ(find_string(json(get("/@alice/" + id, node)), "type"), "Note");
  EXPECT_THAT(header(get("/@alice", {{"Accept", "*/*"}}), "Content-Type"), HasSubstr("text/html"));
}

TEST_F(Pages, HiddenDeletedAndUnknownHaveTheirPages) {
  const auto hidden = post(alice_, {{"status", "x"}, {"visibility", "direct"}});
  const auto gone = post(alice_, {{"status", "y"}, {"visibility", "public"}});
  EXPECT_EQ(call("DELETE", "/api/v1/statuses/" + gone, alice_).status, 200);
  const auto none = get("/@alice/1", kBrowser);
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(get("/@alice/" + hidden, kBrowser).body, none.body);
  EXPECT_EQ(get("/@nobody", kBrowser).status, 404);
  const auto deleted = get("/@alice/" + gone, kBrowser);
  EXPECT_EQ(deleted.status, 410);
  EXPECT_THAT(deleted.body, HasSubstr("<h1>Gone</h1>"));
}

TEST_F(Pages, AProfileIsPaged) {
  for (int i = 0; i < 21; ++i) {
    post(alice_, {{"status", "post " + std::to_string(i) + "."}, {"visibility", "public"}});
  }
  const auto first = get("/@alice", kBrowser);
  EXPECT_THAT(first.body, HasSubstr("post 20."));
  EXPECT_THAT(first.body, Not(HasSubstr("post 0.")));
  const auto at = first.body.find("?before=");
  ASSERT_NE(at, std::string::npos);
  const auto end = first.body.find('"', at);
  const auto second = get("/@alice" + first.body.substr(at, end - at), kBrowser);
  EXPECT_THAT(second.body, HasSubstr("post 0."));
  EXPECT_THAT(second.body, Not(HasSubstr("post 20.")));
}

TEST_F(Pages, FacesAreDrawnForThoseWithoutAPicture) {
  const auto face = get("/assets/faces/%3Cb%3E");
  EXPECT_EQ(face.status, 200);
  EXPECT_EQ(header(face, "Content-Type"), "image/svg+xml");
  EXPECT_THAT(face.body, HasSubstr("&lt;</text>"));
  EXPECT_THAT(get("/assets/faces/alice").body, HasSubstr(">A</text>"));
}

}  // namespace
}  // namespace hallway
