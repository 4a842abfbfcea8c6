#pragma once
// A collection or a page of one that somebody else serves, as far as it is believed: which
// addresses it names. Whatever else it carries is asked of its own origin (attack 18). Pure.

#include <optional>
#include <vector>

#include "storage/values/json.h"

namespace hallway {

struct CollectionDocument {
  std::vector<Iri> items;         // at most 100, each once; of an activity the object's
  std::optional<Iri> next;        // of the same origin, and not itself
  std::optional<uint32_t> total;  // totalItems
};

// `at` is where it was found. A first page that is embedded counts as part of it.
CollectionDocument read_collection(const Json& document, const Iri& at);

}  // namespace hallway
