#include "webfinger/xrd.h"

#include <memory>

#include "webfinger/xml_document.h"

namespace hallway {
namespace {

constexpr size_t kLongestDocument = 64 * 1024;
constexpr std::string_view kJrdType = "application/jrd+json";
constexpr std::string_view kVariable = "{uri}";

std::string template_of(const Iri& base) {
  return base.text() + ".well-known/webfinger?resource=" + std::string(kVariable);
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string attribute(xmlNode* node, const char* name) {
  const std::unique_ptr<xmlChar, void (*)(void*)> value(
      xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name)), [](void* p) { xmlFree(p); });
  return value ? reinterpret_cast<const char*>(value.get()) : "";
}

// Whether an address comes of it once the variable is filled in.
bool usable(const std::string& pattern) {
  const size_t at = pattern.find(kVariable);
  if (at == std::string::npos) return false;
  std::string filled = pattern;
  return Iri::parse(filled.replace(at, kVariable.size(), "x")).ok();
}

}  // namespace

std::string host_meta_xrd(const Iri& base) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
         "  <Link rel=\"lrdd\" type=\"" +
         std::string(kJrdType) + "\" template=\"" + escape(template_of(base)) + "\"/>\n</XRD>\n";
}

Json host_meta_json(const Iri& base) {
  return {{"links",
           Json::array({{{"rel", "lrdd"}, {"type", kJrdType}, {"template", template_of(base)}}})}};
}

Result<std::string> parse_lrdd_template(std::string_view xml) {
  if (xml.size() > kLongestDocument) return fail(Code::invalid, "host-meta is over 64 KB");
  const auto document = read_xml(xml);
  if (!document) return fail(Code::invalid, "host-meta is not well-formed, or has a DTD");
  xmlNode* const root = xmlDocGetRootElement(document.get());
  if (!root || !is_element(root, "XRD")) return fail(Code::invalid, "host-meta is no XRD");
  std::string found;
  for (xmlNode* node = root->children; node; node = node->next) {
    if (!is_element(node, "Link") || attribute(node, "rel") != "lrdd") continue;
    std::string pattern = attribute(node, "template");
    if (!usable(pattern)) continue;
    const bool json = attribute(node, "type") == kJrdType;
    if (found.empty() || json) found = std::move(pattern);
    if (json) break;
  }
  if (found.empty()) return fail(Code::invalid, "host-meta has no usable lrdd template");
  return found;
}

}  // namespace hallway
