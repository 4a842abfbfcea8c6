#include "federation/page_links.h"

#include <algorithm>

#include "federation/html_links.h"
#include "federation/html_reader.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr size_t kMostTextLinks = 200;  // links of a text, mentions among them
constexpr std::string_view kLink = "<a ";

void add(std::vector<std::string>& links, std::string_view text) {
  const auto address = page_address(text);
  if (!address || links.size() >= kMostPageLinks) return;
  if (std::ranges::find(links, *address) == links.end()) links.push_back(*address);
}

// Of a start tag as sanitize_html() writes it: each value is quoted and holds neither '"' nor '>'.
std::string attribute(std::string_view tag, std::string_view name) {
  const auto begin = tag.find(name);
  if (begin == std::string_view::npos) return {};
  const auto value = tag.substr(begin + name.size());
  std::string out;
  html::decode(value.substr(0, value.find('"')), out);
  return out;
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
  std::string_view rest = post.content;
  for (size_t n = 0; n < kMostTextLinks; ++n) {
    rest.remove_prefix(std::min(rest.find(kLink), rest.size()));
    if (rest.empty()) break;
    const auto tag = rest.substr(0, rest.find('>'));
    rest.remove_prefix(tag.size());
    const auto css_class = attribute(tag, " class=\"");
    const bool names =
        HtmlLink::holds(css_class, "mention") || HtmlLink::holds(css_class, "hashtag");
    if (!names) add(links, attribute(tag, " href=\""));
  }
  return links;
}

}  // namespace hallway
