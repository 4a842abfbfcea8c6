#include "federation/read_collection.h"

#include <algorithm>

#include "federation/note.h"

namespace hallway {
namespace {

constexpr size_t kMostItemsRead = 100;

// A collection of activities (FEP-f228) names its posts by these.
bool tells_of_another(std::string_view type) {
  return type == "Create" || type == "Update" || type == "Add";
}

std::optional<Iri> named_by(const Json& item) {
  return tells_of_another(type_of(item)) ? find_iri(item, "object") : iri_of(item);
}

void add_items(const Json& page, std::vector<Iri>& items) {
  for (const auto* key : {"orderedItems", "items"}) {
    for (const auto* item : find_list(page, key)) {
      if (items.size() == kMostItemsRead) return;
      const auto iri = named_by(*item);
      if (iri && std::ranges::find(items, *iri) == items.end()) items.push_back(*iri);
    }
  }
}

}  // namespace

CollectionDocument read_collection(const Json& document, const Iri& at) {
  CollectionDocument out;
  if (const auto total = find_int(document, "totalItems"); total && *total >= 0) {
    out.total = static_cast<uint32_t>(std::min<int64_t>(*total, UINT32_MAX));
  }
  add_items(document, out.items);
  out.next = find_iri(document, "next");
  const auto* first = find_member(document, "first");
  if (first && first->is_object() && !as_string(*first)) {
    add_items(*first, out.items);
    out.next = find_iri(*first, "next");
    // Where it holds nothing itself, it may only say where it stands.
    if (!out.next && find_list(*first, "items").empty() &&
        find_list(*first, "orderedItems").empty())
      out.next = iri_of(*first);
  } else if (first && out.items.empty()) {
    out.next = iri_of(*first);
  }
  if (out.next &&
      (!out.next->same_origin(at) || out.next->without_fragment() == at.without_fragment())) {
    out.next.reset();
  }
  return out;
}

}  // namespace hallway
