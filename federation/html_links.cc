#include "federation/html_links.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <memory>

#include "storage/values/ascii.h"

namespace hallway {
namespace {

constexpr int kDeepest = 256;
constexpr int kAtOnce = 16 * 1024;  // bytes fed before it is looked whether that is enough

struct LinkReading {
  std::vector<HtmlLink> found;
  size_t most = 0;
  int depth = 0;
  bool over = false;
};

std::string_view text_of(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

void start_element(void* context, const xmlChar* name, const xmlChar** attributes) {
  auto& reading = *static_cast<LinkReading*>(context);
  if (++reading.depth > kDeepest) reading.over = true;
  const auto tag = text_of(name);
  if (reading.over || (tag != "a" && tag != "link") || !attributes) return;
  HtmlLink link;
  for (; attributes[0]; attributes += 2) {
    const auto key = text_of(attributes[0]);
    if (key == "href") link.href = text_of(attributes[1]);
    if (key == "rel") link.rel = text_of(attributes[1]);
    if (key == "class") link.css_class = text_of(attributes[1]);
  }
  if (!link.href.empty()) reading.found.push_back(std::move(link));
  reading.over = reading.found.size() >= reading.most;
}

void end_element(void* context, const xmlChar*) { --static_cast<LinkReading*>(context)->depth; }

struct FreeParser {
  void operator()(htmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

}  // namespace

bool HtmlLink::holds(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const auto end = std::find_if(words.begin(), words.end(), is_space);
    const auto size = static_cast<size_t>(end - words.begin());
    const auto one = words.substr(0, size);
    const bool same = std::equal(one.begin(), one.end(), word.begin(), word.end(),
                                 [](char a, char b) { return lower(a) == lower(b); });
    if (same) return true;
    words.remove_prefix(std::min(size + 1, words.size()));
  }
  return false;
}

std::vector<HtmlLink> links_in_html(std::string_view html, size_t most) {
  LinkReading reading{.found = {}, .most = most};
  if (html.find('<') == std::string_view::npos || most == 0) return {};
  htmlSAXHandler sax{};
  sax.startElement = start_element;
  sax.endElement = end_element;
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(
      htmlCreatePushParserCtxt(&sax, &reading, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8));
  if (!parser) return {};
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  while (!html.empty() && !reading.over) {
    const auto size = std::min<size_t>(html.size(), kAtOnce);
    htmlParseChunk(parser.get(), html.data(), static_cast<int>(size), 0);
    html.remove_prefix(size);
  }
  if (!reading.over) htmlParseChunk(parser.get(), nullptr, 0, 1);
  if (reading.found.size() > most) reading.found.resize(most);
  return std::move(reading.found);
}

}  // namespace hallway
