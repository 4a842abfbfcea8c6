#include "server/people_view.h"

#include <gmock/gmock.h>

namespace hallway {
namespace {

TEST(PeopleView, ShowsWhatPeopleCallThemselvesAsTextAndLeadsToThem) {
  const auto home = Home::of("design.example", /*https=*/true, Mode::open).value();
  Actor ada{.iri = home.actor("ada"), .name = "ada", .domain = "design.example"};
  ada.display_name = "<b>Ada</b>";
  ada.local = true;
  Html html;
  write_people(html, home, {ada});
  const auto text = html.take();
  EXPECT_THAT(text, testing::HasSubstr("href=\"https://design.example/@ada\""));
  EXPECT_THAT(text, testing::HasSubstr("<bdi>&lt;b&gt;Ada&lt;/b&gt;</bdi>"));
  EXPECT_THAT(text, testing::HasSubstr("@ada"));
}

}  // namespace
}  // namespace hallway
