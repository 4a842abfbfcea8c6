#pragma once
// Where HTML leads to: the links of a page that somebody wrote, whoever that is. Reads it once,
// builds no tree, and stops where it is nested deeper than any page of good will.

#include <string>
#include <string_view>
#include <vector>

namespace hallway {

struct HtmlLink {
  std::string href;  // as written, entities decoded
  std::string rel, css_class;

  // Whether `rel` or `css_class` holds the word, whatever its case.
  static bool holds(std::string_view words, std::string_view word);
};

// Of <a> and <link> that have an address, in their order, at most `most`.
std::vector<HtmlLink> links_in_html(std::string_view html, size_t most);

}  // namespace hallway
