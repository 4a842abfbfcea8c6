#include "webfinger/xml_document.h"

#include <libxml/parser.h>

namespace hallway {
namespace {

void refuse_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
}

}  // namespace

XmlDocument read_xml(std::string_view xml) {
  static const bool ready = [] {
    xmlInitParser();
    return true;
  }();
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(
      ready ? xmlNewParserCtxt() : nullptr, &xmlFreeParserCtxt);
  if (!parser) return {nullptr, &xmlFreeDoc};
  parser->sax->internalSubset = refuse_doctype;
  XmlDocument document(
      xmlCtxtReadMemory(parser.get(), xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      &xmlFreeDoc);
  // Where it was stopped, libxml2 calls it well formed, but nothing of it was read.
  if (parser->wellFormed == 0 || !xmlDocGetRootElement(document.get())) document.reset();
  return document;
}

bool is_element(const xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE &&
         xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>(name)) != 0;
}

}  // namespace hallway
