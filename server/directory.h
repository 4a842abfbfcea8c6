#pragma once
// People whom somebody may want to know: all who let themselves be found, and those whom one's own
// circle follows. Nobody who is limited, suspended, blocked or muted; people elsewhere only for who
// is signed in. Each list looks at a bounded number of rows.

#include <optional>
#include <string_view>
#include <vector>

#include "federation/home.h"
#include "storage/actors.h"

namespace hallway {

enum class DirectoryOrder { active, newest };

struct DirectoryQuery {
  DirectoryOrder order = DirectoryOrder::active;
  bool local = false;  // only people of this node
  size_t offset = 0, limit = 40;
};
// `viewer`: none for who is not signed in.
std::vector<Actor> directory_page(const ReadTxn& txn, const Home& home, Id viewer,
                                  const DirectoryQuery& query);

// The actor, where `person` may find them, does not follow them nor asks to, and did not decline
// them.
std::optional<Actor> find_new_to(const ReadTxn& txn, const Home& home, Id person, Id actor);

struct Suggestion {
  Actor actor;
  bool by_circle = false;  // followed by whom the person follows; else by many here
};
// Whom `person` does not follow yet, and did not decline (storage/suggestions.h).
std::vector<Suggestion> suggestions_for(const ReadTxn& txn, const Home& home, Id person,
                                        size_t limit);

}  // namespace hallway
