#include "server/people_view.h"

#include "server/post_view.h"

namespace hallway {

void write_people(Html& html, const Home& home, const std::vector<Actor>& people) {
  html.open("ul", {{"class", "people"}});
  for (const auto& person : people) {
    html.open("li").open("a", {{"href", page_of(person, home)}});
    html.empty("img", {{"class", "face"},
                       {"src", face_of(person, home)},
                       {"alt", ""},
                       {"width", "48"},
                       {"height", "48"},
                       {"loading", "lazy"}});
    html.open("span", {{"class", "names"}});
    html.open("strong").element("bdi", {}, person.shown_name()).close();
    html.open("span", {{"class", "handle"}}).element("bdi", {}, short_handle(person)).close();
    html.close().close().close();
  }
  html.close();
}

}  // namespace hallway
