#include "federation/page_links.h"

#include <algorithm>

#include "federation/html_links.h"

namespace hallway {
namespace {

constexpr size_t kMostLookedAt = 200;  // links of a text, mentions among them

void add(std::vector<std::string>& links, std::string_view text) {
  const auto address = page_address(text);
  if (!address || links.size() >= kMostPageLinks) return;
  if (std::ranges::find(links, *address) == links.end()) links.push_back(*address);
}

}  // namespace

std::optional<std::string> page_address(std::string_view text) {
  const auto iri = Iri::parse(text);
  return iri ? std::optional(iri->without_fragment().text()) : std::nullopt;
}

std::vector<std::string> page_links(const Post& post) {
  std::vector<std::string> links;
  for (const auto& file : post.attachments) {
    if (file.type == "Link") add(links, file.url.text());
  }
  if (post.content.find("<a ") == std::string::npos) return links;
  for (const auto& link : links_in_html(post.content, kMostLookedAt)) {
    const bool names =
        HtmlLink::holds(link.css_class, "mention") || HtmlLink::holds(link.css_class, "hashtag");
    if (!names) add(links, link.href);
  }
  return links;
}

}  // namespace hallway
