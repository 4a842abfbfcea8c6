#include "server/api/attached.h"

#include <gmock/gmock.h>

#include "server/demo_picture.h"
#include "storage/actors.h"
#include "tests/support/films.h"
#include "tests/support/uploading.h"

namespace hallway::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ApiAttached : public UploadTest {
 protected:
  std::string picture(const std::string& token) { return uploaded(token, png_); }
  Response post_with(const Json& ids, const std::string& text = "Look") {
    return call("POST", "/api/v1/statuses", alice_, {{"status", text}, {"media_ids", ids}});
  }
  Response edit(const std::string& id, Json body) {
    body["status"] = "Edited";
    return call("PUT", "/api/v1/statuses/" + id, alice_, body);
  }
  static std::vector<std::string> ids_of(const Json& status) {
    std::vector<std::string> ids;
    for (const auto& file : status["media_attachments"]) ids.push_back(file["id"]);
    return ids;
  }
  const std::string png_ = demo::draw_picture("hills");
};

TEST_F(ApiAttached, FilesAreCarriedInTheirOrderByThePostThatNamesThem) {
  const auto first = picture(alice_), second = picture(alice_);
  const auto posted = post_with({second, first});
  ASSERT_EQ(posted.status, 200) << posted.body;
  const auto status = json(posted);
  EXPECT_THAT(ids_of(status), ElementsAre(second, first));
  EXPECT_EQ(call("GET", "/api/v1/media/" + first, alice_).status, 404) << "now the post's";
  const auto seen = json(get("/api/v1/statuses/" + status["id"].get<std::string>()));
  EXPECT_THAT(ids_of(seen), ElementsAre(second, first));
}

TEST_F(ApiAttached, APostMayBeFilesAlone) {
  EXPECT_EQ(post_with({picture(alice_)}, "").status, 200);
  EXPECT_EQ(post_with(Json::array(), "").status, 422);
}

TEST_F(ApiAttached, FilesThatCannotBeAttachedAreRefusedAndNothingIsPosted) {
  const auto mine = picture(alice_), bobs = picture(bob_), film = uploaded(alice_, a_film());
  struct Case {
    Json ids;
    const char* says;
  };
  for (const auto& [ids, says] :
       {Case{{mine, mine}, "twice"}, Case{{mine, bobs}, "of yours to attach"},
        Case{{mine, "1"}, "of yours to attach"}, Case{{mine, film}, "still being made ready"},
        Case{{"1", "2", "3", "4", "5"}, "at most 4"}, Case{{"x", "y"}, ""}}) {
    const auto response = post_with(ids);
    EXPECT_EQ(response.status, 422) << dump_json(ids);
    EXPECT_THAT(response.body, HasSubstr(says));
  }
  EXPECT_THAT(json(call("GET", "/api/v1/accounts/" + id_of("alice") + "/statuses", alice_)),
              testing::IsEmpty());
  EXPECT_EQ(post_with({mine}).status, 200) << "it is still there";
}

TEST_F(ApiAttached, AnEditKeepsAddsDropsAndDescribes) {
  const auto first = picture(alice_), second = picture(alice_);
  const std::string id = json(post_with({first}))["id"];
  EXPECT_THAT(ids_of(json(edit(id, Json::object()))), ElementsAre(first)) << "nothing was said";
  const auto both = edit(id, {{"media_ids", {first, second}},
                              {"media_attributes",
                               {{{"id", first}, {"description", "Hills"}, {"focus", "0,1"}},
                                {{"id", second}, {"description", "The same"}}}}});
  ASSERT_EQ(both.status, 200) << both.body;
  const auto status = json(both);
  EXPECT_THAT(ids_of(status), ElementsAre(first, second));
  EXPECT_EQ(status["media_attachments"][0]["description"], "Hills");
  EXPECT_EQ(status["media_attachments"][0]["meta"]["focus"]["y"], 1);
  EXPECT_EQ(status["media_attachments"][1]["description"], "The same");
  EXPECT_THAT(ids_of(json(edit(id, {{"media_ids", {second}}}))), ElementsAre(second));
  EXPECT_THAT(ids_of(json(edit(id, {{"media_ids", Json::array()}}))), testing::IsEmpty());
  const auto history = json(get("/api/v1/statuses/" + id + "/history"));
  EXPECT_EQ(history[0]["media_attachments"].size(), 1U);
}

TEST_F(ApiAttached, SomebodyElsesFileIsNotAddedByAnEdit) {
  const auto bobs = picture(bob_);
  const std::string id = json(post_with({picture(alice_)}))["id"];
  EXPECT_EQ(edit(id, {{"media_ids", {bobs}}}).status, 422);
  EXPECT_EQ(json(get("/api/v1/statuses/" + id))["media_attachments"].size(), 1U);
}

TEST_F(ApiAttached, OtherServersGetAllThatIsSaidOfAFile) {
  const auto film = uploaded(alice_, a_film());
  node_->run_due();
  call("PUT", "/api/v1/media/" + film, alice_, {{"description", "A test"}, {"focus", "0.5,0.5"}});
  const std::string uri = json(post_with({film}))["uri"];
  const auto object =
      json(get(std::string(Iri::parse(uri)->path()), {{"Accept", "application/activity+json"}}));
  const auto& file = object["attachment"][0];
  EXPECT_EQ(file["type"], "Video");
  EXPECT_EQ(file["mediaType"], "video/mp4");
  EXPECT_EQ(file["name"], "A test");
  EXPECT_EQ(file["width"], 160);
  EXPECT_EQ(file["focalPoint"], Json::array({0.5, 0.5}));
  EXPECT_EQ(file["blurhash"].get<std::string>().size(), 28U);
  EXPECT_EQ(file["icon"]["mediaType"], "image/jpeg");
  EXPECT_THAT(file["duration"].get<std::string>(), HasSubstr("PT1."));
}

TEST_F(ApiAttached, AFaceAndAHeaderAreCutToFitAndToldToOthers) {
  const auto changed = send("PATCH", "/api/v1/accounts/update_credentials", alice_,
                            {{{"display_name", "Alice"}}, {{"avatar", png_}, {"header", png_}}});
  ASSERT_EQ(changed.status, 200) << changed.body;
  const auto account = json(changed);
  EXPECT_EQ(account["display_name"], "Alice");
  const auto face = Iri::parse(account["avatar"].get<std::string>());
  ASSERT_TRUE(face.ok());
  EXPECT_EQ(header(get(std::string(face->path())), "Content-Type"), "image/png");
  const auto actor = json(get("/users/alice", {{"Accept", "application/activity+json"}}));
  EXPECT_EQ(actor["icon"]["url"], account["avatar"]);
  EXPECT_EQ(actor["icon"]["mediaType"], "image/png");
  EXPECT_EQ(actor["image"]["url"], account["header"]);
  const auto without = json(call("DELETE", "/api/v1/profile/avatar", alice_));
  EXPECT_THAT(without["avatar"].get<std::string>(), HasSubstr("/assets/faces/"));
  EXPECT_EQ(without["header"], account["header"]);
  EXPECT_EQ(call("DELETE", "/api/v1/profile/header", bob_).status, 200);
  EXPECT_EQ(send("PATCH", "/api/v1/accounts/update_credentials", alice_,
                 {{{"display_name", "Al"}}, {{"avatar", "no picture"}}})
                .status,
            422);
  EXPECT_EQ(find_actor_by_handle(*node_->read(), "alice", "design.example")->display_name, "Alice")
      << "nothing changed";
}

TEST_F(ApiAttached, FocusIsTwoNumbersFromTheMiddle) {
  const auto good = api::parse_focus("-1, 0.25");
  ASSERT_TRUE(good.ok());
  EXPECT_EQ(*good, std::pair(-1.0F, 0.25F));
  for (const auto* bad : {"", "1", "1,", "1,2", "nan,0", "inf,0", "0,0,0", "a,b", "0;0"}) {
    EXPECT_FALSE(api::parse_focus(bad).ok()) << bad;
  }
}

}  // namespace
}  // namespace hallway::test
