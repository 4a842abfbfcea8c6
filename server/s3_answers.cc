#include "server/s3_answers.h"

#include <charconv>
#include <memory>

#include "webfinger/xml_document.h"

namespace hallway {
namespace {

constexpr size_t kMostCode = 64;

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
  const auto document = read_xml(xml);
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
  const auto document = read_xml(xml);
  const auto* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr || !is_element(root, "Error")) return {};
  return text_in(root, "Code").substr(0, kMostCode);
}

}  // namespace hallway
