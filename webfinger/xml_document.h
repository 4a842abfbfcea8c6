#pragma once
// XML from strangers: read without the network, without entities (attack 28), without a word on
// stderr. Pure; any thread.

#include <libxml/tree.h>

#include <memory>
#include <string_view>

namespace hallway {

using XmlDocument = std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)>;

// Nothing where it is not well formed or has a document type: entities come only with one.
XmlDocument read_xml(std::string_view xml);

// Is `node` an element of this local name, whatever its namespace?
bool is_element(const xmlNode* node, const char* name);

}  // namespace hallway
