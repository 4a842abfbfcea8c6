// Attacks 26 and 35: files of others are fetched through this node. Nobody makes it ask itself,
// another's inside, or what they like by an address they write; no name of a file leads out of the
// folder where it belongs.

#include <fstream>

#include "server/demo_picture.h"
#include "storage/posts.h"
#include "tests/attacks/followed.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

using testing::HasSubstr;

class MediaAttack : public FollowedAttack {
 protected:
  static Response picture() {
    Response response{.status = 200, .body = demo::draw_picture("hills")};
    response.headers.add("Content-Type", "image/png");
    return response;
  }
  // Mallory posts with a file at `url`; under which address Alice's app is shown it.
  std::string shown(const std::string& url) {
    const auto path = "/users/mallory/notes/" + std::to_string(++notes_);
    const auto note = note_by(
        mallory_, evil_.at(path),
        {{"attachment",
          Json::array({{{"type", "Document"}, {"mediaType", "image/png"}, {"url", url}}})}});
    evil_.put(path, note);
    taken(victim_.post(create_by(mallory_, note), mallory_));
    const auto post = victim_.find_post(evil_.at(path));
    if (!post || post->attachments.empty()) return {};
    const auto answer = victim_.get("/api/v1/statuses/" + to_string(post->id),
                                    "Authorization: Bearer the-token-of-alice\r\n");
    const auto status = parse_json(answer.body).value_or(Json());
    const auto address = Iri::parse(status["media_attachments"][0]["url"].get<std::string>());
    forget();
    return address.ok() ? std::string(address->path()) : std::string();
  }
  int notes_ = 0;
};

class Attack26 : public MediaAttack {};
class Attack35 : public MediaAttack {};

TEST_F(Attack26, WhatANodePassesOnItDoesNotPassOnAgain) {
  evil_.put("/1.png", picture());
  const auto first = shown(evil_.at("/1.png"));
  ASSERT_THAT(first, HasSubstr("/media/posts/"));
  // A file that is said to lie where this node passes it on, at once or by way of another host.
  evil_.redirect("/2.png", victim_.at(first));
  evil_.redirect("/3.png", evil_.at("/3.png"));
  EXPECT_EQ(shown(victim_.at(first)), first) << "under its own address, not under one more";
  for (const auto& url :
       {victim_.at("/media/posts/1/0/0"), evil_.at("/2.png"), evil_.at("/3.png")}) {
    const auto path = shown(url);
    EXPECT_EQ(victim_.get(path).status, 404) << url;
  }
  EXPECT_EQ(evil_.asked("/1.png"), 0U);
  EXPECT_LE(evil_.asked("/3.png"), 6U);
  EXPECT_EQ(victim_.get(first).status, 200) << "and the file itself is there";
}

TEST_F(Attack26, AnAddressThatSomebodyWritesFetchesNothing) {
  evil_.put("/1.png", picture());
  const auto path = shown(evil_.at("/1.png"));
  const auto before = path.substr(0, path.rfind('/'));
  for (const auto& wrong :
       {before + "/00000000000000000000000000000000", before + "%2f..%2f..%2fpeople", before,
        "/media/posts/1/" + percent_encode(evil_.at("/1.png")) + "/0",
        "/media/posts/1/0/0?url=" + percent_encode(evil_.at("/1.png"))}) {
    EXPECT_EQ(victim_.get(wrong).status, 404) << wrong;
  }
  EXPECT_EQ(evil_.asked(), 0U);
}

TEST_F(Attack26, WhatStandsInAnAddressIsAskedForAsItIsAndAddsNothing) {
  const std::string odd = "/1.png?w=1&url=http://127.0.0.1/&x=%0d%0aX-Injected:%201";
  evil_.put(odd, picture());
  EXPECT_EQ(victim_.get(shown(evil_.at(odd))).status, 200);
  EXPECT_EQ(evil_.asked(odd), 1U);
  for (const auto& request : evil_.seen()) {
    EXPECT_FALSE(request.headers.find("X-Injected"));
    EXPECT_FALSE(request.headers.find("Cookie"));
    EXPECT_FALSE(request.headers.find("Authorization"));
  }
}

TEST_F(Attack26, AFileThatIsSaidToLieInsideIsNotFetched) {
  for (const auto* url : {"http://127.0.0.1:9/x.png", "http://10.0.0.1/x.png", "http://[::1]/x.png",
                          "http://169.254.169.254/latest/meta-data"}) {
    const auto path = shown(url);
    if (path.empty()) continue;  // not even kept
    const auto answer = victim_.get(path);
    EXPECT_TRUE(answer.status == 404 || answer.status == 503) << url << " " << answer.status;
  }
  EXPECT_THAT(connections(), testing::IsEmpty());
}

TEST_F(Attack35, NoNameOfAFileLeadsOutOfItsFolder) {
  const auto& dir = victim_.node().store().dir();
  const auto names = [&] {
    std::vector<std::string> all;
    for (const auto& entry : std::filesystem::directory_iterator(dir)) {
      all.push_back(entry.path().filename().string());
    }
    std::ranges::sort(all);
    return all;
  };
  evil_.put("/..%2f..%2f..%2fevil.png", picture());
  evil_.put("/1.png", picture());
  EXPECT_EQ(victim_.get(shown(evil_.at("/1.png"))).status, 200);
  auto expected = names();
  (void)victim_.get(shown(evil_.at("/..%2f..%2f..%2fevil.png")));
  EXPECT_EQ(names(), expected);
  for (const auto& entry : std::filesystem::directory_iterator(dir / "cache")) {
    EXPECT_EQ(entry.path().stem().string().size(), 64U) << entry.path();
  }
  const Form form{{}, {{"file", demo::draw_picture("bearing")}}};  // named "../../a.html"
  auto request = OutboundRequest{.method = "POST", .url = iri(victim_.at("/api/v2/media"))};
  request.headers = {{"Authorization", "Bearer the-token-of-alice"}, {"Content-Type", Form::kType}};
  request.body = form.body();
  EXPECT_EQ(victim_.send(request).status, 200);
  for (const auto& entry : std::filesystem::directory_iterator(dir / "media")) {
    EXPECT_EQ(entry.path().stem().string().size(), 64U) << entry.path();
  }
  for (const auto* name : {"..%2fhallway.toml", "%2e%2e/hallway.toml", "..%5challway.toml",
                           "%2fetc%2fpasswd", "%00"}) {
    EXPECT_GE(victim_.get(std::string("/media/") + name).status, 400) << name;
  }
}

}  // namespace
}  // namespace hallway::test
