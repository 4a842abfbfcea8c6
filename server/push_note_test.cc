#include "server/push_note.h"

#include <gtest/gtest.h>

#include "storage/values/json.h"
#include "tests/support/store.h"

namespace hallway::test {
namespace {

class PushNote : public ::testing::Test {
 protected:
  Json note(NotificationType type) {
    const auto text = push_note(home_, {.id = {65'536}, .type = type}, shown_);
    EXPECT_LT(text.size(), 3'993U) << "a push holds no more";
    return parse_json(text).value_or(Json());
  }
  const Home home_ = Home::of("design.example", /*https=*/true, Mode::open).value();
  ShownNotification shown_{
      .actor = {.iri = iri("https://b.example/users/ben"), .name = "ben", .domain = "b.example"},
      .post = Post{.content = "<p>Fish &amp; chips</p>"}};
};

TEST_F(PushNote, SaysWhatHappenedInPlainWords) {
  auto said = note(NotificationType::reaction);
  EXPECT_EQ(said["notification_type"], "favourite");
  EXPECT_EQ(said["notification_id"], 65'536);
  EXPECT_EQ(said["title"], "ben liked your post");
  EXPECT_EQ(said["body"], "Fish & chips");
  EXPECT_TRUE(said["icon"].get<std::string>().starts_with("https://"));
  shown_.actor.display_name = "Ben B.";
  shown_.post.reset();
  said = note(NotificationType::follow);
  EXPECT_EQ(said["title"], "Ben B. follows you");
  EXPECT_EQ(said["body"], "ben@b.example");
}

TEST_F(PushNote, LeadsToWhereThePageShowsIt) {
  shown_.post->id = Id{7};
  const auto path = [&](NotificationType type) { return note(type)["hallway"]["path"]; };
  EXPECT_EQ(path(NotificationType::reaction), "/app/@ben@b.example/7");
  EXPECT_EQ(note(NotificationType::reaction)["hallway"]["name"], "ben");
  shown_.post->visibility = Visibility::direct;
  EXPECT_EQ(path(NotificationType::mention), "/app/messages/7");
  shown_.post.reset();
  shown_.actor.local = true;
  EXPECT_EQ(path(NotificationType::follow), "/app/@ben");
  shown_.report = Report{};
  EXPECT_EQ(path(NotificationType::report), "/app/notifications");
}

TEST_F(PushNote, IsShortHoweverLongTheTextAndWholeInItsCharacters) {
  std::string much;
  for (int i = 0; i < 5'000; ++i) much += "ü";
  shown_.actor.display_name = much;
  shown_.post->content = "<p>" + much + "</p>";
  const auto said = note(NotificationType::mention);
  EXPECT_TRUE(said["title"].get<std::string>().ends_with("ü… mentioned you"));
  EXPECT_TRUE(said["body"].get<std::string>().ends_with("ü…"));
  shown_.post->content = "<p>" + std::string(5'000, '"') + "</p>";
  EXPECT_TRUE(note(NotificationType::mention)["body"].is_string());
}

}  // namespace
}  // namespace hallway::test
