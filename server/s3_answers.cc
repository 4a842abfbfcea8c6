#include "server/s3_answers.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include <charconv>
#include <memory>

namespace hallway {
namespace {

constexpr size_t kMostCode = 64;

using Document = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

// There is no document type in such an answer, and so no entity to expand.
void refuse_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
}

Document read_document(std::string_view xml) {
  const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> parser(xmlNewParserCtxt(),
                                                                            &xmlFreeParserCtxt);
  if (!parser) return {nullptr, &xmlFreeDoc};
  parser->sax->internalSubset = refuse_doctype;
  Document document(
      xmlCtxtReadMemory(parser.get(), xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                        XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      &xmlFreeDoc);
  if (parser->wellFormed == 0) document.reset();
  return document;
}

bool is_element(const xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE &&
         xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>(name)) != 0;
}

// What stands in the first child of that name.
std::string text_in(const xmlNode* parent, const char* name) {
  for (xmlNode* node = parent->children; node != nullptr; node = node->next) {
    if (!is_element(node, name)) continue;
    const std::unique_ptr<xmlChar, void (*)(void*)> text(xmlNodeGetContent(node),
                                                         [](void* p) { xmlFree(p); });
    return text ? reinterpret_cast<const char*>(text.get()) : "";
  }
  return {};
}

S3Entry entry_of(const xmlNode* node) {
  S3Entry entry{.name = text_in(node, "Key")};
  const auto size = text_in(node, "Size");
  std::from_chars(size.data(), size.data() + size.size(), entry.bytes);
  entry.changed = parse_rfc3339(text_in(node, "LastModified")).value_or(Time{});
  return entry;
}

}  // namespace

Result<S3Page> parse_s3_page(std::string_view xml) {
  const auto document = read_document(xml);
  const auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr || !is_element(root, "ListBucketResult")) {
    return fail(Code::unavailable, "the storage for files does not list what it has");
  }
  S3Page page;
  for (const xmlNode* node = root->children; node != nullptr; node = node->next) {
    if (is_element(node, "Contents")) page.entries.push_back(entry_of(node));
  }
  if (text_in(root, "IsTruncated") != "true") return page;
  page.next = text_in(root, "NextContinuationToken");
  if (page.next.empty()) {
    return fail(Code::unavailable, "the storage for files lists only a part of what it has");
  }
  return page;
}

std::string s3_error_code(std::string_view xml) {
  const auto document = read_document(xml);
  const auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr || !is_element(root, "Error")) return {};
  return text_in(root, "Code").substr(0, kMostCode);
}

}  // namespace hallway
