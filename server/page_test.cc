#include "server/page.h"

#include <gmock/gmock.h>

#include "server/page_files.h"
#include "tests/support/program.h"

namespace hallway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Holds with the page and, but for where it leads, without it.
class StaffPage : public test::ProgramTest {
 protected:
  static bool built() { return !page_files().empty(); }
  [[nodiscard]] std::string asks() const {
    const auto app = page_program(node_->home());
    return authorize_path({{"client_id", app.client_id}, {"redirect_uri", app.redirect_uris[0]}});
  }
  Response ask(const std::string& cookie, const char* site) {
    return get(asks(), {{"Cookie", cookie}, {"Sec-Fetch-Site", site}, {"Accept", "text/html"}});
  }
};

TEST_F(StaffPage, IsWhereSignedInPeopleBegin) {
  EXPECT_EQ(look("/").status, 200);
  const auto front = look("/", enter("alice"));
  EXPECT_EQ(front.status, built() ? 303 : 200);
  EXPECT_EQ(header(front, "Location"), built() ? "/app" : "");
  EXPECT_EQ(first_page(), built() ? "/app" : "/me");
}

TEST_F(StaffPage, RunsItsOwnScriptAndNoOther) {
  for (const auto* path : {"/app", "/app/notifications", "/app/@bob@far.example/1"}) {
    const auto page = look(path);
    ASSERT_EQ(page.status, built() ? 200 : 404) << path;
    if (!built()) continue;
    EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("script-src 'self';"));
    EXPECT_THAT(header(page, "Content-Security-Policy"), Not(HasSubstr("unsafe")));
    EXPECT_THAT(page.body, Not(HasSubstr("<script>")));
    EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
  }
  EXPECT_EQ(look("/app/a/b/c").status, 404);
}

TEST_F(StaffPage, ItsWorkerIsAskedForAnewAndMaySeeAllOfThePage) {
  const auto worker = look("/app/sw.js");
  ASSERT_EQ(worker.status, built() ? 200 : 404);
  if (!built()) return;
  EXPECT_THAT(header(worker, "Content-Type"), StartsWith("text/javascript"));
  EXPECT_EQ(header(worker, "Cache-Control"), "no-cache");
  EXPECT_EQ(header(worker, "Service-Worker-Allowed"), "/app");
  EXPECT_THAT(header(worker, "Content-Security-Policy"), HasSubstr("connect-src 'self'"));
}

TEST_F(StaffPage, IsInstalledUnderTheNameOfItsNode) {
  const auto manifest = look("/app/manifest.webmanifest");
  ASSERT_EQ(manifest.status, built() ? 200 : 404);
  if (!built()) return;
  EXPECT_EQ(header(manifest, "Content-Type"), "application/manifest+json");
  const auto said = json(manifest);
  EXPECT_EQ(said["name"], node_->home().name);
  EXPECT_EQ(said["scope"], "/app");
  EXPECT_EQ(said["share_target"]["action"], "/app/share");
  EXPECT_EQ(said["share_target"]["params"]["files"][0]["name"], "files");
  EXPECT_EQ(said["icons"][0]["src"], "/assets/icon.svg");
  EXPECT_EQ(said["shortcuts"].size(), 3U);
}

TEST_F(StaffPage, FilesAreKeptForGoodUnderTheirNames) {
  EXPECT_EQ(look("/app/files/nothing.js").status, 404);
  EXPECT_EQ(look("/app/files/..%2Findex.html").status, 404);
  for (const auto& file : page_files()) {
    if (!file.path.starts_with("files/")) continue;
    const auto sent =
        get("/app/" + std::string(file.path), {{"Accept-Encoding", "gzip, deflate, br"}});
    ASSERT_EQ(sent.status, 200) << file.path;
    EXPECT_EQ(header(sent, "Content-Encoding"), "br");
    EXPECT_EQ(header(sent, "Content-Type"), file.type);
    EXPECT_EQ(header(sent, "Vary"), "Accept-Encoding");
    EXPECT_THAT(header(sent, "Cache-Control"), HasSubstr("immutable"));
  }
}

TEST_F(StaffPage, IsAProgramLikeAnyOtherThatNobodyIsAskedAbout) {
  const auto app = page_program(node_->home());
  EXPECT_EQ(json(look("/app/client.json"))["client_id"], app.client_id);
  const auto cookie = enter("alice");
  if (!built()) {
    EXPECT_NE(ask(cookie, "same-origin").status, 303);
    return;
  }
  EXPECT_THAT(header(get(asks(), {{"Sec-Fetch-Site", "same-origin"}}), "Location"),
              StartsWith("/sign-in?"));
  const auto led = ask(cookie, "same-origin");
  ASSERT_EQ(led.status, 303) << led.body;
  EXPECT_THAT(header(led, "Location"), StartsWith(app.redirect_uris[0] + "?"));
  const auto given = exchange(code_in(led), {{"client_id", app.client_id},
                                             {"redirect_uri", app.redirect_uris[0]},
                                             {"client_secret", ""}});
  ASSERT_EQ(given.status, 200) << given.body;
  EXPECT_EQ(json(given)["scope"], "read write");
}

TEST_F(StaffPage, AnotherSiteDoesNotGetPeoplePastTheQuestion) {
  const auto cookie = enter("alice");
  for (const auto* site : {"cross-site", "same-site"}) {
    const auto page = ask(cookie, site);
    EXPECT_EQ(page.status, built() ? 200 : 400) << site;
    EXPECT_EQ(header(page, "Location"), "");
  }
}

TEST_F(StaffPage, SignsOutWithoutAFormTokenFromItsOwnSiteOnly) {
  const auto cookie = enter("alice");
  EXPECT_EQ(submit("/sign-out", "", cookie).status, 403);
  EXPECT_EQ(submit("/sign-out", "", cookie, {{"Sec-Fetch-Site", "cross-site"}}).status, 403);
  EXPECT_EQ(look("/me", cookie).status, 200);
  EXPECT_EQ(submit("/sign-out", "", cookie, {{"Sec-Fetch-Site", "same-origin"}}).status, 303);
  EXPECT_EQ(look("/me", cookie).status, 303);
}

}  // namespace
}  // namespace hallway
