// Emojis of a node: brought by who administers, written by everybody, known elsewhere.
#include "server/emojis.h"

#include <gmock/gmock.h>

#include "server/commands.h"
#include "server/media_files.h"
#include "storage/values/crypto.h"
#include "tests/support/api_staff.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A red dot, 1 × 1.
std::string dot() {
  return parse_base64(
             "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJR"
             "U"
             "5ErkJggg==")
      .value();
}

class EmojisOfNode : public UploadTest {
 protected:
  void SetUp() override {
    UploadTest::SetUp();
    root_ = person("rhea", "read write admin:read admin:write");
    ASSERT_TRUE(set_role(*node_, "rhea", Role::admin).ok());
  }
  Response bring(const std::string& name, const std::string& token, const std::string& picture) {
    return send("POST", "/api/hallway/v1/admin/emoji", token,
                {{{"name", name}, {"category", "Dots"}}, {{"picture", picture}}});
  }
  Response change_it(const std::string& name, const Json& body) {
    return call("PATCH", "/api/hallway/v1/admin/emoji/" + name, root_, body);
  }
  Json offered() { return json(get("/api/v1/custom_emojis")); }
  Json written(const std::string& text) {
    return done("POST", "/api/v1/statuses", alice_, {{"status", text}, {"visibility", "public"}});
  }
  Json document(const std::string& url) {
    return json(get(url.substr(node_->home().base.text().size() - 1),
                    {{"Accept", "application/activity+json"}}));
  }
  std::string root_;
};

TEST_F(EmojisOfNode, AreBroughtAndOfferedAndShown) {
  EXPECT_EQ(bring("dot", alice_, dot()).status, 403);
  const auto made = bring("dot", root_, dot());
  ASSERT_EQ(made.status, 200) << made.body;
  const auto all = offered();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["shortcode"], "dot");
  EXPECT_EQ(all[0]["category"], "Dots");
  EXPECT_EQ(all[0]["visible_in_picker"], true);
  const std::string url(find_string(all[0], "url").value_or(""));
  const auto file = get(url.substr(node_->home().base.text().size() - 1));
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(header(file, "Content-Type"), "image/png");
  const auto object = document(node_->home().base.text() + "emojis/dot");
  EXPECT_EQ(object["type"], "Emoji");
  EXPECT_EQ(object["name"], ":dot:");
  EXPECT_EQ(object["icon"]["url"], url);
  EXPECT_EQ(object["id"], node_->home().base.text() + "emojis/dot");
}

TEST_F(EmojisOfNode, WhatIsNoEmojiIsRefusedInWords) {
  ASSERT_EQ(bring("dot", root_, dot()).status, 200);
  struct Case {
    std::string name, picture, words;
    int status;
  };
  for (const auto& [name, picture, words, wanted] :
       {Case{"d", dot(), "no name of an emoji", 422},
        Case{"d-t", dot(), "no name of an emoji", 422},
        Case{std::string(51, 'd'), dot(), "no name of an emoji", 422},
        Case{"DOT", dot(), ":dot: already", 409}, Case{"none", "", "needs a picture", 422},
        Case{"text", std::string(100, 'x'), "no picture", 422},
        Case{"large", std::string(257 * 1024, 'x'), "at most 256 KiB", 413}}) {
    const auto answer = bring(name, root_, picture);
    EXPECT_EQ(answer.status, wanted) << name;
    EXPECT_THAT(answer.body, HasSubstr(words)) << name;
  }
  EXPECT_EQ(offered().size(), 1U);
}

TEST_F(EmojisOfNode, StandInPostsAndProfilesOfPeopleHereAndTravelAsTags) {
  ASSERT_EQ(bring("dot", root_, dot()).status, 200);
  const auto status = written("A :dot: and a :dash:");
  ASSERT_EQ(status["emojis"].size(), 1U) << status;
  EXPECT_EQ(status["emojis"][0]["shortcode"], "dot");
  const auto note = document(std::string(find_string(status, "uri").value_or("")));
  ASSERT_EQ(note["tag"].size(), 1U);
  EXPECT_EQ(note["tag"][0]["type"], "Emoji");
  EXPECT_EQ(note["tag"][0]["name"], ":dot:");
  EXPECT_EQ(note["tag"][0]["icon"]["url"], status["emojis"][0]["url"]);
  const auto account = done("PATCH", "/api/v1/accounts/update_credentials", alice_,
                            {{"display_name", "Alice :dot:"}, {"note", ":dash:"}});
  EXPECT_EQ(account["emojis"].size(), 1U);
  EXPECT_EQ(document(node_->home().actor("alice").text())["tag"][0]["name"], ":dot:");
  const auto page = get("/@alice", kBrowser);
  EXPECT_THAT(page.body, HasSubstr("alt=\":dot:\""));
  const auto plain =
      done("PATCH", "/api/v1/accounts/update_credentials", alice_, {{"display_name", "Alice"}});
  EXPECT_THAT(plain["emojis"], IsEmpty());
}

TEST_F(EmojisOfNode, ArePutBelowPosts) {
  ASSERT_EQ(bring("dot", root_, dot()).status, 200);
  const std::string id(find_string(written("Tea?"), "id").value_or(""));
  const auto path = "/api/v1/pleroma/statuses/" + id + "/reactions/";
  done("PUT", path + "dot", bob_);
  EXPECT_EQ(status("PUT", path + "dash", bob_), 422);
  const auto all = json(get(path.substr(0, path.size() - 1), bearer(bob_)));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["name"], "dot");
  EXPECT_THAT(std::string(find_string(all[0], "url").value_or("")), HasSubstr("/media/"));
}

TEST_F(EmojisOfNode, KeepTheirPictureBelowPostsOnceTheyAreRemoved) {
  ASSERT_EQ(bring("dot", root_, dot()).status, 200);
  const std::string id(find_string(written("Tea?"), "id").value_or(""));
  const auto path = "/api/v1/pleroma/statuses/" + id + "/reactions";
  done("PUT", path + "/dot", bob_);
  EXPECT_EQ(status("DELETE", "/api/hallway/v1/admin/emoji/dot", root_), 200);
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir_.path() / "media")) {
    ++files;
    std::filesystem::last_write_time(
        entry.path(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(2));
  }
  EXPECT_GT(files, 0U);
  clock_.advance(hours(3));
  ASSERT_TRUE(sweep_media(*node_).ok());
  const auto shown = json(get(path, bearer(bob_)));
  ASSERT_EQ(shown.size(), 1U);
  const std::string url(find_string(shown[0], "url").value_or(""));
  EXPECT_EQ(get(url.substr(node_->home().base.text().size() - 1)).status, 200) << url;
}

TEST_F(EmojisOfNode, AreRenamedHiddenDisabledAndRemoved) {
  ASSERT_EQ(bring("dot", root_, dot()).status, 200);
  ASSERT_EQ(bring("dash", root_, dot()).status, 200);
  EXPECT_EQ(change_it("dot", {{"rename", "dash"}}).status, 409) << "it is taken";
  EXPECT_EQ(change_it("none", {{"rename", "some"}}).status, 404);
  ASSERT_EQ(change_it("dot", {{"rename", "Dot"}, {"hidden", "yes"}}).status, 200);
  EXPECT_EQ(offered()[1]["shortcode"], "dash");
  EXPECT_EQ(offered()[0]["shortcode"], "Dot");
  EXPECT_EQ(offered()[0]["visible_in_picker"], false);
  EXPECT_EQ(offered()[0]["category"], "Dots") << "what is not said stays";
  const auto before = written(":Dot:");
  ASSERT_EQ(change_it("Dot", {{"disabled", "yes"}}).status, 200);
  EXPECT_EQ(offered().size(), 1U);
  EXPECT_THAT(written(":Dot:")["emojis"], IsEmpty());
  EXPECT_EQ(get("/emojis/Dot", {{"Accept", "application/activity+json"}}).status, 404);
  ASSERT_EQ(change_it("Dot", {{"disabled", "no"}, {"hidden", "no"}}).status, 200);
  EXPECT_EQ(written(":Dot:")["emojis"].size(), 1U);
  EXPECT_EQ(status("DELETE", "/api/hallway/v1/admin/emoji/Dot", root_), 200);
  EXPECT_EQ(offered().size(), 1U);
  // What was written with it keeps its picture, also once what nobody needs is swept away.
  clock_.advance(hours(3));
  ASSERT_TRUE(sweep_media(*node_).ok());
  const std::string url(find_string(before["emojis"][0], "url").value_or(""));
  EXPECT_EQ(get(url.substr(node_->home().base.text().size() - 1)).status, 200);
}

TEST_F(EmojisOfNode, AreInAnnouncementsAndReactionsToThem) {
  ASSERT_EQ(bring("dot", root_, dot()).status, 200);
  done("POST", "/api/hallway/v1/admin/announcements", root_, {{"text", "Tea :dot:"}});
  auto all = json(get("/api/v1/announcements", bearer(bob_)));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0]["emojis"][0]["shortcode"], "dot");
  const auto path = "/api/v1/announcements/" + std::string(find_string(all[0], "id").value_or("")) +
                    "/reactions/";
  done("PUT", path + "dot", bob_);
  EXPECT_EQ(status("PUT", path + "dash", bob_), 422);
  all = json(get("/api/v1/announcements", bearer(bob_)));
  EXPECT_EQ(all[0]["reactions"][0]["name"], "dot");
  EXPECT_THAT(all[0]["reactions"][0]["url"].dump(), HasSubstr("/media/"));
}

TEST_F(EmojisOfNode, TheCommandSaysWhatItDid) {
  const auto say = [&](const char* name, const Json& arguments) -> Result<std::string> {
    const auto* command = find_command(std::string("emoji ") + name);
    return command->print(TRY(command->run(*node_, arguments)));
  };
  EXPECT_EQ(say("list", Json::object()).value(), "There are no emojis of this node.\n");
  EXPECT_EQ(say("add", {{"name", "dot"}, {"picture", base64(dot())}}).value(), "Added :dot:");
  EXPECT_THAT(say("list", Json::object()).value(), HasSubstr(":dot:\t\toffered\t"));
  EXPECT_EQ(say("change", {{"name", "dot"}, {"hidden", "maybe"}}).error().code, Code::invalid);
  EXPECT_EQ(say("change", {{"name", "dot"}, {"disabled", "yes"}}).value(), "Changed :dot:");
  EXPECT_THAT(say("list", Json::object()).value(), HasSubstr("\tdisabled\t"));
  EXPECT_EQ(say("remove", {{"name", "dot"}}).value(), "Removed :dot:");
  EXPECT_EQ(say("remove", {{"name", "dot"}}).error().code, Code::not_found);
}

}  // namespace
}  // namespace hallway::test
