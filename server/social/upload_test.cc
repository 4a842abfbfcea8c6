#include "server/social/upload.h"

#include "tests/support/films.h"
#include "tests/support/social.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class UploadOfPrograms : public SocialTest {
 protected:
  Response give(const std::string& token, const std::string& bytes, const Json& object = nullptr) {
    Form form{{}, {{"file", bytes}}};
    if (!object.is_null()) form.fields.emplace_back("object", dump_json(object));
    return send("POST", "/users/alice/media", token, form);
  }
};

TEST_F(UploadOfPrograms, AFileIsGivenFirstAndPostedAfterwards) {
  const auto given = give(alice_, a_photo(), {{"type", "Image"}, {"name", "Bars of colour"}});
  ASSERT_EQ(given.status, 201) << given.body;
  const auto file = json(given);
  EXPECT_EQ(header(given, "Location"), file["url"]);
  EXPECT_EQ(file["name"], "Bars of colour");
  auto wish = note("<p>Look</p>");
  wish["attachment"] = Json::array({{{"type", "Image"}, {"url", file["url"]}}});
  const auto posted = read_as(object_of(as_alice(wish), alice_), bob_);
  ASSERT_EQ(posted["attachment"].size(), 1U);
  EXPECT_EQ(posted["attachment"][0]["url"], file["url"]);
  EXPECT_EQ(posted["attachment"][0]["name"], "Bars of colour");
  EXPECT_TRUE(posted["attachment"][0].contains("blurhash"));
  EXPECT_EQ(node_->read()->count(Table::media), 0U) << "the post has it now";
}

TEST_F(UploadOfPrograms, AnAddressedImageIsPostedAtOnce) {
  const Json image{{"type", "Image"},
                   {"name", "A seam"},
                   {"content", "<p>Welded today</p>"},
                   {"to", Json::array({kEverybody})}};
  const auto given = give(alice_, a_photo(), image);
  ASSERT_EQ(given.status, 201) << given.body;
  const auto at = header(given, "Location");
  EXPECT_THAT(at, StartsWith(self("alice") + "/statuses/"));
  const auto posted = read_as(at, bob_);
  EXPECT_EQ(posted["type"], "Image");
  EXPECT_EQ(posted["name"], "A seam");
  EXPECT_EQ(posted["attachment"][0]["mediaType"], "image/jpeg");
  EXPECT_THAT(dump_json(posted["url"]), HasSubstr("/media/"));
}

TEST_F(UploadOfPrograms, FilmsAreReadyWhenTheyAreAnswered) {
  const auto given = give(alice_, a_film());
  ASSERT_EQ(given.status, 201) << given.body;
  EXPECT_EQ(json(given)["mediaType"], "video/mp4");
}

TEST_F(UploadOfPrograms, WhatIsNoFileOrNotTheirsLeavesNothing) {
  EXPECT_EQ(give(bob_, a_photo()).status, 403);
  EXPECT_EQ(give("wrong", a_photo()).status, 401);
  EXPECT_EQ(give(alice_, "no picture").status, 400);
  EXPECT_EQ(send("POST", "/users/alice/media", alice_, {{{"object", "{}"}}, {}}).status, 400);
  EXPECT_EQ(
      send("POST", "/users/alice/media", alice_, {{{"object", "["}}, {{"file", a_photo()}}}).status,
      400);
  EXPECT_EQ(count_files("media"), 0U);
  EXPECT_EQ(node_->read()->count(Table::media), 0U);
}

}  // namespace
}  // namespace hallway::test
