#include "federation/page_links.h"

#include <algorithm>

#include "federation/html_links.h"

namespace hallway {
namespace {

constexpr size_t kMostLookedAt = 200;  // links of a text, mentions among them

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void add(std::vector<std::string>& links, std::string_view text) {
  const auto address = page_address(text);
  if (!address || links.size() >= kMostPageLinks) return;
  if (std::ranges::find(links, *address) == links.end()) links.push_back(*address);
}

}  // namespace

std::optional<std::string> page_address(std::string_view text) {
  const auto iri = Iri::parse(text);
  if (!iri) return std::nullopt;
  // Of scheme and host case means nothing (RFC 3986 §6.2.2.1).
  std::string address = iri->without_fragment().text();
  const auto end = std::min(address.find_first_of("/?", address.find("://") + 3), address.size());
  std::transform(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(end),
                 address.begin(), lower);
  return address;
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
