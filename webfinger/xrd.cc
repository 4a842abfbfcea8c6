#include "webfinger/xrd.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <memory>

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

bool is_element(const xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE &&
         xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>(name)) != 0;
}

std::string attribute(xmlNode* node, const char* name) {
  const std::unique_ptr<xmlChar, void (*)(void*)> value(
      xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name)), [](void* p) { xmlFree(p); });
  return value ? reinterpret_cast<const char*>(value.get()) : "";
}

// Entities come only with a document type, so there is none to expand or to fetch (attack 28).
void refuse_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
}

using Document = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

Document read_document(std::string_view xml) {
  static const bool ready = [] {
    xmlInitParser();
    return true;
  }();
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
      ready ? xmlNewParserCtxt() : nullptr, &xmlFreeParserCtxt);
  if (!parser) return {nullptr, &xmlFreeDoc};
  parser->sax->internalSubset = refuse_doctype;
  Document document(
      xmlCtxtReadMemory(parser.get(), xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      &xmlFreeDoc);
  if (parser->wellFormed == 0) document.reset();
  return document;
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
  const Document document = read_document(xml);
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
