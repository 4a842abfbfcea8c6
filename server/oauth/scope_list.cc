#include "server/oauth/scope_list.h"

#include <algorithm>

#include "server/oauth/scopes.h"

namespace hallway {

void write_scopes(Html& html, std::string_view scopes) {
  std::vector<std::string_view> said;
  html.open("ul");
  for (const auto scope : split_scopes(scopes)) {
    const auto words = words_of_scope(scope);
    if (words.empty() || std::ranges::find(said, words) != said.end()) continue;
    said.push_back(words);
    html.element("li", {}, words);
  }
  html.close();
}

}  // namespace hallway
